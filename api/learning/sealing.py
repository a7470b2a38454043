"""Pure: the state of a conversation, sealed so that it can lie in a form and nowhere else.

What somebody chose in a practice conversation is kept by nobody. It travels with the form, signed,
and never stands in an address, which servers write into their logs.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256

from api.errors import RuleBroken

_PURPOSE = b"kompetenskollen conversation"


@dataclass(frozen=True)
class State:
    """Where a conversation is: the edition it stands in and the replies chosen."""

    edition_hash: str
    exercise_id: str
    said: tuple[str, ...] = ()


class Seals:
    """Seals and opens states with the installation's secret."""

    def __init__(self, secret: str) -> None:
        """Derive a key of its own, so that no other signature of the program is one of these."""
        self._key = hmac.digest(secret.encode(), _PURPOSE, sha256)

    def seal(self, state: State) -> str:
        """Return the state as text with its signature."""
        said = json.dumps([state.edition_hash, state.exercise_id, *state.said]).encode()
        return f"{_text(said)}.{_text(self._sign(said))}"

    def open(self, sealed: str) -> State:
        """Return the state. Raises RuleBroken unless this installation sealed it."""
        body, _, signature = sealed.partition(".")
        try:
            said, signed = urlsafe_b64decode(body), urlsafe_b64decode(signature)
        except (Error, ValueError) as unreadable:
            raise RuleBroken("exercise_state") from unreadable
        if not hmac.compare_digest(signed, self._sign(said)):
            raise RuleBroken("exercise_state")
        edition_hash, exercise_id, *replies = json.loads(said)
        return State(edition_hash, exercise_id, tuple(replies))

    def _sign(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, sha256)


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode()

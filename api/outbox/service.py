"""Planning a mail, claiming it, and saying how it went. Each is a short transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from api.access.actor import Actor
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import Forbidden
from api.outbox import queries
from api.outbox.models import OutboxMail

# Longer than a mail server may keep us waiting (api.outbox.post).
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(hours=1)
MOST_CLAIMS = 5
_PORTION = 500


@dataclass(frozen=True)
class Mail:
    """A mail that somebody is to have."""

    kind: str
    key: str
    person_id: int


@dataclass(frozen=True)
class Claim:
    """A mail that one sender holds for a while. ``number`` tells this hold from a later one."""

    mail_id: int
    number: int
    mail: Mail


def plan(session: WriteSession, actor: Actor, *, mails: Iterable[Mail], clock: Clock) -> int:
    """Set mails to be sent now; one whose key is there already stays as it is. Says how many are new."""
    _operator_only(actor)
    start = {"run_at": clock.now(), "claims": 0}
    rows = [
        {"kind": each.kind, "key": each.key, "person_id": each.person_id, **start} for each in mails
    ]
    portions = (rows[first : first + _PORTION] for first in range(0, len(rows), _PORTION))
    return sum(queries.add(session, portion) for portion in portions)


def claim(session: WriteSession, actor: Actor, *, clock: Clock) -> Claim | None:
    """Hold the next mail that is due, so that no other sender takes it; None if none is due.

    What a sender never tells of (it died) is due again when the hold has passed.
    """
    _operator_only(actor)
    now = clock.now()
    found = queries.next_due(session, now=now, most_claims=MOST_CLAIMS)
    if found is None:
        return None
    found.claims += 1
    found.leased_until = now + LEASE
    assert found.id is not None  # noqa: S101 - a stored row has an id
    return Claim(found.id, found.claims, Mail(found.kind, found.key, found.person_id))


def sent(session: WriteSession, actor: Actor, *, claim: Claim, clock: Clock) -> None:
    """Tell that a mail is sent."""
    if (found := _held(session, actor, claim)) is not None:
        found.done_at, found.leased_until, found.failure = clock.now(), None, None


def failed(session: WriteSession, actor: Actor, *, claim: Claim, reason: str, clock: Clock) -> None:
    """Tell that a mail could not be sent: it is tried again after a pause twice as long each time.

    After the fifth claim it is left, with its reason.
    """
    if (found := _held(session, actor, claim)) is not None:
        found.run_at = clock.now() + FIRST_PAUSE * 2 ** (claim.number - 1)
        found.leased_until, found.failure = None, reason


def drop(session: WriteSession, actor: Actor, *, claim: Claim) -> None:
    """Delete a mail that there is no reason to send any more."""
    if (found := _held(session, actor, claim)) is not None:
        session.delete(found)


def withdraw(session: WriteSession, actor: Actor, *, kind: str) -> None:
    """Delete the actor's own mails of a kind that have not been sent."""
    if actor.person_id is not None:
        queries.remove_unsent(session, kind=kind, person_id=actor.person_id)


def forget(session: WriteSession, actor: Actor, *, kind: str) -> None:
    """Delete all of the actor's own mails of a kind: also that they were sent."""
    if actor.person_id is not None:
        queries.remove(session, kind=kind, person_id=actor.person_id)


def waiting(session: ReadSession, actor: Actor) -> int:
    """How many mails are still to be sent, now or later."""
    _operator_only(actor)
    return queries.waiting(session, most_claims=MOST_CLAIMS)


def _held(session: WriteSession, actor: Actor, claim: Claim) -> OutboxMail | None:
    _operator_only(actor)
    return queries.held(session, claim.mail_id, claim.number)


def _operator_only(actor: Actor) -> None:
    if not actor.everything:
        raise Forbidden("forbidden")

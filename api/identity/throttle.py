"""How often one may fail. In a table, since every worker process must count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from api.db.session import ReadSession, WriteSession
from api.identity import queries
from api.identity.models import AttemptOutcome, SignInAttempt
from api.identity.secrecy import sha256

WINDOW = timedelta(minutes=15)
FAILURES_PER_IDENTIFIER = 5
FAILURES_PER_ADDRESS = 30
IPV6_HOST_BITS = 64


class Door(StrEnum):
    """What is tried. Failing with codes must not lock out a password, nor the other way."""

    PASSWORD = "password"  # noqa: S105 - the name of a door
    CODE = "code"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Keys:
    """Under what an attempt is counted: whom it concerns, and where it came from (may be empty)."""

    identifier: str
    address: str


def keys_of(door: Door, *, typed: str, person_id: int | None, address: str) -> Keys:
    """Name the keys of an attempt.

    A known person is counted as one whether the id or the e-mail was typed.
    """
    who = f"person:{person_id}" if person_id is not None else f"typed:{typed.casefold()}"
    network = _network(address)
    return Keys(sha256(f"{door}:{who}"), sha256(f"address:{network}") if network else "")


def is_blocked(session: ReadSession, keys: Keys, now: datetime) -> bool:
    """Say whether there have been too many failures of late."""
    since = now - WINDOW
    if queries.failures(session, keys.identifier, since) >= FAILURES_PER_IDENTIFIER:
        return True
    return bool(keys.address) and (
        queries.failures(session, keys.address, since) >= FAILURES_PER_ADDRESS
    )


def note_failure(session: WriteSession, keys: Keys, now: datetime) -> None:
    """Count a failure, for whom and from where."""
    for key in filter(None, (keys.identifier, keys.address)):
        session.add(SignInAttempt(key_hash=key, at=now, outcome=AttemptOutcome.FAILED))


def note_success(session: WriteSession, keys: Keys, now: datetime) -> None:
    """Let the person start afresh; not the address: one own account would wash away the rest."""
    session.add(SignInAttempt(key_hash=keys.identifier, at=now, outcome=AttemptOutcome.SUCCEEDED))


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        # Whoever has one IPv6 address has 2**64 of them.
        return f"{int(parsed) >> IPV6_HOST_BITS:x}"
    return str(parsed)

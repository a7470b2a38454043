"""Signing in and out. Nothing here takes an actor: there is none yet.

It goes in two steps. ``check_password`` and ``prepare_password`` do what is slow on a read session,
so that no hashing ever holds the write lock; ``sign_in`` and ``redeem`` then decide, count failures
and write. They answer with an outcome instead of raising: a raise would roll back the very count of
failures that the throttle stands on.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound
from api.identity import demo, queries, throttle
from api.identity.models import BrowserSession, Credential
from api.identity.passwords import Passwords, fault_of
from api.identity.secrecy import code_hash, new_token, sha256
from api.identity.throttle import Door, Keys
from api.people.models import Person
from api.settings import Settings

SESSION_LASTS = timedelta(hours=12)
ATTEMPTS_KEPT = timedelta(days=1)
TOO_MANY = "too_many_attempts"


@dataclass(frozen=True)
class Visit:
    """The browser at the door: its address, and the session it may already have."""

    address: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class SignedIn:
    """A new session for the browser's cookie."""

    person_id: int
    token: str = field(repr=False)


@dataclass(frozen=True)
class Refused:
    """No, and why, by a code. Nothing in it tells whether the person exists."""

    code: str

    @property
    def status(self) -> int:
        """What to answer: 429 when it was tried too often, else 422."""
        return 429 if self.code == TOO_MANY else 422


@dataclass(frozen=True)
class Checked:
    """What the slow step found: whom it concerns, and whether the password was right."""

    keys: Keys
    person_id: int | None
    right: bool
    seen_hash: str | None = field(default=None, repr=False)
    renewed_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Prepared:
    """A new password, found good and hashed, for whoever the code will prove to be."""

    keys: Keys
    person_id: int | None
    password_hash: str = field(repr=False)


def check_password(
    session: ReadSession,
    *,
    identifier: str,
    password: str,
    visit: Visit,
    passwords: Passwords,
    clock: Clock,
) -> Checked | Refused:
    """Look up who it may be and try the password. The same work is done for those unknown."""
    person_id, keys = _find(session, Door.PASSWORD, identifier, visit)
    if throttle.is_blocked(session, keys, clock.now()):
        return Refused(TOO_MANY)
    known = queries.credential(session, person_id) if person_id is not None else None
    seen = known.password_hash if known else None
    right, renewed = passwords.verify(password, seen)
    return Checked(keys, person_id, right=right, seen_hash=seen, renewed_hash=renewed)


def sign_in(
    session: WriteSession, *, checked: Checked, visit: Visit, clock: Clock
) -> SignedIn | Refused:
    """Decide, count, and start a session. Attempts made side by side are counted one by one."""
    now = clock.now()
    if checked.person_id is not None:
        queries.lock_person(session, checked.person_id)
    if throttle.is_blocked(session, checked.keys, now):
        return Refused(TOO_MANY)
    known = _unchanged_credential(session, checked)
    if known is None or checked.person_id is None:
        throttle.note_failure(session, checked.keys, now)
        return Refused("sign_in_refused")
    if checked.renewed_hash:
        known.password_hash = checked.renewed_hash
    throttle.note_success(session, checked.keys, now)
    return _start(session, checked.person_id, visit, now)


def prepare_password(
    session: ReadSession,
    *,
    employee_id: str,
    password: str,
    visit: Visit,
    passwords: Passwords,
    clock: Clock,
) -> Prepared | Refused:
    """Judge and hash a new password, before its one-time code is tried."""
    fault = fault_of(password, employee_id)
    if fault:
        return Refused(fault)
    person_id, keys = _find(session, Door.CODE, employee_id, visit)
    if throttle.is_blocked(session, keys, clock.now()):
        return Refused(TOO_MANY)
    return Prepared(keys, person_id, passwords.hash(password))


def redeem(
    session: WriteSession, *, prepared: Prepared, code: str, visit: Visit, clock: Clock
) -> SignedIn | Refused:
    """Set the password by a one-time code, end the person's other sessions and start a new one."""
    now, person_id = clock.now(), prepared.person_id
    if person_id is not None:
        queries.lock_person(session, person_id)
    if throttle.is_blocked(session, prepared.keys, now):
        return Refused(TOO_MANY)
    found = (
        queries.usable_code(session, person_id, code_hash(person_id, code), now)
        if person_id is not None
        else None
    )
    if found is None or person_id is None:
        throttle.note_failure(session, prepared.keys, now)
        return Refused("code_refused")
    found.used_at = now
    session.merge(Credential(person_id=person_id, password_hash=prepared.password_hash, set_at=now))
    queries.revoke_sessions_of(session, person_id, now)
    throttle.note_success(session, prepared.keys, now)
    return _start(session, person_id, visit, now)


def sign_in_demo(
    session: WriteSession, *, person_id: int, visit: Visit, settings: Settings, clock: Clock
) -> SignedIn:
    """Sign in as one of the demo's people. Raises NotFound outside demo mode, and for others."""
    offered = demo.demo_people(session, settings=settings, clock=clock)
    if person_id not in {person.person_id for person in offered}:
        raise NotFound("not_found")
    return _start(session, person_id, visit, clock.now())


def sign_out(session: WriteSession, *, visit: Visit, clock: Clock) -> None:
    """End the browser's session, if it has one."""
    if visit.token:
        queries.revoke_session(session, sha256(visit.token), clock.now())


def _find(session: ReadSession, door: Door, typed: str, visit: Visit) -> tuple[int | None, Keys]:
    typed = typed.strip()
    person = _person_called(session, typed) if typed else None
    person_id = person.id if person else None
    keys = throttle.keys_of(door, typed=typed, person_id=person_id, address=visit.address)
    return person_id, keys


def _person_called(session: ReadSession, typed: str) -> Person | None:
    found = queries.people_called(session, typed)
    exact = [person for person in found if person.employee_id == typed]
    candidates = exact or found
    # An address that several share, or ids that differ only in case, name nobody.
    return candidates[0] if len(candidates) == 1 else None


def _unchanged_credential(session: WriteSession, checked: Checked) -> Credential | None:
    if not checked.right or checked.person_id is None:
        return None
    known = queries.credential(session, checked.person_id)
    # Set anew between the two steps: the password that was right is right no more.
    return known if known and known.password_hash == checked.seen_hash else None


def _start(session: WriteSession, person_id: int, visit: Visit, now: datetime) -> SignedIn:
    if visit.token:
        queries.revoke_session(session, sha256(visit.token), now)
    queries.prune(session, now=now, attempts_before=now - ATTEMPTS_KEPT)
    token = new_token()
    session.add(
        BrowserSession(
            token_hash=sha256(token),
            person_id=person_id,
            started_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )
    return SignedIn(person_id, token)

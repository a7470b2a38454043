"""Who is behind a request, and what they hold today."""

from collections.abc import Sequence

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.clock import Clock
from api.db.session import ReadSession
from api.errors import NotFound
from api.identity import queries
from api.identity.secrecy import sha256


def actor_of_session(session: ReadSession, *, token: str, clock: Clock) -> Actor | None:
    """Find the person behind a session cookie with today's roles, or None (one query)."""
    rows = queries.actor_rows_of_session(
        session, sha256(token), now=clock.now(), today=clock.today()
    )
    return _actor(rows)


def actor_of_person(
    session: ReadSession,
    *,
    clock: Clock,
    person_id: int | None = None,
    employee_id: str | None = None,
) -> Actor:
    """Find a person with today's roles, by either id. Raises NotFound if there is no such person."""
    if person_id is not None:
        rows = queries.actor_rows_of_person(session, person_id, today=clock.today())
    else:
        rows = queries.actor_rows_of_employee(session, employee_id or "", today=clock.today())
    found = _actor(rows)
    if found is None:
        raise NotFound("person_unknown")
    return found


def _actor(rows: Sequence[queries.ActorRow]) -> Actor | None:
    if not rows:
        return None
    grants = {Grant(Role(role), unit) for _, _, role, unit in rows if role and unit is not None}
    person_id, name, _, _ = rows[0]
    return Actor(
        label=f"person:{person_id}",
        person_id=person_id,
        name=name,
        grants=tuple(sorted(grants, key=lambda grant: (grant.role, grant.unit_id))),
    )

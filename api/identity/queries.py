"""Reading sessions, roles, secrets and attempts. Hashes come in, rows go out."""

from datetime import date, datetime

from sqlalchemy import CTE, CompoundSelect, Integer, Row, String, cast, literal, null, union
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from api.access.permissions import Role
from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.identity.models import BrowserSession, RoleGrant
from api.people.models import Person, Post

ActorRow = Row[int, str, str | None, int | None]


def actor_rows_of_session(
    session: ReadSession, token_hash: str, *, now: datetime, today: date
) -> list[ActorRow]:
    """List person, name, role and unit behind a live session: one row without a role, one for each."""
    live = (
        select(col(Person.id), col(Person.name))
        .join(BrowserSession, col(BrowserSession.person_id) == col(Person.id))
        .where(
            BrowserSession.token_hash == token_hash,
            col(BrowserSession.revoked_at).is_(None),
            BrowserSession.expires_at > now,
        )
    )
    return list(session.execute(_actor_rows(live, today)).all())


def actor_rows_of_person(session: ReadSession, person_id: int, *, today: date) -> list[ActorRow]:
    """Do as ``actor_rows_of_session``, for a person named by id."""
    statement = select(col(Person.id), col(Person.name)).where(Person.id == person_id)
    return list(session.execute(_actor_rows(statement, today)).all())


def actor_rows_of_employee(
    session: ReadSession, employee_id: str, *, today: date
) -> list[ActorRow]:
    """Do as ``actor_rows_of_session``, for a person named by the employer's id."""
    statement = select(col(Person.id), col(Person.name)).where(Person.employee_id == employee_id)
    return list(session.execute(_actor_rows(statement, today)).all())


def _actor_rows(
    who: Select[int | None, str], today: date
) -> CompoundSelect[int, str, str | None, int | None]:
    # One statement, since it runs in every request: the person, the roles granted and in force
    # today, and the manager posts in force today, each found by the person's index.
    person: CTE = who.cte("who")
    nothing = select(person.c.id, person.c.name, cast(null(), String), cast(null(), Integer))
    granted = (
        select(person.c.id, person.c.name, cast(RoleGrant.role, String), RoleGrant.unit_id)
        .join_from(person, RoleGrant, col(RoleGrant.person_id) == person.c.id)
        .where(known(RoleGrant), in_force(RoleGrant, today))
    )
    managing = (
        select(person.c.id, person.c.name, literal(Role.UNIT_MANAGER.value, String), Post.unit_id)
        .join_from(person, Post, col(Post.person_id) == person.c.id)
        .where(col(Post.manager).is_(True), known(Post), in_force(Post, today))
    )
    return union(nothing, granted, managing)

"""Reading sessions, roles, secrets and attempts. Hashes come in, rows go out."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    literal,
    null,
    or_,
    union,
    update,
)
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from api.access.permissions import Role
from api.access.scope import Scope
from api.db.facts import in_force, known
from api.db.session import ReadSession, WriteSession
from api.identity.models import (
    AttemptOutcome,
    BrowserSession,
    Credential,
    RoleGrant,
    SignInAttempt,
    SignInCode,
)
from api.people.models import Absence, Employment, Person, Post

ActorRow = Row[int, str, str | None, int | None]
ActorStatement = CompoundSelect[int, str, str | None, int | None]
PostRow = Row[int, str, str, int]


def actor_rows_of_session(
    session: ReadSession, token_hash: str, *, now: datetime, today: date
) -> list[ActorRow]:
    """List person, name, role and unit behind a live session: a row without role, then one each."""
    given = {"token_hash": token_hash, "now": now, "today": today}
    return list(session.execute(_of_session(), given).all())


def actor_rows_of_person(session: ReadSession, person_id: int, *, today: date) -> list[ActorRow]:
    """Do as ``actor_rows_of_session``, for a person named by id."""
    return list(session.execute(_of_person(), {"person_id": person_id, "today": today}).all())


def actor_rows_of_employee(
    session: ReadSession, employee_id: str, *, today: date
) -> list[ActorRow]:
    """Do as ``actor_rows_of_session``, for a person named by the employer's id."""
    statement = select(col(Person.id), col(Person.name)).where(Person.employee_id == employee_id)
    return list(session.execute(_actor_rows(statement), {"today": today}).all())


# The first two are built once: they run in every request, and building costs more than running.
@cache
def _of_session() -> ActorStatement:
    live = (
        select(col(Person.id), col(Person.name))
        .join(BrowserSession, col(BrowserSession.person_id) == col(Person.id))
        .where(
            col(BrowserSession.token_hash) == bindparam("token_hash"),
            col(BrowserSession.revoked_at).is_(None),
            col(BrowserSession.expires_at) > bindparam("now"),
        )
    )
    return _actor_rows(live)


@cache
def _of_person() -> ActorStatement:
    who = select(col(Person.id), col(Person.name)).where(col(Person.id) == bindparam("person_id"))
    return _actor_rows(who)


def _actor_rows(who: Select[int | None, str]) -> ActorStatement:
    # One statement, since it runs in every request: the person, the roles granted and in force
    # today, and the manager posts in force today, each found by the person's index.
    person: CTE = who.cte("who")
    today = bindparam("today", type_=Date)
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


def people_called(session: ReadSession, typed: str) -> list[Person]:
    """Find whoever has what was typed as employee id, in either case, or as e-mail address."""
    names = {typed, typed.upper(), typed.lower()}
    statement = select(Person).where(
        or_(col(Person.employee_id).in_(names), col(Person.email_key) == typed.casefold())
    )
    return list(session.execute(statement.order_by(col(Person.id))).scalars())


def lock_person(session: WriteSession, person_id: int) -> None:
    """Let one attempt at a time concern the person (PostgreSQL; SQLite has one writer anyway)."""
    # NO KEY UPDATE: an import that points at the person need not wait.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def credential(session: ReadSession, person_id: int) -> Credential | None:
    """Find a person's password, as it is now."""
    return session.get(Credential, person_id, populate_existing=True)


def failures(session: ReadSession, key_hash: str, since: datetime) -> int:
    """Count the failures under a key since an instant, and since the last success under it."""
    last_success = (
        select(func.coalesce(func.max(SignInAttempt.id), 0))
        .where(
            SignInAttempt.key_hash == key_hash,
            SignInAttempt.outcome == AttemptOutcome.SUCCEEDED,
        )
        .scalar_subquery()
    )
    statement = select(func.count()).where(
        SignInAttempt.key_hash == key_hash,
        SignInAttempt.outcome == AttemptOutcome.FAILED,
        SignInAttempt.at > since,
        col(SignInAttempt.id) > last_success,
    )
    return int(session.execute(statement).scalar_one())


def usable_code(
    session: ReadSession, person_id: int, code_hash: str, now: datetime
) -> SignInCode | None:
    """Find the person's code with this hash, if it is neither used nor too old."""
    statement = select(SignInCode).where(
        SignInCode.person_id == person_id,
        SignInCode.code_hash == code_hash,
        col(SignInCode.used_at).is_(None),
        SignInCode.expires_at > now,
    )
    return session.execute(statement).scalar_one_or_none()


def void_codes(session: WriteSession, person_ids: Collection[int]) -> None:
    """Forget the unused codes of these persons."""
    session.execute(
        delete(SignInCode).where(
            col(SignInCode.person_id).in_(person_ids), col(SignInCode.used_at).is_(None)
        )
    )


def revoke_session(session: WriteSession, token_hash: str, now: datetime) -> None:
    """End the session with this token, if there is one."""
    _revoke(session, col(BrowserSession.token_hash) == token_hash, now)


def revoke_sessions_of(session: WriteSession, person_id: int, now: datetime) -> None:
    """End every session of a person."""
    _revoke(session, col(BrowserSession.person_id) == person_id, now)


def _revoke(session: WriteSession, which: ColumnElement[bool], now: datetime) -> None:
    session.execute(
        update(BrowserSession)
        .where(which, col(BrowserSession.revoked_at).is_(None))
        .values(revoked_at=now)
    )


def prune(session: WriteSession, *, now: datetime, attempts_before: datetime) -> None:
    """Forget sessions and codes past their time, and attempts too old to count."""
    _forget(session, BrowserSession, col(BrowserSession.expires_at) <= now)
    _forget(session, SignInCode, col(SignInCode.expires_at) <= now)
    _forget(session, SignInAttempt, col(SignInAttempt.at) < attempts_before)


def _forget(
    session: WriteSession,
    table: type[BrowserSession | SignInCode | SignInAttempt],
    which: ColumnElement[bool],
) -> None:
    # What another sign-in holds is left to it: two that prune at once must not wait for each other.
    free = select(table.id).where(which).with_for_update(skip_locked=True)
    session.execute(delete(table).where(col(table.id).in_(free)))


def people_to_invite(
    session: ReadSession, scope: Scope, *, unit_id: int, own_id: int | None, today: date
) -> list[Row[Person, bool]]:
    """List those with a post in the unit today whom the scope may name, and who has a password."""
    statement = (
        select(Person, col(Credential.person_id).is_not(None))
        .outerjoin(Credential, col(Credential.person_id) == col(Person.id))
        .where(_placed_in(unit_id, today), _nameable(scope, unit_id, own_id))
        .order_by(Person.sort_key, Person.employee_id)
    )
    return list(session.execute(statement).all())


def count_placed(session: ReadSession, *, unit_id: int, today: date) -> int:
    """Count those with a post in the unit today, named or not."""
    statement = select(func.count()).select_from(Person).where(_placed_in(unit_id, today))
    return int(session.execute(statement).scalar_one())


def _placed_in(unit_id: int, today: date) -> ColumnElement[bool]:
    placed = select(Post.person_id).where(
        Post.unit_id == unit_id, known(Post), in_force(Post, today)
    )
    return col(Person.id).in_(placed)


def _nameable(scope: Scope, unit_id: int, own_id: int | None) -> ColumnElement[bool]:
    return or_(
        and_(literal(unit_id in scope.named), col(Person.protected).is_(False)),
        and_(literal(unit_id in scope.protected), col(Person.protected).is_(True)),
        col(Person.id) == own_id,
    )


def with_roles(session: ReadSession, person_ids: Collection[int], *, today: date) -> frozenset[int]:
    """Pick out those who hold a role, or manage a unit, today."""
    granted = select(RoleGrant.person_id).where(
        col(RoleGrant.person_id).in_(person_ids), known(RoleGrant), in_force(RoleGrant, today)
    )
    managing = select(Post.person_id).where(
        col(Post.person_id).in_(person_ids),
        col(Post.manager).is_(True),
        known(Post),
        in_force(Post, today),
    )
    return frozenset(session.execute(union(granted, managing)).scalars())


def open_holders(session: ReadSession, *, today: date) -> Sequence[Row[int, str, Role, int]]:
    """List who holds a granted role today: id, name, role, unit. For the demo's own people only."""
    statement = (
        select(col(Person.id), Person.name, RoleGrant.role, RoleGrant.unit_id)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(col(Person.protected).is_(False), known(RoleGrant), in_force(RoleGrant, today))
        .order_by(col(Person.employee_id), col(RoleGrant.unit_id))
    )
    return session.execute(statement).all()


def open_managers(session: ReadSession, *, today: date) -> Sequence[PostRow]:
    """List who manages a unit today and holds no other role: id, name, title, unit."""
    return _open_posts(session, col(Post.manager).is_(True), today)


def open_staff(session: ReadSession, unit_id: int, *, today: date) -> Sequence[PostRow]:
    """List who is at work in the unit today without any role, newest first; as open_managers."""
    managing = select(Post.person_id).where(
        col(Post.manager).is_(True), known(Post), in_force(Post, today)
    )
    away = select(Absence.person_id).where(known(Absence), in_force(Absence, today))
    here = and_(
        col(Post.unit_id) == unit_id,
        # Most requirements leave hourly staff out, so they would have nothing to show.
        col(Post.employment) != Employment.HOURLY,
        col(Person.id).not_in(managing),
        col(Person.id).not_in(away),
    )
    return _open_posts(session, here, today)


def _open_posts(session: ReadSession, which: ColumnElement[bool], today: date) -> Sequence[PostRow]:
    granted = select(RoleGrant.person_id).where(known(RoleGrant), in_force(RoleGrant, today))
    statement = (
        select(col(Person.id), Person.name, Post.title, Post.unit_id)
        .join(Post, col(Post.person_id) == col(Person.id))
        .where(
            which,
            known(Post),
            in_force(Post, today),
            col(Person.protected).is_(False),
            col(Person.id).not_in(granted),
        )
        .order_by(col(Post.first_day).desc(), Person.employee_id)
    )
    return session.execute(statement).all()

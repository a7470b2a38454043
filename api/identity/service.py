"""Who is behind a request, and who may hand out the means to sign in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from api.access.actor import Actor, Grant
from api.access.permissions import Permission, Role
from api.access.scope import Scope
from api.audit import service as audit
from api.clock import Clock, stockholm_day
from api.db.session import ReadSession, WriteSession
from api.errors import Forbidden, NotFound, RuleBroken
from api.identity import queries, rights
from api.identity.models import SignInCode
from api.identity.secrecy import code_hash, new_code, sha256
from api.identity.tokens import Tokens
from api.organisation import service as organisation
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people
from api.people.models import Person

CODE_LASTS = timedelta(days=14)
MAX_TOKEN_HOURS = 366 * 24


@dataclass(frozen=True)
class Slip:
    """What is printed for one person: whom it is for, and the code that works once."""

    name: str
    employee_id: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class SlipSheet:
    """A unit's slips. ``others`` are named; their codes come from somebody with wider rights."""

    unit: UnitOnDay
    slips: tuple[Slip, ...]
    others: tuple[str, ...]
    last_day: date


@dataclass(frozen=True)
class SlipNeed:
    """How many in a unit have no password, and how many the actor may not name. No names."""

    unit: UnitOnDay
    without_password: int
    with_password: int
    hidden: int


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
    """Find a person with today's roles, by either id. Raises NotFound if there is none."""
    if person_id is not None:
        rows = queries.actor_rows_of_person(session, person_id, today=clock.today())
    else:
        rows = queries.actor_rows_of_employee(session, employee_id or "", today=clock.today())
    found = _actor(rows)
    if found is None:
        raise NotFound("person_unknown")
    return found


def bearer_token(
    session: WriteSession,
    actor: Actor,
    *,
    employee_id: str,
    hours: int,
    tokens: Tokens,
    clock: Clock,
) -> str:
    """Make a bearer token for the JSON API in somebody's name. Only the operator may."""
    if not actor.everything:
        raise Forbidden("forbidden")
    if not 1 <= hours <= MAX_TOKEN_HOURS:
        raise RuleBroken("token_hours", {"most": MAX_TOKEN_HOURS})
    person_id = actor_of_person(session, employee_id=employee_id, clock=clock).person_id
    assert person_id is not None  # noqa: S101 - only the system has none
    audit.note(session, actor, clock=clock, action="token", person_id=person_id, people=1)
    return tokens.issue(person_id, now=clock.now(), hours=hours)


def invite(session: WriteSession, actor: Actor, *, employee_id: str, clock: Clock) -> str:
    """Make a one-time code with which the person sets a password. Earlier unused codes are void."""
    actor.require(Permission.INVITE_WRITE)
    target = actor_of_person(session, employee_id=employee_id, clock=clock)
    assert target.person_id is not None  # noqa: S101 - only the system has none
    today = clock.today()
    person = people.person(session, actor, person_id=target.person_id)
    if not people.nameable(
        session, actor, person=person, permission=Permission.INVITE_WRITE, today=today
    ):
        raise NotFound("person_unknown")
    tree = organisation.tree(session, on=today)
    if not rights.may_make_code_for(session, actor, target, tree=tree, today=today):
        raise Forbidden("invite_reaches_further")
    audit.note(session, actor, clock=clock, action="invite", person_id=target.person_id, people=1)
    return _make_codes(session, actor, [target.person_id], clock)[target.person_id]


def slips_needed(session: ReadSession, actor: Actor, *, unit_code: str, clock: Clock) -> SlipNeed:
    """Count who in the unit has no password yet, before any code is made."""
    unit, scope, _ = _unit_to_invite(session, actor, unit_code, clock.today())
    rows = queries.people_to_invite(
        session, scope, unit_id=unit.id, own_id=actor.person_id, today=clock.today()
    )
    placed = queries.count_placed(session, unit_id=unit.id, today=clock.today())
    ready = sum(has_password for _, has_password in rows)
    return SlipNeed(unit, len(rows) - ready, ready, placed - len(rows))


def slips(session: WriteSession, actor: Actor, *, unit_code: str, clock: Clock) -> SlipSheet:
    """Make codes for everybody in the unit who has no password and whom the actor may name."""
    today = clock.today()
    unit, scope, tree = _unit_to_invite(session, actor, unit_code, today)
    rows = queries.people_to_invite(
        session, scope, unit_id=unit.id, own_id=actor.person_id, today=today
    )
    wanted = [person for person, has_password in rows if not has_password]
    return _sheet(session, actor, unit, wanted, tree=tree, clock=clock)


def slip(
    session: WriteSession, actor: Actor, *, unit_code: str, employee_id: str, clock: Clock
) -> SlipSheet:
    """Make a new code for one person in the unit, who may have forgotten a password."""
    today = clock.today()
    unit, scope, tree = _unit_to_invite(session, actor, unit_code, today)
    rows = queries.people_to_invite(
        session, scope, unit_id=unit.id, own_id=actor.person_id, today=today
    )
    wanted = [person for person, _ in rows if person.employee_id == employee_id.strip()]
    if not wanted:
        raise NotFound("person_unknown")
    return _sheet(session, actor, unit, wanted, tree=tree, clock=clock)


def _unit_to_invite(
    session: ReadSession, actor: Actor, unit_code: str, today: date
) -> tuple[UnitOnDay, Scope, Tree]:
    tree = organisation.tree(session, on=today)
    scope = people.scope_in(session, actor, Permission.INVITE_WRITE, tree=tree, on=today)
    unit = tree.by_code.get(unit_code)
    if unit is None or unit.id not in scope.named | scope.protected:
        raise NotFound("unit_not_found")
    return unit, scope, tree


def _sheet(
    session: WriteSession,
    actor: Actor,
    unit: UnitOnDay,
    wanted: Sequence[Person],
    *,
    tree: Tree,
    clock: Clock,
) -> SlipSheet:
    beyond = _beyond(session, actor, wanted, tree=tree, clock=clock)
    mine = {person.id: person for person in wanted if person.id and person.id not in beyond}
    codes = _make_codes(session, actor, mine, clock)
    audit.note(session, actor, clock=clock, action="slips", unit_id=unit.id, people=len(wanted))
    return SlipSheet(
        unit=unit,
        slips=tuple(
            Slip(person.name, person.employee_id, codes[person_id])
            for person_id, person in mine.items()
        ),
        others=tuple(person.name for person in wanted if person.id in beyond),
        last_day=stockholm_day(clock.now() + CODE_LASTS),
    )


def _beyond(
    session: ReadSession, actor: Actor, wanted: Sequence[Person], *, tree: Tree, clock: Clock
) -> frozenset[int]:
    today = clock.today()
    ids = [person.id for person in wanted if person.id is not None]
    return frozenset(
        person_id
        for person_id in sorted(queries.with_roles(session, ids, today=today))
        if not rights.may_make_code_for(
            session,
            actor,
            actor_of_person(session, person_id=person_id, clock=clock),
            tree=tree,
            today=today,
        )
    )


def _make_codes(
    session: WriteSession, actor: Actor, person_ids: Collection[int], clock: Clock
) -> dict[int, str]:
    now = clock.now()
    queries.void_codes(session, person_ids)
    codes = {person_id: new_code() for person_id in person_ids}
    session.add_all(
        SignInCode(
            person_id=person_id,
            code_hash=code_hash(person_id, code),
            made_at=now,
            made_by=actor.label,
            expires_at=now + CODE_LASTS,
        )
        for person_id, code in codes.items()
    )
    return codes


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

"""What other rooms may ask about people, and how far an actor's permissions reach among them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor, Grant
from api.access.permissions import Permission
from api.access.scope import (
    NAMES_DOWN_TO_NEXT_MANAGER,
    Reach,
    Scope,
    scope_of,
    scope_of_everything,
)
from api.db.session import ReadSession
from api.errors import Forbidden, NotFound
from api.naming import sort_key
from api.organisation import service as organisation
from api.organisation.tree import Tree, UnitOnDay
from api.people import queries
from api.people.models import Person, Post


def scope(session: ReadSession, actor: Actor, permission: Permission, *, today: date) -> Scope:
    """The units in which the actor holds the permission, by role and tree today (two queries)."""
    return scope_in(session, actor, permission, tree=organisation.tree(session, on=today), on=today)


def scope_in(
    session: ReadSession, actor: Actor, permission: Permission, *, tree: Tree, on: date
) -> Scope:
    """As ``scope``, for a caller that has today's tree at hand already (one query, or none)."""
    actor.require(permission)
    grants = actor.grants_for(permission)
    below = _below_managers(grants, tree)
    reach = Reach(
        children=tree.children,
        root=tree.root.id if tree.root else None,
        everything=frozenset(tree.units),
        managed=queries.managed_units(session, below, on) if below else frozenset(),
    )
    if actor.everything:
        return scope_of_everything(reach)
    return scope_of(grants, reach)


def _below_managers(grants: Iterable[Grant], tree: Tree) -> frozenset[int]:
    """The units where the names that a grant reaches may end, at another manager."""
    units = [grant.unit_id for grant in grants if grant.role in NAMES_DOWN_TO_NEXT_MANAGER]
    return frozenset[int]().union(*(tree.within(unit) - {unit} for unit in units))


def person(session: ReadSession, actor: Actor, *, person_id: int) -> Person:
    """The person behind an id, for the actor's own pages and for services that checked the scope."""
    actor.require(Permission.OWN_READ)
    found = queries.person(session, person_id)
    if found is None:
        raise NotFound("person_unknown")
    return found


def nameable(
    session: ReadSession, actor: Actor, *, person: Person, permission: Permission, today: date
) -> bool:
    """Whether the actor may see or handle this person by name under the permission.

    The person's posts today decide; for somebody who has left, the units they last belonged to. Nobody
    handles themselves but by that same reach.
    """
    if actor.everything:
        return True
    tree = organisation.tree(session, on=today)
    reach = scope_in(session, actor, permission, tree=tree, on=today)
    assert person.id is not None  # noqa: S101 - a stored row has an id
    units = queries.post_units(session, person.id, today)
    if not units and (last := _last_posts(queries.posts_of(session, person.id), today)):
        units = frozenset(post.unit_id for post in last)
        then = organisation.tree(session, on=last[0].last_day or last[0].first_day)
        reach = reach.widened(then.belonging(tree))
    return bool(units & (reach.protected if person.protected else reach.named))


def _last_posts(posts: Sequence[Post], today: date) -> list[Post]:
    """What somebody without a post today last held; who is yet to begin, what they will."""
    last_days = [post.last_day for post in posts if post.last_day and post.last_day < today]
    latest = max(last_days, default=None)
    return [post for post in posts if latest in {None, post.last_day}]


@dataclass(frozen=True)
class Member:
    """Somebody of a unit whom the actor may name: their title, and the unit if it lies below."""

    id: int
    name: str
    title: str
    below: str = ""


@dataclass(frozen=True)
class Group:
    """The people of a unit and of those below it, as far as the actor may name them."""

    unit: UnitOnDay
    people: tuple[Member, ...]


def named_units(
    session: ReadSession, actor: Actor, *, permission: Permission, today: date
) -> list[UnitOnDay]:
    """The units whose people the actor may name under the permission, by name."""
    tree = organisation.tree(session, on=today)
    named = scope_in(session, actor, permission, tree=tree, on=today).named
    found = (tree.units[unit_id] for unit_id in named if unit_id in tree.units)
    return sorted(found, key=lambda unit: (sort_key(unit.name), unit.code))


def group(
    session: ReadSession,
    actor: Actor,
    *,
    permission: Permission,
    unit_code: str,
    on: date,
    today: date,
) -> Group:
    """The people of a unit on a day whom the actor may name under the permission, by name.

    The protected are not among them. Raises NotFound("unit_not_found") for a unit out of reach.
    """
    tree = organisation.tree(session, on=today)
    named = scope_in(session, actor, permission, tree=tree, on=today).named
    unit = tree.by_code.get(unit_code)
    if unit is None or unit.id not in named:
        raise NotFound("unit_not_found")
    members: dict[int, Member] = {}
    for person_id, name, title, unit_id in queries.placed(
        session, tree.within(unit.id) & named, on
    ):
        below = "" if unit_id == unit.id else tree.units[unit_id].name
        members.setdefault(person_id, Member(person_id, name, title, below))
    return Group(unit, tuple(members.values()))


@dataclass(frozen=True)
class OwnSpan:
    """Days on which something held for the actor; ``unit_name`` where it was for a unit."""

    first_day: date
    last_day: date | None
    unit_name: str = ""


def my_absences(session: ReadSession, actor: Actor) -> list[OwnSpan]:
    """The actor's own absences, earliest first. Never why."""
    actor.require(Permission.OWN_READ)
    found = queries.absences_of(session, actor.person_id or 0)
    return [OwnSpan(each.first_day, each.last_day) for each in found]


def my_appointments(session: ReadSession, actor: Actor, *, today: date) -> list[OwnSpan]:
    """The units the actor was or is key person for, earliest first, by their names of today."""
    actor.require(Permission.OWN_READ)
    units = organisation.tree(session, on=today).units
    return [
        OwnSpan(
            each.first_day,
            each.last_day,
            units[each.unit_id].name if each.unit_id in units else "",
        )
        for each in queries.appointments_of(session, actor.person_id or 0)
    ]


def find(session: ReadSession, actor: Actor, *, employee_id: str) -> Person:
    """The person with an employee id, for a service that then checks ``nameable``.

    Raises NotFound("person_unknown").
    """
    actor.require(Permission.OWN_READ)
    found = queries.person_by_employee_id(session, employee_id)
    if found is None:
        raise NotFound("person_unknown")
    return found


@dataclass(frozen=True)
class OwnSelf:
    """Who the actor is, as it is stored."""

    name: str
    employee_id: str
    email: str
    protected: bool


def myself(session: ReadSession, actor: Actor) -> OwnSelf:
    """What is stored about the actor as a person. Raises NotFound for the operator."""
    found = person(session, actor, person_id=actor.person_id or 0)
    return OwnSelf(found.name, found.employee_id, found.email, found.protected)


def addresses(session: ReadSession, actor: Actor, *, person_ids: Iterable[int]) -> dict[int, str]:
    """The e-mail addresses of those of the persons who have one. For mail to the persons themselves."""
    if not actor.everything:
        raise Forbidden("forbidden")
    return queries.addresses(session, person_ids)


@dataclass(frozen=True)
class OwnPost:
    """A post as its holder sees it."""

    title: str
    unit_name: str
    first_day: date
    last_day: date | None


def my_posts(session: ReadSession, actor: Actor, *, today: date) -> list[OwnPost]:
    """The actor's own posts, earliest first, with the units' names of today."""
    actor.require(Permission.OWN_READ)
    if actor.person_id is None:
        return []
    units = organisation.tree(session, on=today).units
    return [
        OwnPost(
            title=post.title,
            unit_name=units[post.unit_id].name if post.unit_id in units else "",
            first_day=post.first_day,
            last_day=post.last_day,
        )
        for post in queries.posts_of(session, actor.person_id)
    ]

"""Whom to be in the demonstration: a few people by role, the same ones every time."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.access.permissions import Role
from api.clock import Clock
from api.db.session import ReadSession
from api.identity import queries
from api.organisation import service as organisation
from api.organisation.models import UnitKind
from api.organisation.tree import Tree
from api.settings import Settings

# The order of the cards: most visitors want to see what staff and their managers see.
ROLES_SHOWN = (Role.COORDINATOR, Role.HR, Role.DELEGATE, Role.PROTECTION_HANDLER, Role.ADMIN)
MANAGERS_SHOWN = (UnitKind.ENHET, UnitKind.FORVALTNING)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody a visitor may be. ``role`` is None for staff without one."""

    person_id: int
    name: str
    role: Role | None
    unit: str
    title: str = ""


def demo_people(
    session: ReadSession, *, settings: Settings, clock: Clock
) -> tuple[DemoPerson, ...]:
    """Choose the people to offer; nobody outside demo mode, and never a protected person."""
    if not settings.demo:
        return ()
    today = clock.today()
    tree = organisation.tree(session, on=today)
    managers = [row for row in queries.open_managers(session, today=today) if row[3] in tree.units]
    chosen = _one_of_each_kind(managers, tree)
    staff = queries.open_staff(session, chosen[0][3], today=today) if chosen else []
    # The newest has everything left to do; the one longest there has certificates to show.
    first_and_last = dict.fromkeys([*staff[:1], *staff[-1:]])
    posts = [(row, None) for row in first_and_last] + [(row, Role.UNIT_MANAGER) for row in chosen]
    placed = tuple(
        DemoPerson(person_id, name, role, tree.units[unit_id].name, title)
        for (person_id, name, title, unit_id), role in posts
    )
    return placed + tuple(_holders(session, tree, clock))


def _one_of_each_kind(managers: Iterable[queries.PostRow], tree: Tree) -> list[queries.PostRow]:
    ordered = sorted(managers, key=lambda row: tree.units[row[3]].code)
    found = (
        next((row for row in ordered if tree.units[row[3]].kind is kind), None)
        for kind in MANAGERS_SHOWN
    )
    return [row for row in found if row is not None]


def _holders(session: ReadSession, tree: Tree, clock: Clock) -> Iterable[DemoPerson]:
    rows = queries.open_holders(session, today=clock.today())
    for role in ROLES_SHOWN:
        held = (row for row in rows if row[2] is role and row[3] in tree.units)
        first = next(held, None)
        if first is not None:
            yield DemoPerson(first[0], first[1], role, tree.units[first[3]].name)

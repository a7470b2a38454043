"""Whom to be in the demonstration: a few people by role, the same ones every time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.access.permissions import Role
from api.clock import Clock
from api.db.session import ReadSession
from api.identity import queries
from api.organisation import service as organisation
from api.organisation.models import UnitKind
from api.organisation.tree import Tree
from api.settings import Settings


class Part(StrEnum):
    """Whose eyes a visitor may see through, in the order of the cards."""

    NEWCOMER = "newcomer"
    VETERAN = "veteran"
    UNIT_MANAGER = "unit_manager"
    HEAD = "head"
    COORDINATOR = "coordinator"
    HR = "hr"
    DELEGATE = "delegate"
    PROTECTION_HANDLER = "protection_handler"
    ADMIN = "admin"


PART_OF_MANAGER = {UnitKind.ENHET: Part.UNIT_MANAGER, UnitKind.FORVALTNING: Part.HEAD}
PART_OF_ROLE = {
    Role.COORDINATOR: Part.COORDINATOR,
    Role.HR: Part.HR,
    Role.DELEGATE: Part.DELEGATE,
    Role.PROTECTION_HANDLER: Part.PROTECTION_HANDLER,
    Role.ADMIN: Part.ADMIN,
}


@dataclass(frozen=True)
class DemoPerson:
    """Somebody a visitor may be. Roles that come of no post have no title."""

    part: Part
    person_id: int
    name: str
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
    managers = queries.open_managers(session, today=today)
    chosen = _one_of_each_kind([row for row in managers if row[3] in tree.units], tree)
    placed = _newest_and_longest(session, chosen, today) | chosen
    return tuple(
        DemoPerson(part, person_id, name, tree.units[unit_id].name, title)
        for part, (person_id, name, title, unit_id) in placed.items()
    ) + tuple(_holders(session, tree, today))


def _one_of_each_kind(
    managers: Iterable[queries.PostRow], tree: Tree
) -> dict[Part, queries.PostRow]:
    ordered = sorted(managers, key=lambda row: tree.units[row[3]].code)
    found: dict[Part, queries.PostRow] = {}
    for kind, part in PART_OF_MANAGER.items():
        first = next((row for row in ordered if tree.units[row[3]].kind is kind), None)
        if first is not None:
            found[part] = first
    return found


def _newest_and_longest(
    session: ReadSession, managers: dict[Part, queries.PostRow], today: date
) -> dict[Part, queries.PostRow]:
    # From the unit of the manager on offer, so that the two stories meet. The newest has most left
    # to do; the one longest there has certificates to show.
    manager = managers.get(Part.UNIT_MANAGER)
    staff = queries.open_staff(session, manager[3], today=today) if manager else []
    found = {Part.NEWCOMER: staff[0]} if staff else {}
    return found | ({Part.VETERAN: staff[-1]} if len(staff) > 1 else {})


def _holders(session: ReadSession, tree: Tree, today: date) -> Iterable[DemoPerson]:
    rows = queries.open_holders(session, today=today)
    for role, part in PART_OF_ROLE.items():
        first = next((row for row in rows if row[2] is role and row[3] in tree.units), None)
        if first is not None:
            yield DemoPerson(part, first[0], first[1], tree.units[first[3]].name)

"""Whose reports an actor may see and write: those on units within their scope of today."""

from dataclasses import dataclass, field
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.db.session import ReadSession
from api.naming import sort_key
from api.organisation import service as organisation
from api.organisation.models import UnitKind
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people

REPORTED = frozenset({UnitKind.KOMMUN, UnitKind.NAMND})


@dataclass(frozen=True)
class Reach:
    """The tree today, and what of it the actor may see."""

    session: ReadSession
    now: Tree
    scope: Scope
    _then: dict[date, Tree] = field(default_factory=dict)

    def unit(self, unit_id: int, on: date) -> UnitOnDay | None:
        """Give the unit as it was on the day, if the actor may know of it."""
        then = self._tree(on)
        unit = then.units.get(unit_id) or self.now.units.get(unit_id)
        return unit if unit_id in self.scope.widened(then.belonging(self.now)).counts else None

    def _tree(self, on: date) -> Tree:
        if on not in self._then:
            self._then[on] = organisation.tree(self.session, on=on)
        return self._then[on]

    def reported(self) -> list[UnitOnDay]:
        """Give the units one reports on today: the municipality first, then each nämnd by name."""
        found = [
            unit
            for unit in self.now.units.values()
            if unit.kind in REPORTED and unit.id in self.scope.counts
        ]
        return sorted(
            found, key=lambda unit: (unit.kind is not UnitKind.KOMMUN, sort_key(unit.name))
        )


def reach(session: ReadSession, actor: Actor, permission: Permission, today: date) -> Reach:
    """Check the right, and read how far it goes."""
    now = organisation.tree(session, on=today)
    scope = people.scope_in(session, actor, permission, tree=now, on=today)
    return Reach(session, now, scope)

"""Pure: the units that a reader may go to from where they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.access.scope import Scope
from api.coverage.figures import Choice, UnitRef
from api.organisation.models import UnitKind
from api.organisation.tree import Tree, UnitOnDay

MOST = 100  # So many units can still be chosen among; of more only those near by are told.


@dataclass(frozen=True)
class Sight:
    """The trees of today and of the day asked about, and what of them the actor may see."""

    now: Tree
    then: Tree
    scope: Scope

    def includes(self, unit: UnitOnDay) -> bool:
        """Whether the actor may know of a unit that lies under one they may know of."""
        return unit.id in self.scope.counts or unit.id not in self.now.units


def choices(sight: Sight, tops: tuple[UnitRef, ...], here: int) -> tuple[Choice, ...]:
    """Give the units one may go to, in the order of the tree.

    Where there are too many: the tops, and the children of each unit on the way down to ``here``.
    """
    every = tuple(_below(sight, tops, 0, None))
    if len(every) <= MOST:
        return every
    way = {unit.id for unit in sight.then.ancestors(here)} | {here}
    return tuple(_below(sight, tops, 0, way))


def _below(
    sight: Sight, units: tuple[UnitRef, ...], depth: int, way: set[int] | None
) -> Iterator[Choice]:
    for unit in units:
        yield Choice(unit, depth)
        if way is None or unit.id in way:
            children = tuple(
                UnitRef(child.id, child.code, child.name)
                for child in sight.then.below(unit.id)
                if sight.includes(child)
            )
            yield from _below(sight, children, depth + 1, way)


def partners(tree: Tree, scope: Scope) -> tuple[UnitRef, ...]:
    """Give the partners in scope: the units of their own that lie in no municipal tree, by name."""
    found = [
        UnitRef(unit.id, unit.code, unit.name)
        for unit in tree.units.values()
        if unit.kind is UnitKind.EXTERN and unit.parent_id is None and unit.id in scope.counts
    ]
    return tuple(sorted(found, key=lambda unit: (unit.name.casefold(), unit.code)))

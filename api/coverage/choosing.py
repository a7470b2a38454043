"""Pure: the units that a reader may go to from where they are."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from api.access.scope import Scope
from api.organisation.tree import Tree, UnitOnDay

MOST = 100  # So many units can still be chosen among; of more only those near by are told.


@dataclass(frozen=True, slots=True)
class Choice:
    """A unit that one may go to. ``depth``: how many of those one may choose lie above it."""

    unit: UnitOnDay
    depth: int


@dataclass(frozen=True)
class Sight:
    """The trees of today and of the day asked about, and what of them the actor may see."""

    now: Tree
    then: Tree
    scope: Scope

    def below(self, unit_id: int) -> tuple[UnitOnDay, ...]:
        """Give the units directly below one that the actor may know of, those they may know of too."""
        return tuple(
            unit
            for unit in self.then.below(unit_id)
            if unit.id in self.scope.counts or unit.id not in self.now.units
        )


def choices(sight: Sight, tops: Iterable[int], here: int) -> tuple[Choice, ...]:
    """Give the units one may go to, in the order of the tree; ``tops``: where the scope begins.

    Where there are too many: the tops, and the children of each unit on the way down to ``here``.
    """
    units = tuple(sight.then.units[top] for top in tops if top in sight.then.units)
    way = None
    if len(sight.scope.counts) > MOST:
        way = {unit.id for unit in sight.then.ancestors(here)} | {here}
    return tuple(_with_all_below(sight, units, 0, way))


def _with_all_below(
    sight: Sight, units: tuple[UnitOnDay, ...], depth: int, way: Collection[int] | None
) -> Iterator[Choice]:
    for unit in units:
        yield Choice(unit, depth)
        if way is None or unit.id in way:
            yield from _with_all_below(sight, sight.below(unit.id), depth + 1, way)

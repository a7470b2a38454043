"""Pure: the tree of units as it stands on one day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.naming import sort_key
from api.organisation.models import UnitKind


@dataclass(frozen=True)
class UnitOnDay:
    """A unit as it is on the day: its name, kind and parent."""

    id: int
    code: str
    name: str
    kind: UnitKind
    parent_id: int | None


@dataclass(frozen=True)
class Tree:
    """All units of a day. A partner (``extern``) stands outside the municipality's own tree."""

    units: Mapping[int, UnitOnDay]

    @cached_property
    def children(self) -> dict[int, frozenset[int]]:
        """Unit ids directly below each unit."""
        found: dict[int, set[int]] = {}
        for unit in self.units.values():
            if unit.parent_id is not None:
                found.setdefault(unit.parent_id, set()).add(unit.id)
        return {parent: frozenset(below) for parent, below in found.items()}

    @cached_property
    def root(self) -> UnitOnDay | None:
        """The municipality itself, or None before the first import."""
        roots = (unit for unit in self.units.values() if unit.kind is UnitKind.KOMMUN)
        return next(roots, None)

    @cached_property
    def tops(self) -> tuple[UnitOnDay, ...]:
        """The units that lie under none of the day: the municipality, and partners."""
        return tuple(unit for unit in self.units.values() if unit.parent_id not in self.units)

    @cached_property
    def by_code(self) -> dict[str, UnitOnDay]:
        """Units by their code."""
        return {unit.code: unit for unit in self.units.values()}

    @cached_property
    def _below(self) -> dict[int, tuple[UnitOnDay, ...]]:
        return {}

    def below(self, unit_id: int) -> tuple[UnitOnDay, ...]:
        """The units directly below, in the order people read them."""
        if unit_id not in self._below:
            self._below[unit_id] = self._in_order(unit_id)
        return self._below[unit_id]

    def _in_order(self, unit_id: int) -> tuple[UnitOnDay, ...]:
        found = (self.units[child] for child in self.children.get(unit_id, ()))
        return tuple(sorted(found, key=lambda unit: (sort_key(unit.name), unit.code)))

    def within(self, unit_id: int) -> frozenset[int]:
        """The unit and every unit below it, by id."""
        found, waiting = set(), [unit_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)

    def ancestors(self, unit_id: int) -> tuple[UnitOnDay, ...]:
        """From the top down to the unit's parent: the way to it."""
        way: list[UnitOnDay] = []
        unit = self.units.get(unit_id)
        while unit is not None and unit.parent_id is not None:
            unit = self.units.get(unit.parent_id)
            if unit is not None:
                way.append(unit)
        return tuple(reversed(way))

    def belonging(self, other: "Tree") -> dict[int, int]:
        """Give each unit of this day that is not in the other day's tree the closest above it that is.

        A unit that was closed, or is yet to open, belongs with the one it lies under. Units that lie
        under none are left out.
        """
        if other is self:
            return {}
        parents = {unit.id: unit.parent_id for unit in self.units.values()}
        return belonging(parents, other.units.keys())


def belonging(parents: Mapping[int, int | None], known: Collection[int]) -> dict[int, int]:
    """As ``Tree.belonging``: by the parent of each unit of one day, and the ids of the other's."""
    found: dict[int, int] = {}
    for unit_id in parents.keys() - set(known):
        above, passed = parents[unit_id], {unit_id}
        while above is not None and above not in known and above not in passed:
            passed.add(above)
            above = parents.get(above)
        if above is not None and above in known and above in parents:
            found[unit_id] = above
    return found

"""Pure: how units lay on a day, by their ids alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.coverage import words
from api.coverage.facts import Ground


@dataclass(frozen=True, eq=False)
class Lie:
    """The parent of each unit there is on the day, and those directly below each."""

    parents: Mapping[int, int | None]

    @cached_property
    def children(self) -> Mapping[int, tuple[int, ...]]:
        """The units directly below each."""
        found: dict[int, list[int]] = {}
        for unit, parent in self.parents.items():
            if parent is not None:
                found.setdefault(parent, []).append(unit)
        return {parent: tuple(below) for parent, below in found.items()}

    def chain(self, unit_id: int) -> tuple[int, ...]:
        """The unit and all above it, from below."""
        found: list[int] = []
        above: int | None = unit_id
        while above is not None and above not in found:
            found.append(above)
            above = self.parents.get(above)
        return tuple(found)

    def below(self, unit_id: int) -> frozenset[int]:
        """The unit and all below it."""
        found: set[int] = set()
        waiting = [unit_id]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)


def lie_on(ground: Ground, on: date) -> Lie:
    """Work out how units lay on a day."""
    return Lie(
        {
            unit_id: unit.parent_id
            for unit_id in ground.periods_of
            if (unit := words.unit_on(ground, unit_id, on)) is not None
        }
    )

"""Pure: how many lose their training in a month, unit by unit, and where that must not be told.

A number of lapses is a figure of a cell like the number covered: it obeys sums of the same shape
(parts, less those counted in several, make the parent), so it is safe exactly where the cell is. A
month has many days, each with a choice of its own. It is told where the cell is shown both on the
first day and on the one that follows the last: what is hidden on either is hidden here, and as each
day's choice leaves no sum with a single unknown, neither do the two together. Days between are not
asked: who sees both ends sees two figures of groups large enough, and differences between days are
not protected (contract, Small groups). Where a unit lay elsewhere on the other day no sum ties them.

The withheld parts of a shown unit are told together, as in the matrix: anybody could subtract them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from api.coverage.figures import RequirementRef, UnitRef
from api.coverage.matrix import Place


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month that are counted: of the present one, those still to come."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class UnitLapses:
    """How many lose their training in a unit (``-id``: directly under it). Withheld: None."""

    unit: UnitRef
    lapses: int | None


@dataclass(frozen=True, slots=True)
class LapsesBelow:
    """A unit's month: in all, by part, and the ``merged`` parts that are not told apart."""

    unit: UnitRef
    requirement: RequirementRef
    month: Month
    lapses: int | None
    parts: tuple[UnitLapses, ...]
    merged_parts: int
    merged: int
    above: tuple[UnitRef, ...]
    parents: frozenset[int]


def lapses_below(
    place: Place,
    requirement: RequirementRef,
    month: Month,
    lapsing: Mapping[int, int],
    hidden: Collection[int],
) -> LapsesBelow:
    """Put the answer together; ``lapsing`` by unit, ``hidden`` the units not to be told of."""
    own = UnitRef(-place.unit.id, place.unit.code, place.unit.name)
    units = (*place.children, own) if place.children else ()
    merged = [unit for unit in units if unit.id in hidden]
    told_together = len(merged) > 1 and place.unit.id not in hidden
    return LapsesBelow(
        unit=place.unit,
        requirement=requirement,
        month=month,
        lapses=None if place.unit.id in hidden else lapsing.get(place.unit.id, 0),
        parts=tuple(
            UnitLapses(unit, None if unit.id in hidden else lapsing.get(unit.id, 0))
            for unit in units
        ),
        merged_parts=len(merged) if told_together else 0,
        merged=sum(lapsing.get(unit.id, 0) for unit in merged) if told_together else 0,
        above=place.above,
        parents=frozenset(place.tree.children),
    )

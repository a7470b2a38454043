"""Pure: what stands behind one cell: whom its requirement asks, and how those it counts stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from api.access.scope import Scope
from api.coverage import matrix, statuses
from api.coverage.counting import on_day
from api.coverage.facts import Ground, PersonFacts, Terms
from api.coverage.figures import Cell, Merged, RequirementRef, Several, UnitCoverage, UnitRef
from api.coverage.matrix import Place
from api.coverage.narrowing import EVERYBODY, Group
from api.coverage.standings import COVERED
from api.coverage.terrain import Terrain
from api.coverage.words import Status

COUNTED = (Status.VALID, Status.EXPIRING, Status.LAPSED, Status.OVERDUE, Status.NOT_STARTED)
"""The statuses that add up to those required. *Started* is told to nobody but the person."""

Line = TypeVar("Line", Cell, Merged, Several)


@dataclass(frozen=True)
class Explanation:
    """What stands behind one cell. Of a withheld cell nothing is told but the requirement's terms.

    ``direct``: the cell is of the part directly under the unit. ``group``: it counts these alone.
    ``asked_of``: the unit that the requirement is set for, None if it is not there on the day.
    ``statuses``: persons by each status of ``COUNTED``, together those required; none where the cell
    is withheld, or is of key people and the actor may not name everybody there. ``parts`` (the
    children, then what is directly under), with ``merged`` in place of those withheld, less
    ``several``: together the cell.
    """

    unit: UnitRef
    direct: bool
    on: date
    known_at: datetime | None
    requirement: RequirementRef
    terms: Terms
    asked_of: UnitRef | None
    cell: Cell
    statuses: Mapping[Status, int]
    parts: tuple[Cell, ...]
    merged: Merged | None
    several: Several | None
    above: tuple[UnitRef, ...]
    is_named: bool
    group: Group = EVERYBODY


def explained(
    place: Place, scope: Scope, told: UnitCoverage, terms: Terms, *, direct: bool
) -> Explanation:
    """Pick the cell and its parts out of its unit's matrix; the statuses are yet to be counted."""
    requirement = next(each for each in told.requirements if each.code == terms.code)
    unit = place.directly_under.unit if direct else place.unit
    found = _of(terms.code, told.direct if direct else told.cells_of(unit))
    cell = found or matrix.cell(unit, requirement, matrix.NOBODY, suppressed=False)
    # Below the lowest unit nothing is a part, and of what is withheld none is told of.
    has_parts = bool(told.children) and not direct and not cell.suppressed
    asked_of = place.tree.units.get(terms.unit_id)
    return Explanation(
        unit=place.unit,
        direct=direct,
        on=place.on,
        known_at=place.known_at,
        requirement=requirement,
        terms=terms,
        asked_of=UnitRef(asked_of.id, asked_of.code, asked_of.name) if asked_of else None,
        cell=cell,
        statuses={},
        parts=tuple(_parts(told, terms.code)) if has_parts else (),
        merged=_of(terms.code, told.merged) if has_parts else None,
        several=_of(terms.code, told.several) if has_parts else None,
        above=tuple(each for each in told.above if each.id in scope.counts),
        is_named=place.unit.id in scope.named,
    )


def _of(code: str, lines: Iterable[Line]) -> Line | None:
    """Give the line of one requirement."""
    return next((line for line in lines if line.requirement_code == code), None)


def _parts(told: UnitCoverage, code: str) -> Iterator[Cell]:
    below = (cell for cell in told.rows if cell.unit_id != told.unit.id)
    return (cell for cell in (*below, *told.direct) if cell.requirement_code == code)


def by_status(cell: Cell, expiring: int) -> dict[Status, int]:
    """Tell the persons of a shown cell by status; ``expiring``: so many of those covered."""
    figures = (
        (cell.covered or 0) - expiring,
        expiring,
        cell.lapsed or 0,
        cell.overdue or 0,
        cell.not_started or 0,
    )
    return dict(zip(COUNTED, figures, strict=True))


def expiring_by_facts(
    ground: Ground, persons: Iterable[PersonFacts], terms: Terms, unit_id: int, day: date
) -> int:
    """Count whom a cell counts as covered, by no record valid for more than 60 days."""
    asked = terms.requirement_id
    alone = replace(ground, terms=ground.terms_of.get(asked, ()))
    terrain = Terrain(alone)
    return sum(
        bool(segment.flags & COVERED) and statuses.expiring(alone, person, asked, day)
        for person in persons
        for segment in on_day(terrain, person, day.toordinal())
        if unit_id in segment.units
    )

"""Pure: the frozen cells of a report held against today's answer.

The report stays as it is. What differs is told beside it, with the kinds of facts it comes of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.coverage.changes import NONE, Changes, Counted, Kind
from api.coverage.figures import Cell, UnitCoverage
from api.coverage.following import BELOW, DIRECT, WHOLE
from api.reports.figures import Figures, FrozenCell, FrozenTable

Key = tuple[str, str, str]
"""Code of the unit, which part of it, code of the requirement."""


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that would be other in a report of today. ``part``: whole, below or direct."""

    unit_name: str
    part: str
    requirement_name: str
    before: Counted
    after: Counted
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Today's answer about the unit of one table, and what has changed since the report."""

    cells: UnitCoverage
    changes: Changes


def changed_cells(figures: Figures, today: Mapping[str, Today]) -> Iterator[ChangedCell]:
    """Tell the cells that are other today, in the order of the report; none withheld on either side.

    ``today``: by the code of a table's unit. A table without is not compared.
    """
    for number, table in enumerate(figures.tables):
        if (now := today.get(table.unit_code)) is not None:
            for cell in _changed(table, now):
                # The tables of the units below begin with what stands in the first one already.
                if not number or cell.part != WHOLE:
                    yield cell


def _changed(table: FrozenTable, today: Today) -> Iterator[ChangedCell]:
    def key(unit_id: int, unit_code: str, requirement_code: str) -> Key:
        whole = WHOLE if unit_code == table.unit_code else BELOW
        return unit_code, DIRECT if unit_id < 0 else whole, requirement_code

    then: dict[Key, FrozenCell | Cell] = {
        (cell.unit_code, cell.part, cell.requirement_code): cell for cell in table.cells
    }
    now: dict[Key, FrozenCell | Cell] = {
        key(cell.unit_id, cell.unit_code, cell.requirement_code): cell
        for cell in (*today.cells.rows, *today.cells.direct)
    }
    kinds = {
        key(change.unit.id, change.unit.code, change.requirement.code): change.kinds
        for change in today.changes.rows
    }
    for each in dict.fromkeys((*then, *now)):
        cell = then.get(each) or now[each]
        before, after = _counted(then.get(each)), _counted(now.get(each))
        if before is not None and after is not None and before != after:
            names = (cell.unit_name, each[1], cell.requirement_name)
            yield ChangedCell(*names, before, after, kinds.get(each, ()))


def _counted(cell: FrozenCell | Cell | None) -> Counted | None:
    """The figures of a cell: none at all where there is no cell, and None where they are withheld."""
    if cell is None:
        return NONE
    if cell.required is None or cell.covered is None or cell.exempt is None:
        return None
    return Counted(cell.required, cell.covered, cell.exempt)

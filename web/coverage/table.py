"""The matrix as the page shows it: units down, requirements across, each number with its people."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from markupsafe import Markup, escape

from api.coverage.figures import Cell, Merged, RequirementRef, Several, UnitCoverage, UnitRef
from api.coverage.statuses import people_to_goal
from api.coverage.words import Counts
from web.coverage.reading import Found, columns_of
from web.coverage.wording import (
    exempt_text,
    named,
    of_text,
    people_text,
    to_goal_text,
    trained_text,
    units_text,
)
from web.i18n import gettext as _
from web.i18n import locale, number_text, percent_text

# A share this many percentage points below its goal is one step paler, and this many two.
NEAR, FAR = 20, 40

Line = TypeVar("Line", Cell, Merged, Several)


class CellView(NamedTuple):
    """``kind``: share, plain, few (withheld) or na. ``full``: "83 av 90", where detail is other.

    A tuple: the template takes some hundred of them apart.
    ``href``: where the figure is explained; empty for a line that only makes the sum come out. ``on``:
    in the column that a telephone shows.
    """

    kind: str
    level: int = 0
    share: str = ""
    detail: str = ""
    full: str = ""
    href: str = ""
    on: bool = False


NOT_ASKED = CellView("na")
NOTHING = CellView("plain", share="–")


@dataclass(frozen=True)
class RowView:
    """A row: a unit, or a line that makes the sum come out. ``toggle``: opens or closes it."""

    label: str | Markup
    count: str
    cells: tuple[CellView, ...]
    href: str = ""
    toggle: str = ""
    is_open: bool = False
    inner: bool = False


@dataclass(frozen=True)
class GroupView:
    """A unit's row and, when it is open, those of its parts. ``id`` is the table body's."""

    id: str
    rows: tuple[RowView, ...]


@dataclass(frozen=True)
class ColumnView:
    """A requirement. ``on``: the one a telephone shows."""

    code: str
    name: Markup
    on: bool


@dataclass(frozen=True)
class TableView:
    """``goal`` is None where the columns' goals differ. ``partners`` stand below the total."""

    columns: tuple[ColumnView, ...]
    groups: tuple[GroupView, ...]
    total: RowView
    partners: tuple[RowView, ...]
    goal: int | None


def table_view(found: Found, focus: RequirementRef) -> TableView:
    """Write the matrix of a unit."""
    writer = _Writer(found, columns_of(found.overview), focus)
    goals = {requirement.goal for requirement in writer.columns}
    return TableView(
        columns=tuple(
            ColumnView(each.code, named(each.name), each.code == focus.code)
            for each in writer.columns
        ),
        groups=tuple(writer.groups()),
        total=writer.total(),
        partners=tuple(writer.partners()),
        goal=goals.pop() if len(goals) == 1 else None,
    )


@dataclass(frozen=True)
class _Writer:
    found: Found
    columns: tuple[RequirementRef, ...]
    focus: RequirementRef

    def groups(self) -> Iterable[GroupView]:
        told = self.found.coverage
        for child in told.children:
            row = self._unit_row(told, child, inner=False)
            if row is not None:
                inner = self._inner_rows(child)
                yield GroupView(f"unit-{child.id}", (row, *inner))
        rest = tuple(self._rest(told, inner=False))
        if rest:
            yield GroupView(f"rest-{told.unit.id}", rest)

    def total(self) -> RowView:
        told = self.found.coverage
        label = _("Hela kommunen") if self.found.overview.is_municipality else named(told.unit.name)
        cells = told.cells_of(told.unit)
        return RowView(label, self._count(cells), self._cells(cells))

    def partners(self) -> Iterable[RowView]:
        """Write those who lie in no municipal tree, and are in no municipal figure."""
        for told in self.found.overview.partners:
            if cells := told.cells_of(told.unit):
                label, href = named(told.unit.name), self.found.state.at(told.unit.code).url
                yield RowView(label, self._count(cells), self._cells(cells), href)

    def _inner_rows(self, child: UnitRef) -> Iterable[RowView]:
        told = self.found.opened.get(child.code)
        if told is None:
            return
        for grandchild in told.children:
            row = self._unit_row(told, grandchild, inner=True)
            if row is not None:
                yield row
        yield from self._rest(told, inner=True)

    def _unit_row(self, told: UnitCoverage, unit: UnitRef, *, inner: bool) -> RowView | None:
        cells = told.cells_of(unit)
        if _goes_with_the_others(told, cells):
            return None
        state = self.found.state
        opens = not inner and unit.id in self.found.overview.parents
        return RowView(
            label=named(unit.name),
            count=self._count(cells),
            cells=self._cells(cells),
            href=state.at(unit.code).url,
            toggle=state.toggled(unit.code).url if opens else "",
            is_open=unit.code in self.found.opened,
            inner=inner,
        )

    def _rest(self, told: UnitCoverage, *, inner: bool) -> Iterable[RowView]:
        """Write the lines that make the parts add up to the unit: directly under, merged, several."""
        if not told.children:
            return
        if told.direct and not _goes_with_the_others(told, told.direct):
            label = escape(_("Direkt under %(unit)s")) % {"unit": named(told.unit.name)}
            cells = self._cells(told.direct)
            yield RowView(label, self._count(told.direct), cells, inner=inner)
        if told.merged:
            yield self._merged_row(told, inner=inner)
        if told.several:
            cells = self._each(told.several, _several_cell, NOTHING)
            count = _("dras av från summan")
            yield RowView(_("Räknas i flera enheter"), count, cells, inner=inner)

    def _merged_row(self, told: UnitCoverage, *, inner: bool) -> RowView:
        goals = {requirement.code: requirement.goal for requirement in self.columns}
        cells = self._each(
            told.merged, lambda line: _merged_cell(line, goals[line.requirement_code]), NOTHING
        )
        focus = self.focus.code
        here = next((line for line in told.merged if line.requirement_code == focus), None)
        label = _("Övriga enheter")
        if here is not None:
            words = {"units": units_text(here.parts), "people": people_text(here.counts.required)}
            label = _("Övriga enheter (%(units)s, %(people)s)") % words
        return RowView(label, _("visas inte var för sig"), cells, inner=inner)

    def _cells(self, cells: Sequence[Cell]) -> tuple[CellView, ...]:
        return self._each(cells, lambda cell: cell_view(cell, self._explained(cell)), NOT_ASKED)

    def _explained(self, cell: Cell) -> str:
        return self.found.state.explanation_url(
            cell.unit_code, cell.requirement_code, direct=cell.unit_id < 0
        )

    def _each(
        self, lines: Sequence[Line], write: Callable[[Line], CellView], otherwise: CellView
    ) -> tuple[CellView, ...]:
        written = {line.requirement_code: write(line) for line in lines}
        cells = (written.get(each.code, otherwise) for each in self.columns)
        return tuple(
            cell._replace(on=True) if each.code == self.focus.code else cell
            for each, cell in zip(self.columns, cells, strict=True)
        )

    def _count(self, cells: Iterable[Cell]) -> str:
        """How many people the requirement in focus asks; other requirements may ask others."""
        here = next((cell for cell in cells if cell.requirement_code == self.focus.code), None)
        return people_text(here.required) if here and here.required is not None else ""


def _goes_with_the_others(told: UnitCoverage, cells: Sequence[Cell]) -> bool:
    """Whether a part is told of only in the line of those withheld: every figure it has is."""
    merged = {line.requirement_code for line in told.merged}
    told_there = (cell.suppressed and cell.requirement_code in merged for cell in cells)
    return bool(cells) and all(told_there)


def cell_view(cell: Cell, href: str = "") -> CellView:
    """Write one cell."""
    if cell.suppressed:
        return CellView("few", href=href)
    if not cell.required:
        return CellView("plain", share="–", detail=exempt_text(cell.exempt or 0), href=href)
    return _share(locale(), cell.covered or 0, cell.required, cell.goal, href)


@lru_cache(maxsize=20_000)
def _share(_locale: str, covered: int, required: int, goal: int, href: str = "") -> CellView:
    """Write a share in the language of the request; most cells are those of the page before."""
    counted = of_text(covered, required)
    to_goal = people_to_goal(covered, required, goal)
    return CellView(
        kind="share",
        level=level_of(covered, required, goal),
        share=percent_text(covered / required),
        detail=to_goal_text(to_goal) if to_goal else counted,
        full=counted if to_goal else "",
        href=href,
    )


def _merged_cell(line: Merged, goal: int) -> CellView:
    counts: Counts = line.counts
    if not counts.required:
        return NOTHING if not counts.exempt else NOTHING._replace(detail=exempt_text(counts.exempt))
    counted = of_text(counts.covered, counts.required)
    return _share(locale(), counts.covered, counts.required, goal)._replace(
        detail=_("%(counted)s, %(units)s") % {"counted": counted, "units": units_text(line.parts)},
        full="",
    )


def _several_cell(line: Several) -> CellView:
    if not line.counts.required:
        return CellView("plain", share="–", detail=exempt_text(line.counts.exempt))
    return CellView(
        "plain",
        share=number_text(-line.counts.required),
        detail=trained_text(line.counts.covered),
    )


def level_of(covered: int, required: int, goal: int) -> int:
    """Step of the scale: 5 all, 4 the goal, 3 at most 20 points below, 2 at most 40, 1 less."""
    percent = covered * 100 // required
    if covered == required:
        return 5
    if covered * 100 >= goal * required:
        return 4
    if percent >= goal - NEAR:
        return 3
    return 2 if percent >= goal - FAR else 1

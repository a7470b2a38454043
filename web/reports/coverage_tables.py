"""Coverage in a report: a requirement's table that adds up, by prevention level and by unit type."""

from collections.abc import Iterator

from markupsafe import Markup, escape

from api.coverage.following import BELOW, DIRECT, WHOLE, Completeness, KindGoal
from api.organisation.models import UnitKind
from api.reports.figures import Figures, FrozenCell, FrozenLine, FrozenRequirement, FrozenTable
from web.coverage.wording import named
from web.i18n import gettext as _
from web.i18n import percent_text
from web.reports.document import NOTHING, Cell, Table
from web.reports.wording import LEVELS, kind_head, level_and_whom


def requirement_tables(figures: Figures, requirement: FrozenRequirement) -> Iterator[Table]:
    """Write the unit's parts, which add up to it, and then the parts of each of those."""
    first, *inner = figures.tables
    lapses = {
        (line.unit_code, line.part): line.people
        for line in figures.lapses
        if line.requirement_code == requirement.code
    }
    head = (*_head(_part_head(figures)), _("Går ut inom 90 dagar"))
    rows = tuple(_rows(first, requirement.code, lapses))
    if rows:
        note = _("Raderna läggs ihop. Den som räknas i flera dras av en gång.")
        caption = _("%(requirement)s: täckning i %(unit)s")
        yield Table(
            escape(caption)
            % {"requirement": named(requirement.name), "unit": named(first.unit_name)},
            head,
            rows,
            note if len(rows) > 1 else "",
            has_total=len(rows) > 1,
        )
    below = tuple(row for each in inner for row in _inner_rows(each, requirement.code))
    if below:
        caption = _("%(requirement)s: delarna var för sig")
        words = {"requirement": named(requirement.name)}
        yield Table(escape(caption) % words, (_("Del av"), *_head(_("Enhet"))), below)


def _part_head(figures: Figures) -> str:
    return _("Nämnd") if figures.is_municipality else _("Enhet")


def _head(first: str) -> tuple[str, ...]:
    return (first, _("Omfattas"), _("Utbildade"), _("Andel"), _("Undantagna"))


def _rows(
    table: FrozenTable, code: str, lapses: dict[tuple[str, str], int | None]
) -> Iterator[tuple[Cell, ...]]:
    cells = [cell for cell in table.cells if cell.requirement_code == code]
    for cell in cells:
        if cell.part == BELOW:
            yield (*_row(named(cell.unit_name), cell), lapses.get((cell.unit_code, BELOW), NOTHING))
    for cell in cells:
        if cell.part == DIRECT:
            yield (
                *_row(directly_under(cell.unit_name), cell),
                lapses.get((cell.unit_code, DIRECT), NOTHING),
            )
    for label, line in _lines(table, code):
        yield (*_line(label, line), NOTHING)
    for cell in cells:
        if cell.part == WHOLE:
            label = _("Totalt, varje person en gång")
            yield (*_row(label, cell), lapses.get((cell.unit_code, WHOLE), NOTHING))


def _inner_rows(table: FrozenTable, code: str) -> Iterator[tuple[Cell, ...]]:
    cells = [cell for cell in table.cells if cell.requirement_code == code]
    for cell in cells:
        if cell.part != WHOLE:
            name = cell.unit_name
            label = (directly_under if cell.part == DIRECT else named)(name)
            yield (named(table.unit_name), *_row(label, cell))
    for said, line in _lines(table, code):
        yield (named(table.unit_name), *_line(said, line))


def _lines(table: FrozenTable, code: str) -> Iterator[tuple[str, FrozenLine]]:
    for line in table.merged:
        if line.requirement_code == code:
            words = _("De %(count)s delar som inte visas, tillsammans")
            yield words % {"count": line.parts}, line
    for line in table.several:
        if line.requirement_code == code:
            yield _("Räknas i flera, dras av"), line


def directly_under(name: str) -> Markup:
    """Name the part directly under a unit."""
    return escape(_("Direkt under %(unit)s")) % {"unit": named(name)}


def _row(label: str, cell: FrozenCell) -> tuple[Cell, ...]:
    if cell.suppressed:
        return (label, None, None, None, None)
    return (label, cell.required, cell.covered, share(cell.covered, cell.required), cell.exempt)


def _line(label: str, line: FrozenLine) -> tuple[Cell, ...]:
    if line.parts:
        return (label, line.required, line.covered, share(line.covered, line.required), line.exempt)
    return (label, -line.required, -line.covered, NOTHING, -line.exempt)


def share(covered: int | None, required: int | None) -> str:
    """A share in whole percent, rounded down; a dash where nobody is required."""
    return percent_text((covered or 0) / required) if required else NOTHING


def whole_cell(figures: Figures, code: str) -> FrozenCell | None:
    """The unit's own cell for a requirement."""
    cells = figures.tables[0].cells
    return next(
        (cell for cell in cells if cell.part == WHOLE and cell.requirement_code == code), None
    )


def level_table(figures: Figures) -> Table:
    """Coverage by level of prevention, as the courses that each requirement accepts state it."""
    rows: list[tuple[Cell, ...]] = []
    for level in LEVELS:
        for requirement in figures.requirements:
            cell = whole_cell(figures, requirement.code)
            if level in requirement.levels and cell is not None:
                rows.append((level_and_whom(level), *_row(named(requirement.name), cell)[:4]))
    head = (_("Preventionsnivå"), _("Krav"), _("Omfattas"), _("Utbildade"), _("Andel"))
    note = _("Nivåerna är kursernas egna. En kurs som hör till flera nivåer står under var och en.")
    return Table(_("Täckning per preventionsnivå"), head, tuple(rows), note)


def kind_table(figures: Figures) -> Table:
    """How many units of each type are complete, of those whose figures are shown."""
    rows: list[tuple[Cell, ...]] = []
    for kind in UnitKind:
        states = [unit.state for unit in figures.units if unit.kind is kind]
        if states:
            by_state = tuple(states.count(state) for state in Completeness)
            rows.append((kind_head(kind), len(states), *by_state))
    head = (_("Enhetstyp"), _("Antal"), _("Klara"), _("Inte klara"), _("Går inte att visa"))
    return Table(_("Klara enheter per enhetstyp"), head, tuple(rows))


def goal_table(figures: Figures) -> Table:
    """How many units of each type reach each requirement's goal, of those that are shown."""
    found = {(line.requirement_code, line.kind): line for line in figures.kinds}
    kinds = [kind for kind in UnitKind if any(line.kind is kind for line in figures.kinds)]
    rows = tuple(
        (named(requirement.name), *(_goals(found.get((requirement.code, kind))) for kind in kinds))
        for requirement in figures.requirements
    )
    head = (_("Krav"), *(kind_head(kind) for kind in kinds))
    note = _(
        "Av de enheter vars siffror visas. Personer läggs inte ihop: då räknas någon två gånger."
    )
    return Table(
        _("Enheter som når målet, per krav och enhetstyp"), head, rows if kinds else (), note
    )


def _goals(line: KindGoal | None) -> Cell:
    if line is None:
        return NOTHING
    return _("%(reached)s av %(shown)s") % {"reached": line.reached, "shown": line.shown}

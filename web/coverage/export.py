"""The table of /tackning as a file: the same figures, and the same cells withheld."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from api.clock import STOCKHOLM
from api.coverage.figures import Cell, Several, UnitCoverage, UnitRef
from api.coverage.rules import CoverageRules
from web.coverage.workbook import Contents
from web.i18n import gettext as _


def heads() -> tuple[str, ...]:
    """Name the columns."""
    return (
        _("Dag"),
        _("Enhetskod"),
        _("Enhet"),
        _("Del"),
        _("Kravkod"),
        _("Krav"),
        _("Omfattas"),
        _("Utbildade"),
        _("Procent, avrundat nedåt"),
        _("Mål, procent"),
        _("Inte utbildade, har tid kvar"),
        _("Nyckelpersoner som omfattas"),
        _("Nyckelpersoner som är utbildade"),
        _("Undantagna"),
        _("Visas inte"),
    )


def lines(told: UnitCoverage) -> Iterable[tuple[object, ...]]:
    """Write the unit, its children, and the lines that make the parts add up to the unit."""
    for cell in told.rows:
        own = cell.unit_id == told.unit.id
        yield _line(told, cell, _("hela enheten") if own else _("enhet under"))
    for cell in told.direct:
        yield _line(told, cell, _("direkt under"))
    names = {requirement.code: requirement.name for requirement in told.requirements}
    for line in told.several:
        yield _overlap(told, line, names[line.requirement_code])


def workbook(
    told: UnitCoverage, *, rules: CoverageRules, asked_at: datetime, filters: Sequence[str] = ()
) -> Contents:
    """Give the table for a spreadsheet, with a sheet that says how it was counted."""
    return Contents(
        name=sheet_name(told.unit),
        heads=heads(),
        rows=lines(told),
        notes_name=_("Så räknar vi"),
        notes=(
            (_("Enhet"), sheet_name(told.unit)),
            (_("Dag"), told.on),
            *((_("Filter"), name) for name in filters),
            (_("Enligt det som var känt"), instant_text(told.known_at or asked_at)),
            *(("", text) for text in _method(rules)),
        ),
    )


def sheet_name(unit: UnitRef) -> str:
    """A unit's code and name."""
    return f"{unit.code} {unit.name}"


def instant_text(instant: datetime) -> str:
    """An instant in Stockholm, to the minute."""
    return f"{instant.astimezone(STOCKHOLM):%Y-%m-%d %H:%M}"


def _method(rules: CoverageRules) -> Iterable[str]:
    yield _("En person räknas en gång i varje enhet, hur många tjänster den än har där.")
    yield _(
        "Utbildad är den som omfattas av kravet och har en giltig utbildning den dagen. "
        "Sista giltiga dagen räknas med."
    )
    yield _(
        "Summan av enheterna under och dem direkt under, minus raden räknas i flera enheter, "
        "är hela enheten."
    )
    yield _("Framtida dagar räknas som om ingen förnyar sin utbildning.")
    if rules.small_group > 1:
        yield _(
            "Siffror om färre än %(smallest)d personer visas bara för den som får se namnen. "
            "Det gäller också de siffror som de kan räknas ut av."
        ) % {"smallest": rules.small_group}
    yield _("Hela beskrivningen finns på sidan Så räknar vi.")


def _line(told: UnitCoverage, cell: Cell, part: str) -> tuple[object, ...]:
    percent = (cell.covered or 0) * 100 // cell.required if cell.required else None
    return (
        told.on,
        cell.unit_code,
        cell.unit_name,
        part,
        cell.requirement_code,
        cell.requirement_name,
        cell.required,
        cell.covered,
        percent,
        cell.goal,
        cell.within_time,
        cell.key_required,
        cell.key_covered,
        cell.exempt,
        cell.suppressed,
    )


def _overlap(told: UnitCoverage, line: Several, name: str) -> tuple[object, ...]:
    """Write how often people are counted more than once: taken off the sum of the parts."""
    counts = line.counts
    return (
        told.on,
        told.unit.code,
        told.unit.name,
        _("räknas i flera enheter"),
        line.requirement_code,
        name,
        counts.required,
        counts.covered,
        None,
        None,
        counts.within_time,
        counts.key_required,
        counts.key_covered,
        counts.exempt,
        False,
    )

"""The table of /tackning as a file: the same figures, and the same cells withheld."""

from collections.abc import Iterable

from api.coverage.figures import Cell, Several, UnitCoverage
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
    yield heads()
    for cell in told.rows:
        own = cell.unit_id == told.unit.id
        yield _line(told, cell, _("hela enheten") if own else _("enhet under"))
    for cell in told.direct:
        yield _line(told, cell, _("direkt under"))
    names = {requirement.code: requirement.name for requirement in told.requirements}
    for line in told.several:
        yield _overlap(told, line, names[line.requirement_code])


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

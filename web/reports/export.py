"""A report's figures as a file: a figure a line, out of the frozen figures alone."""

from collections.abc import Iterable, Iterator

from api.coverage.following import BELOW, DIRECT, WHOLE
from api.reports.figures import Figures, FrozenLine, FrozenTable, IssuedReport
from web.i18n import gettext as _
from web.reports.wording import kind_head

Line = tuple[object, ...]


def heads() -> Line:
    """Name the columns."""
    return (
        _("Dag"),
        _("Enhetskod"),
        _("Enhet"),
        _("Del"),
        _("Kravkod"),
        _("Krav"),
        _("Mått"),
        _("Värde"),
        _("Visas inte"),
    )


def lines(report: IssuedReport) -> Iterator[Line]:
    """Write the whole file."""
    yield heads()
    yield from (line for write in _WRITERS for line in write(report))


def _coverage(report: IssuedReport) -> Iterator[Line]:
    figures = report.figures
    for cell in figures.cells:
        about = (report.on, cell.unit_code, cell.unit_name, _part(cell.part))
        asked = (cell.requirement_code, cell.requirement_name)
        measures = (
            (_("Omfattas"), cell.required),
            (_("Utbildade"), cell.covered),
            (_("Undantagna"), cell.exempt),
        )
        for measure, value in measures:
            yield (*about, *asked, measure, value, cell.suppressed)
    for table in figures.tables:
        yield from _lines(report, table, table.several, _("räknas i flera enheter"))
        yield from _lines(report, table, table.merged, _("delar som inte visas, tillsammans"))


def _lines(
    report: IssuedReport, table: FrozenTable, found: Iterable[FrozenLine], part: str
) -> Iterator[Line]:
    names = _names(report.figures)
    for line in found:
        about = (report.on, table.unit_code, table.unit_name, part)
        asked = (line.requirement_code, names.get(line.requirement_code, ""))
        yield (*about, *asked, _("Omfattas"), line.required, False)
        yield (*about, *asked, _("Utbildade"), line.covered, False)
        yield (*about, *asked, _("Undantagna"), line.exempt, False)


def _lapses(report: IssuedReport) -> Iterator[Line]:
    units = {cell.unit_code: cell.unit_name for cell in report.figures.cells}
    names = _names(report.figures)
    for line in report.figures.lapses:
        about = (report.on, line.unit_code, units.get(line.unit_code, ""), _part(line.part))
        asked = (line.requirement_code, names.get(line.requirement_code, ""))
        yield (*about, *asked, _("Går ut inom 90 dagar"), line.people, line.people is None)


def _units(report: IssuedReport) -> Iterator[Line]:
    words = {"complete": _("Klar"), "unfinished": _("Inte klar"), "untold": None}
    for unit in report.figures.units:
        state = words[unit.state.value]
        about = (report.on, unit.code, unit.name, kind_head(unit.kind))
        yield (*about, None, None, _("Klar enhet"), state, state is None)
    for gap in report.figures.gaps:
        about = (report.on, gap.code, gap.name, kind_head(gap.kind))
        yield (*about, None, None, _("Utan nyckelperson, enheter"), 1 + gap.below, False)


def _key_people(report: IssuedReport) -> Iterator[Line]:
    for line in report.figures.key_people:
        about = (report.on, line.unit_code, line.unit_name, _part(line.part), None, None)
        yield (*about, _("Nyckelpersoner"), line.appointed, False)
        yield (*about, _("Utbildade nyckelpersoner"), line.trained, line.trained is None)


def _newcomers(report: IssuedReport) -> Iterator[Line]:
    names = _names(report.figures)
    whole = (report.unit_code, report.title, _part(WHOLE))
    for line in report.figures.newcomers:
        about = (report.on, *whole, line.requirement_code, names[line.requirement_code])
        yield (*about, _("Nya"), line.people, line.people is None)
        yield (*about, _("Dagar till giltig utbildning, median"), line.median_days, False)
        yield (*about, _("Nya som saknar den än"), line.lacking, line.lacking is None)
        yield (*about, _("Nya som har tid kvar"), line.with_time, line.with_time is None)
    away = report.figures.away
    yield (report.on, *whole, None, None, _("Frånvarande"), away, away is None)


def _trends(report: IssuedReport) -> Iterator[Line]:
    names = _names(report.figures)
    whole = (report.unit_code, report.title, _part(WHOLE))
    for trend in report.figures.trends:
        asked = (trend.requirement_code, names[trend.requirement_code])
        for point in trend.points[:-1]:
            about = (point.on, *whole, *asked)
            yield (*about, _("Omfattas"), point.required, point.suppressed)
            yield (*about, _("Utbildade"), point.covered, point.suppressed)


def _names(figures: Figures) -> dict[str, str]:
    return {each.code: each.name for each in figures.requirements}


def _part(part: str) -> str:
    words = {WHOLE: _("hela enheten"), BELOW: _("enhet under"), DIRECT: _("direkt under")}
    return words[part]


_WRITERS = (_coverage, _lapses, _units, _key_people, _newcomers, _trends)

"""What a report shows beside coverage: key people, newcomers, the trend, the courses."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from api.coverage.figures import TrendPoint
from api.coverage.following import DIRECT, WHOLE, Completeness, Trend
from api.organisation.models import UnitKind
from api.reports.figures import Figures, FrozenCell
from web.coverage.wording import level_text, named
from web.i18n import day_text, ngettext, percent_text
from web.i18n import gettext as _
from web.reports.coverage_tables import directly_under, share, whole_cell
from web.reports.document import NOTHING, Cell, Table
from web.reports.wording import kind_head

COLUMNS = 6  # So many requirements at most side by side on an A4 page.
SHORT_HASH = 12


def key_table(figures: Figures) -> Table:
    """Key people by part, each once."""
    rows: list[tuple[Cell, ...]] = []
    for line in sorted(figures.key_people, key=lambda line: line.part == WHOLE):
        label: str = named(line.unit_name)
        if line.part == DIRECT:
            label = directly_under(line.unit_name)
        elif line.part == WHOLE:
            label = _("Totalt, varje person en gång")
        rows.append((label, line.appointed, line.trained))
    head = (_("Enhet"), _("Utsedda"), _("Utbildade"))
    note = _("Utbildad är den som uppfyller alla krav på sig, och har minst ett.")
    has_total = len(rows) > 1 and any(line.part == WHOLE for line in figures.key_people)
    return Table(_("Nyckelpersoner"), head, tuple(rows), note, has_total=has_total)


def gap_points(figures: Figures) -> tuple[str, ...]:
    """Name the units without key person, the topmost of each kind together."""
    return tuple(
        _of_kind(kind, units)
        for kind in UnitKind
        if (units := [_gap(gap.name, gap.below) for gap in figures.gaps if gap.kind is kind])
    )


def _of_kind(kind: UnitKind, units: Sequence[Markup]) -> Markup:
    words = {"kind": kind_head(kind), "units": Markup(", ").join(units)}
    return escape(_("%(kind)s: %(units)s")) % words


def _gap(name: str, below: int) -> Markup:
    if not below:
        return named(name)
    under = ngettext("och %(count)s enhet under", "och %(count)s enheter under", below)
    return Markup("{} ({})").format(named(name), under % {"count": below})


def complete_points(figures: Figures) -> tuple[str, ...]:
    """Name the units that are complete, by kind."""
    return tuple(
        _of_kind(kind, units)
        for kind in UnitKind
        if (
            units := [
                named(unit.name)
                for unit in figures.units
                if unit.kind is kind and unit.state is Completeness.COMPLETE
            ]
        )
    )


def newcomer_table(figures: Figures) -> Table:
    """How long it takes those newly required to be trained."""
    names = {each.code: each.name for each in figures.requirements}
    rows = tuple(
        (
            named(names[line.requirement_code]),
            line.people,
            line.median_days if line.people is None or line.median_days is not None else NOTHING,
            line.lacking,
            line.with_time,
        )
        for line in figures.newcomers
    )
    head = (
        _("Krav"),
        _("Nya"),
        _("Dagar till giltig utbildning, median"),
        _("Saknar den än"),
        _("Har tid kvar"),
    )
    note = _(
        "Nya är de som kravet har börjat gälla för de senaste tolv månaderna. Medianen räknas på dem "
        "som har blivit klara, om de är tillräckligt många."
    )
    return Table(_("Nya som omfattas"), head, rows, note)


def previous_table(figures: Figures) -> Table | None:
    """This report's totals beside the last one's."""
    before = figures.previous
    if before is None:
        return None
    then = {cell.requirement_code: cell for cell in before.totals}
    rows = tuple(
        _since(named(requirement.name), then.get(requirement.code), cell)
        for requirement in figures.requirements
        if (cell := whole_cell(figures, requirement.code)) is not None
    )
    caption = _("Sedan förra rapporten, som gällde %(day)s") % {"day": day_text(before.on)}
    head = (_("Krav"), _("Då"), _("Nu"), _("Skillnad, procentenheter"))
    return Table(caption, head, rows)


def _since(name: str, then: FrozenCell | None, now: FrozenCell) -> tuple[Cell, ...]:
    if then is None:
        return (name, NOTHING, _of(now), NOTHING)
    if not then.required or not now.required:
        unknown = None if then.suppressed or now.suppressed else NOTHING
        return (name, _of(then), _of(now), unknown)
    points = _percent(now) - _percent(then)
    return (name, _of(then), _of(now), f"{points:+d}".replace("-", "\N{MINUS SIGN}"))


def _percent(cell: FrozenCell) -> int:
    """Whole percent as shown, so that the difference is that of the figures beside it."""
    return (cell.covered or 0) * 100 // (cell.required or 1)


def _of(cell: FrozenCell) -> Cell:
    if cell.suppressed:
        return None
    if not cell.required:
        return NOTHING
    words = {
        "share": share(cell.covered, cell.required),
        "covered": cell.covered,
        "required": cell.required,
    }
    return _("%(share)s (%(covered)s av %(required)s)") % words


def trend_tables(figures: Figures) -> Iterator[Table]:
    """Month by month, some requirements at a time."""
    names = {each.code: each.name for each in figures.requirements}
    tables = -(-len(figures.trends) // COLUMNS)
    for number in range(tables):
        some = figures.trends[number::tables]
        head = (_("Dag"), *(named(names[each.requirement_code]) for each in some))
        caption = _("Täckning månad för månad")
        if tables > 1:
            words = {"caption": caption, "number": number + 1, "tables": tables}
            caption = _("%(caption)s, %(number)s av %(tables)s") % words
        yield Table(caption, head, tuple(_months(some)))


def _months(trends: Sequence[Trend]) -> Iterator[tuple[Cell, ...]]:
    for points in zip(*(each.points for each in trends), strict=True):
        yield (day_text(points[0].on), *(_point(point) for point in points))


def _point(point: TrendPoint) -> Cell:
    if point.suppressed:
        return None
    return percent_text(point.share) if point.required else NOTHING


def course_table(figures: Figures) -> Table:
    """Which text people were trained on, and when it was last reviewed."""
    rows = tuple(
        (
            named(course.title),
            ", ".join(level_text(level) for level in course.levels),
            day_text(course.reviewed_on),
            course.content_hash[:SHORT_HASH],
        )
        for course in figures.courses
    )
    head = (_("Kurs"), _("Preventionsnivå"), _("Granskad"), _("Utgåva"))
    note = _("Utgåvan är början av textens kontrollsumma. Den visar exakt vilken text som gällde.")
    return Table(_("Kurserna som kraven godtar"), head, rows, note)

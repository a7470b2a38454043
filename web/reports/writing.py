"""A report as a document: the plan's headings, the figures that answer them, and TAFA's own words.

It is made of the frozen figures alone, in the language of the page.
"""

from collections.abc import Iterator

from markupsafe import Markup, escape

from api.clock import STOCKHOLM
from api.coverage.following import Completeness
from api.coverage.statuses import people_to_goal
from api.reports.figures import Figures, FrozenRequirement, IssuedReport
from api.reports.headings import Heading
from web.coverage.wording import named, people_text
from web.i18n import day_text, ngettext, number_text, percent_text
from web.i18n import gettext as _
from web.reports import coverage_tables, other_tables
from web.reports.document import Document, Section, Table
from web.reports.wording import heading_text

WITH_FIGURES = frozenset(
    {
        Heading.SUMMARY,
        Heading.GOALS,
        Heading.METHODS,
        Heading.ORGANISATION,
        Heading.COMPETENCE,
        Heading.FOLLOW_UP,
    }
)


def document(report: IssuedReport) -> Document:
    """Write the report; a preview says that it is not issued."""
    diary = ((_("Diarienummer"), report.diary_number),) if report.diary_number else ()
    before = report.figures.previous
    last = ((_("Förra rapporten gällde"), day_text(before.on)),) if before else ()
    return Document(
        title=_("Uppföljning av arbetet mot våldsbejakande extremism"),
        subtitle=named(report.title),
        facts=(*diary, (_("Gäller"), day_text(report.on)), *last),
        sections=tuple(_sections(report)),
        ending=tuple(_ending(report)),
    )


def _sections(report: IssuedReport) -> Iterator[Section]:
    writers = {
        Heading.SUMMARY: _summary,
        Heading.GOALS: _goals,
        Heading.METHODS: _methods,
        Heading.ORGANISATION: _organisation,
        Heading.COMPETENCE: _competence,
        Heading.FOLLOW_UP: _follow_up,
    }
    for heading in Heading:
        own = _own_words(report, heading)
        write = writers.get(heading)
        if write is None:
            yield Section(heading_text(heading), own)
        else:
            yield from write(report.figures, own)


def _own_words(report: IssuedReport, heading: Heading) -> tuple[str, ...]:
    """What TAFA wrote; where nothing else stands, that nothing was written."""
    text = report.texts.get(heading, "")
    if text:
        return tuple(named(part.strip()) for part in text.split("\n\n") if part.strip())
    return () if heading in WITH_FIGURES else (_("Inget är skrivet under den här rubriken."),)


def _summary(figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    points = tuple(_standing(figures, each) for each in figures.requirements)
    yield Section(heading_text(Heading.SUMMARY), own, points)


def _standing(figures: Figures, requirement: FrozenRequirement) -> Markup:
    cell = coverage_tables.whole_cell(figures, requirement.code)
    name = {"requirement": named(requirement.name)}
    if cell is not None and cell.suppressed:
        return escape(_("%(requirement)s: visas inte.")) % name
    if cell is None or not cell.required:
        return escape(_("%(requirement)s: ingen omfattas.")) % name
    covered = cell.covered or 0
    to_goal = people_to_goal(covered, cell.required, requirement.goal)
    said = _(
        "%(requirement)s: %(covered)s av %(required)s har giltig utbildning (%(share)s). "
        "Målet %(goal)s är nått."
    )
    if to_goal:
        said = _(
            "%(requirement)s: %(covered)s av %(required)s har giltig utbildning (%(share)s). "
            "Till målet %(goal)s saknas %(missing)s."
        )
    return escape(said) % {
        **name,
        "covered": number_text(covered),
        "required": number_text(cell.required),
        "share": coverage_tables.share(covered, cell.required),
        "goal": percent_text(requirement.goal / 100),
        "missing": people_text(to_goal),
    }


def _goals(_figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    points = (
        _("Ökad kunskap hos alla som samverkar. Siffrorna står under Kompetensutveckling."),
        _("Ökad samverkan mellan kommunen, civilsamhället, polisen, kriminalvården och Säpo."),
        _("Färre rekryteras och radikaliseras, och den som vill lämna får hjälp."),
    )
    yield Section(heading_text(Heading.GOALS), own, points)


def _methods(figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    yield Section(
        heading_text(Heading.METHODS), own, tables=_filled(other_tables.course_table(figures))
    )


def _organisation(figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    yield Section(
        heading_text(Heading.ORGANISATION),
        own,
        tables=_filled(
            coverage_tables.level_table(figures),
            coverage_tables.kind_table(figures),
            coverage_tables.goal_table(figures),
        ),
    )


def _competence(figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    yield Section(heading_text(Heading.COMPETENCE), own)
    for requirement in figures.requirements:
        tables = tuple(coverage_tables.requirement_tables(figures, requirement))
        if tables:
            heading = escape(_("Krav: %(name)s")) % {"name": named(requirement.name)}
            yield Section(heading, tables=tables, level=3)
    yield _complete(figures)
    yield _key_people(figures)
    yield Section(
        _("Nya, frånvarande och undantagna"),
        (_away(figures),),
        tables=_filled(other_tables.newcomer_table(figures)),
        level=3,
    )


def _complete(figures: Figures) -> Section:
    states = [unit.state for unit in figures.units]
    complete = states.count(Completeness.COMPLETE)
    untold = states.count(Completeness.UNTOLD)
    said = ngettext("%(count)s enhet är klar.", "%(count)s enheter är klara.", complete)
    rule = _("En enhet är klar när den når målet i alla krav som gäller där.")
    hidden = ngettext(
        "Om %(count)s enhet går det inte att säga, för att små grupper inte visas.",
        "Om %(count)s enheter går det inte att säga, för att små grupper inte visas.",
        untold,
    )
    told = (said % {"count": complete}, rule, *((hidden % {"count": untold},) if untold else ()))
    points = other_tables.complete_points(figures)
    return Section(_("Enheter som är klara"), (" ".join(told),), points, level=3)


def _key_people(figures: Figures) -> Section:
    gaps = other_tables.gap_points(figures)
    said = _("Alla enheter har en nyckelperson, i enheten eller under den.")
    lacking = _("Utan nyckelperson, i enheten och i enheterna under den:")
    return Section(
        _("Nyckelpersoner"),
        (lacking if gaps else said,),
        gaps,
        _filled(other_tables.key_table(figures)),
        level=3,
    )


def _away(figures: Figures) -> str:
    said = _("Frånvarande räknas inte in i något krav. Undantagna står i tabellerna ovan.")
    if figures.away is None:
        return " ".join(
            (said, _("Hur många som är frånvarande visas inte, för någon grupp är liten."))
        )
    away = ngettext(
        "%(count)s person är frånvarande på heltid.",
        "%(count)s personer är frånvarande på heltid.",
        figures.away,
    )
    return " ".join((away % {"count": number_text(figures.away)}, said))


def _follow_up(figures: Figures, own: tuple[str, ...]) -> Iterator[Section]:
    before = other_tables.previous_table(figures)
    first = () if before else (_("Det här är den första rapporten."),)
    tables = (*((before,) if before else ()), *other_tables.trend_tables(figures))
    yield Section(heading_text(Heading.FOLLOW_UP), (*own, *first), tables=tables)
    yield Section(_("Så har vi räknat"), points=_method(figures), level=3)


def _method(figures: Figures) -> tuple[str, ...]:
    smallest = _(
        "Omfattas färre än %(number)s personer, eller är färre än så undantagna, visas inga siffror. "
        "Inte heller det visas som skulle avslöja dem."
    )
    return (
        _("Den som har en tjänst som kravet gäller omfattas, om personen inte är frånvarande."),
        _("Den som omfattas och har ett giltigt intyg den dagen är utbildad."),
        _("Den som har flera tjänster räknas en gång i varje enhet och en gång i totalen."),
        _("Andelen avrundas nedåt. Finns ingen som omfattas står ett streck."),
        _("”Går ut inom 90 dagar” är de som är utbildade nu, men inte då om de inte förnyar."),
        *((smallest % {"number": figures.small_group},) if figures.small_group > 1 else ()),
        _("Rapporten innehåller inga namn på anställda."),
    )


def _ending(report: IssuedReport) -> Iterator[str]:
    if not report.hash:
        yield _("Utkast. Rapporten är inte utfärdad, och siffrorna kan ändras.")
        return
    when = report.known_at.astimezone(STOCKHOLM)
    words = {"day": day_text(when.date()), "time": f"{when:%H.%M}"}
    yield _("Siffrorna gäller %(on)s.") % {"on": day_text(report.on)}
    yield _("Utfärdad %(day)s kl. %(time)s, med det som var känt då.") % words
    yield _("Kontrollsumma (SHA-256): %(hash)s") % {"hash": report.hash}


def _filled(*tables: Table) -> tuple[Table, ...]:
    return tuple(table for table in tables if table.rows)

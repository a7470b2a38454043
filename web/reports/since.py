"""What the page "Ändrat sedan rapporten" asks of the domain, and shows."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from api.access.actor import Actor
from api.clock import stockholm_day
from api.coverage import service as coverage
from api.coverage.changes import Kind
from api.coverage.following import DIRECT
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.errors import NotFound
from api.reports import service as reports
from api.reports.figures import IssuedReport
from api.reports.since import ChangedCell, Today, changed_cells
from api.texts import N_
from web.coverage.wording import named
from web.i18n import gettext as _
from web.i18n import number_text

KINDS = {
    Kind.POSTS: N_("tjänster"),
    Kind.ABSENCES: N_("frånvaro"),
    Kind.KEY_PEOPLE: N_("nyckelpersoner"),
    Kind.EXEMPTIONS: N_("undantag"),
    Kind.RECORDS_ADDED: N_("intyg som har kommit till"),
    Kind.RECORDS_REVOKED: N_("intyg som har återkallats"),
    Kind.RECORDS_CORRECTED: N_("intyg som har rättats"),
    Kind.UNITS: N_("organisationen"),
    Kind.REQUIREMENTS: N_("kraven"),
    Kind.CATEGORIES: N_("titlarnas kategorier"),
}


@dataclass(frozen=True)
class FigureView:
    """A figure of the report; ``now`` is empty where it is the same today."""

    then: str
    now: str


@dataclass(frozen=True)
class RowView:
    """A unit and a requirement whose figures are others today."""

    unit: Markup
    requirement: Markup
    figures: tuple[FigureView, ...]
    kinds: str


@dataclass(frozen=True)
class SinceView:
    """The whole page. No rows: nothing has changed."""

    id: int
    unit: Markup
    on: date
    issued: date
    smallest: int
    rows: tuple[RowView, ...]


def find(session: ReadSession, actor: Actor, *, report_id: int, rules: CoverageRules) -> SinceView:
    """Hold an issued report against today's answer."""
    report = reports.issued(session, actor, report_id=report_id, today=rules.today)
    answers = _today(session, actor, report, rules)
    return SinceView(
        id=report.id,
        unit=named(report.title),
        on=report.on,
        issued=stockholm_day(report.known_at),
        smallest=rules.small_group,
        rows=tuple(map(_row, changed_cells(report.figures, answers))),
    )


def _today(
    session: ReadSession, actor: Actor, report: IssuedReport, rules: CoverageRules
) -> dict[str, Today]:
    """Ask again what the report asked, but of units that the actor may no longer know of."""
    codes = [table.unit_code for table in report.figures.tables]
    changes = coverage.changes_in_each(
        session, actor, unit_codes=codes, on=report.on, known_at=report.known_at, rules=rules
    )
    found = {}
    for code, changed in changes.items():
        with suppress(NotFound):
            told = coverage.cells(session, actor, unit_code=code, on=report.on, rules=rules)
            found[code] = Today(told, changed)
    return found


def _row(cell: ChangedCell) -> RowView:
    unit = named(cell.unit_name)
    if cell.part == DIRECT:
        unit = escape(_("Direkt under %(unit)s")) % {"unit": unit}
    return RowView(
        unit=unit,
        requirement=named(cell.requirement_name),
        figures=tuple(
            FigureView(number_text(was), number_text(now) if was != now else "")
            for was, now in zip(cell.before, cell.after, strict=True)
        ),
        kinds=", ".join(_(KINDS[kind]) for kind in cell.kinds),
    )

"""What the pages of reports show: the list, the form of a draft, and the report itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.clock import stockholm_day
from api.organisation.tree import UnitOnDay
from api.reports.figures import IssuedReport
from api.reports.headings import LONGEST, Heading
from api.reports.service import ReportLine
from web.coverage.wording import name_choice, named
from web.parts import Choice
from web.render import page_url
from web.reports.document import Document
from web.reports.filled_in import ReportForm
from web.reports.wording import heading_text
from web.reports.writing import document

SHORT_HASH = 12
# The five short questions of a new report: these two, and unit, day and diary number.
ASKED_FIRST = (Heading.SUMMARY, Heading.DECISIONS)


@dataclass(frozen=True)
class LineView:
    """A report in the list; ``hash`` is empty for a draft."""

    href: str
    unit: Markup
    day: date
    diary_number: str
    issued: date | None
    hash: str


@dataclass(frozen=True)
class ListView:
    """The page of reports."""

    drafts: tuple[LineView, ...]
    issued: tuple[LineView, ...]


@dataclass(frozen=True)
class Area:
    """A heading to write under."""

    name: str
    label: str
    value: str
    most: int = LONGEST


@dataclass(frozen=True)
class FormView:
    """The form of a draft. ``id`` 0: a new one. ``rest``: the headings asked for later."""

    id: int
    action: str
    units: tuple[Choice, ...]
    form: ReportForm
    areas: tuple[Area, ...]
    rest: tuple[Area, ...]
    discard_url: str = ""


@dataclass(frozen=True)
class ReportView:
    """The report in print form. Addresses are empty where there is nothing to fetch."""

    document: Document
    is_issued: bool
    csv_url: str = ""
    docx_url: str = ""
    changes_url: str = ""
    issue_url: str = ""
    draft_url: str = ""


def list_view(lines: Iterable[ReportLine]) -> ListView:
    """Write the list."""
    written = [_line(line) for line in lines]
    return ListView(
        drafts=tuple(line for line in written if not line.hash),
        issued=tuple(line for line in written if line.hash),
    )


def _line(line: ReportLine) -> LineView:
    path = f"/rapporter/{line.id}" + ("" if line.hash else "/utkast")
    return LineView(
        href=page_url(path),
        unit=named(line.unit.name),
        day=line.on,
        diary_number=line.diary_number,
        issued=stockholm_day(line.issued_at) if line.issued_at else None,
        hash=(line.hash or "")[:SHORT_HASH],
    )


def form_view(form: ReportForm, units: Sequence[UnitOnDay], report_id: int = 0) -> FormView:
    """Write the form, with what was typed."""
    path = f"/rapporter/{report_id}" if report_id else "/rapporter"
    return FormView(
        id=report_id,
        action=page_url(f"{path}/utkast" if report_id else f"{path}/ny"),
        units=tuple(name_choice(unit.code, unit.name) for unit in units),
        form=form,
        areas=tuple(_area(form, heading) for heading in ASKED_FIRST),
        rest=tuple(_area(form, heading) for heading in Heading if heading not in ASKED_FIRST)
        if report_id
        else (),
        discard_url=page_url(f"{path}/kasta") if report_id else "",
    )


def _area(form: ReportForm, heading: Heading) -> Area:
    return Area(heading.value, heading_text(heading), form.text(heading))


def report_view(report: IssuedReport) -> ReportView:
    """Write an issued report."""
    return ReportView(
        document=document(report),
        is_issued=True,
        csv_url=page_url(f"/rapporter/{report.id}.csv"),
        docx_url=page_url(f"/rapporter/{report.id}.docx"),
        changes_url=page_url(f"/rapporter/{report.id}/andringar"),
    )


def preview_view(report: IssuedReport) -> ReportView:
    """Write a draft as it would be issued."""
    return ReportView(
        document=document(report),
        is_issued=False,
        issue_url=page_url(f"/rapporter/{report.id}/utfarda"),
        draft_url=page_url(f"/rapporter/{report.id}/utkast"),
    )

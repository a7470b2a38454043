"""What comes after a report is issued: its Word file, and what has changed since."""

from fastapi import Request, Response

from api.access.permissions import Permission
from api.clock import stockholm_day
from api.http.deps import ActorDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.reports import service as reports
from api.reports.figures import IssuedReport
from api.reports.templates import service as templates
from web.coverage.files import attachment
from web.i18n import day_text
from web.render import render
from web.reports import since
from web.reports.docx import Stamp, docx_bytes
from web.reports.writing import document

router = GuardedRouter()
CanRead, CanWrite = Permission.REPORT_READ, Permission.REPORT_WRITE


@router.get("/rapporter/{report_id}.docx", requires=CanRead)
def word_file(session: Reader, actor: ActorDep, rules: RulesDep, report_id: int) -> Response:
    """An issued report as a Word file, in the nämnd's own template if there is one."""
    report = reports.issued(session, actor, report_id=report_id, today=rules.today)
    template = templates.of_report(session, actor, unit_code=report.unit_code, on=report.on)
    content = docx_bytes(document(report), template, _stamp(report))
    return attachment(content, f"rapport-{report.id}-{report.unit_code}-{report.on}.docx")


@router.get("/rapporter/{report_id}/andringar", requires=CanRead)
def changes(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep, report_id: int
) -> Response:
    """Which figures of an issued report would be other today, and through which kind of fact."""
    page = since.find(session, actor, report_id=report_id, rules=rules)
    return render(request, "reports/changes.html", page=page)


def _stamp(report: IssuedReport) -> Stamp:
    """The values that a template's places take: the day is the one the report was issued."""
    issued = stockholm_day(report.known_at)
    values = {
        "titel": document(report).title,
        "datum": day_text(issued),
        "diarienummer": report.diary_number,
    }
    return Stamp(values, report.known_at)

"""Write a follow-up report, look at it, issue it, read and print it. Counts only, no names."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Form, Request, Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.clock import Clock
from api.db.session import ReadSession
from api.errors import Conflict, RuleBroken
from api.house import House
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader, RulesDep, Writer
from api.http.routing import GuardedRouter
from api.imports.exporting import csv_bytes
from api.reports import service as reports
from web.coverage.files import attachment
from web.i18n import gettext
from web.parts import FieldError
from web.render import redirect, render
from web.reports.document import numeric
from web.reports.export import lines
from web.reports.filled_in import ReportForm, fault, form_of
from web.reports.views import form_view, list_view, preview_view, report_view

router = GuardedRouter()
CanRead, CanWrite = Permission.REPORT_READ, Permission.REPORT_WRITE
PREVIEW = "forhandsgranska"
Filled = Annotated[ReportForm, Form()]


@router.get("/rapporter", requires=CanRead)
def overview(request: Request, session: Reader, actor: ActorDep, rules: RulesDep) -> Response:
    """Drafts, and the reports that have been issued."""
    page = list_view(reports.listed(session, actor, today=rules.today))
    thrown = request.query_params.get("kastat") == "1"
    return render(request, "reports/list.html", page=page, thrown=thrown)


@router.get("/rapporter/ny", requires=CanWrite)
def new(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, enhet: str = ""
) -> Response:
    """Five short questions."""
    form = ReportForm(unit=enhet.strip(), day=clock.today().isoformat())
    return _form(request, session, actor, clock, form)


@router.post("/rapporter/ny", requires=CanWrite)
def create(
    request: Request, session: Writer, actor: ActorDep, clock: ClockDep, form: Filled
) -> Response:
    """Begin a draft, and perhaps look at it."""
    try:
        wish = form.wish(clock.today())
        report_id = reports.create(session, actor, wish=wish, clock=clock)
    except RuleBroken as error:
        return _form(request, session, actor, clock, form, errors=[fault(error)])
    return _onward(form, report_id)


@router.get("/rapporter/{report_id}.csv", requires=CanRead)
def figures_file(session: Reader, actor: ActorDep, rules: RulesDep, report_id: int) -> Response:
    """The figures of an issued report as a file for a spreadsheet."""
    report = reports.issued(session, actor, report_id=report_id, today=rules.today)
    name = f"rapport-{report.id}-{report.unit_code}-{report.on}.csv"
    return attachment(csv_bytes(lines(report)), name)


@router.get("/rapporter/{report_id}", requires=CanRead)
def issued(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep, report_id: int
) -> Response:
    """An issued report in print form; a draft's address leads to the draft."""
    try:
        report = reports.issued(session, actor, report_id=report_id, today=rules.today)
    except Conflict:
        return redirect(f"/rapporter/{report_id}/utkast")
    return render(
        request, "reports/report.html", page=report_view(report), numeric=numeric, errors=[]
    )


@router.get("/rapporter/{report_id}/utkast", requires=CanWrite)
def draft(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, report_id: int
) -> Response:
    """A draft, to go on writing."""
    form = form_of(reports.draft(session, actor, report_id=report_id, clock=clock))
    saved = request.query_params.get("sparat") == "1"
    return _form(request, session, actor, clock, form, report_id, saved=saved)


@router.post("/rapporter/{report_id}/utkast", requires=CanWrite)
def save(
    request: Request,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    report_id: int,
    form: Filled,
) -> Response:
    """Save a draft, and perhaps look at it."""
    try:
        wish = form.wish(clock.today())
        reports.change(session, actor, report_id=report_id, wish=wish, clock=clock)
    except RuleBroken as error:
        return _form(request, session, actor, clock, form, report_id, errors=[fault(error)])
    return _onward(form, report_id)


@router.get("/rapporter/{report_id}/forhandsgranska", requires=CanWrite)
def preview(
    request: Request, session: Reader, actor: ActorDep, house: HouseDep, report_id: int
) -> Response:
    """A draft as it would be issued now."""
    return _preview(request, session, actor, house, report_id)


@router.post("/rapporter/{report_id}/utfarda", requires=CanWrite)
def issue(
    request: Request,
    session: Writer,
    actor: ActorDep,
    house: HouseDep,
    report_id: int,
    confirmed: Annotated[str, Form()] = "",
) -> Response:
    """Freeze a report for good, once that is confirmed."""
    if confirmed != "1":
        unticked = FieldError("confirmed", gettext("Kryssa för att du har granskat rapporten"))
        return _preview(request, session, actor, house, report_id, errors=[unticked])
    reports.issue(
        session, actor, report_id=report_id, rules=house.coverage_rules, clock=house.clock
    )
    return redirect(f"/rapporter/{report_id}")


@router.post("/rapporter/{report_id}/kasta", requires=CanWrite)
def discard(session: Writer, actor: ActorDep, clock: ClockDep, report_id: int) -> Response:
    """Throw a draft away."""
    reports.discard(session, actor, report_id=report_id, clock=clock)
    return redirect("/rapporter", kastat=1)


def _onward(form: ReportForm, report_id: int) -> Response:
    if form.then == PREVIEW:
        return redirect(f"/rapporter/{report_id}/{PREVIEW}")
    return redirect(f"/rapporter/{report_id}/utkast", sparat=1)


def _form(
    request: Request,
    session: ReadSession,
    actor: Actor,
    clock: Clock,
    form: ReportForm,
    report_id: int = 0,
    *,
    errors: Sequence[FieldError] = (),
    saved: bool = False,
) -> Response:
    units = reports.choices(session, actor, today=clock.today())
    return render(
        request,
        "reports/form.html",
        status=422 if errors else 200,
        has_error=bool(errors),
        errors=errors,
        saved=saved,
        page=form_view(form, units, report_id),
    )


def _preview(
    request: Request,
    session: ReadSession,
    actor: Actor,
    house: House,
    report_id: int,
    *,
    errors: Sequence[FieldError] = (),
) -> Response:
    report = reports.preview(
        session, actor, report_id=report_id, rules=house.coverage_rules, clock=house.clock
    )
    return render(
        request,
        "reports/report.html",
        status=422 if errors else 200,
        has_error=bool(errors),
        errors=errors,
        page=preview_view(report),
        numeric=numeric,
    )

"""The plan, and practice days: planned, fetched to the calendar, cancelled. No page names anybody."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form, Request, Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.clock import Clock
from api.coverage import service as coverage
from api.coverage.planning import MOST_SEATS, SEATS
from api.db.session import ReadSession
from api.errors import RuleBroken
from api.http.deps import ActorDep, ClockDep, HouseDep, Reader, RulesDep, Writer
from api.http.routing import GuardedRouter
from api.practice import service as practice
from api.requirements import service as requirements
from web.coverage.days import read_day
from web.coverage.files import attachment
from web.coverage.wording import name_choice, named
from web.i18n import gettext
from web.parts import Choice
from web.practice.addresses import PAGE, State, calendar_url
from web.practice.calendar import calendar
from web.practice.form import DayForm, FormView, filled_in, read_seats
from web.practice.views import Shown, plan_view
from web.render import redirect, render

router = GuardedRouter()
CanRead, CanPlan = Permission.COVERAGE_READ, Permission.PRACTICE_WRITE
DONE = ("planerad", "installd")


@router.get("/planering", requires=CanRead)
def plan(
    request: Request,
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    clock: ClockDep,
    enhet: str = "",
    krav: str = "",
    platser: str = "",
) -> Response:
    """Who needs training before which month, what is enough, and what is planned."""
    seats = read_seats(platser) if platser.strip() else SEATS
    if seats is None:
        raise RuleBroken("seats_out_of_range", {"most": MOST_SEATS})
    board = practice.board(session, actor, clock=clock)
    told = coverage.plan(
        session,
        actor,
        unit_code=enhet.strip(),
        rules=rules,
        requirement_code=krav.strip() or None,
        seats=seats,
        planned=board.planned,
    )
    if told is None:
        may_import = actor.may(Permission.IMPORT_WRITE)
        return render(request, "coverage/no_units.html", may_import=may_import)
    state = State(
        unit=told.unit.code,
        requirement=told.requirement.code if told.requirement else "",
        seats=None if seats == SEATS else seats,
    )
    given = frozenset(each.course.id for each in catalogue.published(session, actor))
    shown = Shown(state, told, board, given, rules.small_group, rules.today)
    return render(request, "practice/plan.html", page=plan_view(shown), done=_done(request))


@router.get("/planering/ny", requires=CanPlan)
def new_day(
    request: Request,
    session: Reader,
    actor: ActorDep,
    clock: ClockDep,
    enhet: str = "",
    krav: str = "",
    fore: str = "",
    platser: str = "",
) -> Response:
    """The form, filled in from a row of the plan."""
    courses = _courses(session, actor, clock, krav.strip())
    form = filled_in(
        unit=enhet.strip(),
        requirement=krav.strip(),
        course=courses[0].id if len(courses) == 1 else "",
        seats=platser,
        before=read_day(fore),
        today=clock.today(),
    )
    return render(
        request, "practice/new.html", page=_form_view(session, actor, clock, form, courses)
    )


@router.post("/planering/ny", requires=CanPlan)
def plan_day(
    request: Request,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    form: Annotated[DayForm, Form()],
) -> Response:
    """Plan the day, or show what is wrong with what was filled in."""
    courses = _courses(session, actor, clock, form.krav.strip())
    page = _form_view(session, actor, clock, form, courses)
    wanted, errors = form.read({course.id for course in courses}, clock.today())
    if wanted is None:
        page = replace(page, errors=tuple(errors))
        return render(request, "practice/new.html", status=422, has_error=True, page=page)
    made = practice.plan_day(session, actor, wanted=wanted, clock=clock)
    return redirect(PAGE, enhet=wanted.unit_code, krav=form.krav.strip(), planerad=made.id)


@router.post("/planering/{day_id}/stall-in", requires=CanPlan)
def cancel(session: Writer, actor: ActorDep, clock: ClockDep, day_id: int) -> Response:
    """Cancel a day. Sent twice, it is the same."""
    where = practice.cancel(session, actor, day_id=day_id, clock=clock)
    return redirect(PAGE, enhet=where.code, installd=day_id)


@router.get("/planering/{day_id}.ics", requires=CanRead)
def calendar_file(
    session: Reader, actor: ActorDep, clock: ClockDep, house: HouseDep, day_id: int
) -> Response:
    """A day for the calendar; a cancelled one takes itself away there."""
    line = practice.day(session, actor, day_id=day_id, clock=clock)
    base = house.settings.base_url.rstrip("/")
    summary = gettext("Övningsdag: %(course)s (%(unit)s)") % {
        "course": line.course_title,
        "unit": line.unit.name,
    }
    state = State(unit=line.unit.code)
    content = calendar(
        line, summary=summary, host=urlsplit(base).hostname or "", url=f"{base}{state.url}"
    )
    return attachment(content, f"ovningsdag-{line.day}-{line.id}.ics")


def _courses(session: ReadSession, actor: Actor, clock: Clock, requirement: str) -> list[Choice]:
    """The courses given here; with a requirement, those of them that it accepts."""
    given = [each.course for each in catalogue.published(session, actor)]
    asked = requirements.in_force_or_coming(session, actor, today=clock.today())
    accepted = {course for each in asked if each.code == requirement for course in each.accepts}
    return [
        name_choice(course.id, course.title)
        for course in given
        if not requirement or course.id in accepted
    ]


def _form_view(
    session: ReadSession, actor: Actor, clock: Clock, form: DayForm, courses: list[Choice]
) -> FormView:
    unit = practice.unit(session, actor, unit_code=form.enhet.strip(), clock=clock)
    seats = read_seats(form.platser)
    state = State(unit.code, form.krav.strip(), None if seats == SEATS else seats)
    return FormView(unit.code, named(unit.name), tuple(courses), form, (), state.url)


def _done(request: Request) -> tuple[str, str]:
    """What has just been done, and the day's file for the calendar."""
    for each in DONE:
        given = request.query_params.get(each, "")
        if given.isdecimal():
            return each, calendar_url(int(given))
    return "", ""

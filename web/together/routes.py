"""The wall, for whoever may take the course; and who was there, for those who lead the unit."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from pydantic import BaseModel, Field

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.db.types import LARGEST_ID
from api.errors import RuleBroken
from api.http.deps import ActorDep, ClockDep, LookLogDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.learning.progress import Spot
from api.records import classroom
from api.records.classroom import Meeting
from api.texts import error_text
from web.coverage.days import read_day
from web.i18n import gettext
from web.learning import addresses
from web.learning.reading import in_words
from web.render import redirect, render
from web.together.present_views import Asked, only_unit, present_view
from web.together.views import ANSWER, start_view, wall_view

router = GuardedRouter()
UNANSWERED = 422
CanRecord = Permission.RECORD_CLASSROOM
PersonId = Annotated[int, Field(ge=1, le=LARGEST_ID)]


class PresentForm(BaseModel):
    """Who was there, in which unit, on which day."""

    enhet: str = ""
    dag: str = ""
    present: list[PersonId] = []


@router.get("/kurser/{course_id}/tillsammans", requires=Permission.COURSE_TAKE)
def start(request: Request, course_id: str, session: Reader, actor: ActorDep) -> Response:
    """How a course is gone through together, and the way to its first step."""
    course = _course(session, actor, course_id)
    view = start_view(course, may_record=actor.may(CanRecord))
    return render(request, "together/start.html", view=view)


def get_asked(
    clock: ClockDep, enhet: str = "", dag: str = "", klara: str = "", redan: str = ""
) -> Asked:
    """Read the address: today unless another day is asked for."""
    return Asked(enhet.strip(), read_day(dag) or clock.today(), klara, redan)


@router.get("/kurser/{course_id}/tillsammans/vilka", requires=CanRecord)
def who_was_there(
    request: Request,
    course_id: str,
    session: Reader,
    actor: ActorDep,
    clock: ClockDep,
    looks: LookLogDep,
    asked: Annotated[Asked, Depends(get_asked)],
) -> Response:
    """The people of a unit to tick. A look that cannot be logged is not given."""
    course = _course(session, actor, course_id)
    units = classroom.units(session, actor, clock=clock)
    code = asked.unit or only_unit(units)
    group = None
    if code:
        meeting = Meeting(course.id, code, asked.day)
        group = classroom.group(session, actor, meeting=meeting, clock=clock)
    view = present_view(course, asked, today=clock.today(), units=units, group=group)
    if group and view.people:
        looks.note("classroom.people", unit_id=group.unit.id, people=len(view.people))
    return render(request, "together/present.html", view=view)


@router.post("/kurser/{course_id}/tillsammans/vilka", requires=CanRecord)
def record(
    request: Request,
    course_id: str,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    form: Annotated[PresentForm, Form()],
) -> Response:
    """Record the course for each who was there, or say what is missing."""
    course = _course(session, actor, course_id)
    day = read_day(form.dag) or clock.today()
    meeting = Meeting(course.id, form.enhet.strip(), day)
    if not form.present:
        return _tick_somebody(request, session, actor, clock, course, meeting)
    done = classroom.record(session, actor, meeting=meeting, present=form.present, clock=clock)
    return redirect(
        addresses.present_path(course.id),
        enhet=meeting.unit_code,
        dag=day.isoformat(),
        klara=done.recorded,
        redan=done.standing,
    )


@router.get(
    "/kurser/{course_id}/tillsammans/{module_id}/{step_id}", requires=Permission.COURSE_TAKE
)
def show_step(
    request: Request,
    course_id: str,
    module_id: str,
    step_id: str,
    session: Reader,
    actor: ActorDep,
    visa: str = "",
) -> Response:
    """One text or one question on the wall; then, asked for, its explanation. Nothing is kept."""
    view = wall_view(
        _course(session, actor, course_id),
        Spot(module_id, step_id),
        explains=visa == ANSWER,
        may_record=actor.may(CanRecord),
    )
    return render(request, "together/step.html", view=view)


def _course(session: ReadSession, actor: Actor, course_id: str) -> Course:
    return in_words(catalogue.current(session, actor, course_id=course_id).course)


def _tick_somebody(
    request: Request,
    session: WriteSession,
    actor: Actor,
    clock: Clock,
    course: Course,
    meeting: Meeting,
) -> Response:
    """Nobody was ticked: show the list again and say so."""
    group = classroom.group(session, actor, meeting=meeting, clock=clock)
    classroom.looked(session, actor, seen=group, clock=clock)
    view = present_view(
        course,
        Asked(meeting.unit_code, meeting.day),
        today=clock.today(),
        units=classroom.units(session, actor, clock=clock),
        group=group,
        error=error_text(RuleBroken("nobody_present"), gettext),
    )
    return render(request, "together/present.html", status=UNANSWERED, has_error=True, view=view)

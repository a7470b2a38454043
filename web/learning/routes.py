"""The courses: to read for all where they are open, to take for those who are signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access.permissions import Permission
from api.errors import NotFound, NotSignedIn
from api.http.deps import ActorDep, ClockDep, Reader, Writer
from api.http.routing import PUBLIC, GuardedRouter
from api.learning import service as learning
from api.learning.progress import Spot, read_on
from web.i18n import gettext as _
from web.learning import addresses, reports, step_views, views
from web.learning.step_views import StepView
from web.render import redirect, render

router = GuardedRouter()
OK, UNANSWERED = 200, 422


class StepForm(BaseModel):
    """What a step's form brings. ``act``: move on (a text), or answer (a question).

    ``kept``: the page promised that the answer is saved, so whoever has been signed out since then
    must not be let believe it.
    """

    act: str = "answer"
    answer: list[str] = []
    kept: bool = False


@dataclass(frozen=True)
class StepAddress:
    """Which step an address names."""

    course_id: str
    module_id: str
    step_id: str

    @property
    def spot(self) -> Spot:
        """The step within its course."""
        return Spot(self.module_id, self.step_id)


@dataclass(frozen=True)
class Desk:
    """What leaving a step needs. A visitor's answer only reads: nothing of theirs is kept."""

    reader: Reader
    writer: Writer
    actor: ActorDep
    clock: ClockDep

    @property
    def known(self) -> bool:
        """Whether somebody is signed in, whose place and answers are kept."""
        return self.actor.person_id is not None


async def get_address(course_id: str, module_id: str, step_id: str) -> StepAddress:
    """Read the address."""
    return StepAddress(course_id, module_id, step_id)


async def get_desk(reader: Reader, writer: Writer, actor: ActorDep, clock: ClockDep) -> Desk:
    """Put together what leaving a step needs."""
    return Desk(reader, writer, actor, clock)


AddressDep = Annotated[StepAddress, Depends(get_address)]
DeskDep = Annotated[Desk, Depends(get_desk)]


@router.get("/kurser", requires=PUBLIC)
def list_courses(request: Request, session: Reader, actor: ActorDep, clock: ClockDep) -> Response:
    """Every course the reader may read."""
    lines = learning.courses_for(session, actor)
    known = actor.person_id is not None
    tasks = [views.course_task(line, clock.today(), signed_in=known) for line in lines]
    links = reports.report_links(lines) if actor.may(Permission.STATISTICS_READ) else ()
    return render(request, "learning/courses.html", tasks=tasks, signed_in=known, reports=links)


@router.get("/kurser/{course_id}", requires=PUBLIC)
def show_course(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """What a course is for, what it takes, and the way into it."""
    place = learning.place(session, actor, course_id=course_id, clock=clock)
    record = learning.held(session, actor, course_id=course_id)
    known = actor.person_id is not None
    view = views.course_view(place, record, clock.today(), signed_in=known)
    links = reports.report_of(place.course) if actor.may(Permission.STATISTICS_READ) else None
    return render(request, "learning/course.html", view=view, reports=links)


@router.post("/kurser/{course_id}", requires=Permission.COURSE_TAKE)
def start_course(course_id: str, session: Reader, actor: ActorDep, clock: ClockDep) -> Response:
    """Take a course up at the saved place; what is not begun begins with a question about oneself."""
    place = learning.place(session, actor, course_id=course_id, clock=clock)
    if place.progress is None and place.record is None:
        return redirect(addresses.before_path(course_id))
    return redirect(addresses.place_path(place))


@router.get("/kurser/{course_id}/igen", requires=Permission.COURSE_TAKE)
def show_again(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """The questions that come back before the course is complete."""
    place = learning.place(session, actor, course_id=course_id, clock=clock)
    if place.progress is None or not place.progress.returning:
        return redirect(addresses.course_path(course_id))
    return render(request, "learning/again.html", view=views.again_view(place.progress))


@router.get("/kurser/{course_id}/{module_id}", requires=PUBLIC)
def show_module(
    request: Request,
    course_id: str,
    module_id: str,
    session: Reader,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """A module's goals, how long it takes, and what it touches upon."""
    place = learning.place(session, actor, course_id=course_id, clock=clock)
    module = place.course.module(module_id)
    if module is None:
        raise NotFound("step_unknown")
    return render(request, "learning/module.html", view=views.module_view(place, module))


@router.get("/kurser/{course_id}/{module_id}/{step_id}", requires=PUBLIC)
def show_step(
    request: Request, at: AddressDep, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """One text or one question. Looking saves nothing."""
    place = learning.place(session, actor, course_id=at.course_id, clock=clock)
    found = step_views.reading(place, at.spot, signed_in=actor.person_id is not None)
    return _page(request, step_views.step_view(found))


@router.post("/kurser/{course_id}/{module_id}/{step_id}", requires=PUBLIC)
def leave_step(
    request: Request, at: AddressDep, form: Annotated[StepForm, Form()], desk: DeskDep
) -> Response:
    """Move on from a text, or answer a question."""
    if form.kept and not desk.known:
        raise NotSignedIn("not_signed_in")
    if form.act == "move":
        return _move_on(at, desk)
    if not form.answer:
        return _ask_again(request, at, desk)
    done = _submit(at, desk, form.answer)
    found = step_views.answered(done, at.spot, signed_in=desk.known)
    view = step_views.step_view(found, submitted=done, chosen=form.answer)
    return _page(request, view)


def _move_on(at: StepAddress, desk: Desk) -> Response:
    if desk.known:
        onward = learning.visit(
            desk.writer,
            desk.actor,
            course_id=at.course_id,
            module_id=at.module_id,
            step_id=at.step_id,
            clock=desk.clock,
        )
    else:
        place = learning.place(desk.reader, desk.actor, course_id=at.course_id, clock=desk.clock)
        onward = read_on(place.course, at.spot)
    return redirect(addresses.onward_path(at.course_id, onward))


def _ask_again(request: Request, at: StepAddress, desk: Desk) -> Response:
    """Nothing was chosen: say so before anything is written."""
    place = learning.place(desk.reader, desk.actor, course_id=at.course_id, clock=desk.clock)
    found = step_views.reading(place, at.spot, signed_in=desk.known)
    view = step_views.step_view(found, error=_("Välj ett svar"))
    if view.check is None:
        raise NotFound("step_unknown")
    return _page(request, view, status=UNANSWERED)


def _submit(at: StepAddress, desk: Desk, chosen: list[str]) -> learning.Submitted:
    if not desk.known:
        return learning.practise(
            desk.reader,
            desk.actor,
            course_id=at.course_id,
            module_id=at.module_id,
            step_id=at.step_id,
            chosen=chosen,
        )
    return learning.submit_check(
        desk.writer,
        desk.actor,
        course_id=at.course_id,
        module_id=at.module_id,
        step_id=at.step_id,
        chosen=chosen,
        clock=desk.clock,
    )


def _page(request: Request, view: StepView, *, status: int = OK) -> Response:
    """A step's page or, for htmx, only its question."""
    failed = status != OK
    return render(
        request, "learning/step.html", block="check", status=status, view=view, has_error=failed
    )

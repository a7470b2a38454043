"""The courses: to read for all where they are open, to take for those who are signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.errors import NotFound, NotSignedIn, RuleBroken
from api.http.deps import ActorDep, ClockDep, Reader, RulesDep, Writer
from api.http.routing import PUBLIC, GuardedRouter
from api.learning import service as learning
from api.learning.progress import Spot, read_on
from api.texts import error_text
from web.i18n import gettext as _
from web.i18n import language
from web.learning import (
    addresses,
    course_views,
    edition_views,
    missed_views,
    reports,
    step_views,
    views,
)
from web.learning.alone_views import in_repetition
from web.learning.desk import Desk, DeskDep
from web.learning.reading import answered, place_of, reading, tell
from web.learning.repeating import may_renew_by_repetition
from web.learning.step_views import StepView
from web.render import redirect, render

router = GuardedRouter()
OK, UNANSWERED = 200, 422


class StepForm(BaseModel):
    """What a step's form brings. ``act``: move on (a text), or answer (a question).

    ``kept``: the page promised that the answer is saved, so whoever has been signed out since then
    must not be let believe it. ``seed``: what the options were shuffled by when they were shown; the
    answer may have begun the attempt, and they must not move under the reader's eyes.
    """

    act: str = "answer"
    answer: list[str] = []
    kept: bool = False
    seed: str = ""


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


async def get_address(course_id: str, module_id: str, step_id: str) -> StepAddress:
    """Read the address."""
    return StepAddress(course_id, module_id, step_id)


AddressDep = Annotated[StepAddress, Depends(get_address)]


@router.get("/kurser", requires=PUBLIC)
def list_courses(request: Request, session: Reader, actor: ActorDep, clock: ClockDep) -> Response:
    """Every course the reader may read."""
    known, tasks, links = actor.person_id is not None, [], []
    follows_up = known and actor.may(Permission.STATISTICS_READ)
    for line in learning.courses_for(session, actor, language=language()):
        tell(line.course)
        tasks.append(views.course_task(line, clock.today(), signed_in=known))
        if follows_up:
            links.append(reports.report_of(line.course))
    return render(request, "learning/courses.html", tasks=tasks, signed_in=known, reports=links)


@router.get("/kurser/{course_id}", requires=PUBLIC)
def show_course(
    request: Request,
    course_id: str,
    session: Reader,
    actor: ActorDep,
    clock: ClockDep,
    rules: RulesDep,
) -> Response:
    """What a course is for, what it takes, and the way into it."""
    place = place_of(session, actor, course_id, clock)
    record = learning.held(session, actor, course_id=course_id)
    known = actor.person_id is not None
    view = course_views.course_view(
        place,
        record,
        clock.today(),
        signed_in=known,
        may_renew_by_repetition=record is not None
        and may_renew_by_repetition(session, actor, course_id, rules),
    )
    # Whoever is nobody's person (an author's preview) may read all, but these pages are the service's.
    edits = known and actor.may(Permission.EDITION_READ)
    follows_up = known and actor.may(Permission.STATISTICS_READ)
    return render(
        request,
        "learning/course.html",
        view=view,
        editions=addresses.editions_url(course_id) if edits else "",
        reports=reports.report_of(place.course) if follows_up else None,
    )


@router.post("/kurser/{course_id}", requires=Permission.COURSE_TAKE)
def start_course(course_id: str, session: Writer, actor: ActorDep, clock: ClockDep) -> Response:
    """Take a course up at the saved place; what is not begun begins with a question about oneself."""
    place = learning.place(session, actor, course_id=course_id, clock=clock)
    if place.progress is None and place.record is None:
        return redirect(addresses.before_path(course_id))
    place = learning.start_or_resume(session, actor, course_id=course_id, clock=clock)
    return redirect(addresses.place_path(place))


@router.get("/kurser/{course_id}/igen", requires=Permission.COURSE_TAKE)
def show_again(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """The questions that come back before the course is complete."""
    place = place_of(session, actor, course_id, clock)
    if place.progress is None or not place.progress.returning:
        return redirect(addresses.course_path(course_id))
    return render(request, "learning/again.html", view=missed_views.again_view(place.progress))


@router.get("/kurser/{course_id}/utgavor", requires=Permission.EDITION_READ)
def show_editions(request: Request, course_id: str, session: Reader, actor: ActorDep) -> Response:
    """Every edition of a course: when, what was said of it, and what it changed."""
    history = catalogue.history(session, actor, course_id=course_id)
    latest = catalogue.current(session, actor, course_id=course_id)
    view = edition_views.editions_view(latest.course, history)
    return render(request, "learning/editions.html", view=view)


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
    place = place_of(session, actor, course_id, clock)
    module = place.course.module(module_id)
    if module is None:
        raise NotFound("step_unknown")
    return render(request, "learning/module.html", view=views.module_view(place, module))


@router.get("/kurser/{course_id}/{module_id}/{step_id}", requires=PUBLIC)
def show_step(
    request: Request, at: AddressDep, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """One text or one question. Looking saves nothing."""
    place = place_of(session, actor, at.course_id, clock)
    found = reading(place, at.spot, signed_in=actor.person_id is not None)
    return _page(request, in_repetition(step_views.step_view(found), found))


@router.post("/kurser/{course_id}/{module_id}/{step_id}", requires=PUBLIC)
def leave_step(
    request: Request, at: AddressDep, form: Annotated[StepForm, Form()], desk: DeskDep
) -> Response:
    """Move on from a text, or answer a question."""
    if form.kept and not desk.known:
        raise NotSignedIn("not_signed_in")
    if form.act == "move":
        return _move_on(at, desk)
    try:
        done = _submit(at, desk, form.answer)
    except RuleBroken as broken:
        # Returned, not raised, the answer would commit what taking up the attempt has begun.
        desk.writer.rollback()
        return _ask_again(request, at, desk, form.answer, broken)
    tell(done.course)
    found = answered(done, at.spot, signed_in=desk.known)
    view = step_views.step_view(found, submitted=done, chosen=form.answer, seed=form.seed)
    return _page(request, in_repetition(view, found))


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


def _ask_again(
    request: Request, at: StepAddress, desk: Desk, chosen: list[str], broken: RuleBroken
) -> Response:
    """The answer cannot be graded: say why, keep what was chosen, and write nothing."""
    place = place_of(desk.reader, desk.actor, at.course_id, desk.clock)
    found = reading(place, at.spot, signed_in=desk.known)
    view = step_views.step_view(found, chosen=chosen, error=error_text(broken, _))
    return _page(request, in_repetition(view, found), status=UNANSWERED)


def _submit(at: StepAddress, desk: Desk, chosen: list[str]) -> learning.Submitted:
    if not desk.known:
        return learning.practise(
            desk.reader,
            desk.actor,
            course_id=at.course_id,
            module_id=at.module_id,
            step_id=at.step_id,
            chosen=chosen,
            language=language(),
        )
    return learning.submit_check(
        desk.writer,
        desk.actor,
        course_id=at.course_id,
        module_id=at.module_id,
        step_id=at.step_id,
        chosen=chosen,
        clock=desk.clock,
        language=language(),
    )


def _page(request: Request, view: StepView, *, status: int = OK) -> Response:
    """A step's page or, for htmx, only its question."""
    failed = status != OK
    return render(
        request, "learning/step.html", block="check", status=status, view=view, has_error=failed
    )

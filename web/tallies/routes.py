"""The question before and after a course, and the pages of the counters."""

from dataclasses import replace
from typing import Annotated

from fastapi import Form, Request, Response
from pydantic import BaseModel, BeforeValidator

from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.http.deps import ActorDep, ClockDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.learning import service as learning
from api.tallies import service as tallies
from api.tallies.models import Sureness
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.reading import in_words, place_of
from web.render import redirect, render
from web.tallies.views import asked_view, questions_view, sureness_view

router = GuardedRouter()
UNANSWERED = 422
ANSWER = "answer"


class SurenessForm(BaseModel):
    """How sure somebody feels, if they say; ``act``: answer, or pass on."""

    act: str = ANSWER
    sure: Annotated[Sureness | None, BeforeValidator(lambda text: text or None)] = None


SurenessDep = Annotated[SurenessForm, Form()]


@router.get("/kurser/{course_id}/fore", requires=Permission.COURSE_TAKE)
def ask_before(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """One question before a course begins. Whoever has begun is led to where they are."""
    place = place_of(session, actor, course_id, clock)
    if place.progress is not None or place.record is not None:
        return redirect(addresses.place_path(place))
    return _ask(request, place.course, before=True)


@router.post("/kurser/{course_id}/fore", requires=Permission.COURSE_TAKE)
def begin(
    request: Request,
    course_id: str,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    form: SurenessDep,
) -> Response:
    """Begin the course, with or without an answer."""
    if form.act == ANSWER and form.sure is None:
        place = place_of(session, actor, course_id, clock)
        return _ask(request, place.course, before=True, error=_("Välj ett svar, eller hoppa över"))
    place = learning.start_or_resume(
        session, actor, course_id=course_id, clock=clock, sure=form.sure
    )
    return redirect(addresses.place_path(place))


@router.get("/kurser/{course_id}/efter", requires=Permission.COURSE_TAKE)
def ask_after(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """The question after a course on a page of its own, for whoever has completed it today."""
    place = place_of(session, actor, course_id, clock)
    if place.record is None:
        return redirect(addresses.course_path(course_id))
    return _ask(request, place.course, before=False)


@router.post("/kurser/{course_id}/efter", requires=Permission.COURSE_TAKE)
def answer_after(
    request: Request,
    course_id: str,
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
    form: SurenessDep,
) -> Response:
    """Count the answer of whoever has just completed the course, and show their certificate."""
    record = learning.tell_after(session, actor, course_id=course_id, clock=clock, sure=form.sure)
    if form.act == ANSWER and form.sure is None:
        course = place_of(session, actor, course_id, clock).course
        return _ask(request, course, before=False, error=_("Välj ett svar, eller hoppa över"))
    return redirect(addresses.certificate_path(record.id))


@router.get("/kurser/{course_id}/matt", requires=Permission.STATISTICS_READ)
def show_sureness(request: Request, course_id: str, session: Reader, actor: ActorDep) -> Response:
    """How sure staff feel before and after the course, in counts."""
    course = in_words(catalogue.current(session, actor, course_id=course_id).course)
    counted = tallies.sureness(session, actor, course_id=course_id)
    return render(request, "tallies/sureness.html", view=sureness_view(course, counted))


@router.get("/kurser/{course_id}/fragor", requires=Permission.STATISTICS_READ)
def show_questions(
    request: Request, course_id: str, session: Reader, actor: ActorDep, utgava: str = ""
) -> Response:
    """How often the questions of an edition are answered right at first try."""
    editions = catalogue.editions(session, actor, course_id=course_id)
    chosen = next((each for each in editions if each.content_hash == utgava), editions[0])
    shown = catalogue.edition(session, actor, content_hash=chosen.content_hash)
    figures = tallies.items(session, actor, edition_hash=chosen.content_hash)
    shown = replace(shown, course=in_words(shown.course))
    view = questions_view(shown, editions, figures)
    return render(request, "tallies/questions.html", view=view)


def _ask(request: Request, course: Course, *, before: bool, error: str = "") -> Response:
    return render(
        request,
        "tallies/asked.html",
        status=UNANSWERED if error else 200,
        has_error=bool(error),
        view=asked_view(course, before=before, error=error),
    )

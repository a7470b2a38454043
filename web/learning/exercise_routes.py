"""Practice: conversations to choose replies in, and transcripts to code. Nothing of either is kept."""

from typing import Annotated, Literal

from fastapi import Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access.permissions import Permission
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.kinds.transcript import Transcript
from api.errors import NotFound, RuleBroken
from api.http.deps import ActorDep, HouseDep, Reader
from api.http.routing import GuardedRouter
from api.learning import coding, exercises
from api.learning.conversation import Conversation
from api.learning.exercises import Found
from api.learning.sealing import State
from api.records.models import Earned
from api.texts import error_text
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.coding_views import coding_view
from web.learning.conversation_views import conversation_view, exercise_lines
from web.learning.desk import DeskDep
from web.render import page_url, render

router = GuardedRouter()
OK, INCOMPLETE = 200, 422


class ExerciseForm(BaseModel):
    """What an exercise's form brings: the sealed conversation and what is to happen, or the codes.

    ``undo``: the turn to take back. ``direct``: show the replies at once, without the pause to say
    one's own aloud.
    """

    act: Literal["say", "on", "code"] = "say"
    undo: int | None = None
    state: str = ""
    reply: str = ""
    direct: bool = False
    code: list[str] = []
    rating: list[str] = []


@router.get("/ova", requires=Permission.COURSE_TAKE)
def list_exercises(request: Request, session: Reader, actor: ActorDep) -> Response:
    """Every conversation to practise and every transcript to code."""
    lines = exercise_lines(exercises.published(session, actor))
    return render(request, "learning/exercises.html", lines=lines)


@router.get("/ova/{exercise_id}", requires=Permission.COURSE_TAKE)
def show_exercise(
    request: Request, exercise_id: str, session: Reader, actor: ActorDep, house: HouseDep
) -> Response:
    """An exercise from its beginning."""
    found = exercises.find(session, actor, exercise_id=exercise_id)
    if isinstance(found.exercise, Transcript):
        return _bench(request, found, found.exercise)
    state = State(found.edition_hash, exercise_id)
    view = conversation_view(
        found,
        Conversation(found.exercise),
        state=house.seals.seal(state),
        direct=False,
    )
    return render(request, "learning/conversation.html", view=view, has_error=False)


@router.post("/ova/{exercise_id}", requires=Permission.COURSE_TAKE)
def practise(
    request: Request,
    exercise_id: str,
    form: Annotated[ExerciseForm, Form()],
    desk: DeskDep,
    house: HouseDep,
) -> Response:
    """Say something, take a turn back, go on; or compare one's codes with the key."""
    if form.act == "code":
        return _compare(request, exercise_id, form, desk)
    state = house.seals.open(form.state)
    if state.exercise_id != exercise_id:
        raise RuleBroken("exercise_state")
    found = exercises.find_in(
        desk.reader, desk.actor, edition_hash=state.edition_hash, exercise_id=exercise_id
    )
    if not isinstance(found.exercise, Dialogue):
        raise NotFound("exercise_unknown")
    return _go_on(request, found, found.exercise, state, form, desk, house)


def _go_on(
    request: Request,
    found: Found,
    dialogue: Dialogue,
    state: State,
    form: ExerciseForm,
    desk: DeskDep,
    house: HouseDep,
) -> Response:
    conversation, error = Conversation(dialogue, state.said), ""
    if form.undo is not None:
        conversation = conversation.back_to(form.undo)
    elif form.act == "say":
        try:
            conversation = conversation.say(form.reply)
        except RuleBroken as broken:
            error = error_text(broken, _)
    record = _finish(found, desk) if conversation.ended else None
    view = conversation_view(
        found,
        conversation,
        state=house.seals.seal(State(state.edition_hash, dialogue.id, conversation.said)),
        direct=form.direct,
        just_said=len(conversation.said) > len(state.said),
        finished=conversation.ended and form.act == "on",
        certificate=_certificate(record),
        error=error,
    )
    return render(
        request,
        "learning/conversation.html",
        block="talk",
        status=INCOMPLETE if error else OK,
        view=view,
        has_error=bool(error),
    )


def _compare(request: Request, exercise_id: str, form: ExerciseForm, desk: DeskDep) -> Response:
    found = exercises.find(desk.reader, desk.actor, exercise_id=exercise_id)
    if not isinstance(found.exercise, Transcript):
        raise NotFound("exercise_unknown")
    given = [*form.code, *form.rating]
    try:
        compared = coding.compare(found.exercise, form.code, form.rating)
    except RuleBroken as broken:
        view = coding_view(found, found.exercise, given=given, error=error_text(broken, _))
        return render(request, "learning/coding.html", status=INCOMPLETE, view=view, has_error=True)
    record = _finish(found, desk)
    view = coding_view(
        found,
        found.exercise,
        given=given,
        compared=compared,
        certificate=_certificate(record),
    )
    return render(request, "learning/coding.html", view=view, has_error=False)


def _bench(request: Request, found: Found, transcript: Transcript) -> Response:
    view = coding_view(found, transcript)
    return render(request, "learning/coding.html", view=view, has_error=False)


def _finish(found: Found, desk: DeskDep) -> Earned | None:
    return exercises.finish(
        desk.writer,
        desk.actor,
        course_id=found.course.id,
        exercise_id=found.exercise.id,
        clock=desk.clock,
    )


def _certificate(record: Earned | None) -> str:
    return page_url(addresses.certificate_path(record.id)) if record else ""

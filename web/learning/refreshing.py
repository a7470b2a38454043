"""Refreshers: to want them or not, to be asked one, and to have the answer explained."""

from typing import Annotated

from fastapi import Form, Request
from pydantic import BaseModel
from starlette.responses import Response

from api.access.permissions import Permission
from api.errors import RuleBroken
from api.http.deps import ActorDep, ClockDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.refreshers import service as refreshers
from api.texts import error_text
from web.i18n import gettext as _
from web.i18n import language
from web.learning.alone_views import HOME, refresher_view
from web.learning.reading import tell
from web.learning.routes import UNANSWERED, StepForm
from web.learning.step_views import StepView
from web.render import redirect, render

router = GuardedRouter()


class WishForm(BaseModel):
    """What the switch brings."""

    wanted: bool = False
    by_mail: bool = False


@router.post("/mina-uppgifter/minnesfragor", requires=Permission.COURSE_TAKE)
def choose(
    form: Annotated[WishForm, Form()], session: Writer, actor: ActorDep, clock: ClockDep
) -> Response:
    """Want refreshers, by mail too or not, or want none."""
    if form.wanted:
        refreshers.choose(session, actor, by_mail=form.by_mail, clock=clock)
    else:
        refreshers.decline(session, actor)
    return redirect("/mina-uppgifter")


@router.get("/minnesfraga/{record_id}/{days}", requires=Permission.COURSE_TAKE)
def show(
    request: Request, record_id: int, days: int, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """A refresher that waits. Looking keeps nothing."""
    asked = refreshers.find(
        session, actor, record_id=record_id, days=days, clock=clock, language=language()
    )
    if asked is None:
        return redirect(HOME)
    tell(asked.course)
    return _page(request, refresher_view(asked))


@router.post("/minnesfraga/{record_id}/{days}", requires=Permission.COURSE_TAKE)
def answer(
    request: Request,
    record_id: int,
    days: int,
    form: Annotated[StepForm, Form()],
    session: Writer,
    actor: ActorDep,
    clock: ClockDep,
) -> Response:
    """Answer a refresher: it is explained, and only that it has been asked is kept."""
    try:
        asked, grade = refreshers.answer(
            session,
            actor,
            record_id=record_id,
            days=days,
            answers=form.answer,
            clock=clock,
            language=language(),
        )
    except RuleBroken as broken:
        # Graded before anything is written: there is nothing to take back.
        waiting = refreshers.find(
            session, actor, record_id=record_id, days=days, clock=clock, language=language()
        )
        if waiting is None:
            return redirect(HOME)
        tell(waiting.course)
        view = refresher_view(waiting, chosen=form.answer, error=error_text(broken, _))
        return _page(request, view, status=UNANSWERED)
    tell(asked.course)
    return _page(request, refresher_view(asked, grade=grade, chosen=form.answer))


def _page(request: Request, view: StepView, *, status: int = 200) -> Response:
    failed = status == UNANSWERED
    return render(
        request, "learning/step.html", block="check", status=status, view=view, has_error=failed
    )

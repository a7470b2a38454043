"""Renewing a course by repetition: the questions first, then only what was missed."""

from datetime import date

from fastapi import Request
from starlette.responses import Response

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.roster import counts_from
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.http.deps import ActorDep, ClockDep, Reader, RulesDep, Writer
from api.http.routing import GuardedRouter
from api.learning import service as learning
from web.learning import addresses
from web.learning.missed_views import missed_view
from web.learning.reading import place_of
from web.render import redirect, render

router = GuardedRouter()


@router.get("/kurser/{course_id}/repetera", requires=Permission.COURSE_TAKE)
def show_missed(
    request: Request, course_id: str, session: Reader, actor: ActorDep, clock: ClockDep
) -> Response:
    """What was missed in a repetition, and the way on through it."""
    place = place_of(session, actor, course_id, clock)
    if place.progress is None or not place.progress.missed_modules:
        return redirect(addresses.course_path(course_id))
    view = missed_view(place.progress)
    return render(request, "learning/missed.html", view=view)


@router.post("/kurser/{course_id}/repetera", requires=Permission.COURSE_TAKE)
def repeat_course(
    course_id: str, session: Writer, actor: ActorDep, clock: ClockDep, rules: RulesDep
) -> Response:
    """Begin a repetition, or go on from it through what was missed."""
    day = _counted_from(session, actor, course_id, rules)
    place = learning.repeat(session, actor, course_id=course_id, counts_from=day, clock=clock)
    return redirect(addresses.place_path(place))


def may_renew_by_repetition(
    session: ReadSession, actor: Actor, course_id: str, rules: CoverageRules
) -> bool:
    """Whether a repetition renews the course for the actor, and not only the whole of it."""
    day = _counted_from(session, actor, course_id, rules)
    return learning.repetition(session, actor, course_id=course_id, counts_from=day) is not None


def _counted_from(
    session: ReadSession, actor: Actor, course_id: str, rules: CoverageRules
) -> date | None:
    """The first day of training in the course that counts for the actor: a retake moves it."""
    return counts_from(coverage.mine(session, actor, rules=rules), course_id)

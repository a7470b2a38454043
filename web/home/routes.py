"""The first page, which leads each role to its own start, and the learner's own page."""

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from api.access.actor import Actor
from api.access.permissions import Permission, Role
from api.clock import Clock
from api.coverage import service as coverage
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.http.deps import ActorDep, ClockDep, Reader, RulesDep
from api.http.routing import PUBLIC, GuardedRouter
from api.imports import service as imports
from api.learning import service as learning
from api.records import service as records
from api.records.models import TrainingRecord
from api.refreshers import service as refreshers
from web.home.views import HomeView, home_view, longest_by_course, refresher_card
from web.i18n import language
from web.learning.reading import tell
from web.learning.views import course_task
from web.learning.wording import course_text, course_title
from web.render import redirect, render

router = GuardedRouter()
# Whoever holds several roles begins with the first of these.
STARTS = (
    (Role.COORDINATOR, "/tackning"),
    (Role.UNIT_MANAGER, "/enhet"),
    (Role.DELEGATE, "/enhet"),
    (Role.PROTECTION_HANDLER, "/enhet"),
    (Role.HR, "/import"),
    (Role.ADMIN, "/tackning"),
)


@router.get("/", requires=PUBLIC)
def start(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, rules: RulesDep
) -> Response:
    """Lead each role to its own start; tell a visitor what this is."""
    if actor.person_id is None:
        tasks = []
        for line in learning.courses_for(session, actor, language=language()):
            tell(line.course)
            tasks.append(course_task(line, clock.today(), signed_in=False))
        return render(request, "home/landing.html", tasks=tasks)
    own_start = next((path for role, path in STARTS if role in actor.roles), None)
    if own_start == "/import" and not imports.may_import(session, actor):
        # HR of a part of the municipality imports nothing, but records training there.
        own_start = "/registrera"
    if own_start is not None:
        return redirect(own_start)
    return _home(request, session, actor, clock, rules)


@router.get("/mina-utbildningar", requires=Permission.OWN_READ)
def my_training(
    request: Request, session: Reader, actor: ActorDep, clock: ClockDep, rules: RulesDep
) -> Response:
    """The learner's own page, for those whose start is another."""
    return _home(request, session, actor, clock, rules)


def _home(
    request: Request, session: ReadSession, actor: Actor, clock: Clock, rules: CoverageRules
) -> Response:
    asked = refreshers.next_one(session, actor, clock=clock, language=language())
    return render(
        request,
        "home/home.html",
        view=_view(session, actor, clock, rules),
        refresher=refresher_card(asked) if asked else None,
    )


def _view(session: ReadSession, actor: Actor, clock: Clock, rules: CoverageRules) -> HomeView:
    lines = learning.courses_for(session, actor, language=language())
    started = frozenset(line.course.id for line in lines if line.progress is not None)
    required = coverage.mine(session, actor, rules=rules, started_courses=started)
    titles = {line.course.id: course_title(line.course) for line in lines}
    held = [
        # A course taught elsewhere has no title here; what it is called is then asked for.
        (record, titles.get(record.course_id) or _elsewhere(session, record))
        for record in longest_by_course(records.mine(session, actor))
    ]
    return home_view(lines, required, held, clock.today())


def _elsewhere(session: ReadSession, record: TrainingRecord) -> Markup:
    return course_text(records.course_title(session, record))

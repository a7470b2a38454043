"""What a step's page shows: the text or the question, the answer explained, what is saved."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from api.catalogue.schema import Course, Graded, Module, PracticeStep, Step
from api.learning.progress import Spot, minutes_from, read_on
from api.learning.service import Submitted
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.check_views import CheckView, check_view, stem
from web.learning.reading import Reading
from web.learning.views import SourceView, sources_view
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url


class Keeping(StrEnum):
    """What is kept of the reading, said on the page as it is."""

    NOTHING = "nothing"
    FINISHED = "finished"
    BEGINS = "begins"
    HERE = "here"
    ELSEWHERE = "elsewhere"
    ONLY_ASKED = "only_asked"


class Role(StrEnum):
    """What a page asks its question as: a step of a module, one that came back, or on its own."""

    STEP = "step"
    RETURNED = "returned"
    REPETITION = "repetition"
    REFRESHER = "refresher"


@dataclass(frozen=True)
class StepItem:
    """A step in the list beside."""

    title: Markup
    href: str
    state: str


@dataclass(frozen=True)
class PracticeView:
    """The way to an exercise, and whether it has been gone through."""

    href: str
    done: bool


@dataclass(frozen=True)
class StepView:
    """A step's page."""

    role: Role
    title: str
    course_title: str
    heading: Markup
    module: Markup
    course: Link
    number: int
    total: int
    minutes_left: int
    waiting: int
    back: Link
    body: str
    check: CheckView | None
    practice: PracticeView | None
    sources: tuple[SourceView, ...]
    steps: tuple[StepItem, ...]
    keeping: Keeping
    kept_href: str
    action: str
    onward: str
    sign_in: str
    fault_subject: str


def step_view(
    found: Reading,
    *,
    submitted: Submitted | None = None,
    chosen: Collection[str] = (),
    error: str = "",
    seed: str | None = None,
) -> StepView:
    """The page of a step: to read or to answer, with an error, or answered as it was asked (``seed``)."""
    course, (module, step) = found.course, found.placed
    position = module.steps.index(step)
    check = check_view(found, step, submitted, frozenset(chosen), error=error, seed=seed)
    path = addresses.step_path(course.id, found.spot)
    keeping = _keeping(found)
    elsewhere = found.progress if keeping is Keeping.ELSEWHERE else None
    return StepView(
        role=Role.RETURNED if found.returned else Role.STEP,
        title=step.title,
        course_title=course.title,
        heading=course_text(step.title),
        module=course_text(module.title),
        course=Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        number=position + 1,
        total=len(module.steps),
        minutes_left=minutes_from(module, position),
        waiting=len(found.progress.returning) if found.progress and found.returned else 0,
        back=_back(course, module, position),
        body=stem(found, step)[0] if isinstance(step, Graded) else step.body,
        check=check,
        practice=_practice(found, step),
        sources=sources_view(step.sources),
        steps=_steps(found, module, step),
        keeping=keeping,
        kept_href=_step_url(course, elsewhere.spot) if elsewhere else "",
        action=page_url(path),
        onward=page_url(addresses.onward_path(course.id, read_on(course, found.spot))),
        sign_in=addresses.sign_in_url(path),
        fault_subject=addresses.fault_subject(
            course.id, module.id, step.id, edition_hash=found.edition_hash
        ),
    )


def _practice(found: Reading, step: Step) -> PracticeView | None:
    if not isinstance(step, PracticeStep):
        return None
    done = found.progress is not None and step.id in found.progress.results
    return PracticeView(page_url(addresses.exercise_path(step.exercise)), done)


def _back(course: Course, module: Module, position: int) -> Link:
    if position == 0:
        label = _("Tillbaka till modulens början")
        return Link(page_url(addresses.module_path(course.id, module.id)), label)
    label = _("Tillbaka till steg %(number)d") % {"number": position}
    return Link(_step_url(course, Spot(module.id, module.steps[position - 1].id)), label)


def _steps(found: Reading, module: Module, here: Step) -> tuple[StepItem, ...]:
    items = []
    for step in module.steps:
        done = found.progress is not None and found.progress.done(module, step)
        state = "now" if step is here else "done" if done else ""
        href = _step_url(found.course, Spot(module.id, step.id))
        items.append(StepItem(course_text(step.title), href, state))
    return tuple(items)


def _keeping(found: Reading) -> Keeping:
    if not found.signed_in:
        return Keeping.NOTHING
    if found.record is not None:
        return Keeping.FINISHED
    if found.progress is None:
        return Keeping.BEGINS
    return Keeping.HERE if found.progress.spot == found.spot else Keeping.ELSEWHERE


def _step_url(course: Course, spot: Spot) -> str:
    return page_url(addresses.step_path(course.id, spot))

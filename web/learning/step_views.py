"""What a step's page shows: the text or the question, the answer explained, what is saved."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from api.catalogue.schema import Course, Graded, Module, Placed, PracticeStep, Step
from api.errors import NotFound
from api.learning.grading import Marked, ask
from api.learning.kinds.base import Option
from api.learning.progress import Onward, Progress, Spot, Stop, minutes_from, read_on, spot_of
from api.learning.service import Place, Submitted
from api.records.models import TrainingRecord
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.views import SourceView, sources_view
from web.learning.wording import course_text, split_question
from web.parts import FieldError, Link
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
class Reading:
    """A step before a reader: the course, how far they are, and whether they are known."""

    course: Course
    placed: Placed[Step]
    progress: Progress | None
    signed_in: bool
    returned: bool
    record: TrainingRecord | None
    edition_hash: str = ""

    @property
    def spot(self) -> Spot:
        """The step by its ids."""
        return spot_of(self.placed)


@dataclass(frozen=True)
class StepItem:
    """A step in the list beside."""

    title: Markup
    href: str
    state: str


@dataclass(frozen=True)
class OptionView:
    """An option before the answer, or a place for it; what is correct stays on the server."""

    id: str
    text: Markup


@dataclass(frozen=True)
class MarkedView:
    """An option after the answer."""

    id: str
    text: Markup
    correct: bool
    feedback: Markup
    given: Markup
    right: Markup


@dataclass(frozen=True)
class OutcomeView:
    """The answer explained, and the way onward.

    ``leads_through``: the module that a repetition leads through because this was missed in it.
    """

    passed: bool
    choices: tuple[MarkedView, ...]
    chosen: tuple[MarkedView, ...]
    comes_back: bool
    certificate: str
    onward: Link
    read_on: str
    leads_through: Markup | None = None


@dataclass(frozen=True)
class CheckView:
    """A question: as it is asked, with an error, or answered. ``kind`` names its template."""

    kind: str
    ask: Markup
    several: bool
    options: tuple[OptionView, ...]
    slots: tuple[OptionView, ...]
    chosen: frozenset[str]
    error: str
    outcome: OutcomeView | None

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """The error as the summary lists it."""
        return (FieldError("answer-1", self.error),) if self.error else ()


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


def reading(place: Place, spot: Spot, *, signed_in: bool) -> Reading:
    """A step of the course. Raises NotFound if the course has no such step."""
    placed = place.course.find(spot.module_id, spot.step_id)
    if placed is None:
        raise NotFound("step_unknown")
    returned = place.progress is not None and place.progress.returns(spot.step_id)
    return Reading(
        place.course,
        placed,
        place.progress,
        signed_in,
        returned,
        place.record,
        place.edition_hash,
    )


def answered(submitted: Submitted, spot: Spot, *, signed_in: bool) -> Reading:
    """The step just answered."""
    placed = submitted.course.find(spot.module_id, spot.step_id)
    assert placed is not None  # noqa: S101 - it has just been answered
    return Reading(
        submitted.course,
        placed,
        submitted.progress,
        signed_in,
        submitted.returned,
        submitted.record,
        submitted.edition_hash,
    )


def step_view(
    found: Reading,
    *,
    submitted: Submitted | None = None,
    chosen: Collection[str] = (),
    error: str = "",
) -> StepView:
    """The page of a step: to read or to answer, with an error, or answered."""
    course, (module, step) = found.course, found.placed
    position = module.steps.index(step)
    check = _check_view(found, step, submitted, frozenset(chosen), error)
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
        body=_stem(found, step)[0] if isinstance(step, Graded) else step.body,
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


def _stem(found: Reading, question: Graded) -> tuple[str, str]:
    """The question's scene and what it asks, in other words when it comes back."""
    words = question.again if found.returned and question.again else question.stem
    return split_question(words)


def _check_view(
    found: Reading, step: Step, submitted: Submitted | None, chosen: frozenset[str], error: str
) -> CheckView | None:
    if not isinstance(step, Graded):
        return None
    words = _stem(found, step)[1]
    asked = ask(step, found.progress.seed if found.progress else "")
    return CheckView(
        kind=step.kind,
        ask=course_text(words) if words else Markup(_("Vad svarar du?")),  # noqa: S704 - our own text
        several=asked.several,
        options=_options(asked.options),
        slots=_options(asked.slots),
        chosen=chosen,
        error=error,
        outcome=_outcome(found, submitted) if submitted else None,
    )


def _options(options: tuple[Option, ...]) -> tuple[OptionView, ...]:
    return tuple(OptionView(option.id, course_text(option.text)) for option in options)


def _outcome(found: Reading, submitted: Submitted) -> OutcomeView:
    grade, record = submitted.grade, submitted.record
    progress = submitted.progress
    missed = progress is not None and progress.results.get(found.placed.step.id) is False
    certificate = page_url(addresses.certificate_path(record.id)) if record else ""
    return OutcomeView(
        passed=grade.passed,
        choices=tuple(_marked(choice) for choice in grade.choices),
        chosen=tuple(_marked(choice) for choice in grade.chosen),
        comes_back=missed and record is None,
        certificate=certificate,
        onward=_onward_link(found.course, submitted.onward),
        read_on=_rest(found) if record else "",
    )


def _marked(choice: Marked) -> MarkedView:
    return MarkedView(
        choice.id,
        course_text(choice.text),
        choice.correct,
        course_text(choice.feedback),
        course_text(choice.given),
        course_text(choice.right),
    )


def _onward_link(course: Course, onward: Onward) -> Link:
    label = _("Till kursens sida") if onward.stop is Stop.END else _("Gå vidare")
    return Link(page_url(addresses.onward_path(course.id, onward)), label)


def _rest(found: Reading) -> str:
    """What remains to read after the answer that completed the course; empty at its end."""
    following = read_on(found.course, found.spot)
    if following.spot is None:
        return ""
    return page_url(addresses.onward_path(found.course.id, following))


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

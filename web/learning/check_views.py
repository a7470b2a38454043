"""What a question's part of a page shows: what is asked, or the answer explained."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from api.catalogue.kinds.order import OrderStep
from api.catalogue.schema import Course, Graded, Step
from api.learning.grading import Asked, Marked, ask
from api.learning.kinds.base import Option
from api.learning.progress import WHOLE, Onward, Stop, read_on
from api.learning.service import Submitted
from web.i18n import gettext as _
from web.learning import addresses
from web.learning.reading import Reading
from web.learning.wording import course_text, split_question, sureness_choices
from web.parts import Choice, FieldError, Link
from web.render import page_url


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
    ``asks_after``: where the question after the course is answered; empty but for the answer that
    completed it, so that it is put once.
    """

    passed: bool
    choices: tuple[MarkedView, ...]
    chosen: tuple[MarkedView, ...]
    comes_back: bool
    certificate: str
    asks_after: str
    sureness: tuple[Choice, ...]
    onward: Link
    read_on: str
    leads_through: Markup | None = None


@dataclass(frozen=True)
class CheckView:
    """A question: as it is asked, with an error, or answered. ``kind`` names its template."""

    kind: str
    seed: str
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


def stem(found: Reading, question: Graded) -> tuple[str, str]:
    """The question's scene and what it asks, in other words when it comes back."""
    words = question.again if found.returned and question.again else question.stem
    return split_question(words)


def check_view(
    found: Reading,
    step: Step,
    submitted: Submitted | None,
    chosen: frozenset[str],
    *,
    error: str,
    seed: str | None,
) -> CheckView | None:
    """A question as it is asked, with an error, or answered; None for a step that asks nothing.

    ``seed`` is what its options were shuffled by when it was asked; None while it is being asked.
    """
    if not isinstance(step, Graded):
        return None
    words = stem(found, step)[1]
    if seed is None:
        seed = found.progress.seed if found.progress else ""
    asked = ask(step, seed)
    return CheckView(
        kind=step.kind,
        seed=seed,
        ask=course_text(words) if words else Markup(_("Vad svarar du?")),  # noqa: S704 - our own text
        several=asked.several,
        options=_options(asked.options),
        slots=_options(asked.slots),
        chosen=chosen,
        error=error,
        outcome=_outcome(found, submitted, _as_asked(step, asked)) if submitted else None,
    )


def _options(options: tuple[Option, ...]) -> tuple[OptionView, ...]:
    return tuple(OptionView(option.id, course_text(option.text)) for option in options)


def _as_asked(check: Graded, asked: Asked) -> Callable[[Marked], int]:
    """The order of the answered options: as they were asked, but things put in order stand in theirs."""
    if isinstance(check, OrderStep):
        return lambda mark: int(mark.right)
    places = {option.id: place for place, option in enumerate(asked.options)}
    return lambda mark: places[mark.id]


def _outcome(found: Reading, submitted: Submitted, order: Callable[[Marked], int]) -> OutcomeView:
    grade, record = submitted.grade, submitted.record
    progress = submitted.progress
    missed = progress is not None and progress.results.get(found.placed.step.id) is False
    certificate = page_url(addresses.certificate_path(record.id)) if record else ""
    return OutcomeView(
        passed=grade.passed,
        choices=tuple(_marked(choice) for choice in sorted(grade.choices, key=order)),
        chosen=tuple(_marked(choice) for choice in sorted(grade.chosen, key=order)),
        comes_back=missed and record is None,
        certificate=certificate,
        asks_after=_asks_after(found, submitted),
        sureness=sureness_choices(),
        onward=_onward_link(found.course, submitted.onward),
        read_on=_rest(found) if record else "",
    )


def _asks_after(found: Reading, submitted: Submitted) -> str:
    """After the whole course alone: the question before it is put there, too."""
    if submitted.record is None or submitted.progress is None:
        return ""
    if submitted.progress.scope != WHOLE:
        return ""
    return page_url(addresses.after_path(found.course.id))


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

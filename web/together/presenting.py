"""How each kind of step is put before a group: what is asked, and then all that is explained.

A new kind is a function here. What has none is shown as its text alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import singledispatch

from markupsafe import Markup

from api.catalogue.kinds.base import StepBase
from api.catalogue.kinds.compare import CompareStep
from api.catalogue.kinds.match import MatchStep
from api.catalogue.kinds.order import OrderStep
from api.catalogue.schema import Graded, QuestionStep
from api.learning.grading import ask
from web.i18n import gettext
from web.learning.wording import course_text, split_question


@dataclass(frozen=True)
class Explained:
    """An option when the group has answered. ``mark``: in words what is right about it, or empty."""

    text: Markup
    mark: str
    feedback: Markup


@dataclass(frozen=True)
class Presented:
    """A step before a group: Markdown, and for a check what is asked and its options.

    ``slots``: the places that options can be given, where there are such. ``explained`` is shown only
    when asked for, with every option in the author's order.
    """

    body: str
    ask: str | Markup = ""
    hint: str = ""
    options: tuple[Markup, ...] = ()
    slots: tuple[Markup, ...] = ()
    explained: tuple[Explained, ...] = ()


@singledispatch
def present(step: StepBase) -> Presented:
    """The step's text, for a kind that asks nothing or that nobody has said more about."""
    return Presented(body=getattr(step, step.body_field))


@present.register
def _question(question: QuestionStep) -> Presented:
    several = question.mode == "several"
    return _asked(
        question,
        [(c.text, gettext("Rätt svar") if c.correct else "", c.feedback) for c in question.choices],
        hint=gettext("Flera svar kan vara rätt.") if several else "",
    )


@present.register
def _compare(comparison: CompareStep) -> Presented:
    return _asked(
        comparison,
        [
            (note.text, gettext("Bäst") if note.best else "", note.feedback)
            for note in comparison.notes
        ],
    )


@present.register
def _order(check: OrderStep) -> Presented:
    numbered = enumerate(check.items, start=1)
    return _asked(
        check,
        [
            (item.text, gettext("Nummer %(number)d") % {"number": number}, item.feedback)
            for number, item in numbered
        ],
        hint=gettext("Säg i vilken ordning raderna ska stå."),
    )


@present.register
def _match(check: MatchStep) -> Presented:
    words = {target.id: target.text for target in check.targets}
    return _asked(
        check,
        [(item.text, words[item.target], item.feedback) for item in check.items],
        hint=gettext("Säg vad varje rad hör ihop med."),
        slots=tuple(course_text(target.text) for target in check.targets),
    )


def _asked(
    check: Graded,
    explained: Iterable[tuple[str, str, str]],
    *,
    hint: str = "",
    slots: tuple[Markup, ...] = (),
) -> Presented:
    """A check in the order that everybody without an attempt of their own is asked it."""
    scene, words = split_question(check.stem)
    return Presented(
        body=scene,
        ask=course_text(words) if words else "",
        hint=hint,
        options=tuple(course_text(option.text) for option in ask(check, "").options),
        slots=slots,
        explained=tuple(
            Explained(course_text(text), mark, course_text(feedback))
            for text, mark, feedback in explained
        ),
    )

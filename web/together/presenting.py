"""How each kind of step is put before a group: what is asked, and then all that is explained.

A new kind is a function here. What has none is shown as its text alone.
"""

from dataclasses import dataclass
from functools import singledispatch

from markupsafe import Markup

from api.catalogue.kinds.base import StepBase
from api.catalogue.schema import QuestionStep
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
    when asked for, with every option in the order it stood.
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
    scene, ask = split_question(question.stem)
    return Presented(
        body=scene,
        ask=course_text(ask) if ask else "",
        hint=gettext("Flera svar kan vara rätt.") if question.mode == "several" else "",
        options=tuple(course_text(choice.text) for choice in question.choices),
        explained=tuple(
            Explained(
                course_text(choice.text),
                gettext("Rätt svar") if choice.correct else "",
                course_text(choice.feedback),
            )
            for choice in question.choices
        ),
    )

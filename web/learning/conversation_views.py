"""What the pages of a practice conversation show: what has been said, how, and what can be said."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from api.catalogue.kinds.dialogue import Dialogue, Ending, Reply
from api.learning.conversation import Conversation, LookBack, Turn, look_back
from api.learning.exercises import Found
from web.i18n import gettext as _
from web.i18n import ngettext
from web.learning import addresses
from web.learning.check_views import OptionView
from web.learning.miti_words import ADVICE, STRENGTHS, mark_text, reviewed_text
from web.learning.views import SourceView, minutes_text, sources_view
from web.learning.wording import course_text
from web.parts import FieldError, Link
from web.render import page_url


@dataclass(frozen=True)
class SaidView:
    """An utterance and what kind it is."""

    text: Markup
    kind: str


@dataclass(frozen=True)
class TurnView:
    """A turn that lies behind."""

    number: int
    heard: Markup
    said: Markup


@dataclass(frozen=True)
class OutcomeView:
    """The reply just given: what it was, why, and how the other took it."""

    right: bool
    utterances: tuple[SaidView, ...]
    taken: Markup
    feedback: Markup
    alternative: Markup | None
    met: str


@dataclass(frozen=True)
class LookBackView:
    """The look back at the end, in words and counts."""

    title: Markup
    text: Markup
    counts: tuple[str, ...]
    strength: str
    advice: str


@dataclass(frozen=True)
class ConversationView:
    """A practice conversation as it lies before the learner."""

    title: str
    heading: Markup
    you: Markup
    other: Markup
    goal: Markup
    setting: str
    reviewed: str
    tool: str
    sources: tuple[SourceView, ...]
    course: Link
    action: str
    state: str
    direct: bool
    turns: tuple[TurnView, ...]
    now: Markup
    ended: bool
    replies: tuple[OptionView, ...]
    error: str
    outcome: OutcomeView | None
    look_back: LookBackView | None
    certificate: str
    fault_subject: str

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """The error as the summary lists it."""
        return (FieldError("reply-1", self.error),) if self.error else ()

    @property
    def undo(self) -> int:
        """The turn that "Prova ett annat svar" takes back."""
        return len(self.turns) - 1


@dataclass(frozen=True)
class ExerciseLine:
    """An exercise in the list of all."""

    link: Link
    hints: tuple[str, ...]
    status: None = None


def exercise_lines(found: Iterable[Found]) -> tuple[ExerciseLine, ...]:
    """The list of all exercises."""
    return tuple(_line(each) for each in found)


def conversation_view(
    found: Found,
    conversation: Conversation,
    *,
    state: str,
    direct: bool,
    just_said: bool = False,
    finished: bool = False,
    certificate: str = "",
    error: str = "",
) -> ConversationView:
    """A conversation: at a choice, at the outcome of one, or at its end (``finished``)."""
    dialogue, here, turns = conversation.dialogue, conversation.here, conversation.turns
    return ConversationView(
        title=dialogue.title,
        heading=course_text(dialogue.title),
        you=course_text(dialogue.you),
        other=course_text(dialogue.other),
        goal=course_text(dialogue.goal),
        setting=dialogue.setting,
        reviewed=reviewed_text(dialogue),
        tool=dialogue.tool,
        sources=sources_view(dialogue.sources),
        course=Link(
            page_url(addresses.course_path(found.course.id)), course_text(found.course.title)
        ),
        action=page_url(addresses.exercise_path(dialogue.id)),
        state=state,
        direct=direct,
        turns=tuple(_turn(number, turn) for number, turn in enumerate(turns)),
        now=course_text(here.text),
        ended=here.ending is not None,
        replies=tuple(OptionView(reply.id, course_text(reply.text)) for reply in here.replies),
        error=error,
        outcome=_outcome(turns[-1]) if just_said else None,
        look_back=_look_back(here.ending, look_back(conversation))
        if finished and here.ending
        else None,
        certificate=certificate,
        fault_subject=addresses.fault_subject(
            found.course.id, dialogue.id, edition_hash=found.edition_hash
        ),
    )


def _line(found: Found) -> ExerciseLine:
    exercise = found.exercise
    link = Link(page_url(addresses.exercise_path(exercise.id)), course_text(exercise.title))
    if isinstance(exercise, Dialogue):
        return ExerciseLine(link, (_("Samtal att öva."), minutes_text(exercise.minutes)))
    return ExerciseLine(link, (_("Samtal att koda."),))


def _turn(number: int, turn: Turn) -> TurnView:
    return TurnView(number, course_text(turn.node.text), course_text(turn.reply.text))


def _outcome(turn: Turn) -> OutcomeView:
    reply: Reply = turn.reply
    return OutcomeView(
        right=turn.right,
        utterances=tuple(
            SaidView(course_text(said.text), mark_text(said.code)) for said in reply.utterances
        ),
        taken=course_text(reply.taken),
        feedback=course_text(reply.feedback),
        alternative=course_text(reply.alternative) if reply.alternative else None,
        met=reply.met or "",
    )


def _look_back(ending: Ending, found: LookBack) -> LookBackView:
    return LookBackView(
        title=course_text(ending.title),
        text=course_text(ending.text),
        counts=tuple(_count(mark, count) for mark, count in found.counts.items()),
        strength=_(STRENGTHS[found.strength]) if found.strength in STRENGTHS else "",
        advice=_(ADVICE[found.advice]),
    )


def _count(mark: str, count: int) -> str:
    turns = ngettext("%(count)d tur", "%(count)d turer", count) % {"count": count}
    return f"{mark_text(mark)}: {turns}"

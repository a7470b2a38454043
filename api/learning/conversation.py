"""Pure: a practice conversation under way. It is nothing but its dialogue and what has been said."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from api.catalogue.kinds.dialogue import Dialogue, Node, Reply
from api.errors import RuleBroken
from api.miti.codes import ADHERENT, REFLECTIONS, Mark
from api.miti.volleys import settle


@dataclass(frozen=True)
class Turn:
    """What the other said and what the learner replied."""

    node: Node
    reply: Reply

    @property
    def right(self) -> bool:
        """Whether the reply listens or shares power without arguing, or does a duty."""
        return self.reply.right


@dataclass(frozen=True)
class Conversation:
    """A way through a dialogue: the ids of the replies chosen, from its start."""

    dialogue: Dialogue
    said: tuple[str, ...] = ()

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The turns so far. Raises RuleBroken for replies that no such conversation has."""
        node, turns = self.dialogue.by_id[self.dialogue.start], []
        for reply_id in self.said:
            reply = node.reply(reply_id)
            if reply is None:
                raise RuleBroken("reply_unknown")
            turns.append(Turn(node, reply))
            node = self.dialogue.by_id[reply.goto]
        return tuple(turns)

    @property
    def here(self) -> Node:
        """What the other has just said."""
        last = self.turns[-1].reply.goto if self.turns else self.dialogue.start
        return self.dialogue.by_id[last]

    @property
    def ended(self) -> bool:
        """Whether the conversation has come to an end."""
        return self.here.ending is not None

    def say(self, reply_id: str) -> "Conversation":
        """The conversation after one more reply. Raises RuleBroken if it cannot be said here."""
        if not reply_id:
            raise RuleBroken("reply_missing")
        if self.here.reply(reply_id) is None:
            raise RuleBroken("reply_unknown")
        return replace(self, said=(*self.said, reply_id))

    def back_to(self, turn: int) -> "Conversation":
        """The conversation as it was before this turn (the first is 0): any turn can be undone."""
        return replace(self, said=self.said[: max(0, turn)])


def way_to(dialogue: Dialogue, node_id: str) -> tuple[str, ...] | None:
    """Return the replies of a shortest way to a node, or None if no way leads there."""
    ways: dict[str, tuple[str, ...]] = {dialogue.start: ()}
    waiting = deque([dialogue.start])
    while waiting:
        node = dialogue.by_id[waiting.popleft()]
        for reply in node.replies:
            if reply.goto not in ways:
                ways[reply.goto] = (*ways[node.id], reply.id)
                waiting.append(reply.goto)
    return ways.get(node_id)


class Advice(StrEnum):
    """One thing to try next time."""

    CONFRONT = "confront"
    PERSUADE = "persuade"
    QUESTIONS = "questions"
    COMPLEX = "complex"
    AFFIRM = "affirm"
    AUTONOMY = "autonomy"
    OTHER_WAY = "other_way"


@dataclass(frozen=True)
class LookBack:
    """What the learner did, in counts of turns by kind, one strength and one thing to try.

    No measure is computed: the replies are authored, and ten choices say nothing of a person.
    """

    counts: Mapping[Mark, int]
    strength: Mark | None
    advice: Advice


_STRENGTHS: tuple[Mark, ...] = ("plikt", "CR", "AF", "Emphasize", "Seek", "SR", "PwP", "GI", "Q")


def look_back(conversation: Conversation) -> LookBack:
    """Look back on a conversation."""
    settled = [
        settle(utterance.code for utterance in turn.reply.utterances) for turn in conversation.turns
    ]
    marks = [mark for volley in settled for mark in volley]
    counts = {mark: marks.count(mark) for mark in dict.fromkeys(marks)}
    strengths = [mark for mark in _STRENGTHS if mark in counts]
    strength = max(strengths, key=lambda mark: counts[mark], default=None)
    return LookBack(counts, strength, _advice(counts))


def _advice(counts: Mapping[Mark, int]) -> Advice:
    """What stands in the way first, then what was missing."""
    reflections = sum(counts.get(mark, 0) for mark in REFLECTIONS)
    found = (
        (counts.get("Confront"), Advice.CONFRONT),
        (counts.get("Persuade"), Advice.PERSUADE),
        (counts.get("Q", 0) > reflections, Advice.QUESTIONS),
        ("CR" not in counts, Advice.COMPLEX),
        ("AF" not in counts, Advice.AFFIRM),
        (not ADHERENT & counts.keys() - {"AF"}, Advice.AUTONOMY),
    )
    return next((advice for holds, advice in found if holds), Advice.OTHER_WAY)

"""A practice conversation: a graph of turns in which the learner chooses what to say."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from api.catalogue.kinds import paths
from api.catalogue.kinds.base import Content, Flaw, Slug, Source, Text, Written, repeated
from api.miti.codes import Mark, is_consistent
from api.miti.volleys import Utterance as Said
from api.miti.volleys import breaches

Talk = Literal[
    "desire",
    "ability",
    "reasons",
    "need",
    "commitment",
    "activation",
    "steps",
    "sustain",
    "discord",
    "neutral",
    "mixed",
]
"""The other's language: change talk (DARN-CAT), sustain talk, discord, or none of them."""

_BREACHES = {
    "repeated": "Koden {mark} står två gånger. I en replik räknas varje kod en gång: slå ihop.",
    "two_reflections": "Repliken har två reflektioner. Bara en räknas: slå ihop dem till en CR.",
    "asked": "Yttrandet slutar med frågetecken och kan inte vara {mark}. En reflektion faller "
    "i tonen: skriv om den, eller koda den Q.",
    "permission": "Repliken har både PwP och Persuade. Med lov är det PwP: koda om eller dela.",
}


class Utterance(Content):
    """One thought of a reply and its mark."""

    text: Text
    code: Mark


class Reply(Content):
    """Something the learner can say, how it is coded and why, and how the other takes it."""

    id: Slug
    utterances: Annotated[tuple[Utterance, ...], Field(min_length=1)]
    feedback: Text
    taken: Text
    alternative: Text | None = None
    met: Literal["silence", "forgiveness"] | None = None
    goto: Slug

    @property
    def text(self) -> str:
        """The reply as it is said."""
        return " ".join(utterance.text for utterance in self.utterances)

    @property
    def marks(self) -> frozenset[Mark]:
        """The marks of its utterances."""
        return frozenset(utterance.code for utterance in self.utterances)

    @property
    def right(self) -> bool:
        """Whether it listens or shares power without arguing, or does a duty."""
        return is_consistent(self.marks) or "plikt" in self.marks


class Ending(Content):
    """How a conversation came to its end."""

    title: Text
    kind: Literal["step", "respected_no", "stop", "broken", "open"]
    text: Text


class Node(Content):
    """What the other says, and what can be replied; or, with an ending, the last that is said.

    ``turn``: ``stop`` where leaving MI and acting is right, ``duty`` where somebody must be
    protected.
    """

    id: Slug
    talk: Talk
    text: Text
    turn: Literal["ordinary", "stop", "duty"] = "ordinary"
    replies: Annotated[tuple[Reply, ...], Field(max_length=4)] = ()
    ending: Ending | None = None

    def reply(self, reply_id: str) -> Reply | None:
        """Return the reply with this id, or None."""
        return next((reply for reply in self.replies if reply.id == reply_id), None)


class Dialogue(Written):
    """A conversation with somebody fictional; ``tool`` is ``other`` where MI is not the tool.

    The body is the setting. ``reviewed_by`` names the MITI coder who has read it, if anybody has.
    """

    body_field: ClassVar[str] = "setting"
    markdown_fields: ClassVar[tuple[str, ...]] = ("setting",)

    kind: Literal["dialogue"]
    id: Slug
    title: Text
    you: Text
    other: Text
    goal: Text
    minutes: Annotated[int, Field(ge=1, le=60)]
    start: Slug
    tool: Literal["mi", "other"] = "mi"
    reviewed_by: Text | None = None
    reviewed_on: date | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    nodes: Annotated[tuple[Node, ...], Field(min_length=2)]
    setting: Text

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @property
    def graph(self) -> paths.Graph:
        """Where each node leads."""
        return {node.id: [reply.goto for reply in node.replies] for node in self.nodes}

    def flaws(self) -> Iterator[Flaw]:
        """Yield what would make the conversation unsound: its ways, its turns and its marks."""
        yield from repeated("nodes", (node.id for node in self.nodes))
        lost = list(self._leading_nowhere())
        yield from lost
        for position, node in enumerate(self.nodes):
            yield from self._of_turn(("nodes", position), node)
        if not lost:
            yield from self._of_ways()

    def _leading_nowhere(self) -> Iterator[Flaw]:
        if self.start not in self.by_id:
            yield Flaw(("start",), f"Noden ”{self.start}” finns inte. Skriv en nods id.")
        for at, node in enumerate(self.nodes):
            for number, reply in enumerate(node.replies):
                if reply.goto not in self.by_id:
                    path = ("nodes", at, "replies", number, "goto")
                    yield Flaw(path, f"Noden ”{reply.goto}” finns inte. Skriv en nods id.")

    def _of_ways(self) -> Iterator[Flaw]:
        reached = paths.reachable(self.graph, self.start)
        circles = paths.on_a_circle(self.graph)
        for at, node in enumerate(self.nodes):
            if node.id not in reached:
                yield Flaw(
                    ("nodes", at), f"Ingen väg leder till noden ”{node.id}”. Led dit eller ta bort."
                )
            if node.id in circles:
                yield Flaw(
                    ("nodes", at), f"Från noden ”{node.id}” kan man gå runt. Varje väg ska ta slut."
                )

    def _of_turn(self, path: tuple[str | int, ...], node: Node) -> Iterator[Flaw]:
        if (node.ending is None) == (not node.replies):
            yield Flaw(path, "En nod har antingen replies eller ending. Ta bort det ena.")
            return
        if node.ending is not None:
            return
        yield from (
            Flaw((*path, *flaw.path), flaw.text)
            for flaw in repeated("replies", (reply.id for reply in node.replies))
        )
        if len(node.replies) < 2:  # noqa: PLR2004 - with one there is nothing to choose
            yield Flaw((*path, "replies"), "Ett enda svar är inget val. Skriv minst två.")
        if not self._has_right_reply(node):
            wanted = (
                "koden plikt"
                if node.turn != "ordinary"
                else "en reflektion, AF, Seek eller Emphasize"
            )
            yield Flaw((*path, "replies"), f"Inget svar passar turen. Minst ett ska ha {wanted}.")
        for number, reply in enumerate(node.replies):
            yield from _marked((*path, "replies", number, "utterances"), reply)

    def _has_right_reply(self, node: Node) -> bool:
        if node.turn != "ordinary":
            return any("plikt" in reply.marks for reply in node.replies)
        return self.tool == "other" or any(is_consistent(reply.marks) for reply in node.replies)


def _marked(path: tuple[str | int, ...], reply: Reply) -> Iterator[Flaw]:
    volley = [Said(utterance.text, utterance.code) for utterance in reply.utterances]
    for breach in breaches(volley):
        text = _BREACHES[breach.rule].format(mark=volley[breach.position].mark)
        yield Flaw((*path, breach.position), text)

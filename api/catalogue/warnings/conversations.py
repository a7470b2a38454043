"""What a practice conversation must also teach: that the good reply is no matter of length or luck."""

from collections.abc import Iterator

from api.catalogue.drafts import Draft
from api.catalogue.kinds.base import Written
from api.catalogue.kinds.dialogue import Dialogue, Node, Reply
from api.catalogue.problems import Problem

LONGEST_SHARE = 1 / 3
"""In how large a part of the turns a right reply may be the longest."""


def of_conversation(draft: Draft[Written]) -> Iterator[Problem]:
    """Yield what a conversation gives away, and what it leaves out of how people really answer."""
    dialogue = draft.content
    if not isinstance(dialogue, Dialogue):
        return
    yield from _length_tells(draft, dialogue)
    endings = {node.ending.kind for node in dialogue.nodes if node.ending}
    met = {reply.met for node in dialogue.nodes for reply in node.replies}
    missing = (
        (
            "respected_no" in endings,
            "Inget slut är ett respekterat nej. Skriv ett med kind: respected_no.",
        ),
        (
            "silence" in met,
            "Inget bra svar möts av tystnad. Skriv met: silence på ett: människor är inte maskiner.",
        ),
        (
            "forgiveness" in met,
            "Inget klumpigt svar blir förlåtet. Skriv met: forgiveness på ett: relationer håller.",
        ),
    )
    for there, advice in missing:
        if not there:
            yield draft.problem(("nodes",), advice, "warning")


def _length_tells(draft: Draft[Written], dialogue: Dialogue) -> Iterator[Problem]:
    turns = [node for node in dialogue.nodes if node.replies]
    telling = [node.id for node in turns if _longest(node).right]
    if len(telling) > LONGEST_SHARE * len(turns):
        yield draft.problem(
            ("nodes",),
            f"Det rätta svaret är längst i {len(telling)} av {len(turns)} turer: "
            f"{', '.join(telling)}. Korta det, eller låt ett annat svar bli längre.",
            "warning",
        )


def _longest(node: Node) -> Reply:
    return max(node.replies, key=lambda reply: len(reply.text))

"""Asks and grades pairing items with what they belong to."""

from collections.abc import Collection

from api.catalogue.kinds.match import MatchStep
from api.learning.kinds.base import Asked, Grade, Marked, Option
from api.learning.kinds.placing import placements
from api.learning.kinds.shuffling import shuffled


def ask_match(check: MatchStep, seed: str) -> Asked:
    """The items, shuffled, and the targets in the author's order."""
    items = tuple(Option(item.id, item.text) for item in check.items)
    return Asked(
        shuffled(items, seed + check.id, lambda item: item.id),
        slots=tuple(Option(target.id, target.text) for target in check.targets),
    )


def grade_match(check: MatchStep, answer: Collection[str]) -> Grade:
    """Passed when every item was paired with its target; an answer's parts are ``item:target``.

    Raises RuleBroken when an item has no target, or when an item or a target is not the check's.
    """
    words = {target.id: target.text for target in check.targets}
    placed = placements(answer, [item.id for item in check.items], words.keys())
    marked = tuple(
        Marked(
            item.id,
            item.text,
            chosen=True,
            correct=placed[item.id] == item.target,
            feedback=item.feedback,
            given=words[placed[item.id]],
            right=words[item.target],
        )
        for item in check.items
    )
    return Grade(all(item.correct for item in marked), marked)

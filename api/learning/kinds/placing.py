"""Reads an answer that places items: which item went where."""

from collections.abc import Collection, Iterable

from api.errors import RuleBroken
from api.learning.kinds.base import PLACED


def placements(
    answer: Iterable[str], items: Collection[str], places: Collection[str]
) -> dict[str, str]:
    """Return each item's place.

    Raises RuleBroken when an item has no place, or when an item or a place is not the check's.
    """
    placed = dict(part.partition(PLACED)[::2] for part in answer)
    if not placed:
        raise RuleBroken("choice_missing")
    if not (placed.keys() <= set(items) and set(placed.values()) <= {*places, ""}):
        raise RuleBroken("choice_unknown")
    if any(not placed.get(item) for item in items):
        raise RuleBroken("placing_missing")
    return placed

"""Asks and grades putting things in order."""

from collections.abc import Collection

from api.catalogue.kinds.order import OrderStep
from api.errors import RuleBroken
from api.learning.kinds.base import Asked, Grade, Marked, Option
from api.learning.kinds.placing import placements
from api.learning.kinds.shuffling import disordered


def ask_order(check: OrderStep, seed: str) -> Asked:
    """The items in another order than the right one, and the numbers they can get."""
    items = tuple(Option(item.id, item.text) for item in check.items)
    return Asked(
        disordered(items, seed + check.id, lambda item: item.id),
        slots=tuple(Option(number, number) for number in _numbers(check)),
    )


def grade_order(check: OrderStep, answer: Collection[str]) -> Grade:
    """Passed when every item got the number it stands at; an answer's parts are ``item:number``.

    Raises RuleBroken when an item has no number, when two have the same, or when an item or a
    number is not the check's.
    """
    numbers = _numbers(check)
    placed = placements(answer, [item.id for item in check.items], numbers)
    if len(set(placed.values())) < len(placed):
        raise RuleBroken("order_repeated")
    marked = tuple(
        Marked(
            item.id,
            item.text,
            chosen=True,
            correct=placed[item.id] == number,
            feedback=item.feedback,
            given=placed[item.id],
            right=number,
        )
        for item, number in zip(check.items, numbers, strict=True)
    )
    return Grade(all(item.correct for item in marked), marked)


def _numbers(check: OrderStep) -> tuple[str, ...]:
    return tuple(str(position) for position in range(1, len(check.items) + 1))

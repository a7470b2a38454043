"""Pure: which questions a repetition asks.

Renewal is repetition first: a few questions spread over the course, and then only the modules in which
something was missed. Each renewal is dealt on from where the one before it ended, as cards are.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from api.catalogue.schema import Course, Graded, Placed
from api.records.models import TrainingRecord

QUESTIONS = 5


def size(course: Course) -> int:
    """How many questions a repetition of the course asks."""
    return min(QUESTIONS, len(course.graded()))


def variant_after(earlier: Sequence[TrainingRecord], counts_from: date | None) -> int | None:
    """Which repetition follows on these records of one course; None when it must be the whole course.

    ``counts_from``: training before that day no longer counts, so the course has changed since, and
    who was trained before it has never met what is new.
    """
    counted = [each for each in earlier if counts_from is None or each.completed_on >= counts_from]
    return len(earlier) if counted else None


def draw(course: Course, variant: int) -> tuple[Placed[Graded], ...]:
    """The questions of one repetition, in course order.

    As many from each module as from the others, or all of those it has; the next variant asks what
    this one left out before it asks anything again within a module.
    """
    stock = _by_module(course)
    behind: Counter[str] = Counter()
    for earlier in range(variant):
        behind.update(_shares(stock, earlier))
    drawn = {
        checks[(behind[module_id] + number) % len(checks)].step.id
        for module_id, checks in stock.items()
        for number in range(_shares(stock, variant)[module_id])
    }
    return tuple(check for check in course.graded() if check.step.id in drawn)


def _by_module(course: Course) -> dict[str, list[Placed[Graded]]]:
    stock: dict[str, list[Placed[Graded]]] = {}
    for check in course.graded():
        stock.setdefault(check.module.id, []).append(check)
    return stock


def _shares(stock: Mapping[str, Sequence[Placed[Graded]]], variant: int) -> Counter[str]:
    """How many questions each module gives: one a turn round the modules, while it has any left.

    The turn begins where that of the variant before it would have gone on.
    """
    order = list(stock)
    wanted = min(QUESTIONS, sum(len(checks) for checks in stock.values()))
    shares: Counter[str] = Counter()
    turn = variant * QUESTIONS
    while shares.total() < wanted:
        module_id = order[turn % len(order)]
        if shares[module_id] < len(stock[module_id]):
            shares[module_id] += 1
        turn += 1
    return shares

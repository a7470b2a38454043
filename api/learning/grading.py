"""Pure: asks and grades any kind of check.

A new kind is a file in ``kinds`` and a case in each of the two functions.
"""

from collections.abc import Collection

from api.catalogue.kinds.compare import CompareStep
from api.catalogue.kinds.match import MatchStep
from api.catalogue.kinds.order import OrderStep
from api.catalogue.schema import Graded
from api.learning.kinds.base import Asked, Grade, Marked
from api.learning.kinds.compare import ask_compare, grade_compare
from api.learning.kinds.match import ask_match, grade_match
from api.learning.kinds.order import ask_order, grade_order
from api.learning.kinds.question import ask_question, grade_question

__all__ = ["Asked", "Grade", "Marked", "ask", "grade"]


def ask(check: Graded, seed: str) -> Asked:
    """The check as it is asked; one seed gives one order of its options."""
    match check:
        case OrderStep():
            return ask_order(check, seed)
        case MatchStep():
            return ask_match(check, seed)
        case CompareStep():
            return ask_compare(check, seed)
        case _:
            return ask_question(check, seed)


def grade(check: Graded, answer: Collection[str]) -> Grade:
    """Grade an answer. Raises RuleBroken for an answer that the check cannot have."""
    match check:
        case OrderStep():
            return grade_order(check, answer)
        case MatchStep():
            return grade_match(check, answer)
        case CompareStep():
            return grade_compare(check, answer)
        case _:
            return grade_question(check, answer)

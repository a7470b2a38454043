"""Pure: grades an answer to any kind of check.

A new kind is a file in ``kinds`` and a case here.
"""

from collections.abc import Collection

from api.catalogue.schema import Check
from api.learning.kinds.base import Grade, Marked
from api.learning.kinds.question import grade_question

__all__ = ["Grade", "Marked", "grade"]


def grade(check: Check, chosen: Collection[str]) -> Grade:
    """Grade an answer. Raises RuleBroken for an answer that the check cannot have."""
    return grade_question(check, chosen)

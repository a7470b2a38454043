"""Grades a question with options to choose from, one or several."""

from collections.abc import Collection

from api.catalogue.schema import QuestionStep
from api.errors import RuleBroken
from api.learning.kinds.base import Grade, Marked


def grade_question(question: QuestionStep, chosen: Collection[str]) -> Grade:
    """Passed when exactly the correct options were chosen.

    Raises RuleBroken when nothing was chosen, when an option is not the question's, or when several
    were chosen where there is one to choose.
    """
    wanted = frozenset(chosen)
    if not wanted:
        raise RuleBroken("choice_missing")
    if any(question.choice(choice_id) is None for choice_id in wanted):
        raise RuleBroken("choice_unknown")
    if question.mode == "single" and len(wanted) > 1:
        raise RuleBroken("choice_single")
    return Grade(
        passed=wanted == question.key,
        choices=tuple(
            Marked(choice.id, choice.text, choice.id in wanted, choice.correct, choice.feedback)
            for choice in question.choices
        ),
    )

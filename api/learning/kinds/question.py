"""Asks and grades a question with options to choose from, one or several."""

from collections.abc import Collection

from api.catalogue.kinds.question import QuestionStep
from api.errors import RuleBroken
from api.learning.kinds.base import Asked, Grade, Marked, Option
from api.learning.kinds.shuffling import shuffled


def ask_question(question: QuestionStep, seed: str) -> Asked:
    """The options, in the author's order or shuffled by the seed."""
    options = tuple(Option(choice.id, choice.text) for choice in question.choices)
    if question.shuffle:
        options = shuffled(options, seed + question.id, lambda option: option.id)
    return Asked(options, several=question.mode == "several")


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

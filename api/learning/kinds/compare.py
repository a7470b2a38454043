"""Asks and grades a comparison of texts of which one is best."""

from collections.abc import Collection

from api.catalogue.kinds.compare import CompareStep
from api.errors import RuleBroken
from api.learning.kinds.base import Asked, Grade, Marked, Option
from api.learning.kinds.shuffling import shuffled


def ask_compare(comparison: CompareStep, seed: str) -> Asked:
    """The notes, in the author's order or shuffled by the seed."""
    options = tuple(Option(note.id, note.text) for note in comparison.notes)
    if comparison.shuffle:
        options = shuffled(options, seed + comparison.id, lambda option: option.id)
    return Asked(options)


def grade_compare(comparison: CompareStep, chosen: Collection[str]) -> Grade:
    """Passed when the best note was chosen.

    Raises RuleBroken when nothing was chosen, when a note is not the comparison's, or when several
    were chosen.
    """
    wanted = frozenset(chosen)
    if not wanted:
        raise RuleBroken("choice_missing")
    if not wanted <= {note.id for note in comparison.notes}:
        raise RuleBroken("choice_unknown")
    if len(wanted) > 1:
        raise RuleBroken("choice_single")
    return Grade(
        passed=wanted == {comparison.best},
        choices=tuple(
            Marked(note.id, note.text, note.id in wanted, note.best, note.feedback)
            for note in comparison.notes
        ),
    )

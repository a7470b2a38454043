"""Options that give the answer away, or that explain nothing of their own.

Source: Haladyna, Downing and Rodriguez (2002), A review of multiple-choice item-writing guidelines.
"""

from collections.abc import Iterator
from typing import NamedTuple

from api.catalogue.drafts import Draft
from api.catalogue.kinds.base import Written
from api.catalogue.kinds.compare import CompareStep
from api.catalogue.kinds.question import QuestionStep
from api.catalogue.problems import Problem

MUCH_LONGER = 1.3
"""How many times the others' mean a right option may be before its length tells."""


class Option(NamedTuple):
    """What the checks with options have in common."""

    text: str
    right: bool
    feedback: str


def of_options(draft: Draft[Written]) -> Iterator[Problem]:
    """Yield a right option that is markedly the longest, and feedback that stands twice."""
    found = _options(draft.content)
    if found is None:
        return
    name, options = found
    if sum(option.right for option in options) == 1 and len(options) > 1:
        yield from _too_long(draft, name, options)
    first: dict[str, int] = {}
    for number, option in enumerate(options):
        if option.feedback in first:
            yield draft.problem(
                (name, number, "feedback"),
                f"Återkopplingen är densamma som på nummer {first[option.feedback] + 1}. Säg varför "
                "just det här svaret är rätt eller fel.",
                "warning",
            )
        first.setdefault(option.feedback, number)


def _options(content: Written) -> tuple[str, tuple[Option, ...]] | None:
    """Return the field that holds the options and what they say, or None for other content."""
    if isinstance(content, QuestionStep):
        return "choices", tuple(Option(c.text, c.correct, c.feedback) for c in content.choices)
    if isinstance(content, CompareStep):
        return "notes", tuple(Option(n.text, n.best, n.feedback) for n in content.notes)
    return None


def _too_long(draft: Draft[Written], name: str, options: tuple[Option, ...]) -> Iterator[Problem]:
    number = next(place for place, option in enumerate(options) if option.right)
    length = len(options[number].text)
    others = [len(option.text) for option in options if not option.right]
    mean = sum(others) / len(others)
    if length > max(others) and length > MUCH_LONGER * mean:
        yield draft.problem(
            (name, number, "text"),
            f"Det rätta svaret är längst: {length} tecken mot {mean:.0f} i snitt för de andra. "
            "Korta det, eller gör ett av de andra lika utförligt.",
            "warning",
        )

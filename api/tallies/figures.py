"""Pure: what may be shown of the counters, and which questions stand out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from api.tallies.models import Sureness

SHOWN_FROM = 20
"""So many answers there must be before any figure is shown."""

# Whole numbers, so that 97 % is 97 %.
WHOLE, EASY_FROM, HARD_TO = 100, 97, 30


class Mark(StrEnum):
    """A question that says little about who has learnt, and should be looked at."""

    EASY = "easy"
    HARD = "hard"


@dataclass(frozen=True)
class ItemFigure:
    """How a question goes at first try."""

    tries: int
    right: int

    @property
    def share(self) -> float:
        """The share who are right at once."""
        return self.right / self.tries

    @property
    def mark(self) -> Mark | None:
        """Whether next to nobody misses it, or hardly anybody gets it."""
        if self.right * WHOLE >= self.tries * EASY_FROM:
            return Mark.EASY
        return Mark.HARD if self.right * WHOLE <= self.tries * HARD_TO else None


@dataclass(frozen=True)
class Spread:
    """How many gave each answer, by sureness."""

    counts: Mapping[Sureness, int]

    @property
    def total(self) -> int:
        """How many have answered."""
        return sum(self.counts.values())

    @property
    def shown(self) -> bool:
        """Whether so many have answered that the counts can be shown."""
        return self.total >= SHOWN_FROM

    def of(self, *steps: Sureness) -> int:
        """How many gave one of these answers."""
        return sum(self.counts.get(step, 0) for step in steps)


def item_figure(tries: int, right: int) -> ItemFigure | None:
    """What may be shown of a question: nothing until enough have met it."""
    return ItemFigure(tries, right) if tries >= SHOWN_FROM else None

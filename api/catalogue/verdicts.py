"""Pure: what a changed text asks of those who were trained on the one before it."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Judgement(StrEnum):
    """The two things that a person can say of a changed text."""

    COSMETIC = "cosmetic"
    RETAKE = "retake"


class Verdict(NamedTuple):
    """A judgement; for a retake also the first day on which only newer training counts."""

    judgement: Judgement
    retake_from: date | None = None

    def __str__(self) -> str:
        """Write the verdict as it is given on the command line."""
        day = f":{self.retake_from}" if self.retake_from else ""
        return f"{self.judgement.value}{day}"


COSMETIC = Verdict(Judgement.COSMETIC)


def retake(since: date) -> Verdict:
    """Give the verdict that the course must be taken again, from a day on."""
    return Verdict(Judgement.RETAKE, since)


def read_verdict(text: str) -> Verdict:
    """Read ``cosmetic`` or ``retake:YYYY-MM-DD``. Raises ValueError for anything else."""
    judgement, colon, day = text.strip().partition(":")
    if judgement == Judgement.RETAKE:
        return retake(date.fromisoformat(day))
    if judgement == Judgement.COSMETIC and not colon:
        return COSMETIC
    raise ValueError(text)

"""Pure: on which days somebody completed a course, so that they stand today as the story wants it."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from api.records.validity import EARLY_RENEWAL_DAYS, add_months

# What became of those who did not keep their training up: it lapsed, or they never began.
LAPSED_OF_MISSING = 0.6
EXPIRING_OF_VALID = 0.15
NEWCOMERS_DONE = 0.55
LAPSED_LONGEST_AGO = 240
# How many days before the old one ends people renew. Early loses nothing, and half are in good time.
EARLY = (0, 3, 9, 20, 34, 50)
RENEWS_EARLY = 0.6
LONGEST_LATE = 45


class Outcome(Enum):
    """How somebody stands at the end of the story: today, or on their last day."""

    VALID = auto()
    EXPIRING = auto()
    LAPSED = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True)
class Duty:
    """A course that somebody was asked to take from a day on, and to keep up until another.

    ``months`` is how long the course holds. ``early`` is how many days before the end people renew:
    only training done here makes up for those days.
    """

    person: str
    course: str
    unit: str
    first: date
    horizon: date
    days_to_complete: int
    months: int | None
    diligence: float
    early: tuple[int, ...] = (0,)

    @property
    def can_have_lapsed(self) -> bool:
        """Whether a first record had the time to end a good while ago."""
        return self.months is not None and self.days > self.months * 30 + LAPSED_LONGEST_AGO

    @property
    def days(self) -> int:
        """How long the duty has lasted."""
        return (self.horizon - self.first).days


def outcome(duty: Duty, dice: random.Random) -> Outcome:
    """How somebody as diligent as this ends up."""
    diligence = duty.diligence
    if diligence >= 1:
        return Outcome.VALID
    roll = dice.random()
    if duty.days <= duty.days_to_complete:
        return Outcome.VALID if roll < diligence * NEWCOMERS_DONE else Outcome.NEVER
    if roll < diligence:
        return Outcome.EXPIRING if roll < diligence * EXPIRING_OF_VALID else Outcome.VALID
    missing = (roll - diligence) / (1 - diligence)
    return Outcome.LAPSED if missing < LAPSED_OF_MISSING else Outcome.NEVER


def completions(
    duty: Duty, ending: Outcome, dice: random.Random, left: int | None = None
) -> list[date]:
    """The days on which the course was completed, the first first.

    ``left`` fixes how many days the last one is valid beyond the horizon.
    """
    if ending is Outcome.NEVER or duty.days < 1:
        return []
    if duty.months is None:
        return [_any_day(duty, dice)]
    runs_from = _last_run(duty, duty.months, _days_left(duty, ending, dice, left))
    if runs_from <= duty.first:
        # Not here long enough for that ending: a first course then, or none yet.
        return [] if ending is Outcome.LAPSED else [_any_day(duty, dice)]
    return _back_from(runs_from, duty, duty.months, dice)


def _back_from(runs_from: date, duty: Duty, months: int, dice: random.Random) -> list[date]:
    found: list[date] = []
    while runs_from > duty.first:
        before = add_months(runs_from, -months)
        if before > duty.first and dice.random() < RENEWS_EARLY:
            # In good time: the new record runs from the old one's last day.
            found.append(runs_from - timedelta(dice.choice(duty.early)))
            runs_from = before
        else:
            found.append(runs_from)
            runs_from = before - timedelta(dice.randint(1, LONGEST_LATE))
    return found[::-1]


def _any_day(duty: Duty, dice: random.Random) -> date:
    return duty.first + timedelta(dice.randint(1, duty.days))


def _days_left(duty: Duty, ending: Outcome, dice: random.Random, left: int | None) -> int:
    """How many days after the horizon the last record ends; before it if negative."""
    if left is not None:
        return left
    if ending is Outcome.EXPIRING:
        return dice.randint(3, EARLY_RENEWAL_DAYS - 4)
    if ending is Outcome.LAPSED:
        return dice.randint(-LAPSED_LONGEST_AGO, -3)
    return dice.randint(EARLY_RENEWAL_DAYS + 4, (duty.months or 0) * 30)


def _last_run(duty: Duty, months: int, left: int) -> date:
    """The day from which the last record runs: a course's months before its last valid day."""
    return min(add_months(duty.horizon + timedelta(left), -months), duty.horizon)

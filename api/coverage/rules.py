"""What an installation decides about counting."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class CoverageRules:
    """What is withheld, the goal, and the day.

    ``small_group``: cells under it are withheld (1: never). ``goal``: percent, where a requirement
    names none. ``today``: the day roles and trees are looked at, and statuses of now are told.
    """

    small_group: int
    goal: int
    today: date

"""What asking and grading any kind of check comes to."""

from dataclasses import dataclass

PLACED = ":"
"""Stands between an item and where it was placed, in an answer to a check that places items."""


@dataclass(frozen=True)
class Option:
    """Something to choose or to place, or a place for it."""

    id: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A check as it lies before the learner: no key, no feedback.

    ``slots`` are where the options can be placed; empty where options are chosen. ``several``: more
    than one may be chosen.
    """

    options: tuple[Option, ...]
    slots: tuple[Option, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Marked:
    """One option of a check as it was answered, with what the learner is told about it.

    Where options are chosen, ``correct`` says whether it is a right one. Where they are placed, all
    are ``chosen``, ``given`` is the place it got, ``right`` the place it belongs, and ``correct``
    says whether these are the same.
    """

    id: str
    text: str
    chosen: bool
    correct: bool
    feedback: str
    given: str = ""
    right: str = ""


@dataclass(frozen=True)
class Grade:
    """The outcome of one answer. It is shown and forgotten: only ``passed`` is ever kept."""

    passed: bool
    choices: tuple[Marked, ...]

    @property
    def chosen(self) -> tuple[Marked, ...]:
        """The options that were chosen, in the order they stand."""
        return tuple(choice for choice in self.choices if choice.chosen)

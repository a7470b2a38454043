"""What grading any kind of check comes to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Marked:
    """One option of a check as it was answered, with what the learner is told about it."""

    id: str
    text: str
    chosen: bool
    correct: bool
    feedback: str


@dataclass(frozen=True)
class Grade:
    """The outcome of one answer. It is shown and forgotten: only ``passed`` is ever kept."""

    passed: bool
    choices: tuple[Marked, ...]

    @property
    def chosen(self) -> tuple[Marked, ...]:
        """The options that were chosen, in the order they stand."""
        return tuple(choice for choice in self.choices if choice.chosen)

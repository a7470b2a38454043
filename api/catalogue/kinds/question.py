"""A knowledge check with options to choose from."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, GradedStep, Slug, Text, repeated


class Choice(Content):
    """One option and what the learner is told about it, right or wrong."""

    id: Slug
    text: Text
    correct: bool
    feedback: Text


class QuestionStep(GradedStep):
    """One question with one right option or several; ``shuffle``: in an order of the attempt's own."""

    kind: Literal["question"]
    mode: Literal["single", "several"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    shuffle: bool = False

    @property
    def key(self) -> frozenset[str]:
        """The ids of the correct choices; never to leave the server before the answer."""
        return frozenset(choice.id for choice in self.choices if choice.correct)

    def choice(self, choice_id: str) -> Choice | None:
        """Return the choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)

    def flaws(self) -> Iterator[Flaw]:
        """Yield choices with equal ids and a number of correct choices that the mode forbids."""
        yield from repeated("choices", (choice.id for choice in self.choices))
        yield from self._miscounted()

    def _miscounted(self) -> Iterator[Flaw]:
        correct = sum(choice.correct for choice in self.choices)
        if self.mode == "single" and correct != 1:
            yield Flaw(
                ("choices",),
                f"Frågan har mode: single men {correct} rätta val. Sätt correct: true på exakt "
                "ett val, eller skriv mode: several.",
            )
        elif self.mode == "several" and correct == 0:
            yield Flaw(("choices",), "Inget val är rätt. Sätt correct: true på minst ett val.")
        elif self.mode == "several" and correct == len(self.choices):
            yield Flaw(("choices",), "Alla val är rätta. Lägg till minst ett med correct: false.")

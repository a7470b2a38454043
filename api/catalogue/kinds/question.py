"""A knowledge check with options to choose from."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, Slug, StepBase, Text


class Choice(Content):
    """One option and what the learner is told about it, right or wrong."""

    id: Slug
    text: Text
    correct: bool
    feedback: Text


class QuestionStep(StepBase):
    """One question; `again` is the stem in other words, for when a missed check comes back."""

    body_field: ClassVar[str] = "stem"
    markdown_fields: ClassVar[tuple[str, ...]] = ("stem", "again")

    kind: Literal["question"]
    mode: Literal["single", "several"]
    choices: Annotated[tuple[Choice, ...], Field(min_length=2)]
    stem: Text
    again: Text | None = None

    @property
    def key(self) -> frozenset[str]:
        """The ids of the correct choices; never to leave the server before the answer."""
        return frozenset(choice.id for choice in self.choices if choice.correct)

    def choice(self, choice_id: str) -> Choice | None:
        """Return the choice with this id, or None."""
        return next((choice for choice in self.choices if choice.id == choice_id), None)

    def flaws(self) -> Iterator[Flaw]:
        """Yield choices with equal ids and a number of correct choices that the mode forbids."""
        first: dict[str, int] = {}
        for position, choice in enumerate(self.choices, start=1):
            if choice.id in first:
                yield Flaw(
                    ("choices", position - 1, "id"),
                    f"Val {position} har samma id, ”{choice.id}”, som val {first[choice.id]}. "
                    "Ge varje val ett eget id.",
                )
            first.setdefault(choice.id, position)
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

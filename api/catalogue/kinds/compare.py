"""A knowledge check in which longer texts are compared and the best is chosen."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, GradedStep, Slug, Text, repeated


class Note(Content):
    """A text as somebody might have written it, and what is good and less good in it."""

    id: Slug
    text: Text
    best: bool
    feedback: Text


class CompareStep(GradedStep):
    """Notes of which one is best; ``shuffle``: in an order of the attempt's own."""

    kind: Literal["compare"]
    notes: Annotated[tuple[Note, ...], Field(min_length=2, max_length=4)]
    shuffle: bool = False

    @property
    def best(self) -> str:
        """The id of the best note; never to leave the server before the answer."""
        return next(note.id for note in self.notes if note.best)

    def flaws(self) -> Iterator[Flaw]:
        """Yield equal ids, and any number of best notes but one."""
        yield from repeated("notes", (note.id for note in self.notes))
        best = sum(note.best for note in self.notes)
        if best != 1:
            text = f"{best} anteckningar är bäst. Sätt best: true på exakt en."
            yield Flaw(("notes",), text)

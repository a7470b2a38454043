"""A transcript to code: what was said, utterance by utterance, with a coder's key and reasons."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, Slug, Source, Text, Written, repeated
from api.catalogue.kinds.dialogue import Talk
from api.miti.codes import Code

GLOBALS = ("cultivating", "softening", "partnership", "empathy")
"""MITI's four global ratings, in its order."""


class CodedUtterance(Content):
    """One thought, the code it gets and the rule that says so; ``none``: the manual leaves it uncoded."""

    id: Slug
    text: Text
    code: Literal[Code, "none"]
    reason: Text


class Answer(Content):
    """What the other says after a volley."""

    speaker: Text
    text: Text
    talk: Talk


class Volley(Content):
    """All that one says before the other speaks."""

    id: Slug
    speaker: Text
    utterances: Annotated[tuple[CodedUtterance, ...], Field(min_length=1)]
    answer: Answer | None = None


class Rating(Content):
    """A global rating as the coder gave it, and why."""

    id: Literal["cultivating", "softening", "partnership", "empathy"]
    score: Annotated[int, Field(ge=1, le=5)]
    reason: Text


class Transcript(Written):
    """A conversation written out for coding; the body introduces it."""

    body_field: ClassVar[str] = "intro"
    markdown_fields: ClassVar[tuple[str, ...]] = ("intro",)

    kind: Literal["transcript"]
    id: Slug
    title: Text
    goal: Text
    coder: Text
    reviewed_by: Text | None = None
    reviewed_on: date | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    volleys: Annotated[tuple[Volley, ...], Field(min_length=1)]
    globals: tuple[Rating, ...]
    intro: Text

    def utterances(self) -> tuple[CodedUtterance, ...]:
        """Return every utterance that is to be coded, in order."""
        return tuple(said for volley in self.volleys for said in volley.utterances)

    def flaws(self) -> Iterator[Flaw]:
        """Yield equal ids and globals that are missing or rated twice."""
        yield from repeated("volleys", (volley.id for volley in self.volleys))
        ids = [said.id for said in self.utterances()]
        if len(set(ids)) < len(ids):
            yield Flaw(("volleys",), "Två yttranden har samma id. Ge varje yttrande ett eget.")
        if sorted(rating.id for rating in self.globals) != sorted(GLOBALS):
            yield Flaw(("globals",), f"Ge var och en av {', '.join(GLOBALS)} ett betyg.")

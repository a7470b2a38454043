"""What every kind of content shares: strict frozen models, text types and sources."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
URL_PATTERN = r"^https?://\S+$"

Path = tuple[str | int, ...]
"""The way to a value inside one file: field names and list positions."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=60)]
Url = Annotated[str, StringConstraints(pattern=URL_PATTERN)]


class Content(BaseModel):
    """Course content: immutable, without guesses about types, without unknown fields.

    A default is for ever: the canonical text of an edition leaves defaults out, so that a field
    added later makes no new edition of an unchanged course. Changing a default would therefore
    change the meaning of what is already frozen.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Source(Content):
    """Where a statement comes from and when somebody last made sure that it still holds."""

    text: Text
    url: Url | None = None
    reviewed_on: date
    law: bool = False


class Flaw(NamedTuple):
    """An error inside one file that its types cannot express."""

    path: Path
    text: str


class Written(Content):
    """Content that an author writes as one file; the text below the front matter is a field too.

    Loader, rules and editions know no more about a kind of file than what is declared here.
    """

    body_field: ClassVar[str]
    markdown_fields: ClassVar[tuple[str, ...]]

    def flaws(self) -> Iterator[Flaw]:
        """Yield what is wrong with this content by the rules of its own kind."""
        yield from ()


class StepBase(Written):
    """One screen of a course; each kind of step is one file beside this one."""

    id: Slug
    title: Text
    sources: tuple[Source, ...] = ()


class GradedStep(StepBase):
    """A knowledge check; ``again`` is the stem in other words, for when a missed one comes back."""

    body_field: ClassVar[str] = "stem"
    markdown_fields: ClassVar[tuple[str, ...]] = ("stem", "again")

    stem: Text
    again: Text | None = None


def repeated(name: str, ids: Iterable[str]) -> Iterator[Flaw]:
    """Yield a flaw for each id that stands twice in the list ``name`` of one file."""
    first: dict[str, int] = {}
    for position, own_id in enumerate(ids, start=1):
        if own_id in first:
            yield Flaw(
                (name, position - 1, "id"),
                f"Nummer {position} i ”{name}” har samma id, ”{own_id}”, som nummer "
                f"{first[own_id]}. Ge varje rad ett eget id.",
            )
        first.setdefault(own_id, position)

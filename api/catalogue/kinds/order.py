"""A knowledge check in which things are put in order."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, GradedStep, Slug, Text, repeated


class Item(Content):
    """One thing to place, and why it belongs where it does."""

    id: Slug
    text: Text
    feedback: Text


class OrderStep(GradedStep):
    """Items written in their right order and always shown in another."""

    kind: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=6)]

    def flaws(self) -> Iterator[Flaw]:
        """Yield items with equal ids."""
        yield from repeated("items", (item.id for item in self.items))

"""A knowledge check in which each item is paired with what it belongs to."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from api.catalogue.kinds.base import Content, Flaw, GradedStep, Slug, Text, repeated


class Target(Content):
    """What items can belong to."""

    id: Slug
    text: Text


class Pair(Content):
    """One item, the target it belongs to, and why."""

    id: Slug
    text: Text
    target: Slug
    feedback: Text


class MatchStep(GradedStep):
    """Items to pair with targets; several items may share one."""

    kind: Literal["match"]
    targets: Annotated[tuple[Target, ...], Field(min_length=2, max_length=6)]
    items: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=6)]

    def target(self, target_id: str) -> Target | None:
        """Return the target with this id, or None."""
        return next((target for target in self.targets if target.id == target_id), None)

    def flaws(self) -> Iterator[Flaw]:
        """Yield equal ids and items that belong to a target that is not there."""
        yield from repeated("targets", (target.id for target in self.targets))
        yield from repeated("items", (item.id for item in self.items))
        for position, item in enumerate(self.items):
            if self.target(item.target) is None:
                known = ", ".join(target.id for target in self.targets)
                yield Flaw(
                    ("items", position, "target"),
                    f"Målet ”{item.target}” finns inte i ”targets”. Skriv något av: {known}.",
                )

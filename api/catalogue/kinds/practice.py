"""A step that leads to an exercise: a conversation to practise or a transcript to code."""

from typing import ClassVar, Literal

from api.catalogue.kinds.base import Slug, StepBase, Text


class PracticeStep(StepBase):
    """Done when the exercise has been gone through to an end; nothing else is kept of it."""

    body_field: ClassVar[str] = "body"
    markdown_fields: ClassVar[tuple[str, ...]] = ("body",)

    kind: Literal["practice"]
    exercise: Slug
    body: Text

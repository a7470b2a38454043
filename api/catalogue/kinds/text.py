"""A step to read."""

from typing import ClassVar, Literal

from api.catalogue.kinds.base import StepBase, Text


class TextStep(StepBase):
    """A short text; read when the learner moves on."""

    body_field: ClassVar[str] = "body"
    markdown_fields: ClassVar[tuple[str, ...]] = ("body",)

    kind: Literal["text"]
    body: Text

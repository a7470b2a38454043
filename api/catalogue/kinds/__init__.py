"""The kinds of steps. A new kind is a file here and a name in `Step` (and `Check`, if graded)."""

from typing import Annotated

from pydantic import Field

from api.catalogue.kinds.question import QuestionStep
from api.catalogue.kinds.text import TextStep

Step = TextStep | QuestionStep
"""Any step of a course."""

Check = QuestionStep
"""The steps that must be answered before a course is complete."""

AnyStep = Annotated[Step, Field(discriminator="kind")]
"""A step as a field of a model: `kind` says which."""

STEP_KINDS: dict[str, type[Step]] = {"text": TextStep, "question": QuestionStep}
"""The model that reads each `kind` of front matter."""

"""The kinds of steps and exercises. A new kind is a file here and a name in the unions below."""

from typing import Annotated

from pydantic import Field

from api.catalogue.kinds.compare import CompareStep
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.kinds.match import MatchStep
from api.catalogue.kinds.order import OrderStep
from api.catalogue.kinds.practice import PracticeStep
from api.catalogue.kinds.question import QuestionStep
from api.catalogue.kinds.text import TextStep
from api.catalogue.kinds.transcript import Transcript

Graded = QuestionStep | OrderStep | MatchStep | CompareStep
"""The checks that are answered and graded."""

Check = Graded | PracticeStep
"""The steps that must be done before a course is complete."""

Step = TextStep | Check
"""Any step of a course."""

Exercise = Dialogue | Transcript
"""What is practised beside the steps; a step may lead to it."""

AnyStep = Annotated[Step, Field(discriminator="kind")]
"""A step as a field of a model: `kind` says which."""

AnyExercise = Annotated[Exercise, Field(discriminator="kind")]
"""An exercise as a field of a model: `kind` says which."""

STEP_KINDS: dict[str, type[Step]] = {
    "text": TextStep,
    "question": QuestionStep,
    "order": OrderStep,
    "match": MatchStep,
    "compare": CompareStep,
    "practice": PracticeStep,
}
"""The model that reads each `kind` of step."""

EXERCISE_KINDS: dict[str, type[Exercise]] = {"dialogue": Dialogue, "transcript": Transcript}
"""The model that reads each `kind` of exercise."""

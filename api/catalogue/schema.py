"""A course as the program sees it: immutable, checked, without a trace of files."""

from datetime import date
from typing import Annotated, ClassVar, Generic, Literal, NamedTuple, TypeVar

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from api.catalogue.kinds import AnyExercise, AnyStep, Check, Exercise, Graded, Step
from api.catalogue.kinds.base import Content, Slug, Source, Text, Written
from api.catalogue.kinds.practice import PracticeStep
from api.catalogue.kinds.question import Choice, QuestionStep
from api.catalogue.kinds.text import TextStep

__all__ = [
    "Check",
    "Choice",
    "Content",
    "Course",
    "CourseHead",
    "Exercise",
    "Graded",
    "Language",
    "Level",
    "Module",
    "ModuleHead",
    "Placed",
    "PracticeStep",
    "QuestionStep",
    "Source",
    "Step",
    "TextStep",
    "Translation",
    "Written",
]

Level = Literal["generell", "specifik", "individinriktad"]
"""The three levels of prevention in the action plan."""

Language = Literal["en", "lattlast"]
"""What a course can stand in beside Swedish: English, and Swedish that is easy to read."""

StepT_co = TypeVar("StepT_co", bound=Step, covariant=True)


class ModuleHead(Written):
    """What `module.md` says."""

    body_field: ClassVar[str] = "intro"
    markdown_fields: ClassVar[tuple[str, ...]] = ("intro",)

    id: Slug
    title: Text
    minutes: Annotated[int, Field(ge=1, le=240)]
    goals: Annotated[tuple[Text, ...], Field(min_length=1)]
    content_note: Text | None = None
    intro: Text


class Module(ModuleHead):
    """A part of a course that can be done in one sitting."""

    steps: tuple[AnyStep, ...]


class Placed(NamedTuple, Generic[StepT_co]):
    """A step and the module it stands in."""

    module: Module
    step: StepT_co


def _months(value: object) -> object:
    # Forgetting the field must not give records that hold for ever: "never" is said in words.
    if value == "aldrig":
        return None
    if isinstance(value, str):
        raise PydanticCustomError(
            "validity", "ska vara ett antal månader, till exempel 24, eller ordet aldrig."
        )
    return value


class CourseHead(Written):
    """What `course.md` says.

    `certifies` is what completing the course amounts to, where that is less than completed training.
    """

    body_field: ClassVar[str] = "purpose"
    markdown_fields: ClassVar[tuple[str, ...]] = ("purpose",)

    id: Slug
    title: Text
    owner: Text
    reviewed_on: date
    validity_months: Annotated[Annotated[int, Field(ge=1, le=120)] | None, BeforeValidator(_months)]
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]
    open: bool
    certifies: Text | None = None
    purpose: Text
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Translation(CourseHead):
    """The same course in other words: every id, key and order as in the Swedish text."""

    language: Language
    modules: tuple[Module, ...]


class Course(CourseHead):
    """A whole course in the order it is taken; `validity_months` None means that it never lapses.

    Step ids are unique in the course, so a step keeps its identity when it moves between modules.
    """

    modules: tuple[Module, ...]
    exercises: tuple[AnyExercise, ...] = ()
    translations: tuple[Translation, ...] = ()

    @property
    def minutes(self) -> int:
        """How long the course takes, by its modules."""
        return sum(module.minutes for module in self.modules)

    def steps(self) -> tuple[Placed[Step], ...]:
        """Return every step in order."""
        return tuple(Placed(module, step) for module in self.modules for step in module.steps)

    def checks(self) -> tuple[Placed[Check], ...]:
        """Return the steps that must be done, in order."""
        return tuple(
            Placed(module, step)
            for module in self.modules
            for step in module.steps
            if isinstance(step, Check)
        )

    def read_in(self, language: str) -> "Course":
        """Return the course in the words of this language, or as it is if it has none."""
        found = next((each for each in self.translations if each.language == language), None)
        if found is None:
            return self
        words = {name: value for name, value in dict(found).items() if name != "language"}
        return self.model_copy(update=words)

    def speaks(self, language: str) -> bool:
        """Return whether the course has words of its own in this language."""
        return any(each.language == language for each in self.translations)

    def exercise(self, exercise_id: str) -> Exercise | None:
        """Return the exercise with this id, or None."""
        return next((each for each in self.exercises if each.id == exercise_id), None)

    def practice_steps(self, exercise_id: str) -> tuple[Placed[PracticeStep], ...]:
        """Return the steps that are done by going through this exercise."""
        return tuple(
            Placed(module, step)
            for module in self.modules
            for step in module.steps
            if isinstance(step, PracticeStep) and step.exercise == exercise_id
        )

    def graded(self) -> tuple[Placed[Graded], ...]:
        """Return the checks that are answered and graded, in order."""
        return tuple(
            Placed(module, step)
            for module in self.modules
            for step in module.steps
            if isinstance(step, Graded)
        )

    def module(self, module_id: str) -> Module | None:
        """Return the module with this id, or None."""
        return next((module for module in self.modules if module.id == module_id), None)

    def find(self, module_id: str, step_id: str) -> Placed[Step] | None:
        """Return the step with this id in this module, or None."""
        return self._from(module_id, step_id, 0)

    def next_step(self, module_id: str, step_id: str) -> Placed[Step] | None:
        """Return the step after this one, into the next module if need be; None at the end."""
        return self._from(module_id, step_id, 1)

    def _from(self, module_id: str, step_id: str, offset: int) -> Placed[Step] | None:
        steps = self.steps()
        for position, placed in enumerate(steps):
            if placed.module.id == module_id and placed.step.id == step_id:
                wanted = position + offset
                return steps[wanted] if wanted < len(steps) else None
        return None

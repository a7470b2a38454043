"""What the preview lists: every course, step and conversation with the file and line of its text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from api.catalogue.drafts import CourseDraft, Draft
from api.catalogue.kinds import Exercise
from api.catalogue.kinds.base import Path as Way
from api.catalogue.kinds.base import Written
from api.catalogue.kinds.dialogue import Dialogue
from api.learning.progress import Spot
from web.learning import addresses


@dataclass(frozen=True)
class Line:
    """A text, the page that shows it (without language), and where it stands: ``file:line``."""

    label: str
    path: str
    place: str


@dataclass(frozen=True)
class ModuleLines:
    """A module and its steps."""

    module: Line
    steps: tuple[Line, ...]


@dataclass(frozen=True)
class ExerciseLines:
    """An exercise; a conversation also has its graph and its nodes."""

    exercise: Line
    graph: str
    nodes: tuple[Line, ...]


@dataclass(frozen=True)
class CourseLines:
    """A course with all that can be looked at in it."""

    course: Line
    modules: tuple[ModuleLines, ...]
    exercises: tuple[ExerciseLines, ...]


def graph_path(exercise_id: str) -> str:
    """The drawing of a conversation, without language."""
    return f"/forhandsgranska/{exercise_id}"


def node_path(exercise_id: str, node_id: str) -> str:
    """A conversation as it stands when it has come to a node, without language."""
    return f"/forhandsgranska/{exercise_id}/{node_id}"


def course_lines(course: CourseDraft, root: Path) -> CourseLines:
    """The lines of a course that could be read whole."""
    assert course.head is not None  # noqa: S101 - it could be read
    head = course.head
    course_id = head.content.id
    modules = []
    for module in course.modules:
        if module.head is None:
            continue
        module_id = module.head.content.id
        steps = tuple(
            _line(
                step,
                step.content.title,
                addresses.step_path(course_id, Spot(module_id, step.content.id)),
                root,
            )
            for step in module.steps
        )
        path = addresses.module_path(course_id, module_id)
        modules.append(
            ModuleLines(_line(module.head, module.head.content.title, path, root), steps)
        )
    return CourseLines(
        _line(head, head.content.title, addresses.course_path(course_id), root),
        tuple(modules),
        tuple(_exercise(exercise, root) for exercise in course.exercises if exercise),
    )


def places(course: CourseLines) -> dict[str, str]:
    """Return where the text of each page of a course stands."""
    found = {each.graph: each.exercise.place for each in course.exercises}
    found.update((line.path, line.place) for line in _all(course))
    return found


def _all(course: CourseLines) -> Iterator[Line]:
    yield course.course
    for module in course.modules:
        yield from (module.module, *module.steps)
    for each in course.exercises:
        yield from (each.exercise, *each.nodes)


def _exercise(draft: Draft[Exercise], root: Path) -> ExerciseLines:
    exercise = draft.content
    line = _line(draft, exercise.title, addresses.exercise_path(exercise.id), root)
    if not isinstance(exercise, Dialogue):
        return ExerciseLines(line, "", ())
    nodes = tuple(
        _line(draft, node.id, node_path(exercise.id, node.id), root, ("nodes", number))
        for number, node in enumerate(exercise.nodes)
    )
    return ExerciseLines(line, graph_path(exercise.id), nodes)


def _line(draft: Draft[Written], label: str, path: str, root: Path, way: Way = ()) -> Line:
    """Point at a value or, without a way to one, at where the file's text begins."""
    file = Path(draft.page.file)
    line = draft.page.line(way or (draft.content.body_field,))
    return Line(label, path, f"{file.relative_to(root).as_posix()}:{line}")

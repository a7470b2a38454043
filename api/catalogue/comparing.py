"""Pure: what differs between two editions of a course, by module and step.

A kind of step is compared by whatever fields it has, so a new kind needs nothing here. Modules and
steps are the same if their ids are, wherever they stand.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from api.catalogue.kinds.base import Content
from api.catalogue.schema import Course, Module, Placed, Step


class What(StrEnum):
    """The ways in which an edition can differ from the one before."""

    COURSE_CHANGED = "course_changed"
    MODULE_ADDED = "module_added"
    MODULE_REMOVED = "module_removed"
    MODULE_CHANGED = "module_changed"
    MODULES_REORDERED = "modules_reordered"
    STEP_ADDED = "step_added"
    STEP_REMOVED = "step_removed"
    STEP_CHANGED = "step_changed"
    STEP_MOVED = "step_moved"
    STEPS_REORDERED = "steps_reordered"


class Difference(NamedTuple):
    """One difference. ``fields`` are the names of the values that changed, as an author writes them."""

    what: What
    module: str = ""
    step: str = ""
    fields: tuple[str, ...] = ()


def compare(before: Course, after: Course) -> tuple[Difference, ...]:
    """Return what an author would call the differences: none exactly when the content is equal."""
    return tuple(_differences(before, after))


def _differences(before: Course, after: Course) -> Iterator[Difference]:
    if fields := _changed(before, after, but="modules"):
        yield Difference(What.COURSE_CHANGED, fields=fields)
    old, new = _modules(before), _modules(after)
    yield from (Difference(What.MODULE_ADDED, new[one].title) for one in new if one not in old)
    yield from (Difference(What.MODULE_REMOVED, old[one].title) for one in old if one not in new)
    if _reordered(old, new):
        yield Difference(What.MODULES_REORDERED)
    earlier, later = _steps(before), _steps(after)
    for module_id, module in new.items():
        if module_id in old:
            yield from _in_module(old[module_id], module, earlier)
    yield from _removed(earlier, later, kept=new)
    yield from _moved(earlier, later)


def _in_module(
    before: Module, after: Module, earlier: Mapping[str, Placed[Step]]
) -> Iterator[Difference]:
    """Yield the differences of a module that stands in both, but for steps that have left it."""
    if fields := _changed(before, after, but="steps"):
        yield Difference(What.MODULE_CHANGED, after.title, fields=fields)
    if _reordered([step.id for step in before.steps], [step.id for step in after.steps]):
        yield Difference(What.STEPS_REORDERED, after.title)
    for step in after.steps:
        if step.id not in earlier:
            yield Difference(What.STEP_ADDED, after.title, step.title)
        elif fields := _changed(earlier[step.id].step, step):
            yield Difference(What.STEP_CHANGED, after.title, step.title, fields)


def _removed(
    earlier: Mapping[str, Placed[Step]], later: Mapping[str, Placed[Step]], kept: Iterable[str]
) -> Iterator[Difference]:
    """Yield the steps that are gone; those of a removed module went with it."""
    for step_id, (module, step) in earlier.items():
        if step_id not in later and module.id in kept:
            yield Difference(What.STEP_REMOVED, module.title, step.title)


def _moved(
    earlier: Mapping[str, Placed[Step]], later: Mapping[str, Placed[Step]]
) -> Iterator[Difference]:
    for step_id, (module, step) in later.items():
        if step_id in earlier and earlier[step_id].module.id != module.id:
            yield Difference(What.STEP_MOVED, module.title, step.title)


def _modules(course: Course) -> dict[str, Module]:
    return {module.id: module for module in course.modules}


def _steps(course: Course) -> dict[str, Placed[Step]]:
    return {placed.step.id: placed for placed in course.steps()}


def _changed(before: Content, after: Content, but: str = "") -> tuple[str, ...]:
    """Return the names of the fields whose values differ; a field that one kind lacks differs too."""
    old, new = dict(before), dict(after)
    names = dict.fromkeys((*old, *new))
    missing = object()
    return tuple(
        name for name in names if name != but and old.get(name, missing) != new.get(name, missing)
    )


def _reordered(before: Iterable[str], after: Iterable[str]) -> bool:
    """Whether those that stand in both stand in another order."""
    old, new = list(before), list(after)
    return _common(old, new) != _common(new, old)


def _common(these: Sequence[str], those: Sequence[str]) -> list[str]:
    return [one for one in these if one in set(those)]

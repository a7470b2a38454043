"""Course files as they were read: the content together with where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from api.catalogue.frontmatter import Page
from api.catalogue.kinds import Step
from api.catalogue.kinds.base import Path, Written
from api.catalogue.problems import Problem, Severity
from api.catalogue.schema import Course, CourseHead, Module, ModuleHead

WrittenT_co = TypeVar("WrittenT_co", bound=Written, covariant=True)


@dataclass(frozen=True)
class Draft(Generic[WrittenT_co]):
    """One valid file."""

    page: Page
    content: WrittenT_co

    def problem(self, path: Path, text: str, severity: Severity = "error") -> Problem:
        """Return a problem that points at the line of a value in this file."""
        return Problem(self.page.file, self.page.line(path), severity, text)


@dataclass(frozen=True)
class Numbered:
    """A file or folder whose name begins with its place in the order."""

    number: int
    name: str
    file: str
    """The file to point at: the one itself, or the folder's own description."""


@dataclass(frozen=True)
class ModuleDraft:
    """A module's folder; `head` is None, or a step is absent, when its file could not be read."""

    file: str
    head: Draft[ModuleHead] | None
    steps: tuple[Draft[Step], ...]
    order: tuple[Numbered, ...]

    @property
    def whole(self) -> bool:
        """Whether every file of the module could be read."""
        return self.head is not None and len(self.steps) == len(self.order)


@dataclass(frozen=True)
class CourseDraft:
    """A course's folder; `head` is None when `course.md` could not be read."""

    file: str
    head: Draft[CourseHead] | None
    modules: tuple[ModuleDraft, ...]
    order: tuple[Numbered, ...]

    @property
    def whole(self) -> bool:
        """Whether every file of the course could be read."""
        return self.head is not None and all(module.whole for module in self.modules)

    def steps(self) -> Iterator[Draft[Step]]:
        """Yield the steps that could be read, in order."""
        for module in self.modules:
            yield from module.steps

    def files(self) -> Iterator[Draft[Written]]:
        """Yield every file that could be read."""
        if self.head:
            yield self.head
        for module in self.modules:
            if module.head:
                yield module.head
            yield from module.steps

    def build(self) -> Course | None:
        """Return the course, or None unless every file could be read."""
        if self.head is None:
            return None
        modules = [_module(module) for module in self.modules]
        whole = tuple(module for module in modules if module)
        if len(whole) < len(modules):
            return None
        return Course(**dict(self.head.content), modules=whole)


@dataclass(frozen=True)
class Library:
    """All that was read from a folder, and what could not be."""

    courses: tuple[CourseDraft, ...]
    problems: tuple[Problem, ...]


def _module(draft: ModuleDraft) -> Module | None:
    if draft.head is None or not draft.whole:
        return None
    return Module(**dict(draft.head.content), steps=tuple(step.content for step in draft.steps))

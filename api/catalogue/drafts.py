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

    def build(self) -> Module | None:
        """Return the module, or None unless every file of it could be read."""
        if self.head is None or len(self.steps) < len(self.order):
            return None
        steps = tuple(step.content for step in self.steps)
        return Module(**dict(self.head.content), steps=steps)


@dataclass(frozen=True)
class CourseDraft:
    """A course's folder; `head` is None when `course.md` could not be read."""

    file: str
    head: Draft[CourseHead] | None
    modules: tuple[ModuleDraft, ...]
    order: tuple[Numbered, ...]

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
        """Return the course, or None unless every file of it could be read."""
        modules = tuple(module for draft in self.modules if (module := draft.build()))
        if self.head is None or len(modules) < len(self.modules):
            return None
        return Course(**dict(self.head.content), modules=modules)


@dataclass(frozen=True)
class Library:
    """All that was read from a folder, and what could not be."""

    courses: tuple[CourseDraft, ...]
    problems: tuple[Problem, ...]

"""Course files as they were read: the content together with where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from api.catalogue.frontmatter import Page
from api.catalogue.kinds import Exercise, Step
from api.catalogue.kinds.base import Path, Written
from api.catalogue.problems import Problem, Severity
from api.catalogue.schema import Course, CourseHead, Language, Module, ModuleHead, Translation

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
    """A course's folder; `head` is None when `course.md` could not be read.

    `exercises` holds None for each that could not be read. `translations` are the same folder read
    in other words.
    """

    file: str
    head: Draft[CourseHead] | None
    modules: tuple[ModuleDraft, ...]
    order: tuple[Numbered, ...]
    exercises: tuple[Draft[Exercise] | None, ...] = ()
    translations: Mapping[Language, "CourseDraft"] = field(default_factory=dict)

    def steps(self) -> Iterator[Draft[Step]]:
        """Yield the steps that could be read, in order."""
        for module in self.modules:
            yield from module.steps

    def files(self) -> Iterator[Draft[Written]]:
        """Yield every file that could be read, in whatever words."""
        yield from self.swedish_files()
        for translation in self.translations.values():
            yield from translation.files()

    def swedish_files(self) -> Iterator[Draft[Written]]:
        """Yield every file that could be read but those of the translations."""
        if self.head:
            yield self.head
        for module in self.modules:
            if module.head:
                yield module.head
            yield from module.steps
        yield from (exercise for exercise in self.exercises if exercise)

    def build(self) -> Course | None:
        """Return the course, or None unless every file of it could be read."""
        translations = tuple(
            translation
            for language, draft in self.translations.items()
            if (translation := draft.build_translation(language))
        )
        exercises = tuple(draft.content for draft in self.exercises if draft)
        modules = self._built_modules()
        if self.head is None or modules is None or len(exercises) < len(self.exercises):
            return None
        if len(translations) < len(self.translations):
            return None
        return Course(
            **dict(self.head.content),
            modules=modules,
            exercises=exercises,
            translations=translations,
        )

    def build_translation(self, language: Language) -> Translation | None:
        """Return the course's words in a language, or None unless every file could be read."""
        modules = self._built_modules()
        if self.head is None or modules is None:
            return None
        return Translation(**dict(self.head.content), language=language, modules=modules)

    def _built_modules(self) -> tuple[Module, ...] | None:
        modules = tuple(module for draft in self.modules if (module := draft.build()))
        return modules if len(modules) == len(self.modules) else None


@dataclass(frozen=True)
class Library:
    """All that was read from a folder, and what could not be."""

    courses: tuple[CourseDraft, ...]
    problems: tuple[Problem, ...]

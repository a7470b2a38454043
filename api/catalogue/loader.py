"""Reads course folders from disk. Every file is read, so that every problem is told at once.

    courses/<folder>/course.md
    courses/<folder>/NN-slug/module.md
    courses/<folder>/NN-slug/NN-slug.md      a step
    courses/<folder>/samtal/slug.md          an exercise

The number gives the order and the `id` inside the file the identity: names of files are free. The
same file in other words stands beside it as slug.en.md (English) or slug.lattlast.md (easy to read).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import ValidationError

from api.catalogue.drafts import CourseDraft, Draft, Library, ModuleDraft, Numbered
from api.catalogue.frontmatter import Page, read_page
from api.catalogue.kinds import EXERCISE_KINDS, STEP_KINDS, Exercise
from api.catalogue.kinds.base import Written
from api.catalogue.problems import Problem
from api.catalogue.schema import CourseHead, Language, ModuleHead
from api.catalogue.wording import explain, is_echo

_COURSE_FILE, _MODULE_FILE, _GUIDE = "course.md", "module.md", "README.md"
_EXERCISES = "samtal"
_LANGUAGES: tuple[Language, ...] = get_args(Language)
_FOLDER_NAME = re.compile(r"(?!00)(\d\d)-[a-z0-9-]+")
_STEP_NAME = re.compile(r"(?!00)(\d\d)-[a-z0-9-]+\.md")

WrittenT = TypeVar("WrittenT", bound=Written)


def load_folder(root: Path) -> Library:
    """Read all courses in a folder, or the only one when the folder is itself a course."""
    reader = _Reader()
    courses = tuple(reader.course(folder) for folder in reader.course_folders(root))
    return Library(courses, tuple(reader.problems))


class _Reader:
    """Walks the folders and keeps what it stumbles on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def note(self, file: Path, line: int, text: str) -> None:
        self.problems.append(Problem(file.as_posix(), line, "error", text))

    def course_folders(self, root: Path) -> list[Path]:
        if not root.is_dir():
            self.note(root, 1, "Mappen finns inte. Kontrollera sökvägen.")
            return []
        if (root / _COURSE_FILE).is_file():
            return [root]
        entries = _visible(root)
        folders = [entry for entry in entries if entry.is_dir()]
        for stray in set(entries) - set(folders):
            self.note(stray, 1, "Filen hör inte till någon kurs. Flytta in den i kursens mapp.")
        if not folders:
            self.note(root, 1, "Här finns inga kurser. Lägg varje kurs i en egen mapp.")
        return folders

    def course(self, folder: Path) -> CourseDraft:
        order = self._numbered(
            folder,
            _FOLDER_NAME,
            frozenset({_COURSE_FILE, _EXERCISES}),
            "Här väntas bara course.md, mappar som heter 01-namn, 02-namn, och mappen samtal. "
            "Byt namn eller flytta.",
        )
        orders = {entry.name: self._steps(folder / entry.name) for entry in order}
        return replace(
            self._in_words(folder, order, orders),
            exercises=tuple(self._exercises(folder / _EXERCISES)),
            translations={
                language: self._in_words(folder, order, orders, language)
                for language in _LANGUAGES
                if _worded(folder / _COURSE_FILE, language).is_file()
            },
        )

    def _in_words(
        self,
        folder: Path,
        order: tuple[Numbered, ...],
        steps: Mapping[str, tuple[Numbered, ...]],
        language: Language | None = None,
    ) -> CourseDraft:
        """Return the course in Swedish, or in the words of a language."""
        file = _worded(folder / _COURSE_FILE, language)
        head = self._draft(file, {"course": CourseHead})
        modules = tuple(
            self._module(folder / entry.name, steps[entry.name], language) for entry in order
        )
        return CourseDraft(file.as_posix(), head, modules, order)

    def _exercises(self, folder: Path) -> Iterator[Draft[Exercise] | None]:
        for entry in _visible(folder) if folder.is_dir() else ():
            yield self._draft(entry, EXERCISE_KINDS)

    def _steps(self, folder: Path) -> tuple[Numbered, ...]:
        return self._numbered(
            folder,
            _STEP_NAME,
            frozenset({_MODULE_FILE}),
            "Här väntas bara module.md och steg som heter 01-namn.md, 02-namn.md. "
            "Byt namn eller flytta.",
        )

    def _module(
        self, folder: Path, order: tuple[Numbered, ...], language: Language | None
    ) -> ModuleDraft:
        file = _worded(folder / _MODULE_FILE, language)
        head = self._draft(file, {"module": ModuleHead})
        steps = [self._draft(_worded(folder / entry.name, language), STEP_KINDS) for entry in order]
        return ModuleDraft(file.as_posix(), head, tuple(step for step in steps if step), order)

    def _numbered(
        self, folder: Path, pattern: re.Pattern[str], own: frozenset[str], advice: str
    ) -> tuple[Numbered, ...]:
        """Return what is numbered in a folder, in order, and note everything else."""
        found = []
        for entry in _visible(folder):
            if entry.name in own or _is_translation(entry):
                continue
            match = pattern.fullmatch(entry.name)
            if match and entry.is_dir() == (not entry.name.endswith(".md")):
                file = entry / _MODULE_FILE if entry.is_dir() else entry
                found.append(Numbered(int(match[1]), entry.name, file.as_posix()))
            else:
                self.note(entry, 1, advice)
        return tuple(sorted(found, key=lambda entry: (entry.number, entry.name)))

    def _draft(self, file: Path, kinds: Mapping[str, type[WrittenT]]) -> Draft[WrittenT] | None:
        """Return the file as the model that its `kind` names, or None with its problems noted."""
        page = self._page(file)
        model = self._model(page, kinds) if page else None
        if page is None or model is None:
            return None
        if model.body_field in page.fields:
            self.note(
                file,
                page.line((model.body_field,)),
                f"Fältet ”{model.body_field}” skrivs inte här. Flytta texten till under den "
                "andra raden ---.",
            )
        return self._validated(page.filled(model.body_field), model)

    def _page(self, file: Path) -> Page | None:
        text = self._text(file)
        if text is None:
            return None
        reading = read_page(file.as_posix(), text)
        self.problems.extend(reading.problems)
        return reading.page

    def _text(self, file: Path) -> str | None:
        if not file.is_file():
            self.note(file, 1, f"Filen saknas. Skapa {file.name} i mappen.")
            return None
        raw = file.read_bytes()
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            self.note(file, line, "Tecknen går inte att läsa. Spara filen som UTF-8.")
            return None
        # Neither the author's system nor its way to write å may make another edition.
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))

    def _model(self, page: Page, kinds: Mapping[str, type[WrittenT]]) -> type[WrittenT] | None:
        kind = page.fields.get("kind")
        if isinstance(kind, str) and kind in kinds:
            return kinds[kind]
        fault = "saknas" if kind is None else f"är ”{kind}”, som inte är giltigt här"
        *others, last = kinds
        wanted = f"{', '.join(others)} eller {last}" if others else last
        self.note(
            Path(page.file), page.line(("kind",)), f"Fältet ”kind” {fault}. Skriv kind: {wanted}."
        )
        return None

    def _validated(self, page: Page, model: type[WrittenT]) -> Draft[WrittenT] | None:
        fields = dict(page.fields)
        if "kind" not in model.model_fields:
            del fields["kind"]
        try:
            return Draft(page, model.model_validate(fields))
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                if not is_echo(error):
                    self.note(Path(page.file), page.line(error["loc"]), explain(error, model))
            return None


def _worded(file: Path, language: Language | None) -> Path:
    """Return the file that says the same in a language."""
    return file.with_name(f"{file.stem}.{language}.md") if language else file


def _is_translation(file: Path) -> bool:
    """Return whether this file says in other words what the one beside it says in Swedish."""
    stem, _, language = file.stem.rpartition(".")
    return language in _LANGUAGES and file.with_name(f"{stem}.md").is_file()


def _visible(folder: Path) -> list[Path]:
    """Return what an author put into a folder, in order; guides may stand anywhere."""
    return sorted(
        entry
        for entry in folder.iterdir()
        if not entry.name.startswith(".") and entry.name != _GUIDE
    )

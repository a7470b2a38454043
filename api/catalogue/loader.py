"""Reads course folders from disk. Every file is read, so that every problem is told at once.

    courses/<folder>/course.md
    courses/<folder>/NN-slug/module.md
    courses/<folder>/NN-slug/NN-slug.md      a step

The number gives the order and the `id` inside the file the identity: names of files are free.
"""

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from api.catalogue.drafts import CourseDraft, Draft, Library, ModuleDraft, Numbered
from api.catalogue.frontmatter import Page, read_page
from api.catalogue.kinds import STEP_KINDS
from api.catalogue.kinds.base import Written
from api.catalogue.problems import Problem
from api.catalogue.schema import CourseHead, ModuleHead
from api.catalogue.wording import explain, is_echo

_COURSE_FILE, _MODULE_FILE, _GUIDE = "course.md", "module.md", "README.md"
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
        head = self._draft(folder / _COURSE_FILE, {"course": CourseHead})
        order = self._numbered(
            folder,
            _FOLDER_NAME,
            _COURSE_FILE,
            "Här väntas bara course.md och mappar som heter 01-namn, 02-namn. "
            "Byt namn eller flytta.",
        )
        modules = tuple(self._module(folder / entry.name) for entry in order)
        return CourseDraft((folder / _COURSE_FILE).as_posix(), head, modules, order)

    def _module(self, folder: Path) -> ModuleDraft:
        head = self._draft(folder / _MODULE_FILE, {"module": ModuleHead})
        order = self._numbered(
            folder,
            _STEP_NAME,
            _MODULE_FILE,
            "Här väntas bara module.md och steg som heter 01-namn.md, 02-namn.md. "
            "Byt namn eller flytta.",
        )
        steps = [self._draft(folder / entry.name, STEP_KINDS) for entry in order]
        return ModuleDraft(
            (folder / _MODULE_FILE).as_posix(),
            head,
            tuple(step for step in steps if step),
            order,
        )

    def _numbered(
        self, folder: Path, pattern: re.Pattern[str], own: str, advice: str
    ) -> tuple[Numbered, ...]:
        """Return what is numbered in a folder, in order, and note everything else."""
        found = []
        for entry in _visible(folder):
            match = pattern.fullmatch(entry.name)
            if match and entry.is_dir() == (not entry.name.endswith(".md")):
                file = entry / _MODULE_FILE if entry.is_dir() else entry
                found.append(Numbered(int(match[1]), entry.name, file.as_posix()))
            elif entry.name != own:
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
        self.note(
            Path(page.file),
            page.line(("kind",)),
            f"Fältet ”kind” {fault}. Skriv kind: {' eller '.join(kinds)}.",
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


def _visible(folder: Path) -> list[Path]:
    """Return what an author put into a folder, in order; guides may stand anywhere."""
    return sorted(
        entry
        for entry in folder.iterdir()
        if not entry.name.startswith(".") and entry.name != _GUIDE
    )

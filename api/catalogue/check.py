"""Checks a folder of courses for authors, and reads it for publishing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.catalogue.drafts import Library
from api.catalogue.loader import load_folder
from api.catalogue.problems import Problem
from api.catalogue.rules import find_problems
from api.catalogue.schema import Course
from api.catalogue.warnings import find_warnings


@dataclass(frozen=True)
class Checked:
    """The courses of a folder, none if any has an error, all that was found, and the files."""

    courses: tuple[Course, ...]
    problems: tuple[Problem, ...]
    library: Library


def read_courses(path: Path, today: date) -> Checked:
    """Read and check a folder; one error anywhere keeps every course back."""
    library = load_folder(path)
    found = {*library.problems, *find_problems(library, today), *find_warnings(library)}
    problems = tuple(sorted(found))
    if has_errors(problems):
        return Checked((), problems, library)
    built = (draft.build() for draft in library.courses)
    return Checked(tuple(course for course in built if course), problems, library)


def check_folder(path: Path, today: date) -> list[Problem]:
    """Return everything wrong with the courses in a folder, by file and line."""
    return list(read_courses(path, today).problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether the courses must not be published; warnings alone do not stop them."""
    return any(problem.severity == "error" for problem in problems)


def format_problems(problems: Iterable[Problem]) -> str:
    """Return the problems one a line, ready to print; empty when there are none."""
    return "\n".join(str(problem) for problem in problems)

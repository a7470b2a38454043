"""Pure: the files of a municipality of any size, as its staff system would export them.

Chains of four (kommun, nämnd, förvaltning, enhet), about sixty units, five requirements, three years
of history, one in ten with two posts, some moved, some left, and a unit of 25 for the manager's page.
The same size and day always give the same files.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO

from api.imports.models import FileKind
from api.records.validity import add_months

Line = tuple[object, ...]
COURSES = ("forsta-steget", "kurs-b", "kurs-c", "kurs-d", "kurs-e")
TITLES = {"Lärare": "skola", "Kurator": "hälsa", "Handläggare": "social", "Vaktmästare": "drift"}
BOARDS, OFFICES, DAYS_OF_HISTORY = 4, 8, 3 * 365
SMALL_UNIT, SMALL_UNIT_STAFF = "E-LITEN", 25
COORDINATOR, MANAGER = "S000001", "S000002"
# In the order they are brought in: settling is dear where there are people, so these come late.
ORDER = (
    FileKind.UNITS,
    FileKind.CATEGORIES,
    FileKind.REQUIREMENTS,
    FileKind.PEOPLE,
    FileKind.KEY_PEOPLE,
    FileKind.ROLES,
    FileKind.ABSENCES,
    FileKind.RECORDS,
)
HEADERS: dict[FileKind, Line] = {
    FileKind.UNITS: ("code", "name", "kind", "parent_code", "start"),
    FileKind.CATEGORIES: ("title", "category"),
    FileKind.REQUIREMENTS: (
        "code",
        "name",
        "accepts",
        "unit_code",
        "categories",
        "key_people_only",
        "start",
        "days_to_complete",
    ),
    FileKind.PEOPLE: (
        "employee_id",
        "name",
        "email",
        "unit_code",
        "title",
        "employment",
        "manager",
        "start",
        "end",
    ),
    FileKind.KEY_PEOPLE: ("employee_id", "unit_code", "start", "end"),
    FileKind.ROLES: ("employee_id", "role", "unit_code", "start", "end"),
    FileKind.ABSENCES: ("employee_id", "start", "end"),
    FileKind.RECORDS: ("employee_id", "course_id", "completed_on", "valid_until", "source"),
}


@dataclass
class Scene:
    """What is drawn, and what it is drawn from."""

    staff: int
    today: date
    units: int = 60
    dice: random.Random = field(default_factory=lambda: random.Random(25))
    lines: dict[FileKind, list[Line]] = field(default_factory=lambda: {kind: [] for kind in ORDER})

    @property
    def start(self) -> date:
        """The first day of the history."""
        return self.today - timedelta(DAYS_OF_HISTORY)

    @property
    def workplaces(self) -> list[str]:
        """The units at the end of the chains, but for the small one."""
        return [f"E{number:04}" for number in range(self.units - 2 - BOARDS - OFFICES)]

    def day(self, earliest: int, latest: int) -> date:
        """A day so many days ago."""
        return self.today - timedelta(self.dice.randint(latest, earliest))


def files(staff: int, today: date, *, units: int = 60) -> dict[FileKind, bytes]:
    """Every file of the municipality, in the order they are to be imported."""
    scene = Scene(staff, today, units)
    _places(scene)
    _terms(scene)
    for number in range(1, staff + 1):
        _employ(scene, f"S{number:06}", number)
    root = ("tafa", "K", scene.start, None)
    scene.lines[FileKind.ROLES].append((COORDINATOR, *root))
    return {kind: _csv(HEADERS[kind], scene.lines[kind]) for kind in ORDER}


def _csv(header: Line, lines: Sequence[Line]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows((header, *lines))
    return text.getvalue().encode()


def _places(scene: Scene) -> None:
    lines = scene.lines[FileKind.UNITS]
    since = date(2000, 1, 1)
    lines.append(("K", "Provkommun", "kommun", "", since))
    for board in range(BOARDS):
        lines.append((f"N{board}", f"Nämnd {board}", "namnd", "K", since))
    for office in range(OFFICES):
        parent = f"N{office % BOARDS}"
        lines.append((f"F{office}", f"Förvaltning {office}", "forvaltning", parent, since))
    for place, code in enumerate([SMALL_UNIT, *scene.workplaces]):
        lines.append((code, f"Enheten {code}", "enhet", f"F{place % OFFICES}", since))


def _terms(scene: Scene) -> None:
    scene.lines[FileKind.CATEGORIES] += list(TITLES.items())
    some = ("", "", "skola|hälsa|social", "social", "")
    for place, (course, categories) in enumerate(zip(COURSES, some, strict=True)):
        unit, key = ("N1" if place == 1 else "K"), int(place == len(COURSES) - 1)
        name = f"Krav {place}: {course}"
        scene.lines[FileKind.REQUIREMENTS].append(
            (f"R{place}", name, course, unit, categories, key, scene.start, 90)
        )


def _employ(scene: Scene, employee: str, number: int) -> None:
    dice, lines = scene.dice, scene.lines
    title = dice.choice(tuple(TITLES))
    work = SMALL_UNIT if number in range(2, 2 + SMALL_UNIT_STAFF) else dice.choice(scene.workplaces)
    for unit, first, last in _posts(scene, work):
        manager = int(employee == MANAGER and last is None)
        person = (employee, f"Person {number:06} Provsson", f"p{number:06}@prov.invalid")
        lines[FileKind.PEOPLE].append((*person, unit, title, "", manager, first, last))
    if number % 40 == 0:
        lines[FileKind.KEY_PEOPLE].append((employee, work, scene.day(700, 30), None))
    if number % 25 == 0:
        first = scene.day(600, 10)
        lines[FileKind.ABSENCES].append((employee, first, first + timedelta(180)))
    for course in COURSES:
        lines[FileKind.RECORDS] += _records(scene, employee, course)


def _posts(scene: Scene, unit: str) -> Iterator[tuple[str, date, date | None]]:
    """One post that lasts; for some an earlier one elsewhere, for some another beside it."""
    dice = scene.dice
    first = scene.day(8 * 365, 10)
    last = scene.day(300, 1) if unit != SMALL_UNIT and dice.random() < 0.05 else None  # noqa: PLR2004
    moved = scene.day(900, 5) if dice.random() < 0.15 else None  # noqa: PLR2004
    other = dice.choice([each for each in scene.workplaces if each != unit])
    if moved and first < moved and (last is None or moved < last):
        yield other, first, moved - timedelta(1)
        first = moved
    yield unit, first, max(last, first) if last else None
    if dice.random() < 0.1:  # noqa: PLR2004
        yield (
            dice.choice([each for each in scene.workplaces if each not in {unit, other}]),
            first,
            None,
        )


def _records(scene: Scene, employee: str, course: str) -> Iterator[Line]:
    """Taken with some likelihood, and again each year by those who keep it up."""
    dice = scene.dice
    share = 0.8 if course == COURSES[0] else 0.35
    if dice.random() > share:
        return
    done = scene.day(DAYS_OF_HISTORY, 1)
    while done < scene.today:
        yield employee, course, done, add_months(done, 12), "klassrum"
        if dice.random() < 0.15:  # noqa: PLR2004
            return
        done += timedelta(dice.randint(300, 420))

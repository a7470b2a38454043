"""Pure: the files of a municipality of any size, as its staff system would export them.

Chains of four (kommun, nämnd, förvaltning, enhet), three years of history, one in ten with two posts,
some moved, some left; a unit of 25 for the manager's page and one of 200 to be moved. Units and
requirements grow with the staff, but for one nämnd: it has the same number of förvaltningar and is
asked the same ten requirements at any size, so that what it costs can be compared at equal cells.
The same size and day always give the same files.
"""

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from io import StringIO

from api.imports.models import FileKind
from api.records.validity import add_months

Line = tuple[object, ...]
COURSES = ("forsta-steget", *(f"kurs-{letter}" for letter in "bcdefghij"))
TITLES = {"Lärare": "skola", "Kurator": "hälsa", "Handläggare": "social", "Vaktmästare": "drift"}
BOARDS, DAYS_OF_HISTORY = 6, 3 * 365
EQUAL_BOARD, EQUAL_OFFICES, EQUAL_REQUIREMENTS = "N0", 12, 10
SMALL_UNIT, SMALL_UNIT_STAFF = "E-LITEN", 25
LARGE_UNIT, LARGE_UNIT_STAFF = "E-STOR", 200
MOVED_FROM, MOVED_TO = "F0", "F12"  # Where the large unit lies, and an office of another board.
# From so many staff on: so many units and requirements.
SIZES = ((0, 60, 10), (25_000, 600, 15), (60_000, 2_000, 20))
WHOM = (
    "",
    "",
    "skola|hälsa|social",
    "social",
    "",
    "skola",
    "",
    "drift",
    "hälsa|social",
    "skola|drift",
)
KEY_PEOPLE_ONLY = 4  # The place of the requirement that asks key people alone.
SMALL_UNIT_NUMBERS = range(2, 2 + SMALL_UNIT_STAFF)
LARGE_UNIT_NUMBERS = range(SMALL_UNIT_NUMBERS.stop, SMALL_UNIT_NUMBERS.stop + LARGE_UNIT_STAFF)
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
    units: int
    requirements: int
    dice: random.Random = field(default_factory=lambda: random.Random(25))
    lines: dict[FileKind, list[Line]] = field(default_factory=lambda: {kind: [] for kind in ORDER})

    @property
    def start(self) -> date:
        """The first day of the history."""
        return self.today - timedelta(DAYS_OF_HISTORY)

    @cached_property
    def offices(self) -> list[tuple[str, str]]:
        """The offices, each with its board: twelve under the one that is compared."""
        others = (BOARDS - 1) * max(1, self.units // 100)
        boards = [EQUAL_BOARD] * EQUAL_OFFICES
        boards += [f"N{1 + number % (BOARDS - 1)}" for number in range(others)]
        return [(f"F{number}", board) for number, board in enumerate(boards)]

    @cached_property
    def workplaces(self) -> list[str]:
        """The units at the end of the chains, but for the small and the large one."""
        return [f"E{number:04}" for number in range(self.units - 3 - BOARDS - len(self.offices))]

    def day(self, earliest: int, latest: int) -> date:
        """A day so many days ago."""
        return self.today - timedelta(self.dice.randint(latest, earliest))


def files(staff: int, today: date) -> dict[FileKind, bytes]:
    """Every file of the municipality, in the order they are to be imported."""
    _, units, requirements = max(size for size in SIZES if size[0] <= staff)
    scene = Scene(staff, today, units, requirements)
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
    for number in range(BOARDS):
        lines.append((f"N{number}", f"Nämnd {number}", "namnd", "K", since))
    for office, board in scene.offices:
        lines.append((office, f"Förvaltning {office}", "forvaltning", board, since))
    for place, code in enumerate(scene.workplaces):
        parent, _ = scene.offices[place % len(scene.offices)]
        lines.append((code, f"Enheten {code}", "enhet", parent, since))
    for code in (SMALL_UNIT, LARGE_UNIT):
        lines.append((code, f"Enheten {code}", "enhet", MOVED_FROM, since))


def _terms(scene: Scene) -> None:
    """Ten requirements of everybody's, and more of other boards than the one that is compared."""
    scene.lines[FileKind.CATEGORIES] += list(TITLES.items())
    for place in range(scene.requirements):
        common, kind = place < EQUAL_REQUIREMENTS, place % EQUAL_REQUIREMENTS
        unit = "K" if common else f"N{1 + place % (BOARDS - 1)}"
        accepts, key = COURSES[kind], int(place == KEY_PEOPLE_ONLY)
        scene.lines[FileKind.REQUIREMENTS].append(
            (f"R{place:02}", f"Krav {place}", accepts, unit, WHOM[kind], key, scene.start, 90)
        )


def _employ(scene: Scene, employee: str, number: int) -> None:
    dice, lines = scene.dice, scene.lines
    title = dice.choice(tuple(TITLES))
    work = dice.choice(scene.workplaces)
    if number in SMALL_UNIT_NUMBERS:
        work = SMALL_UNIT
    elif number in LARGE_UNIT_NUMBERS:
        work = LARGE_UNIT
    for unit, first, last in _posts(scene, work):
        manager = int(employee == MANAGER and last is None)
        person = (employee, f"Person {number:06} Provsson", f"p{number:06}@prov.invalid")
        lines[FileKind.PEOPLE].append((*person, unit, title, "", manager, first, last))
    if number % 20 == 0:
        lines[FileKind.KEY_PEOPLE].append((employee, work, scene.day(700, 30), None))
    if number % 25 == 0:
        first = scene.day(600, 10)
        lines[FileKind.ABSENCES].append((employee, first, first + timedelta(180)))
    for course in COURSES:
        lines[FileKind.RECORDS] += _records(scene, employee, course)


def _posts(scene: Scene, unit: str) -> Iterator[tuple[str, date, date | None]]:
    """One post that lasts; for some an earlier one elsewhere, for some another beside it."""
    dice = scene.dice
    lasting = unit in {SMALL_UNIT, LARGE_UNIT}
    first = scene.day(8 * 365, 10)
    last = scene.day(300, 1) if not lasting and dice.random() < 0.05 else None  # noqa: PLR2004
    moved = scene.day(900, 5) if dice.random() < 0.15 else None  # noqa: PLR2004
    other = _elsewhere(scene, unit)
    if moved and first < moved and (last is None or moved < last):
        yield other, first, moved - timedelta(1)
        first = moved
    yield unit, first, max(last, first) if last else None
    if dice.random() < 0.1:  # noqa: PLR2004
        yield _elsewhere(scene, unit, other), first, None


def _elsewhere(scene: Scene, *units: str) -> str:
    while (found := scene.dice.choice(scene.workplaces)) in units:
        pass
    return found


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

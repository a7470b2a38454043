"""Pure: the forecast as a plan: how many need training before each coming month, and what is enough.

Nothing is predicted. The figures are those that coverage would tell of the day if nobody renewed:
lapses, posts, absences and requirements to come are in them, as they are known today.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.coverage.figures import Merged, RequirementRef, UnitCoverage, UnitRef
from api.coverage.matrix import Place
from api.naming import sort_key

MONTHS = 6
SEATS = 10  # On an occasion, where nobody says otherwise.
MOST_SEATS = 200
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Planned:
    """Seats on a practice day: in which unit, for which course, when."""

    unit_id: int
    course_id: str
    day: date
    seats: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many need training before a day: required on it, and not covered if nobody renews.

    ``planned`` seats are on days before it; an occasion more has ``seats``. Suppressed: the figures
    of people are withheld, None, and with them what would be enough.
    """

    before: date
    required: int | None
    covered: int | None
    planned: int
    seats: int
    suppressed: bool = False

    @property
    def people(self) -> int | None:
        """How many need training."""
        return None if self.required is None else self.required - (self.covered or 0)

    @property
    def occasions(self) -> int | None:
        """How many occasions are enough, beside those planned."""
        return None if self.people is None else occasions(self.people, self.planned, self.seats)


@dataclass(frozen=True, slots=True)
class UnitNeeds:
    """What a unit needs, month by month; a child, in those months in which it is one."""

    unit: UnitRef
    needs: tuple[Need, ...]

    @property
    def most(self) -> int:
        """The most who need training before any of the months, of those that may be told."""
        return max((need.people or 0 for need in self.needs), default=0)

    @property
    def suppressed(self) -> bool:
        """Whether anything is withheld."""
        return any(need.suppressed for need in self.needs)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a unit and its children need, for one requirement.

    ``requirement`` is None when none is in force in the months; ``requirements`` are those that
    are. ``accepts``: the courses that count for it. ``merged``: the withheld children together,
    by month, where the matrix of that day gives them (somebody in two of them counts twice).
    """

    unit: UnitRef
    above: tuple[UnitRef, ...]
    requirement: RequirementRef | None
    requirements: tuple[RequirementRef, ...]
    accepts: frozenset[str]
    seats: int
    rows: tuple[UnitNeeds, ...]
    merged: tuple[tuple[date, Merged], ...]
    parents: frozenset[int]


@dataclass(frozen=True, slots=True)
class Report:
    """Coverage for one requirement as it will be told on a day, and the courses accepted then."""

    place: Place
    told: UnitCoverage
    accepts: frozenset[str]

    def has(self, child: UnitRef) -> bool:
        """Whether the unit is a child on the day."""
        return any(each.id == child.id for each in self.told.children)


def months_ahead(today: date, months: int = MONTHS) -> list[date]:
    """Give the first day of each of the coming months."""
    numbers = range(today.month, today.month + months)
    return [
        date(today.year + number // MONTHS_A_YEAR, number % MONTHS_A_YEAR + 1, 1)
        for number in numbers
    ]


def occasions(people: int, planned: int, seats: int) -> int:
    """Give the fewest occasions with so many seats that seat all whom the planned seats do not."""
    return -(-max(0, people - planned) // seats)


def rows(
    unit: UnitRef, reports: Sequence[Report], seats: int, planned: Collection[Planned]
) -> tuple[UnitNeeds, ...]:
    """The unit, then those that are its children on any of the days and have somebody to train.

    Of a child only the days on which it is one: where it lies on the others is not asked here.
    """
    found = [UnitNeeds(unit, tuple(_need(unit, report, seats, planned) for report in reports))]
    for child in _children(reports):
        there = [report for report in reports if report.has(child)]
        needs = tuple(_need(child, report, seats, planned) for report in there)
        found.append(UnitNeeds(child, needs))
    return (found[0], *(each for each in found[1:] if _concerned(each)))


def _children(reports: Iterable[Report]) -> list[UnitRef]:
    """Each child once, by the name it first has, in the order people read them."""
    found: dict[int, UnitRef] = {}
    for report in reports:
        for child in report.told.children:
            found.setdefault(child.id, child)
    return sorted(found.values(), key=lambda unit: (sort_key(unit.name), unit.code))


def _concerned(each: UnitNeeds) -> bool:
    return any(need.suppressed or need.required or need.planned for need in each.needs)


def _need(unit: UnitRef, report: Report, seats: int, planned: Collection[Planned]) -> Need:
    cell = next(iter(report.told.cells_of(unit)), None)
    before = report.told.on
    taken = _seats_before(before, report.place.subtree(unit.id), report.accepts, planned)
    if cell is None:
        return Need(before, 0, 0, taken, seats)
    return Need(before, cell.required, cell.covered, taken, seats, suppressed=cell.suppressed)


def _seats_before(
    before: date, units: Collection[int], courses: Collection[str], planned: Iterable[Planned]
) -> int:
    return sum(
        each.seats
        for each in planned
        if each.day < before and each.unit_id in units and each.course_id in courses
    )


def merged(reports: Iterable[Report]) -> tuple[tuple[date, Merged], ...]:
    """The withheld parts together, on the days on which they may be told so."""
    return tuple((report.told.on, line) for report in reports for line in report.told.merged)

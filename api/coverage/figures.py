"""What coverage answers with: the frozen shapes that pages, JSON, CSV and command line share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from api.coverage.choosing import Choice
from api.coverage.words import Counts, Status

Figures = Mapping[tuple[int, int], Counts]
"""Counts by unit (``-id``: directly under it) and requirement. No entry: nobody at all."""


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit as it is on the day asked about."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RequirementRef:
    """A requirement in force on the day. ``goal`` is in percent; ``accepts``: ids of courses."""

    id: int
    code: str
    name: str
    goal: int
    accepts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cell:
    """Numbers of persons in one unit for one requirement. Suppressed: withheld, every figure None.

    ``unit_id`` is negative for the part directly under the unit.
    """

    unit_id: int
    unit_code: str
    unit_name: str
    requirement_code: str
    requirement_name: str
    goal: int
    required: int | None
    covered: int | None
    within_time: int | None
    key_required: int | None
    key_covered: int | None
    exempt: int | None
    lapsed: int | None = None
    not_started: int | None = None
    suppressed: bool = False

    @property
    def share(self) -> float | None:
        """Covered of required, unrounded; None where nobody is required or the cell is withheld."""
        return (self.covered or 0) / self.required if self.required else None

    @property
    def missing(self) -> int | None:
        """How many of those required are not covered."""
        return None if self.required is None else self.required - (self.covered or 0)

    @property
    def overdue(self) -> int | None:
        """How many have passed their due date without ever having been covered."""
        if self.missing is None or self.lapsed is None or self.not_started is None:
            return None
        return self.missing - self.lapsed - self.not_started

    @property
    def reached(self) -> bool | None:
        """Whether the share reaches the goal, in whole numbers; None where there is no share."""
        if not self.required:
            return None
        return (self.covered or 0) * 100 >= self.goal * self.required


@dataclass(frozen=True, slots=True)
class Several:
    """How many times persons are counted in more than one part: sum of the parts - total."""

    requirement_code: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Merged:
    """The withheld parts of a shown unit together ("Övriga enheter"): anybody could subtract them.

    ``counts`` is the sum of ``parts`` parts; somebody in two of them counts twice.
    """

    requirement_code: str
    parts: int
    counts: Counts


@dataclass(frozen=True)
class UnitCoverage:
    """One unit and its children on a day. The same answer for page, JSON, CSV and command line.

    ``rows`` is the unit first, then its children, by requirement: where somebody is required or exempt.
    ``direct`` is the part directly under it; ``several`` and ``merged`` where its own cell is shown.
    """

    unit: UnitRef
    on: date
    known_at: datetime | None
    above: tuple[UnitRef, ...]
    children: tuple[UnitRef, ...]
    requirements: tuple[RequirementRef, ...]
    rows: tuple[Cell, ...]
    direct: tuple[Cell, ...]
    several: tuple[Several, ...]
    merged: tuple[Merged, ...]

    @cached_property
    def _by_place(self) -> Mapping[tuple[int, str], Cell]:
        return {(cell.unit_id, cell.requirement_code): cell for cell in self.rows}

    def cells_of(self, unit: UnitRef) -> tuple[Cell, ...]:
        """Give the cells of the unit or of one of its children."""
        return tuple(cell for cell in self.rows if cell.unit_id == unit.id)

    def cell(self, unit: UnitRef, requirement: RequirementRef) -> Cell | None:
        """Give one cell of the matrix; None where nobody is required or exempt."""
        return self._by_place.get((unit.id, requirement.code))


@dataclass(frozen=True, slots=True)
class Overview:
    """A unit's coverage with that of ``opened`` children (``partners``: apart), and where the unit stands.

    ``above``: those the actor may see. ``tops``: where the scope begins, ``parents``: ids of all with
    units below, ``choices``: units to go to. ``is_named``: by name. ``asks_ever``: there are requirements.
    """

    coverage: UnitCoverage
    opened: tuple[UnitCoverage, ...]
    above: tuple[UnitRef, ...]
    tops: tuple[UnitRef, ...]
    parents: frozenset[int]
    is_municipality: bool
    is_named: bool
    asks_ever: bool
    partners: tuple[UnitCoverage, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The figures of one month end. Suppressed: withheld, both None."""

    on: date
    required: int | None
    covered: int | None
    suppressed: bool = False

    @property
    def share(self) -> float | None:
        """Covered of required, unrounded; None where nobody is required or it is withheld."""
        return (self.covered or 0) / self.required if self.required else None


@dataclass(frozen=True, slots=True)
class DevelopmentPoint:
    """The figures of one day. Suppressed: withheld, all None.

    ``kept``, from today on: how many would be covered if all who are covered today renew in time, for
    as long as they are required. Before today None.
    """

    on: date
    required: int | None
    covered: int | None
    kept: int | None
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class LapsesOfMonth:
    """How many lapse in a month if nobody renews: the last valid day of a required person lies in it.

    ``first`` is today in the month that is: what lapsed before is not counted.
    """

    first: date
    last: date
    lapses: int | None
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Development:
    """One requirement in one unit: a year back, today, and half a year ahead."""

    unit: UnitRef
    requirement: RequirementRef
    today: date
    points: tuple[DevelopmentPoint, ...]
    months: tuple[LapsesOfMonth, ...]


@dataclass(frozen=True, slots=True)
class RequirementStatus:
    """How somebody stands towards one requirement, and by which record."""

    requirement_code: str
    requirement_name: str
    status: Status
    completed_on: date | None
    valid_until: date | None
    due: date | None
    source: str | None
    record_id: int | None


@dataclass(frozen=True, slots=True)
class PersonStatus:
    """One person placed in the unit. Hidden (*Visas inte*): nothing but that there is a row."""

    person_id: int | None
    employee_id: str | None
    name: str | None
    units: tuple[UnitRef, ...]
    statuses: tuple[RequirementStatus, ...]
    away: bool = False
    key_person: bool = False
    hidden: bool = False

    @property
    def unit_name(self) -> str:
        """The names of the units the person is placed in, of those that may be told."""
        return ", ".join(unit.name for unit in self.units)

    @property
    def lines(self) -> int:
        """How many rows of a file the person takes: one a requirement, one where nothing is asked."""
        return max(len(self.statuses), 1)


HIDDEN_PERSON = PersonStatus(None, None, None, units=(), statuses=(), hidden=True)


@dataclass(frozen=True, slots=True)
class OwnRequirement:
    """A requirement as the person it requires (or spares) sees it today."""

    requirement_code: str
    requirement_name: str
    accepts: frozenset[str]
    not_before: date | None
    status: Status
    completed_on: date | None
    valid_until: date | None
    due: date | None
    source: str | None
    record_id: int | None


@dataclass(frozen=True, slots=True)
class KeyPeopleRow:
    """Key persons of a unit (``-id``: appointed to it directly): different people, each once."""

    unit_id: int
    unit_code: str
    unit_name: str
    appointed: int
    trained: int


@dataclass(frozen=True, slots=True)
class KeyPersonRow:
    """A key person by name. Hidden (*Visas inte*): nothing but that there is a row."""

    person_id: int | None
    employee_id: str | None
    name: str | None
    units: tuple[UnitRef, ...]
    trained: bool | None
    hidden: bool = False


HIDDEN_KEY_PERSON = KeyPersonRow(None, None, None, units=(), trained=None, hidden=True)


@dataclass(frozen=True, slots=True)
class KeyPeople:
    """The key people of a unit: ``rows`` for the unit, its children and its own; then by name."""

    unit: UnitRef
    on: date
    rows: tuple[KeyPeopleRow, ...]
    direct: KeyPeopleRow
    people: tuple[KeyPersonRow, ...]

"""Pure: the facts that coverage is computed from, frozen and free of any database.

``Ground`` is what holds for everybody (units, what requirements ask, categories of titles) and
``PersonFacts`` what one person did and was. Both hold only facts known at one instant.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

HOURLY = "timavlonad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something that holds from ``first_day`` to ``last_day``, both included; None is open."""

    first_day: date
    last_day: date | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def turns(periods: Collection[Dated]) -> frozenset[date]:
    """Find the days on which any of the periods begins to hold or has ceased to."""
    begun = {period.first_day for period in periods}
    ended = {
        period.last_day + timedelta(1)
        for period in periods
        if period.last_day is not None and period.last_day < date.max
    }
    return frozenset(begun | ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFact(Dated):
    """On these days the unit existed, and lay under this parent (None: under nothing)."""

    unit_id: int
    parent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms(Dated):
    """What a requirement asked, and of whom, on these days. Empty categories: all of them."""

    requirement_id: int
    unit_id: int
    accepts: frozenset[str]
    categories: frozenset[str] = frozenset()
    employments: frozenset[str] = frozenset()
    key_people_only: bool = False
    not_before: date | None = None
    days_to_complete: int = 90
    goal: int | None = None
    code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFact(Dated):
    """The person held this post in this unit. Title and category are as ``naming.title_key`` gives them."""

    unit_id: int
    title_key: str = ""
    category: str = ""
    employment: str = "tillsvidare"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Dated):
    """The person was away whole-time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment(Dated):
    """The person was appointed key person for the unit."""

    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionFact(Dated):
    """The person was exempt from the requirement."""

    requirement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """The person completed the course; ``valid_until`` is the last valid day, None never lapses."""

    course_id: str
    completed_on: date
    valid_until: date | None = None
    source: str = ""
    id: int = 0

    def valid(self, day: date) -> bool:
        """Whether it is valid on the day."""
        return self.completed_on <= day and (self.valid_until is None or day <= self.valid_until)

    def ended(self, day: date) -> bool:
        """Whether its last valid day lies before the day."""
        return self.valid_until is not None and self.valid_until < day


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All known facts of one person."""

    person_id: int
    posts: tuple[PostFact, ...] = ()
    absences: tuple[Absence, ...] = ()
    appointments: tuple[Appointment, ...] = ()
    exemptions: tuple[ExemptionFact, ...] = ()
    records: tuple[RecordFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Who a person is. Never a fact: it is as it is now, for those who may see it."""

    id: int
    employee_id: str
    name: str
    sort_key: str
    protected: bool


@dataclass(frozen=True)
class Ground:
    """All known facts that hold for everybody. ``categories`` gives titles (``naming.title_key``) theirs."""

    units: tuple[UnitFact, ...] = ()
    terms: tuple[Terms, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def periods_of(self) -> Mapping[int, tuple[UnitFact, ...]]:
        """The periods of each unit, the latest begun first (so one at most is found on a day)."""
        found: dict[int, list[UnitFact]] = {}
        for unit in sorted(self.units, key=lambda unit: unit.first_day, reverse=True):
            found.setdefault(unit.unit_id, []).append(unit)
        return {unit_id: tuple(periods) for unit_id, periods in found.items()}

    @cached_property
    def parents(self) -> frozenset[int]:
        """The units that some unit lies right below on any day."""
        return frozenset(unit.parent_id for unit in self.units if unit.parent_id is not None)

    def kept_as(self, unit_id: int) -> int:
        """As which unit or part (``-id``: directly under it) standings and ledger tell of this one.

        Directly under a unit that nothing ever lies below is all of the unit: it is kept once.
        """
        return -unit_id if unit_id < 0 and -unit_id not in self.parents else unit_id

    @cached_property
    def turning_days(self) -> frozenset[date]:
        """The days on which a unit or a requirement changes."""
        return turns([*self.units, *self.terms])

    @cached_property
    def ordered_turns(self) -> list[date]:
        """The turning days in order."""
        return sorted(self.turning_days)

    @cached_property
    def terms_of(self) -> Mapping[int, tuple[Terms, ...]]:
        """The terms of each requirement, the latest begun first."""
        found: dict[int, list[Terms]] = {}
        for terms in sorted(self.terms, key=lambda terms: terms.first_day, reverse=True):
            found.setdefault(terms.requirement_id, []).append(terms)
        return {requirement_id: tuple(all_of) for requirement_id, all_of in found.items()}

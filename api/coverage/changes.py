"""Pure: which figures of a day are other now than they were known to be, and by what kind of fact.

Held against each other are the same day as known then and as known now. A person who counts
otherwise in a cell is put down to the fewest kinds of facts that, taken from now while all else
stays as known then, make the person count as now: whoever both moved and was trained has left the
old unit through the post alone, and counts as covered in the new one through both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from api.coverage.counting import on_day
from api.coverage.facts import Ground, PersonFacts, RecordFact
from api.coverage.figures import RequirementRef, UnitRef
from api.coverage.standings import COVERED, EXEMPT
from api.coverage.terrain import Terrain
from api.coverage.words import Counts

CellKey = tuple[int, int]
"""Unit (``-id``: directly under it) and requirement."""


class Kind(StrEnum):
    """A kind of fact through which a figure is another."""

    POSTS = "posts"
    ABSENCES = "absences"
    KEY_PEOPLE = "key_people"
    EXEMPTIONS = "exemptions"
    RECORDS_ADDED = "records_added"
    RECORDS_REVOKED = "records_revoked"
    RECORDS_CORRECTED = "records_corrected"
    UNITS = "units"
    REQUIREMENTS = "requirements"
    CATEGORIES = "categories"


Kinds = tuple[Kind, ...]


class Counted(NamedTuple):
    """The figures that a report freezes, of one cell."""

    required: int = 0
    covered: int = 0
    exempt: int = 0

    @classmethod
    def of(cls, counts: Counts) -> "Counted":
        """Take them out of all the figures of a cell."""
        return cls(counts.required, counts.covered, counts.exempt)

    def plus(self, other: "Counted") -> "Counted":
        """The sum, figure by figure."""
        return Counted(*(a + b for a, b in zip(self, other, strict=True)))

    def minus(self, other: "Counted") -> "Counted":
        """The difference, figure by figure."""
        return Counted(*(a - b for a, b in zip(self, other, strict=True)))


NONE = Counted()


@dataclass(frozen=True, slots=True)
class Change:
    """A cell whose figures are other now, and through which kinds of facts.

    ``unit.id`` is negative for the part directly under the unit.
    """

    unit: UnitRef
    requirement: RequirementRef
    before: Counted
    after: Counted
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Changes:
    """What of a unit's figures is other now than as known at an instant. Withheld cells are not told.

    By unit (itself, the part directly under it, its children) and requirement.
    """

    unit: UnitRef
    on: date
    known_at: datetime
    rows: tuple[Change, ...]


@dataclass(frozen=True)
class View:
    """What one answer shows: the units by what was known then, and by what is known now."""

    then: frozenset[int]
    now: frozenset[int]
    kinds: dict[CellKey, set[Kind]] = field(default_factory=lambda: defaultdict(set))
    """Through what each shown cell counts somebody otherwise, even where sums come out alike."""

    def shows(self, unit_id: int, kinds: Collection[Kind]) -> bool:
        """Whether the unit is shown, by the tree of now or of then."""
        return unit_id in (self.now if Kind.UNITS in kinds else self.then)

    def tells(self, unit_id: int, more: Counted) -> bool:
        """Whether somebody who counts so much more in the unit now can differ in what is shown."""
        was, is_now = unit_id in self.then, unit_id in self.now
        return was != is_now or (was and more != NONE)


class Comparison:
    """One day as known then beside the same day as known now; takes the persons one at a time."""

    def __init__(self, then: Ground, now: Ground, on: date, views: Sequence[View]) -> None:
        self.then, self.now, self.on, self.views = then, now, on, views
        self.ground_kinds = tuple(_ground_kinds(then, now, on))
        self.added: dict[CellKey, Counted] = {}
        """How much more each cell of any unit counts now."""
        self._terrains: dict[Kinds, Terrain] = {}

    def take(self, then: PersonFacts, now: PersonFacts) -> None:
        """Add what one person makes differ."""
        mixed = _Mixed(self, then, now)
        if not mixed.changed:
            return
        before, after = mixed.counts(()), mixed.counts(mixed.changed)
        for cell in before.keys() | after.keys():
            more = after.get(cell, NONE).minus(before.get(cell, NONE))
            if more != NONE:
                self.added[cell] = self.added.get(cell, NONE).plus(more)
            for view in self.views:
                if view.tells(cell[0], more):
                    view.kinds[cell].update(mixed.through(cell, view))

    def terrain(self, kinds: Kinds) -> Terrain:
        """The ground as known then, but for these kinds as known now."""
        wanted = tuple(kind for kind in self.ground_kinds if kind in kinds)
        if wanted not in self._terrains:
            then, now = self.then, self.now
            self._terrains[wanted] = Terrain(
                Ground(
                    units=(now if Kind.UNITS in wanted else then).units,
                    terms=(now if Kind.REQUIREMENTS in wanted else then).terms,
                    categories=(now if Kind.CATEGORIES in wanted else then).categories,
                )
            )
        return self._terrains[wanted]


class _Mixed:
    """One person, with any kinds of facts from now and all else from then; only facts about the day."""

    def __init__(self, comparison: Comparison, then: PersonFacts, now: PersonFacts) -> None:
        self.comparison, on = comparison, comparison.on
        moves = _moves(then.records, now.records)
        self.moves = {one: kind for one, kind in moves.items() if one.valid(on)}
        self.then, self.now = _about(then, on), _about(now, on)
        own = {*_own_kinds(self.then, self.now), *self.moves.values()}
        self.changed = (*(kind for kind in Kind if kind in own), *comparison.ground_kinds)
        self._counts: dict[Kinds, Mapping[CellKey, Counted]] = {}

    def counts(self, kinds: Kinds) -> Mapping[CellKey, Counted]:
        """How the person counts, cell by cell, if these kinds of facts are those of now."""
        if kinds not in self._counts:
            terrain, day = self.comparison.terrain(kinds), self.comparison.on.toordinal()
            self._counts[kinds] = {
                (unit_id, segment.requirement_id): _counted(segment.flags)
                for segment in on_day(terrain, self._person(kinds), day)
                for unit_id in segment.units
            }
        return self._counts[kinds]

    def through(self, cell: CellKey, view: View) -> Kinds:
        """Name the fewest kinds that make the person count in the cell, where shown, as now."""
        now = self._in(cell, view, self.changed)
        for size in range(len(self.changed)):  # of size 0: none at all, for who counts as they did
            every = combinations(self.changed, size)
            enough = [some for some in every if self._in(cell, view, some) == now]
            if enough:
                return tuple(kind for some in enough for kind in some)
        return self.changed

    def _in(self, cell: CellKey, view: View, kinds: Kinds) -> Counted:
        return self.counts(kinds).get(cell, NONE) if view.shows(cell[0], kinds) else NONE

    def _person(self, kinds: Kinds) -> PersonFacts:
        then, now = self.then, self.now
        kept = [one for one in then.records if self.moves.get(one) not in kinds]
        come = [one for one in now.records if self.moves.get(one) in kinds]
        return PersonFacts(
            then.person_id,
            posts=(now if Kind.POSTS in kinds else then).posts,
            absences=(now if Kind.ABSENCES in kinds else then).absences,
            appointments=(now if Kind.KEY_PEOPLE in kinds else then).appointments,
            exemptions=(now if Kind.EXEMPTIONS in kinds else then).exemptions,
            records=(*kept, *come),
        )


def _counted(flags: int) -> Counted:
    if flags & EXEMPT:
        return Counted(exempt=1)
    return Counted(required=1, covered=1 if flags & COVERED else 0)


def _about(person: PersonFacts, on: date) -> PersonFacts:
    """Leave out what other days are about: required, covered and exempt ask the day alone."""
    return PersonFacts(
        person.person_id,
        posts=tuple(each for each in person.posts if each.on(on)),
        absences=tuple(each for each in person.absences if each.on(on)),
        appointments=tuple(each for each in person.appointments if each.on(on)),
        exemptions=tuple(each for each in person.exemptions if each.on(on)),
        records=tuple(each for each in person.records if each.valid(on)),
    )


def _moves(then: Sequence[RecordFact], now: Sequence[RecordFact]) -> dict[RecordFact, Kind]:
    """What became of each record that is not known on both sides.

    Corrected: the same course on the same day has gone and come (the key of the contract's files).
    """
    gone, come = set(then) - set(now), set(now) - set(then)
    keys_gone = {(one.course_id, one.completed_on) for one in gone}
    corrected = keys_gone & {(one.course_id, one.completed_on) for one in come}

    def kind(one: RecordFact) -> Kind:
        if (one.course_id, one.completed_on) in corrected:
            return Kind.RECORDS_CORRECTED
        return Kind.RECORDS_REVOKED if one in gone else Kind.RECORDS_ADDED

    return {one: kind(one) for one in gone | come}


def _own_kinds(then: PersonFacts, now: PersonFacts) -> Iterator[Kind]:
    """The kinds in which a person's own facts are others, records aside."""
    for kind, was, is_now in (
        (Kind.POSTS, then.posts, now.posts),
        (Kind.ABSENCES, then.absences, now.absences),
        (Kind.KEY_PEOPLE, then.appointments, now.appointments),
        (Kind.EXEMPTIONS, then.exemptions, now.exemptions),
    ):
        if was != is_now:
            yield kind


def _ground_kinds(then: Ground, now: Ground, on: date) -> Iterator[Kind]:
    """The kinds in which what holds for everybody is other on the day, as far as it is counted."""
    if _parents(then, on) != _parents(now, on):
        yield Kind.UNITS
    if _asked(then, on) != _asked(now, on):
        yield Kind.REQUIREMENTS
    if then.categories != now.categories:
        yield Kind.CATEGORIES


def _parents(ground: Ground, on: date) -> dict[int, int | None]:
    return {unit.unit_id: unit.parent_id for unit in ground.units if unit.on(on)}


def _asked(ground: Ground, on: date) -> set[object]:
    """What is asked on the day; neither names, goals nor the time to complete change these figures."""
    alike = {"first_day": on, "last_day": on, "name": "", "goal": None, "days_to_complete": 0}
    return {replace(terms, **alike) for terms in ground.terms if terms.on(on)}  # type: ignore[arg-type]

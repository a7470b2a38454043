"""Pure: what a follow-up report tells of a unit, for readers who may name nobody.

It goes to politicians, so nothing is told to one reader that is withheld from another, whoever makes
it. Figures by unit type are made of the cells that are shown, and so give no withheld one away;
every other number of persons is withheld by the rule of the cells, over a forest of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median_low

from api.coverage import matrix
from api.coverage.figures import Figures, RequirementRef, TrendPoint, UnitCoverage, UnitRef
from api.coverage.matrix import NOBODY, Place
from api.coverage.statuses import reaches
from api.coverage.words import Counts
from api.organisation.models import UnitKind

Cells = Collection[tuple[int, int]]
"""Cells withheld, by unit and requirement."""
Members = Mapping[int, frozenset[int]]
"""Persons by unit, each in every unit that counts them (``-id``: directly under it)."""


class Completeness(StrEnum):
    """Whether every share of a unit reaches its goal, as far as its shown cells tell."""

    COMPLETE = "complete"
    UNFINISHED = "unfinished"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit in which somebody is required, and whether it is complete."""

    code: str
    name: str
    kind: UnitKind
    state: Completeness


@dataclass(frozen=True, slots=True)
class KindGoal:
    """How many units of a kind reach a requirement's goal, of those whose cell is shown."""

    kind: UnitKind
    requirement_code: str
    reached: int
    shown: int


@dataclass(frozen=True, slots=True)
class Trend:
    """A requirement's figures at the month ends, and last on the day itself."""

    requirement_code: str
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Lapses:
    """How many of those covered in a unit lose cover soon. None: the cell is withheld."""

    unit_code: str
    part: str
    requirement_code: str
    people: int | None


@dataclass(frozen=True, slots=True)
class KeyLine:
    """How many key persons a unit has, and how many of them are trained. None: withheld."""

    unit_code: str
    unit_name: str
    part: str
    appointed: int
    trained: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A unit without key person; ``below``: how many units under it are without one too."""

    code: str
    name: str
    kind: UnitKind
    below: int


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those whom a requirement came to require in the last year. None: withheld.

    ``median_days``: to the first day covered, among those who have reached it.
    """

    requirement_code: str
    people: int | None
    median_days: int | None
    lacking: int | None
    with_time: int | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The whole answer. ``tables``: the unit's, then that of each child with units below it.

    ``accepts``: the courses that each requirement in force accepts. ``away`` None: withheld.
    """

    place: Place
    kind: UnitKind
    requirements: tuple[RequirementRef, ...]
    accepts: Mapping[str, frozenset[str]]
    tables: tuple[UnitCoverage, ...]
    units: tuple[UnitState, ...]
    kinds: tuple[KindGoal, ...]
    trends: tuple[Trend, ...]
    lapses: tuple[Lapses, ...]
    key_people: tuple[KeyLine, ...]
    gaps: tuple[Gap, ...]
    newcomers: tuple[Newcomers, ...]
    away: int | None


WHOLE, BELOW, DIRECT = "whole", "below", "direct"
"""What a line is about: the unit itself, a unit right below it, or what is directly under it."""


def parts(place: Place) -> Iterator[tuple[str, UnitRef]]:
    """Give the unit, the units below it and the part directly under it, in the order of reading."""
    yield WHOLE, place.unit
    for child in place.children:
        yield BELOW, child
    yield DIRECT, UnitRef(-place.unit.id, place.unit.code, place.unit.name)


def unit_states(
    place: Place, requirements: Sequence[RequirementRef], figures: Figures, hidden: Cells
) -> Iterator[UnitState]:
    """Tell of each unit below whether it is complete; no word of where nobody is required."""
    for unit_id in _below(place):
        unit = place.tree.units[unit_id]
        told = [
            None
            if (unit_id, each.id) in hidden
            else reaches(figures.get((unit_id, each.id), NOBODY), each.goal)
            for each in requirements
            if (unit_id, each.id) in hidden or figures.get((unit_id, each.id), NOBODY).required
        ]
        if told:
            yield UnitState(unit.code, unit.name, unit.kind, _completeness(told))


def _completeness(told: Collection[bool | None]) -> Completeness:
    if False in told:
        return Completeness.UNFINISHED
    return Completeness.UNTOLD if None in told else Completeness.COMPLETE


def kind_goals(
    place: Place, requirements: Sequence[RequirementRef], figures: Figures, hidden: Cells
) -> Iterator[KindGoal]:
    """Count, by kind, the units below that reach each goal. Withheld cells are not looked at."""
    found: dict[tuple[UnitKind, str], list[bool]] = defaultdict(list)
    for unit_id in _below(place):
        for each in requirements:
            reached = reaches(figures.get((unit_id, each.id), NOBODY), each.goal)
            if (unit_id, each.id) not in hidden and reached is not None:
                found[place.tree.units[unit_id].kind, each.code].append(reached)
    for kind in UnitKind:
        for each in requirements:
            if reached_by := found.get((kind, each.code)):
                yield KindGoal(kind, each.code, sum(reached_by), len(reached_by))


def lapses(
    place: Place,
    requirements: Sequence[RequirementRef],
    figures: Figures,
    hidden: Cells,
    count: Callable[[int, RequirementRef], int],
) -> Iterator[Lapses]:
    """Tell how many lapse, where somebody is required; ``count`` counts them in a unit or part.

    ``hidden``: the cells withheld on the first day or the last.
    """
    for part, unit in parts(place):
        for each in requirements:
            key = (unit.id, each.id)
            if key in hidden or figures.get(key, NOBODY).required:
                people = None if key in hidden else count(unit.id, each)
                yield Lapses(unit.code, part, each.code, people)


def members(place: Place, homes: Iterable[tuple[int, int]]) -> Members:
    """Put each person (of pairs of person and unit) in the unit, directly under it, and all above."""
    found: dict[int, set[int]] = defaultdict(set)
    for person_id, unit_id in homes:
        found[-unit_id].add(person_id)
        above: int | None = unit_id
        while above is not None:  # a parent counts though it has ceased, as in the cells
            found[above].add(person_id)
            above = place.parent(above)
    return {unit_id: frozenset(persons) for unit_id, persons in found.items()}


def told_units(place: Place, groups: Members, small_group: int) -> frozenset[int]:
    """Find the units whose number of such persons may be told: the rule of the cells."""
    figures = {(unit, 0): Counts(required=len(persons)) for unit, persons in groups.items()}
    hidden = matrix.withheld_cells(place.parent, figures, small_group)
    return frozenset(unit for unit in groups if (unit, 0) not in hidden)


def key_lines(
    place: Place, appointed: Members, trained: frozenset[int], small_group: int
) -> Iterator[KeyLine]:
    """Count key persons by part. That one is appointed is public; how few are trained is not."""
    told = told_units(place, appointed, small_group)
    for part, unit in parts(place):
        here = appointed.get(unit.id, frozenset())
        if here or part is not DIRECT:
            known = unit.id in told or not here
            yield KeyLine(
                unit.code, unit.name, part, len(here), len(here & trained) if known else None
            )


def gaps(place: Place, figures: Figures, appointed: Members) -> Iterator[Gap]:
    """Find the units with people but without key person: the topmost, and how many they stand for."""
    asked = {unit_id for (unit_id, _), counts in figures.items() if counts != NOBODY}
    without = {unit for unit in _below(place) if unit in asked and not appointed.get(unit)}
    for unit_id in _below(place):
        unit = place.tree.units[unit_id]
        if unit_id in without and unit.parent_id not in without:
            yield Gap(unit.code, unit.name, unit.kind, len(place.subtree(unit_id) & without) - 1)


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody newly required: days until covered (None: not yet), and whether time is left."""

    person_id: int
    days: int | None
    has_time: bool


def newcomers(
    place: Place,
    requirement: RequirementRef,
    begun: Sequence[tuple[Begun, Sequence[int]]],
    small_group: int,
) -> Newcomers:
    """Tell of those newly required in the unit; ``begun`` is everybody, with the units they count in."""
    groups: dict[int, set[int]] = defaultdict(set)
    for one, units in begun:
        for unit_id in units:
            groups[unit_id].add(one.person_id)
    frozen = {unit_id: frozenset(persons) for unit_id, persons in groups.items()}
    here = [one for one, units in begun if place.unit.id in units]
    if here and place.unit.id not in told_units(place, frozen, small_group):
        return Newcomers(requirement.code, None, None, None, None)
    done = [one.days for one in here if one.days is not None]
    return Newcomers(
        requirement_code=requirement.code,
        people=len(here),
        median_days=median_low(done) if len(done) >= max(small_group, 1) else None,
        lacking=_if_many(len(here) - len(done), small_group),
        with_time=_if_many(sum(one.has_time for one in here), small_group),
    )


def _if_many(people: int, small_group: int) -> int | None:
    return None if 0 < people < small_group else people


def _below(place: Place) -> list[int]:
    """Give the units below, by the way to them, each level in the order people read it."""
    found: list[int] = []
    waiting = [child.id for child in place.tree.below(place.unit.id)]
    while waiting:
        current = waiting.pop(0)
        found.append(current)
        waiting[:0] = [child.id for child in place.tree.below(current)]
    return found

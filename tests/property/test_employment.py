"""Figures by employment: right by the words, and no small group follows from them (Small groups).

The reader of the attack knows more than the pages tell: every line of those counted in several units,
filtered or not; and that where nobody counts by two employments, nobody does further down.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from api.coverage import counting, employment, words
from api.coverage.employment import Key
from api.coverage.facts import PersonFacts
from api.coverage.figures import Figures
from api.coverage.matrix import withheld_cells
from api.coverage.terrain import Terrain
from api.coverage.words import Counts
from tests.property.municipality import (
    EMPLOYMENTS,
    Municipality,
    build,
    municipalities,
    telling_days,
)
from tests.property.test_withholding import Row, reduced, remainder

DAY = date(2025, 9, 1)
NOBODY = Counts()
Parent = Callable[[int], int | None]
Rule = Callable[
    [Parent, Figures, Mapping[str, Figures], Collection[Key], int],
    frozenset[Key],
]


@dataclass(frozen=True)
class Picture:
    """All figures of a day, and what is shown of them."""

    parent: Parent
    everybody: Figures
    filtered: Mapping[str, Figures]
    withheld: frozenset[Key]
    shown: frozenset[Key]
    number: int


def picture(town: Municipality, day: date, number: int, rule: Rule = employment.shown) -> Picture:
    units = {unit: words.unit_on(town.ground, unit, day) for unit in town.unit_ids}

    def parent(unit_id: int) -> int | None:
        if unit_id < 0:
            return -unit_id
        fact = units.get(unit_id)
        return fact.parent_id if fact else None

    everybody, filtered = employment.count(Terrain(town.ground), town.persons, day)
    withheld = withheld_cells(parent, everybody, number)
    shown = rule(parent, everybody, filtered, withheld, number)
    return Picture(parent, everybody, filtered, withheld, shown, number)


@dataclass(frozen=True)
class Recipe:
    """More people in fewer units, so that groups are large and small side by side."""

    seed: int
    units: int
    persons: int

    def picture(self, number: int, rule: Rule = employment.shown) -> Picture:
        dice = random.Random(self.seed)
        town = build(dice, units=self.units, persons=self.persons, requirements=2)
        return picture(town, DAY, number, rule)


RECIPES = st.builds(Recipe, st.integers(0, 2**32), st.integers(1, 6), st.integers(1, 70))
NUMBERS = st.sampled_from((2, 3, 5))


def only(person: PersonFacts, form: str) -> PersonFacts:
    return replace(person, posts=tuple(post for post in person.posts if post.employment == form))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(municipalities())
def test_counts_those_whom_a_post_with_that_employment_makes_required(town: Municipality) -> None:
    for day in telling_days(town)[::5]:
        everybody, counted = employment.count(Terrain(town.ground), town.persons, day)
        assert everybody == counting.count(town.ground, town.persons, day)
        for form in EMPLOYMENTS:
            told = dict(counted.get(form, {}))
            assert told == dict(by_the_words(town, form, day))


def by_the_words(town: Municipality, form: str, day: date) -> Iterator[tuple[Key, Counts]]:
    """Count the persons found by posts of one form, as the whole person stands."""
    for requirement in town.requirement_ids:
        found = defaultdict(list)
        for person in town.persons:
            for unit in words.units_counted_in(town.ground, only(person, form), requirement, day):
                found[unit].append(person)
        for unit, persons in found.items():
            asked = [one for one in persons if words.required(town.ground, one, requirement, day)]
            covered = [o for o in asked if words.covered(town.ground, o, requirement, day)]
            yield (
                (unit, requirement),
                Counts(
                    required=len(asked),
                    covered=len(covered),
                    within_time=sum(
                        words.within_time(town.ground, o, requirement, day) for o in asked
                    ),
                    key_required=sum(bool(words.key_units(o, day)) for o in asked),
                    key_covered=sum(bool(words.key_units(o, day)) for o in covered),
                    exempt=len(persons) - len(asked),
                    lapsed=sum(words.lapsed_for(town.ground, o, requirement, day) for o in asked),
                    not_started=sum(
                        words.not_begun(town.ground, o, requirement, day) for o in asked
                    ),
                ),
            )


# --- the attack -----------------------------------------------------------------------------------


class Attack:
    """Exact linear algebra on one figure of one requirement: what follows from all that is known."""

    def __init__(self, seen: Picture, requirement: int, figure: str) -> None:
        self.seen, self.requirement, self.figure = seen, requirement, figure
        self.cells = [unit for unit, asked in seen.everybody if asked == requirement]
        self.numbers: dict[tuple[str, int], int] = {}
        self.echelon = reduced([*self.sums(), *self.forms(), *self.nobodys()])

    def size(self, form: str, unit: int) -> int:
        figures = self.seen.filtered.get(form, {}) if form else self.seen.everybody
        return int(getattr(figures.get((unit, self.requirement), NOBODY), self.figure))

    def knows(self, form: str, unit: int) -> bool:
        key = (unit, self.requirement)
        return key in self.seen.shown if form else key not in self.seen.withheld

    def row(self, *terms: tuple[int, str, int]) -> Row:
        """The unknowns of a sum: what is known stands on its other side."""
        found: Row = {}
        for sign, form, unit in terms:
            if not self.knows(form, unit):
                number = self.numbers.setdefault((form, unit), len(self.numbers))
                found[number] = found.get(number, Fraction(0)) + sign
        return found

    def parent(self, unit: int) -> int | None:
        return self.seen.parent(unit)

    def families(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for unit in self.cells:
            parent = self.parent(unit)
            if parent is not None:
                found.setdefault(parent, []).append(unit)
        return found

    def sums(self) -> Iterator[Row]:
        """Parts - those counted in several = their unit, for all and for each employment."""
        for form in ("", *EMPLOYMENTS):
            for parent, parts in self.families().items():
                yield self.row((-1, form, parent), *((1, form, part) for part in parts))

    def forms(self) -> Iterator[Row]:
        """Where nobody counts by two employments, these make up everybody in the cell."""
        for unit in self.cells:
            if any(self.nobody_counts_twice(each) for each in self.line(unit)):
                yield self.row((-1, "", unit), *((1, form, unit) for form in EMPLOYMENTS))

    def nobody_counts_twice(self, unit: int) -> bool:
        forms = [(form, unit) for form in EMPLOYMENTS]
        if not all(self.knows(*each) for each in [*forms, ("", unit)]):
            return False
        return sum(self.size(*each) for each in forms) == self.size("", unit)

    def nobodys(self) -> Iterator[Row]:
        """An employment that is known to be nobody's in a unit is nobody's below it."""
        for unit in self.cells:
            empty = self.knows("", unit) and not self.size("", unit)
            for form in EMPLOYMENTS:
                above = [each for each in self.line(unit) if self.knows(form, each)]
                if empty or any(not self.size(form, each) for each in above):
                    yield self.row((1, form, unit))

    def line(self, unit: int) -> Iterator[int]:
        above: int | None = unit
        while above is not None:
            yield above
            above = self.parent(above)

    def groups(self) -> Iterator[tuple[int, Row]]:
        """Each group that nobody may derive, alone and with one of a sibling: its size and its sum."""
        for form in EMPLOYMENTS:
            for unit in self.cells:
                size = self.size(form, unit)
                yield size, self.row((1, form, unit))
                left_out = self.row((1, "", unit), (-1, form, unit))
                yield self.size("", unit) - size, left_out
            for parts in self.families().values():
                for one, two in combinations(parts, 2):
                    both = self.size(form, one) + self.size(form, two)
                    yield both, self.row((1, form, one), (1, form, two))

    def leaks(self) -> Iterable[Row]:
        small = range(1, self.seen.number)
        return [
            row for size, row in self.groups() if size in small and not remainder(row, self.echelon)
        ]


def leaks(seen: Picture) -> list[Row]:
    return [
        row
        for requirement in {asked for _, asked in seen.everybody}
        for figure in ("required", "exempt")
        for row in Attack(seen, requirement, figure).leaks()
    ]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(RECIPES, NUMBERS)
def test_no_small_group_follows(town: Recipe, number: int) -> None:
    assert not leaks(town.picture(number))


@given(RECIPES, NUMBERS)
def test_whole_families_are_shown_and_only_under_a_unit_that_is(town: Recipe, number: int) -> None:
    seen = town.picture(number)
    assert not seen.shown & seen.withheld
    families = defaultdict(set)
    for unit, requirement in seen.everybody:
        above = seen.parent(unit)
        if above is not None:
            families[above, requirement].add((unit, requirement))
    for parent, family in families.items():
        assert family <= seen.shown or not family & seen.shown
        assert parent in seen.shown or not family & seen.shown


@given(RECIPES)
def test_one_switches_it_off(town: Recipe) -> None:
    seen = town.picture(1)
    assert seen.shown == seen.everybody.keys()


def test_something_is_shown() -> None:
    """The proofs above are not empty: below a root too, where there are many of each form."""
    found = find(
        RECIPES,
        lambda town: any(unit > 1 for unit, _ in _with_two_forms(town.picture(3))),
        settings=settings(max_examples=5000, database=None, phases=[Phase.generate]),
    )
    assert not leaks(found.picture(3))


def _with_two_forms(seen: Picture) -> set[Key]:
    return {key for key in seen.shown if sum(key in form for form in seen.filtered.values()) > 1}


# --- planted faults -------------------------------------------------------------------------------


def cell_by_cell(
    _parent: Parent,
    everybody: Figures,
    filtered: Mapping[str, Figures],
    withheld: Collection[Key],
    number: int,
) -> frozenset[Key]:
    """Planted fault: only the cells with a small group are kept back."""
    return frozenset(
        key
        for key, counts in everybody.items()
        if key not in withheld
        and not any(
            0 < group < number
            for form in filtered.values()
            for group in employment.groups(counts, form.get(key, NOBODY))
        )
    )


def complement_forgotten(
    parent: Parent,
    everybody: Figures,
    filtered: Mapping[str, Figures],
    withheld: Collection[Key],
    number: int,
) -> frozenset[Key]:
    """Planted fault: what a figure counts is looked at, but not what it leaves out."""
    largest = {key: Counts(10**6, exempt=10**6) for key in everybody}
    return employment.shown(parent, largest, filtered, withheld, number)


def any_family(
    _parent: Parent,
    everybody: Figures,
    filtered: Mapping[str, Figures],
    withheld: Collection[Key],
    number: int,
) -> frozenset[Key]:
    """Planted fault: families are whole, but one may be shown whose unit is not."""
    return employment.shown(lambda _unit: None, everybody, filtered, withheld, number)


@pytest.mark.parametrize("fault", [cell_by_cell, complement_forgotten, any_family])
def test_the_attack_finds_planted_faults(fault: Rule) -> None:
    town = find(
        RECIPES,
        lambda town: bool(leaks(town.picture(3, fault))),
        settings=settings(max_examples=3000, database=None, phases=[Phase.generate]),
    )
    assert not leaks(town.picture(3))

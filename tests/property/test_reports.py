"""In any municipality a report's parts add up to its total, and no withheld figure shapes it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from api.coverage import following, matrix
from api.coverage.counting import count
from api.coverage.facts import Ground
from api.coverage.figures import Figures, RequirementRef, UnitRef
from api.coverage.following import BELOW, DIRECT, WHOLE, FollowUp
from api.coverage.matrix import Place
from api.coverage.words import Counts
from api.organisation.models import UnitKind
from api.organisation.tree import Tree, UnitOnDay
from api.reports import freezing
from api.reports.figures import FrozenTable
from tests.property.municipality import FIRST, SPAN, Municipality, build

KINDS = (UnitKind.NAMND, UnitKind.FORVALTNING, UnitKind.AVDELNING, UnitKind.ENHET)
SMALL = 3


@st.composite
def towns(draw: st.DrawFn) -> tuple[Municipality, date]:
    """A municipality with enough people for parts to be shown, and a day."""
    drawn = build(
        random.Random(draw(st.integers(0, 2**32))),
        units=draw(st.integers(2, 7)),
        persons=draw(st.integers(4, 40)),
        requirements=draw(st.integers(1, 2)),
    )
    terms = tuple(replace(each, code=f"r{each.requirement_id}") for each in drawn.ground.terms)
    drawn = replace(drawn, ground=replace(drawn.ground, terms=terms))
    return drawn, date.fromordinal(FIRST.toordinal() + draw(st.integers(0, SPAN)))


def tree_of(ground: Ground, on: date) -> Tree:
    units = {}
    for unit in ground.units:
        if unit.on(on):
            kind = UnitKind.KOMMUN if unit.unit_id == 1 else KINDS[unit.unit_id % len(KINDS)]
            code = f"u{unit.unit_id}"
            units[unit.unit_id] = UnitOnDay(unit.unit_id, code, code, kind, unit.parent_id)
    return Tree(units)


def place_in(town: Municipality, on: date) -> Place:
    tree = tree_of(town.ground, on)
    assume(1 in tree.units)
    return Place(tree, UnitRef(1, "u1", "u1"), on)


def told(
    place: Place, requirements: tuple[RequirementRef, ...], figures: Figures
) -> tuple[FollowUp, frozenset[tuple[int, int]]]:
    hidden = matrix.withheld_cells(place.parent, figures, SMALL)
    cells = (requirements, figures, hidden)
    inner = place.opened([child.code for child in place.children])
    answer = FollowUp(
        place=place,
        kind=UnitKind.KOMMUN,
        requirements=requirements,
        accepts={each.code: frozenset() for each in requirements},
        tables=tuple(matrix.unit_coverage(each, *cells) for each in (place, *inner)),
        units=tuple(following.unit_states(place, *cells)),
        kinds=tuple(following.kind_goals(place, *cells)),
        trends=(),
        lapses=tuple(following.lapses(place, *cells, lambda unit_id, _requirement: abs(unit_id))),
        key_people=(),
        gaps=tuple(following.gaps(place, figures, {})),
        newcomers=(),
        away=0,
    )
    return answer, hidden


def summed(table: FrozenTable, code: str) -> tuple[list[int], list[int] | None]:
    """What the lines of a requirement add up to, and the total; None where that is withheld."""
    found = [0, 0, 0]
    total = None
    for cell in table.cells:
        if cell.requirement_code != code or cell.suppressed:
            continue
        numbers = [cell.required or 0, cell.covered or 0, cell.exempt or 0]
        if cell.part == WHOLE:
            total = numbers
        else:
            assert cell.part in {BELOW, DIRECT}
            found = [a + b for a, b in zip(found, numbers, strict=True)]
    for sign, lines in ((1, table.merged), (-1, table.several)):
        for line in lines:
            if line.requirement_code == code:
                numbers = [line.required, line.covered, line.exempt]
                found = [a + sign * b for a, b in zip(found, numbers, strict=True)]
    return found, total


@given(towns())
def test_parts_merged_and_several_add_up_to_the_total(drawn: tuple[Municipality, date]) -> None:
    town, on = drawn
    place = place_in(town, on)
    figures = count(town.ground, town.persons, on)
    requirements = matrix.requirements_on(town.ground.terms, on, 90)
    answer, _ = told(place, requirements, figures)
    frozen = freezing.figures(answer, [], None, SMALL)
    for table in frozen.tables:
        has_parts = any(cell.part != WHOLE for cell in table.cells)
        for requirement in requirements:
            found, total = summed(table, requirement.code)
            if total is not None and has_parts:
                assert found == total


@given(towns(), st.integers(0, 2**32))
def test_what_is_withheld_shapes_nothing_else(drawn: tuple[Municipality, date], seed: int) -> None:
    """Other figures in the withheld cells, the same cells withheld: the same report but for sums."""
    town, on = drawn
    place = place_in(town, on)
    figures = count(town.ground, town.persons, on)
    requirements = matrix.requirements_on(town.ground.terms, on, 90)
    answer, hidden = told(place, requirements, figures)
    dice = random.Random(seed)
    other = {
        key: counts._replace(covered=dice.randint(0, counts.required)) if key in hidden else counts
        for key, counts in figures.items()
    }
    again, still_hidden = told(place, requirements, other)
    assert still_hidden == hidden
    assert again.units == answer.units
    assert again.kinds == answer.kinds
    assert again.lapses == answer.lapses
    assert again.gaps == answer.gaps
    for one, two in zip(answer.tables, again.tables, strict=True):
        assert (one.rows, one.direct) == (two.rows, two.direct)


@given(towns())
def test_numbers_of_groups_follow_the_rule_of_the_cells(drawn: tuple[Municipality, date]) -> None:
    town, on = drawn
    place = place_in(town, on)
    homes = [
        (person.person_id, post.unit_id)
        for person in town.persons
        for post in person.posts
        if post.on(on) and post.unit_id in place.tree.units
    ]
    groups = following.members(place, homes)
    shown = following.told_units(place, groups, SMALL)
    assert all(len(groups[unit]) >= SMALL for unit in shown)
    figures = {(unit, 0): Counts(required=len(each)) for unit, each in groups.items()}
    hidden = matrix.withheld_cells(place.parent, figures, SMALL)
    assert shown == {unit for unit, _ in figures.keys() - hidden}


def test_few_are_told_of_when_nothing_is_withheld() -> None:
    town = build(random.Random(1), units=3, persons=5, requirements=1)
    on = replace(town.ground.units[0]).first_day
    place = Place(tree_of(town.ground, on), UnitRef(1, "u1", "u1"), on)
    groups = following.members(place, [(1, 1)])
    assert following.told_units(place, groups, 1) == groups.keys()

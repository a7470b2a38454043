"""The ledger's arithmetic: a Fenwick tree over days gives back every balance."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from api.coverage import ledger, words
from api.coverage.ledger import EPOCH, LIMIT
from api.coverage.standings import segments
from api.coverage.terrain import Terrain
from tests.property.municipality import Municipality, municipalities, telling_days

slots = st.integers(1, LIMIT)
ROOM = 1 << (ledger.BITS - 2)  # Two of these fit together in the bits of one figure.
figures = st.lists(
    st.integers(1 - ROOM, ROOM - 1), min_size=ledger.FIGURES, max_size=ledger.FIGURES
)


@given(slots, slots)
def test_a_change_is_read_on_its_day_and_every_later_one(changed: int, asked: int) -> None:
    shared = set(ledger.writes(changed)) & set(ledger.reads(asked))
    assert len(shared) == (1 if changed <= asked else 0)


@given(slots)
def test_few_slots_are_read_or_written(day: int) -> None:
    assert len(list(ledger.reads(day))) <= 19
    assert len(list(ledger.writes(day))) <= 13


@given(figures, figures)
def test_figures_side_by_side_add_up(left: list[int], right: list[int]) -> None:
    together = ledger.packed(left) + ledger.packed(right)
    assert ledger.unpacked(ledger.packed(left)) == tuple(left)
    assert ledger.unpacked(together) == tuple(a + b for a, b in zip(left, right, strict=True))


@given(st.dictionaries(slots, st.integers(-5, 5).filter(bool), max_size=30))
def test_spreading_level_by_level_equals_writing_each_change(changes: dict[int, int]) -> None:
    one_by_one: dict[int, int] = defaultdict(int)
    for day, change in changes.items():
        for place in ledger.writes(day):
            one_by_one[place] += change
    assert ledger.spread(dict(changes)) == one_by_one


NOTHING = (0,) * ledger.FIGURES


@settings(max_examples=60, deadline=None)
@given(municipalities())
def test_ledger_equals_the_words_on_every_day(town: Municipality) -> None:
    terrain = Terrain(town.ground)
    differences: defaultdict[ledger.Cell, ledger.Changes] = defaultdict(dict)
    for person in town.persons:
        ledger.differences(differences, segments(terrain, person), 1)
    table = {row[:3]: row[3:] for row in ledger.rows(sorted(differences.items()))}
    units = [*town.unit_ids, *(-unit for unit in town.unit_ids)]
    for day in telling_days(town)[::5]:
        for unit in units:
            for requirement in town.requirement_ids:
                read = [
                    table.get((town.ground.kept_as(unit), place, requirement), NOTHING)[:-1]
                    for place in ledger.reads(ledger.slot(day.toordinal()))
                ]
                told = words.Counts(*map(sum, zip(*read, strict=True)))
                assert told == words.coverage(town.ground, town.persons, unit, requirement, day)


@settings(max_examples=60, deadline=None)
@given(municipalities())
def test_taking_away_what_was_added_leaves_nothing(town: Municipality) -> None:
    terrain = Terrain(town.ground)
    differences: defaultdict[ledger.Cell, ledger.Changes] = defaultdict(dict)
    for sign in (1, -1):
        for person in town.persons:
            ledger.differences(differences, segments(terrain, person), sign)
    assert list(ledger.rows(sorted(differences.items()))) == []


def test_rows_come_sorted_by_unit_slot_and_requirement() -> None:
    cells = {(unit, requirement): {8: 1, 3: 1} for unit in (-1, 1) for requirement in (2, 1)}
    found = [row[:3] for row in ledger.rows(sorted(cells.items()))]
    assert found == sorted(found)


def test_what_began_before_the_epoch_is_there_from_the_first_day() -> None:
    assert ledger.slot(date(1987, 1, 1).toordinal()) == 1
    assert ledger.slot(ledger.FIRST_DAY.toordinal()) == 1
    assert ledger.slot(ledger.LAST_DAY.toordinal()) == LIMIT
    assert ledger.in_reach(ledger.LAST_DAY)
    assert not ledger.in_reach(date.fromordinal(EPOCH))


def test_month_ends_include_those_on_the_borders() -> None:
    found = ledger.month_ends(date(2024, 1, 31), date(2024, 3, 31))
    assert found == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31)]
    assert ledger.month_ends(date(2024, 2, 1), date(2024, 2, 28)) == []

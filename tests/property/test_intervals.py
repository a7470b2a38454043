"""Sets of day-spans obey the laws of sets."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.coverage import intervals
from api.coverage.intervals import Spans

loose = st.lists(st.tuples(st.integers(1, 60), st.integers(1, 60)), max_size=6)
sets = loose.map(intervals.spans)


def days_of(found: Spans) -> set[int]:
    return {day for first, last in found for day in range(first, last + 1)}


@given(loose)
def test_spans_hold_the_days_of_all_that_are_not_reversed(found: list[tuple[int, int]]) -> None:
    assert days_of(intervals.spans(found)) == days_of(tuple(found))


@given(sets)
def test_neighbours_are_apart_so_equal_sets_are_equal_tuples(found: Spans) -> None:
    assert all(one[1] + 1 < two[0] for one, two in pairwise(found))
    assert all(first <= last for first, last in found)
    assert intervals.spans((day, day) for day in days_of(found)) == found


@given(sets, sets)
def test_operations_are_those_of_sets(left: Spans, right: Spans) -> None:
    assert days_of(intervals.union(left, right)) == days_of(left) | days_of(right)
    assert days_of(intervals.intersection(left, right)) == days_of(left) & days_of(right)
    assert days_of(intervals.difference(left, right)) == days_of(left) - days_of(right)


@given(sets, sets)
def test_operations_keep_the_form(left: Spans, right: Spans) -> None:
    for found in (
        intervals.union(left, right),
        intervals.intersection(left, right),
        intervals.difference(left, right),
        intervals.clip(left, 10, 40),
    ):
        assert found == intervals.spans(found)


@given(sets, sets, sets)
def test_difference_from_a_union_is_taking_away_twice(one: Spans, two: Spans, three: Spans) -> None:
    at_once = intervals.difference(one, intervals.union(two, three))
    assert at_once == intervals.difference(intervals.difference(one, two), three)


@given(sets, st.integers(1, 60), st.integers(1, 60))
def test_clip_keeps_what_lies_between(found: Spans, first: int, last: int) -> None:
    assert days_of(intervals.clip(found, first, last)) == days_of(found) & set(
        range(first, last + 1)
    )


@given(sets, st.integers(0, 10))
def test_closing_up_fills_short_gaps_and_no_others(found: Spans, gap: int) -> None:
    closed = intervals.closed_up(found, gap)
    assert days_of(closed) >= days_of(found)
    assert all(two[0] - one[1] - 1 > gap for one, two in pairwise(closed))
    for first, last in intervals.difference(closed, found):
        assert last - first + 1 <= gap


@given(st.tuples(st.integers(1, 60), st.integers(0, 30)), sets, sets)
def test_splitting_cuts_exactly_where_a_set_is_entered_or_left(
    begin_and_length: tuple[int, int], one: Spans, two: Spans
) -> None:
    begin, length = begin_and_length
    parts = list(intervals.split((begin, begin + length), one, two))
    assert [day for first, last, _ in parts for day in range(first, last + 1)] == list(
        range(begin, begin + length + 1)
    )
    for first, last, held in parts:
        for day in range(first, last + 1):
            assert held == (intervals.holds(one, day), intervals.holds(two, day))

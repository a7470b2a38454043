"""Spans of days: overlaps, gaps and what differs, against counting the days one by one."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.imports.periods import Span, days_before, difference, first_gap, last_of, overlap

START = date(2026, 1, 1)
TODAY = START + timedelta(20)
offsets = st.integers(0, 30)


def span(start: int, length: int | None) -> Span:
    first = START + timedelta(start)
    return first, None if length is None else first + timedelta(length)


spans = st.builds(span, offsets, st.none() | st.integers(0, 10))


def days(one: Span) -> set[date]:
    horizon = START + timedelta(60)
    last = min(last_of(one[1]), horizon)
    return {one[0] + timedelta(n) for n in range((last - one[0]).days + 1)}


@given(spans, spans)
def test_overlap(one: Span, other: Span) -> None:
    assert overlap(one, other) == bool(days(one) & days(other))


@given(spans, st.lists(spans, max_size=4))
def test_first_gap(one: Span, covering: list[Span]) -> None:
    left = days(one).difference(*map(days, covering))
    assert first_gap(one, covering) == min(left, default=None)


@given(offsets, st.none() | st.integers(0, 10), st.none() | st.integers(0, 10))
def test_difference(start: int, length: int | None, other: int | None) -> None:
    one, two = span(start, length), span(start, other)
    found = {day for each in difference(one, two) for day in days(each)}
    assert found == days(one) ^ days(two)


@given(st.lists(spans, max_size=4))
def test_days_before_are_counted_once(several: list[Span]) -> None:
    union: set[date] = set().union(*map(days, several))
    assert days_before(TODAY, several) == sum(day < TODAY for day in union)

"""Months to come, and how many occasions are enough."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from api.coverage.planning import MONTHS, MOST_SEATS, Need, months_ahead, occasions

people = st.integers(0, 3000)
planned = st.integers(0, 500)
seats = st.integers(1, MOST_SEATS)
days = st.dates(date(2000, 1, 1), date(2088, 12, 31))


class TestOccasions:
    @given(people, planned, seats)
    def test_they_are_enough_and_one_fewer_is_not(
        self, people: int, planned: int, seats: int
    ) -> None:
        found = occasions(people, planned, seats)
        assert found >= 0
        assert planned + found * seats >= people
        if found:
            assert planned + (found - 1) * seats < people

    def test_two_occasions_with_ten_seats_are_enough_for_eighteen(self) -> None:
        assert occasions(18, 0, 10) == 2
        assert occasions(18, 10, 10) == 1
        assert occasions(18, 20, 10) == 0
        assert occasions(0, 0, 10) == 0

    def test_what_is_withheld_tells_no_number_of_occasions(self) -> None:
        need = Need(date(2027, 3, 1), None, None, 10, 10, suppressed=True)
        assert (need.people, need.occasions) == (None, None)


class TestMonths:
    @given(days)
    def test_they_are_the_firsts_of_the_coming_months_in_turn(self, today: date) -> None:
        found = months_ahead(today)
        assert len(found) == MONTHS
        assert all(day.day == 1 for day in found)
        assert today < found[0] <= today + timedelta(31)
        for day, following in pairwise(found):
            assert 28 <= (following - day).days <= 31

    def test_over_the_turn_of_the_year(self) -> None:
        assert months_ahead(date(2026, 11, 22))[:3] == [
            date(2026, 12, 1),
            date(2027, 1, 1),
            date(2027, 2, 1),
        ]
        assert months_ahead(date(2026, 12, 1))[0] == date(2027, 1, 1)

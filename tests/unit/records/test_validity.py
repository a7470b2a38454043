"""How long a record holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.records.validity import add_months, renewed_until, valid_until


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_keep_the_day_or_take_the_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 120))
def test_months_never_spill_into_the_next(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


def test_a_course_without_validity_never_lapses() -> None:
    assert valid_until(date(2026, 1, 1), None) is None
    assert renewed_until(date(2026, 1, 1), None, [date(2026, 1, 5)]) is None


def test_renewing_sixty_days_early_loses_no_days() -> None:
    lapses = date(2026, 12, 14)
    early = lapses - timedelta(days=60)
    assert renewed_until(early, 12, [lapses]) == date(2027, 12, 14)


def test_renewing_sixty_one_days_early_runs_from_the_day() -> None:
    lapses = date(2026, 12, 14)
    early = lapses - timedelta(days=61)
    assert renewed_until(early, 12, [lapses]) == add_months(early, 12)


def test_a_lapsed_record_gives_nothing() -> None:
    assert renewed_until(date(2026, 6, 2), 12, [date(2026, 6, 1)]) == date(2027, 6, 2)


def test_the_last_valid_day_itself_still_counts() -> None:
    assert renewed_until(date(2026, 6, 1), 12, [date(2026, 6, 1)]) == date(2027, 6, 1)


def test_a_record_that_never_lapses_is_no_base() -> None:
    assert renewed_until(date(2026, 6, 1), 12, [None]) == date(2027, 6, 1)

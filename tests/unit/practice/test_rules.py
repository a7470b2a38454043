"""How a time of day may be written."""

from __future__ import annotations

import pytest

from api.errors import RuleBroken
from api.practice.rules import time_of_day


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        (" ", ""),
        ("13", "13.00"),
        ("9.30", "09.30"),
        ("09:30", "09.30"),
        ("0", "00.00"),
        ("23.59", "23.59"),
    ],
)
def test_times_are_read_as_people_write_them(written: str, read: str) -> None:
    assert time_of_day(written) == read


@pytest.mark.parametrize("written", ["24", "9.60", "kl 9", "9.3", "-1", "9.30.00"])
def test_what_is_no_time_is_refused(written: str) -> None:
    with pytest.raises(RuleBroken):
        time_of_day(written)

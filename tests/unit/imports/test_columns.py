"""What a cell may say, and what is made of it."""

from __future__ import annotations

from datetime import date

import pytest

from api.imports.columns import (
    Reader,
    Value,
    code,
    day,
    email,
    end_day,
    number,
    one_of,
    percent,
    several,
    valid_until,
    words,
    yes_no,
)
from api.imports.problems import Unreadable
from api.people.models import Employment


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (day, "2026-11-22", date(2026, 11, 22)),
        (day, "20261122", date(2026, 11, 22)),
        (day, "2024-02-29", date(2024, 2, 29)),
        (day, "1900-01-01", date(1900, 1, 1)),
        (end_day, "9999-12-31", None),
        (end_day, "2026-11-22", date(2026, 11, 22)),
        (valid_until, "Aldrig", "aldrig"),
        (valid_until, "99991231", "aldrig"),
        (yes_no, "1", True),
        (yes_no, "0", False),
        (number(0, 10), "0", 0),
        (number(0, 10), "010", 10),
        (percent, "90", 90),
        (percent, "90 %", 90),
        (words(5), "a \n b", "a b"),
        (code(), "SKOLA-Å.1_2", "SKOLA-Å.1_2"),
        (one_of(Employment), "VISSTID", Employment.TEMPORARY),
        (several(code(), 20), " b |a|b||a ", "a|b"),
        (several(code(), 20, alike=str), "a|A|a", "A|a"),
        (several(words(20), 30), "Chef|chef|Annan", "Annan|Chef"),
        (several(one_of(Employment), 60), "visstid|tillsvidare", "tillsvidare|visstid"),
        (email, "a.b+c@x.invalid", "a.b+c@x.invalid"),
    ],
)
def test_reads(read: Reader, text: str, value: Value) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "fault"),
    [
        (day, "2026-02-29", "day_shape"),
        (day, "2026-1122", "day_shape"),
        (day, "22/11 2026", "day_shape"),
        (day, "45992", "day_shape"),
        (day, "２０２６-11-22", "day_shape"),  # noqa: RUF001 - digits that are not ASCII's
        (day, "0000-01-01", "day_shape"),
        (day, "1899-12-31", "day_range"),
        (day, "9999-12-31", "day_range"),
        (yes_no, "ja", "zero_one"),
        (number(0, 10), "11", "number_range"),
        (number(0, 10), "²", "number_range"),
        (number(1, 10), "-1", "number_range"),
        (percent, "0", "number_range"),
        (percent, "0.9", "number_range"),
        (words(3), "abcd", "too_long"),
        (code(), "a b", "code_shape"),
        (code(), "a|b", "code_shape"),
        (code(), "a/b", "code_shape"),
        (code(3), "abcd", "too_long"),
        (one_of(Employment, Employment.HOURLY), "timavlonad", "not_among"),
        (several(code(), 20), " | ", "list_empty"),
        (several(code(), 3), "ab|cd", "too_long"),
        (email, "a@b", "email_shape"),
        (email, "a@@b.se", "email_shape"),
        (email, "a b@c.se", "email_shape"),
        (email, "@b.se", "email_shape"),
        (email, "a@b..se", "email_shape"),
        (email, f"{'a' * 250}@b.se", "email_shape"),
    ],
)
def test_refuses(read: Reader, text: str, fault: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert refused.value.code == fault

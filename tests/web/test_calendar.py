"""A practice day as a calendar reads it, and the plan's sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.coverage.planning import Need
from api.organisation.models import UnitKind
from api.organisation.tree import UnitOnDay
from api.practice.service import Line
from web.i18n import ENGLISH, speaking
from web.practice.calendar import MOST_OCTETS, calendar, escaped, folded
from web.practice.form import last_working_day
from web.practice.wording import plan_text

SCHOOL = UnitOnDay(4, "S1", "Skolan", UnitKind.ENHET, None)
LINE = Line(
    id=7,
    unit=SCHOOL,
    course_id="kurs",
    course_title="Kurs",
    minutes=45,
    day=date(2027, 2, 26),
    start="13.00",
    place="Aulan; plan 2, hus B",
    seats=12,
    changed_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    is_cancelled=False,
    may_cancel=True,
)
MARCH = date(2027, 3, 1)


def written(line: Line, summary: str = "Övningsdag: Kurs (Skolan)") -> list[str]:
    content = calendar(line, summary=summary, host="kommun.invalid", url="https://kommun.invalid/p")
    assert content.endswith(b"\r\n")
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


class TestCalendar:
    def test_it_is_an_event_at_its_instant(self) -> None:
        lines = written(LINE)
        assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
        assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]
        assert "UID:practice-day-7@kommun.invalid" in lines
        assert "DTSTAMP:20261122T090000Z" in lines
        assert "DTSTART:20270226T120000Z" in lines
        assert "DURATION:PT45M" in lines
        assert "LOCATION:Aulan\\; plan 2\\, hus B" in lines
        assert "STATUS:CONFIRMED" in lines

    def test_in_summer_the_same_hour_is_another_instant(self) -> None:
        assert "DTSTART:20270614T110000Z" in written(replace(LINE, day=date(2027, 6, 14)))

    def test_without_a_time_it_is_the_day(self) -> None:
        lines = written(replace(LINE, start="", place=""))
        assert "DTSTART;VALUE=DATE:20270226" in lines
        assert not any(line.startswith(("DURATION", "LOCATION")) for line in lines)

    def test_cancelled_it_is_the_same_event_taken_away(self) -> None:
        lines = written(replace(LINE, is_cancelled=True))
        assert {"UID:practice-day-7@kommun.invalid", "STATUS:CANCELLED", "SEQUENCE:1"} <= set(lines)

    def test_twice_it_is_the_same_bytes(self) -> None:
        assert written(LINE) == written(LINE)

    @given(st.text(max_size=300))
    def test_no_line_is_too_long_and_none_is_changed_by_folding(self, text: str) -> None:
        line = f"SUMMARY:{escaped(text)}"
        whole = folded(line)
        assert all(len(part) <= MOST_OCTETS for part in whole.split(b"\r\n"))
        assert whole.decode().replace("\r\n ", "") == f"{line}\r\n"
        assert "\n" not in line
        assert "\r" not in line


def need(people: int | None, planned: int = 0, seats: int = 10) -> Need:
    suppressed = people is None
    covered = None if suppressed else 0
    return Need(MARCH, people, covered, planned, seats, suppressed=suppressed)


class TestSentences:
    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (need(18), "18 behöver utbildning före 1 mars; två tillfällen med tio platser räcker."),
            (
                need(18, 12),
                "18 behöver utbildning före 1 mars; ett tillfälle till med tio platser räcker.",
            ),
            (need(12, 12), "Tolv behöver utbildning före 1 mars; de planerade platserna räcker."),
            (need(1), "En behöver utbildning före 1 mars; ett tillfälle med tio platser räcker."),
            (need(0), "Ingen behöver utbildning före 1 mars."),
            (
                need(2, 0, 1),
                "Två behöver utbildning före 1 mars; två tillfällen med en plats räcker.",
            ),
            (
                need(300, 0, 20),
                "300 behöver utbildning före 1 mars; 15 tillfällen med 20 platser räcker.",
            ),
        ],
    )
    def test_they_say_it_as_one_would_at_a_meeting(self, asked: Need, said: str) -> None:
        assert plan_text(asked) == said

    def test_in_english_too(self) -> None:
        with speaking(ENGLISH):
            assert plan_text(need(18)) == (
                "18 need training before 1 March; two sessions with ten seats are enough."
            )


@pytest.mark.parametrize(
    ("before", "today", "suggested"),
    [
        (MARCH, date(2026, 11, 22), date(2027, 2, 26)),  # the first is a Monday
        (date(2026, 12, 1), date(2026, 11, 22), date(2026, 11, 30)),
        (date(2026, 11, 1), date(2026, 11, 22), date(2026, 11, 22)),
    ],
)
def test_the_last_weekday_before_the_month_is_suggested(
    before: date, today: date, suggested: date
) -> None:
    assert last_working_day(before, today) == suggested

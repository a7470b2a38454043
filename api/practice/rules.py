"""Pure: what a practice day may be, and how a time of day is written."""

import re
from dataclasses import dataclass
from datetime import date

from api.coverage.planning import MOST_SEATS
from api.errors import RuleBroken
from api.practice.models import MAX_PLACE
from api.records.validity import add_months

MONTHS_AHEAD = 24
TIME = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?")
LAST_HOUR, LAST_MINUTE = 23, 59


@dataclass(frozen=True)
class Wanted:
    """A practice day somebody wants to plan. ``start`` is as it was written, or empty."""

    unit_code: str
    course_id: str
    day: date
    seats: int
    start: str = ""
    place: str = ""


def time_of_day(text: str) -> str:
    """Write a time as ``09.30``; empty for none. Raises RuleBroken("bad_time")."""
    text = text.strip()
    if not text:
        return ""
    found = TIME.fullmatch(text)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (LAST_HOUR + 1, 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE:
        raise RuleBroken("bad_time")
    return f"{hour:02}.{minute:02}"


def faults(wanted: Wanted, today: date) -> list[RuleBroken]:
    """What is wrong with it, in the order of its fields."""
    found = []
    if wanted.day < today:
        found.append(RuleBroken("practice_day_past"))
    elif wanted.day > add_months(today, MONTHS_AHEAD):
        found.append(RuleBroken("practice_day_far"))
    try:
        time_of_day(wanted.start)
    except RuleBroken as unreadable:
        found.append(unreadable)
    if len(wanted.place) > MAX_PLACE:
        found.append(RuleBroken("place_too_long", {"most": MAX_PLACE}))
    if not 1 <= wanted.seats <= MOST_SEATS:
        found.append(RuleBroken("seats_out_of_range", {"most": MOST_SEATS}))
    return found

"""Pure: a segment as a row of the table of standings, and back."""

from datetime import date
from functools import lru_cache

from api.coverage import intervals
from api.coverage.standings import Segment
from api.coverage.terrain import Chain

StandingRow = tuple[int, int, str | None, str | None, int, str]
"""Person, requirement, first and last day (None: for ever) as both databases take them, flags, units."""


def segment_of(
    requirement_id: int, first_day: date, last_day: date | None, flags: int, units: str
) -> Segment:
    """Read what a row says of its person."""
    return Segment(requirement_id, *intervals.days(first_day, last_day), flags, _units(units))


def standing_row(person_id: int, segment: Segment) -> StandingRow:
    """Write what stands of a person as a row."""
    return (
        person_id,
        segment.requirement_id,
        _stored_day(segment.first),
        _stored_day(segment.last),
        segment.flags,
        _joined(segment.units),
    )


def _stored_day(day: int) -> str | None:
    found = intervals.calendar_day(day)
    return found.isoformat() if found else None


@lru_cache(maxsize=50_000)
def _units(joined: str) -> Chain:
    return tuple(map(int, joined.split(",")))


@lru_cache(maxsize=50_000)
def _joined(units: Chain) -> str:
    return ",".join(map(str, units))

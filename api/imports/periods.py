"""Pure: spans of days, both ends included; an open end is None."""

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date | None]

FOREVER = date.max
ONE_DAY = timedelta(1)


def last_of(end: date | None) -> date:
    """Return an end that can be compared: an open one is later than every day."""
    return FOREVER if end is None else end


def overlap(one: Span, other: Span) -> bool:
    """Whether the spans have a day in common."""
    return one[0] <= last_of(other[1]) and other[0] <= last_of(one[1])


def first_gap(span: Span, covering: Iterable[Span]) -> date | None:
    """Return the first day of the span that none of the covering spans holds, or None."""
    day, last = span[0], last_of(span[1])
    for start, end in sorted(covering, key=lambda each: each[0]):
        if start > day:
            return day
        if last_of(end) >= last:
            return None
        day = max(day, last_of(end) + ONE_DAY)
    return day


def difference(one: Span, other: Span) -> list[Span]:
    """Return the days that lie in one of the spans only. Both begin on the same day."""
    shorter, longer = sorted((one[1], other[1]), key=last_of)
    if shorter == longer or shorter is None:
        return []
    return [(shorter + ONE_DAY, longer)]


def days_before(today: date, spans: Iterable[Span]) -> int:
    """Count the days before today that lie in any of the spans, each once."""
    count, counted_to = 0, date.min
    for start, end in sorted(spans, key=lambda each: each[0]):
        last = min(last_of(end), today - ONE_DAY)
        first = max(start, counted_to + ONE_DAY)
        if last >= first:
            count += (last - first).days + 1
            counted_to = last
    return count

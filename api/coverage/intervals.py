"""Pure: sets of days as spans. A day is an ordinal number, a span its first and last day included.

A ``Spans`` is always sorted, with at least one day between neighbours, so equal sets are equal
tuples.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

Span = tuple[int, int]
Spans = tuple[Span, ...]

FOREVER = date.max.toordinal()  # The last day of an open span.
NEVER: Spans = ()
ALWAYS: Spans = ((date.min.toordinal(), FOREVER),)


def days(first: date, last: date | None) -> Span:
    """Turn calendar days, both included, into a span; None is open."""
    return first.toordinal(), FOREVER if last is None else last.toordinal()


def calendar_day(day: int) -> date | None:
    """Turn a day back into a calendar day; None for ever."""
    return None if day >= FOREVER else date.fromordinal(day)


def spans(found: Iterable[Span]) -> Spans:
    """Make a set of days out of any spans; reversed ones hold no day."""
    return closed_up(sorted(span for span in found if span[0] <= span[1]), 0)


def closed_up(found: Iterable[Span], gap: int) -> Spans:
    """Take sorted spans and fill the gaps of up to ``gap`` days between them."""
    made: list[Span] = []
    for first, last in found:
        if made and first - made[-1][1] - 1 <= gap:
            made[-1] = (made[-1][0], max(last, made[-1][1]))
        else:
            made.append((first, last))
    return tuple(made)


def union(*sets: Spans) -> Spans:
    """Find the days in any of the sets."""
    return spans(span for one in sets for span in one)


def intersection(left: Spans, right: Spans) -> Spans:
    """Find the days in both sets."""
    return spans(
        (max(first, other_first), min(last, other_last))
        for first, last in left
        for other_first, other_last in right
    )


def difference(left: Spans, right: Spans) -> Spans:
    """Find the days in the left set that are not in the right one."""
    if not right:
        return left
    remaining = list(left)
    for first, last in right:
        remaining = [
            part
            for start, end in remaining
            for part in ((start, min(end, first - 1)), (max(start, last + 1), end))
            if part[0] <= part[1]
        ]
    return tuple(remaining)


def clip(found: Spans, first: int, last: int) -> Spans:
    """Keep the days from ``first`` to ``last``."""
    return tuple(
        (max(start, first), min(end, last))
        for start, end in found
        if start <= last and end >= first
    )


def holds(found: Spans, day: int) -> bool:
    """Whether the day is in the set."""
    place = bisect_right(found, (day, FOREVER))
    return place > 0 and found[place - 1][1] >= day


def split(span: Span, *sets: Spans) -> Iterator[tuple[int, int, tuple[bool, ...]]]:
    """Cut a span wherever it enters or leaves one of the sets.

    Gives first day, last day, and for each set whether it holds these days.
    """
    first, last = span
    cuts = {first}
    for one in sets:
        for start, end in one:
            if first < start <= last:
                cuts.add(start)
            if first <= end < last:
                cuts.add(end + 1)
    begun = sorted(cuts)
    for start, following in zip(begun, [*begun[1:], last + 1], strict=True):
        # A list first: this runs for every standing there is, and most sets are empty.
        yield start, following - 1, tuple([bool(one) and holds(one, start) for one in sets])

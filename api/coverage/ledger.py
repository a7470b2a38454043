"""Pure: the arithmetic of the ledger, Fenwick trees (binary indexed trees) over days.

Each change of a figure is added under the few slots that contain its day; the balance on a day is
the sum of at most 19 slots, half of them as a rule. Writes commute, there is no horizon to extend, and
a lapse in the future is a change like any other. (P. Fenwick's structure; why: DECISIONS 22.)

A tree spans eleven years and ends with the sum of them all; a balance adds the trees that have ended.
One tree for all days would be read as quickly, and written under two slots more (DECISIONS 74).

The figures travel as one number, each in its own 32 bits, so that adding them is one addition.
The last of them, lapses, only ever rises: how many have lapsed in a month is the difference between
two of its balances.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from struct import Struct

from api.coverage.standings import COVERED, EXEMPT, KEY, LAPSED, LAPSES, WITHIN_TIME, Segment
from api.coverage.words import Counts

EPOCH = date(1999, 12, 31).toordinal()
TREE = 1 << 12  # Slots of a tree.
LIMIT = 1 << 15  # Slots of all: days from 2000-01-01 to 2089-09-18.
FIRST_DAY = date.fromordinal(EPOCH + 1)
LAST_DAY = date.fromordinal(EPOCH + LIMIT)
BITS = 32  # Room for two thousand million persons either way in each figure.
COLUMNS = (*Counts._fields, "lapses")
FIGURES = len(COLUMNS)
SIGNS = sum(1 << (BITS * place + BITS - 1) for place in range(FIGURES))
FEW = 12  # Changes in a cell: so many one person may bring.
SIDE_BY_SIDE = Struct(f"<{FIGURES}i")

Cell = tuple[int, int]
"""Unit (``-id``: directly under it) and requirement."""
Changes = dict[int, int]
"""What changes in a cell, packed, by the slot of the day from which it does."""
Row = tuple[int, ...]
"""A row of the table: unit, slot, requirement, and the figures of ``COLUMNS``."""


def in_reach(day: date) -> bool:
    """Whether the ledger can tell of the day."""
    return FIRST_DAY <= day <= LAST_DAY


def slot(day: int) -> int:
    """Number the day (an ordinal) from the epoch. What began earlier begins on the first day."""
    return max(1, day - EPOCH)


def reads(day: int) -> Iterator[int]:
    """Give the slots whose sum is the balance on the day (numbered by ``slot``)."""
    while day % TREE:
        yield day
        day &= day - 1
    yield from range(day, 0, -TREE)


def slots_on(day: date) -> list[int]:
    """Give the slots whose sum is the balance on a calendar day."""
    return list(reads(slot(day.toordinal())))


def writes(day: int) -> Iterator[int]:
    """Give the slots that a change from the day on is added to."""
    while day % TREE:
        yield day
        day += day & -day
    yield day


def packed(figures: Iterable[int]) -> int:
    """Lay the figures, positive or negative, side by side in one number."""
    return sum(figure << (BITS * place) for place, figure in enumerate(figures))


def unpacked(number: int) -> tuple[int, ...]:
    """Take the figures out of a number or a sum of such."""
    # Lifted above nought no figure borrows from the next; then each gets its sign back.
    return SIDE_BY_SIDE.unpack(((number + SIGNS) ^ SIGNS).to_bytes(SIDE_BY_SIDE.size, "little"))


def counts_of(flags: int) -> Counts:
    """What a person with these flags adds to a cell on each day."""
    if flags & EXEMPT:
        return Counts(exempt=1)
    covered, key, in_time, lapsed = (
        int(bool(flags & flag)) for flag in (COVERED, KEY, WITHIN_TIME, LAPSED)
    )
    return Counts(
        required=1,
        covered=covered,
        within_time=in_time,
        key_required=key,
        key_covered=key & covered,
        lapsed=lapsed,
        not_started=in_time & ~lapsed,
    )


FLAGS = range(2 * LAPSES)
VALUES = tuple(packed(counts_of(flags)) for flags in FLAGS)
BEGINNINGS = tuple(packed((*counts_of(flags), int(bool(flags & LAPSES)))) for flags in FLAGS)


def differences(into: defaultdict[Cell, Changes], found: Iterable[Segment], sign: int) -> int:
    """Add (sign 1) or take away (-1) what the segments change, and tell how many changes it was."""
    count = 0
    for requirement_id, first, last, flags, units in found:
        begins, ends = slot(first), slot(last + 1)
        if begins == ends or begins > LIMIT:
            continue
        begun, ended = sign * BEGINNINGS[flags], sign * VALUES[flags]
        count += 2 * len(units)
        for unit_id in units:
            changes = into[unit_id, requirement_id]
            changes[begins] = changes.get(begins, 0) + begun
            if ends <= LIMIT:
                changes[ends] = changes.get(ends, 0) - ended
    return count


def spread(changes: Changes) -> Changes:
    """Add the changes of one cell, by day, under all slots that contain their day.

    Goes up the tree level by level, so that a slot shared by many days is carried on once. Empties
    ``changes``.
    """
    level = 1
    found: dict[int, int] = {}
    while changes:
        above: dict[int, int] = {}
        for day, change in changes.items():
            if day & level:
                found[day] = change
                if day % TREE:
                    above[day + level] = above.get(day + level, 0) + change
        for day in found.keys() & changes.keys():
            del changes[day]
        for day, change in above.items():
            changes[day] = changes.get(day, 0) + change
        level <<= 1
    return found


def rows(cells: Iterable[tuple[Cell, Changes]]) -> Iterator[Row]:
    """Turn changes, sorted by cell (a cell may come again), into ledger rows, sorted by key.

    Rows that change nothing are left out. May empty the changes.
    """
    for unit_id, of_unit in groupby(cells, key=lambda one: one[0][0]):
        found: list[tuple[int, int, tuple[int, ...]]] = []
        for (_, requirement_id), of_cell in groupby(of_unit, key=itemgetter(0)):
            changes = added(every for _, every in of_cell)
            found += [(place, requirement_id, figures) for place, figures in _slots_of(changes)]
        found.sort()
        for place, requirement_id, figures in found:
            yield (unit_id, place, requirement_id, *figures)


def _slots_of(changes: Changes) -> Sequence[tuple[int, tuple[int, ...]]]:
    """Give the slots that changes are added to, and what figures to each."""
    if len(changes) <= FEW:
        return _slots_of_few(tuple(changes.items()))
    return [(place, unpacked(change)) for place, change in spread(changes).items() if change]


@lru_cache(maxsize=256)
def _slots_of_few(changes: tuple[tuple[int, int], ...]) -> Sequence[tuple[int, tuple[int, ...]]]:
    """As ``_slots_of``: what changes for one person is alike in every unit that counts them."""
    spread_out = spread(dict(changes))
    return [(place, unpacked(change)) for place, change in spread_out.items() if change]


def added(every: Iterable[Changes]) -> Changes:
    """Add up changes of one cell, into the first of them."""
    parts = iter(every)
    changes = next(parts)
    for part in parts:
        for day, change in part.items():
            changes[day] = changes.get(day, 0) + change
    return changes


def month_ends(first: date, last: date) -> list[date]:
    """Give the last day of each month from ``first`` to ``last``, both included."""
    found: list[date] = []
    day = first
    while day <= last:
        following = (day.replace(day=1) + timedelta(32)).replace(day=1)
        month_end = following - timedelta(1)
        if month_end <= last:
            found.append(month_end)
        day = following
    return found

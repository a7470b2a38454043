"""Pure: periods of one unit or requirement, each ended by the one that begins after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from api.imports.periods import ONE_DAY, last_of
from api.imports.plan import Held, Row


@dataclass
class Link:
    """A period in its chain.

    ``row`` is its row in the file, with the end that the next period gives an open one; ``fact`` what
    is known with the same start. ``ends`` is the fact before it that the row ends (a change);
    ``is_cut`` that the period itself becomes shorter by nothing but the next one's beginning.
    """

    standing: Row | Held
    row: Row | None = None
    fact: Held | None = None
    ends: Held | None = None
    is_cut: bool = False


def link(rows: Iterable[Row], known: Mapping[date, Held], staying: Iterable[Held]) -> list[Link]:
    """Put rows and the known facts that the file leaves alone in order, and end each in time."""
    links = [Link(row, row, known.get(row.start)) for row in rows]
    links += [Link(fact, fact=fact) for fact in staying]
    links.sort(key=lambda each: each.standing.start)
    for earlier, later in pairwise(links):
        _end_before(earlier, later)
    return links


def _end_before(earlier: Link, later: Link) -> None:
    start = later.standing.start
    if last_of(earlier.standing.end) < start:
        return
    if earlier.row is None:
        if later.row is not None and later.fact is None:
            later.ends = earlier.fact
            earlier.standing = earlier.standing._replace(end=start - ONE_DAY)
        return
    if earlier.row.end is not None:
        return  # an end written out that lies too late is a fault, found as an overlap
    earlier.standing = earlier.row = earlier.row._replace(end=start - ONE_DAY)
    if later.row is not None and later.fact is None and _says_the_same(earlier, start):
        later.ends, earlier.is_cut = earlier.fact, True


def _says_the_same(earlier: Link, until: date) -> bool:
    """Whether the row repeats a known fact that went on into the next period."""
    row, fact = earlier.row, earlier.fact
    return (
        row is not None
        and fact is not None
        and row.values == fact.values
        and last_of(fact.end) >= until
    )

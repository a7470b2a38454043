"""Pure: a post needs its unit on all its days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from api.imports.columns import BEGINNING
from api.imports.periods import Span, first_gap
from api.imports.plan import Row
from api.imports.problems import Problem

MOST_NAMED = 5


class PostHeld(NamedTuple):
    """A known post, as far as its unit is concerned."""

    employee_id: str
    protected: bool
    unit_code: str
    start: date
    end: date | None


def unplaced_rows(
    file: str, rows: Iterable[Row], units: Mapping[str, list[Span]]
) -> Iterator[Problem]:
    """Find posts in the file on days when their unit is not there."""
    seen: dict[tuple[str, date, date | None], date | None] = {}
    for row in rows:
        unit = str(row.group[1])
        asked = (unit, row.start, row.end)
        if asked not in seen:
            seen[asked] = first_gap((row.start, row.end), units.get(unit, ()))
        if (gap := seen[asked]) is not None:
            code = "unit_not_there_always" if row.start == BEGINNING else "unit_not_there"
            yield Problem(file, code, row.number, "unit_code", unit, {"day": gap})


@dataclass
class _Left:
    """The posts that a unit would leave without a place."""

    first_gap: date
    named: list[str] = field(default_factory=list)
    count: int = 0


def posts_left_over(
    file: str,
    posts: Iterable[PostHeld],
    units: Mapping[str, list[Span]],
    rows: Mapping[str, int],
) -> Iterator[Problem]:
    """Find known posts that a changed organisation leaves without their unit, a problem per unit.

    ``rows`` are the rows of the file that concern a unit. Protected persons are counted, not named.
    """
    left: dict[str, _Left] = {}
    for post in posts:
        gap = first_gap((post.start, post.end), units.get(post.unit_code, ()))
        if gap is None:
            continue
        found = left.setdefault(post.unit_code, _Left(gap))
        found.first_gap = min(found.first_gap, gap)
        found.count += 1
        known = post.protected or post.employee_id in found.named
        if not known and len(found.named) < MOST_NAMED:
            found.named.append(post.employee_id)
    for unit, found in sorted(left.items()):
        values = {"posts": found.count, "day": found.first_gap, "persons": ", ".join(found.named)}
        code = "leaves_posts" if found.named else "leaves_posts_unnamed"
        yield Problem(file, code, rows.get(unit), "end", unit, values)

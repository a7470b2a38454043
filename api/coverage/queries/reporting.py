"""Reading what only a follow-up report asks: who is new, who is away. Set by set."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.coverage.models import Standing
from api.coverage.standings import COVERED, EXEMPT, WITHIN_TIME
from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.people.models import Absence, Post


class Begun(NamedTuple):
    """Somebody whom a requirement has come to require: since when, and covered from which day.

    ``units`` are the ids, joined by commas, of all units they count in. ``covered`` None: not yet.
    ``has_time``: not covered on the day, and not past the due date.
    """

    person_id: int
    requirement_id: int
    units: str
    began: date
    covered: date | None
    has_time: bool


def newly_required(session: ReadSession, after: date, on: date) -> Sequence[Begun]:
    """Read who is required on the day and was first required, ever, after another day."""
    now, earlier = aliased(Standing), aliased(Standing)
    before = select(col(earlier.person_id)).where(
        _same(earlier, now), col(earlier.first_day) <= after, _flagged(earlier, EXEMPT) == 0
    )
    statement = select(
        col(now.person_id),
        col(now.requirement_id),
        col(now.units),
        _first_day(now, EXEMPT, flagged=False),
        _first_day(now, COVERED, flagged=True),
        _flagged(now, WITHIN_TIME) != 0,
    ).where(_holds(now, on), _flagged(now, EXEMPT) == 0, ~before.exists())
    return [Begun(*row) for row in session.execute(statement)]


def away_on(session: ReadSession, on: date) -> Sequence[tuple[int, int]]:
    """Read who has a post in force on the day and is away: person, and the post's unit."""
    statement = (
        select(col(Post.person_id), col(Post.unit_id))
        .join(Absence, col(Absence.person_id) == col(Post.person_id))
        .where(known(Post), in_force(Post, on), known(Absence), in_force(Absence, on))
        .distinct()
    )
    return [tuple(row) for row in session.execute(statement)]


def _same(one: type[Standing], other: type[Standing]) -> ColumnElement[bool]:
    return and_(
        col(one.person_id) == col(other.person_id),
        col(one.requirement_id) == col(other.requirement_id),
    )


def _holds(standing: type[Standing], on: date) -> ColumnElement[bool]:
    last = col(standing.last_day)
    return and_(col(standing.first_day) <= on, or_(last.is_(None), last >= on))


def _flagged(standing: type[Standing], flags: int) -> ColumnElement[int]:
    return col(standing.flags).bitwise_and(flags)


def _first_day(now: type[Standing], flag: int, *, flagged: bool) -> ScalarSelect[date]:
    """Select the first day on which the same person stood so to the same requirement."""
    any_of = aliased(Standing)
    such = _flagged(any_of, flag) == (flag if flagged else 0)
    first = select(func.min(col(any_of.first_day))).where(_same(any_of, now), such)
    return first.scalar_subquery()

"""Planning practice days, cancelling them, and telling which there are. They change no figure.

Who may count a unit may see its days, and those of the units above; who may plan in it may cancel
them, whoever planned them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.clock import Clock
from api.coverage.planning import Planned
from api.db.session import ReadSession, WriteSession
from api.db.types import LARGEST_ID
from api.errors import NotFound, RuleBroken
from api.organisation import service as organisation
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people
from api.practice import queries
from api.practice.models import PracticeDay
from api.practice.rules import Wanted, faults, time_of_day

LATELY = timedelta(30)


@dataclass(frozen=True)
class Line:
    """A practice day as it is told.

    ``minutes``: how long the course takes, None if it is not given here. ``changed_at``: when it was
    planned, or cancelled.
    """

    id: int
    unit: UnitOnDay
    course_id: str
    course_title: str
    minutes: int | None
    day: date
    start: str
    place: str
    seats: int
    changed_at: datetime
    is_cancelled: bool
    may_cancel: bool


@dataclass(frozen=True)
class Board:
    """The practice days the actor may see: to come, today's among them, and of the last weeks.

    ``above``: those to come in the units above the actor's, which are for the actor's staff as well.
    """

    tree: Tree
    coming: tuple[Line, ...]
    above: tuple[Line, ...]
    lately: tuple[Line, ...]
    plannable: frozenset[int]

    @property
    def planned(self) -> tuple[Planned, ...]:
        """The seats of the days to come, as coverage plans with them."""
        return tuple(
            Planned(line.unit.id, line.course_id, line.day, line.seats) for line in self.coming
        )


@dataclass(frozen=True)
class _Reach:
    """The tree today, in which units the actor may see days and plan them, and the courses given."""

    tree: Tree
    seen: frozenset[int]
    plannable: frozenset[int]
    courses: Mapping[str, Course]

    @cached_property
    def above(self) -> frozenset[int]:
        """The units above those."""
        return frozenset(
            above.id for each in self.seen for above in self.tree.ancestors(each)
        ).difference(self.seen)

    def line(self, row: PracticeDay) -> Line:
        assert row.id is not None  # noqa: S101 - a stored row has an id
        course = self.courses.get(row.course_id)
        return Line(
            id=row.id,
            unit=self.tree.units[row.unit_id],
            course_id=row.course_id,
            course_title=course.title if course else row.course_id,
            minutes=course.minutes if course else None,
            day=row.day,
            start=row.start,
            place=row.place,
            seats=row.seats,
            changed_at=row.cancelled_at or row.planned_at,
            is_cancelled=row.cancelled_at is not None,
            may_cancel=row.unit_id in self.plannable,
        )


def board(session: ReadSession, actor: Actor, *, clock: Clock) -> Board:
    """The practice days to come and of the last weeks, in the units the actor may count."""
    reach = _reach(session, actor, clock)
    today = clock.today()
    rows = queries.standing_since(session, reach.seen | reach.above, today - LATELY)
    lines = [reach.line(row) for row in rows]
    coming = [line for line in lines if line.day >= today]
    return Board(
        tree=reach.tree,
        coming=tuple(line for line in coming if line.unit.id in reach.seen),
        above=tuple(line for line in coming if line.unit.id in reach.above),
        lately=tuple(
            line for line in reversed(lines) if line.day < today and line.unit.id in reach.seen
        ),
        plannable=reach.plannable,
    )


def day(session: ReadSession, actor: Actor, *, day_id: int, clock: Clock) -> Line:
    """One practice day, cancelled or not. Raises NotFound("practice_day_unknown"), out of reach too."""
    reach = _reach(session, actor, clock)
    return reach.line(_found(session, day_id, reach.seen | reach.above))


def unit(session: ReadSession, actor: Actor, *, unit_code: str, clock: Clock) -> UnitOnDay:
    """A unit the actor may plan in. Raises NotFound("unit_not_found"), out of reach too."""
    tree = organisation.tree(session, on=clock.today())
    found = tree.by_code.get(unit_code)
    if found is None or found.id not in _plannable(session, actor, tree, clock):
        raise NotFound("unit_not_found")
    return found


def plan_day(session: WriteSession, actor: Actor, *, wanted: Wanted, clock: Clock) -> PracticeDay:
    """Plan a day. Sent twice, it is the same: two on one day differ in time, place or seats.

    Raises as ``unit``, NotFound("course_not_found"), and RuleBroken for what cannot be.
    """
    where = unit(session, actor, unit_code=wanted.unit_code, clock=clock)
    catalogue.current(session, actor, course_id=wanted.course_id)
    for fault in faults(wanted, clock.today()):
        raise fault
    made = PracticeDay(
        unit_id=where.id,
        course_id=wanted.course_id,
        day=wanted.day,
        start=time_of_day(wanted.start),
        place=wanted.place,
        seats=wanted.seats,
        planned_by=actor.label,
        planned_at=clock.now(),
    )
    queries.take_turns(session)
    if (found := queries.alike(session, made)) is not None:
        return found
    session.add(made)
    session.flush()
    return made


def cancel(session: WriteSession, actor: Actor, *, day_id: int, clock: Clock) -> UnitOnDay:
    """Cancel a day that has not been, and tell whose it was. Cancelled already, it stays as it is.

    Raises NotFound("practice_day_unknown"), out of reach too, and RuleBroken("practice_day_over").
    """
    tree = organisation.tree(session, on=clock.today())
    found = _found(session, day_id, _plannable(session, actor, tree, clock))
    if found.day < clock.today():
        raise RuleBroken("practice_day_over")
    if found.cancelled_at is None:
        found.cancelled_at = clock.now()
        session.add(found)
    return tree.units[found.unit_id]


def _found(session: ReadSession, day_id: int, units: frozenset[int]) -> PracticeDay:
    found = queries.day(session, day_id) if 0 < day_id <= LARGEST_ID else None
    if found is None or found.unit_id not in units:
        raise NotFound("practice_day_unknown")
    return found


def _reach(session: ReadSession, actor: Actor, clock: Clock) -> _Reach:
    tree = organisation.tree(session, on=clock.today())
    reading = Permission.COVERAGE_READ
    scope = people.scope_in(session, actor, reading, tree=tree, on=clock.today())
    may_plan = actor.may(Permission.PRACTICE_WRITE)
    return _Reach(
        tree=tree,
        seen=scope.counts & tree.units.keys(),
        plannable=_plannable(session, actor, tree, clock) if may_plan else frozenset(),
        courses={each.course.id: each.course for each in catalogue.published(session, actor)},
    )


def _plannable(session: ReadSession, actor: Actor, tree: Tree, clock: Clock) -> frozenset[int]:
    writing = Permission.PRACTICE_WRITE
    scope = people.scope_in(session, actor, writing, tree=tree, on=clock.today())
    return scope.counts & tree.units.keys()

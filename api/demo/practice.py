"""Two practice days to come: a school's own, and one for the whole förvaltning above it."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from api.db.session import WriteSession
from api.demo.cast import COORDINATOR, PRINCIPAL
from api.demo.days import Calendar
from api.demo.facts import Ids
from api.demo.plan import PracticeRow
from api.demo.requirements import FIRST_STEP
from api.practice.models import PracticeDay

PLANNED_DAYS_AGO = 6
WEEK = 7


def practice_days(calendar: Calendar) -> Iterator[PracticeRow]:
    """Both on a Wednesday: in two or three weeks, and some weeks later."""
    wednesday = calendar.today + timedelta(2 * WEEK + (2 - calendar.today.weekday()) % WEEK)
    planned = calendar.ago(PLANNED_DAYS_AGO)
    yield PracticeRow(
        unit="BUN-101",
        course=FIRST_STEP,
        day=wednesday,
        start="14.30",
        place="Personalrummet, Lärkdrillsskolan",
        seats=12,
        planned=calendar.by_hand(planned, 95, PRINCIPAL),
    )
    yield PracticeRow(
        unit="BUN-F",
        course=FIRST_STEP,
        day=wednesday + timedelta(5 * WEEK),
        start="09.00",
        place="Stora salen, Exempelhuset",
        seats=24,
        planned=calendar.by_hand(planned, 210, COORDINATOR),
    )


def add_practice_days(session: WriteSession, ids: Ids, rows: Iterable[PracticeRow]) -> None:
    """Write the days."""
    session.add_all(
        PracticeDay(
            unit_id=ids.units[row.unit],
            course_id=row.course,
            day=row.day,
            start=row.start,
            place=row.place,
            seats=row.seats,
            planned_by=f"person:{ids.people[row.planned.by]}",
            planned_at=row.planned.at,
        )
        for row in rows
    )
    session.flush()

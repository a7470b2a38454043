"""Reading practice days."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession
from api.practice.models import PracticeDay

TURNS_LOCK = 7_305_004  # An advisory lock: a number of our own.


def standing_since(
    session: ReadSession, unit_ids: Collection[int], since: date
) -> list[PracticeDay]:
    """The days of the units from a day on that are not cancelled, in the order they come."""
    statement = (
        select(PracticeDay)
        .where(col(PracticeDay.unit_id).in_(unit_ids))
        .where(col(PracticeDay.day) >= since, col(PracticeDay.cancelled_at).is_(None))
        .order_by(col(PracticeDay.day), col(PracticeDay.start), col(PracticeDay.id))
    )
    return list(session.execute(statement).scalars())


def alike(session: ReadSession, wanted: PracticeDay) -> PracticeDay | None:
    """The standing day that the same person has planned in the same words."""
    statement = select(PracticeDay).where(
        PracticeDay.unit_id == wanted.unit_id,
        PracticeDay.course_id == wanted.course_id,
        PracticeDay.day == wanted.day,
        PracticeDay.start == wanted.start,
        PracticeDay.place == wanted.place,
        PracticeDay.seats == wanted.seats,
        PracticeDay.planned_by == wanted.planned_by,
        col(PracticeDay.cancelled_at).is_(None),
    )
    return session.execute(statement).scalars().first()


def take_turns(session: WriteSession) -> None:
    """Let those who plan do so one at a time, until the commit: a form may be sent twice at once.

    On SQLite there is one writer at a time anyhow.
    """
    if not is_sqlite(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(TURNS_LOCK)))


def day(session: ReadSession, day_id: int) -> PracticeDay | None:
    """A practice day, cancelled or not."""
    statement = select(PracticeDay).where(PracticeDay.id == day_id)
    return session.execute(statement).scalar_one_or_none()

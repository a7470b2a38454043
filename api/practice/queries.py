"""Reading practice days."""

from collections.abc import Collection
from datetime import date

from sqlmodel import col, select

from api.db.session import ReadSession
from api.practice.models import PracticeDay


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


def day(session: ReadSession, day_id: int) -> PracticeDay | None:
    """A practice day, cancelled or not."""
    statement = select(PracticeDay).where(PracticeDay.id == day_id)
    return session.execute(statement).scalar_one_or_none()

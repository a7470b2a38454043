"""Reading reports. The content, far larger than the rest, is fetched only by itself."""

from datetime import date

from sqlalchemy.orm import defer
from sqlmodel import col, select

from api.db.session import ReadSession
from api.db.types import LARGEST_ID
from api.reports.models import FollowUpReport


def report(session: ReadSession, report_id: int, *, locked: bool = False) -> FollowUpReport | None:
    """Return one report; ``locked`` until the commit. A number beyond the column's is none."""
    if not 0 < report_id <= LARGEST_ID:
        return None
    statement = select(FollowUpReport).where(FollowUpReport.id == report_id)
    if locked:
        statement = statement.with_for_update()
    return session.execute(statement).scalar_one_or_none()


def reports(session: ReadSession) -> list[FollowUpReport]:
    """Return all reports without their contents: drafts first, then the latest day."""
    statement = (
        select(FollowUpReport)
        .options(defer(FollowUpReport.content))  # type: ignore[arg-type]
        .order_by(
            col(FollowUpReport.issued_at).is_not(None),
            col(FollowUpReport.day).desc(),
            col(FollowUpReport.id).desc(),
        )
    )
    return list(session.execute(statement).scalars())


def last_issued(session: ReadSession, unit_id: int, on: date) -> FollowUpReport | None:
    """Return the last report issued on the unit for the day or one before it."""
    statement = (
        select(FollowUpReport)
        .where(
            FollowUpReport.unit_id == unit_id,
            col(FollowUpReport.issued_at).is_not(None),
            FollowUpReport.day <= on,
        )
        .order_by(col(FollowUpReport.day).desc(), col(FollowUpReport.id).desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()

"""Reads and writes one person's wish for refreshers: that of the one who acts."""

from sqlalchemy import delete
from sqlmodel import col, select

from api.db.session import ReadSession, WriteSession
from api.refreshers.models import RefresherChoice, RefresherSeen
from api.refreshers.rule import Seen


def chosen(session: ReadSession, person_id: int) -> bool:
    """Whether the person wants refreshers."""
    statement = select(RefresherChoice.person_id).where(RefresherChoice.person_id == person_id)
    return session.execute(statement).scalar_one_or_none() is not None


def lock(session: WriteSession, person_id: int) -> RefresherChoice | None:
    """The person's wish, locked: a double click takes turns."""
    statement = (
        select(RefresherChoice).where(RefresherChoice.person_id == person_id).with_for_update()
    )
    return session.execute(statement).scalar_one_or_none()


def seen(session: ReadSession, person_id: int) -> frozenset[Seen]:
    """The person's refreshers that have been asked."""
    statement = select(col(RefresherSeen.record_id), col(RefresherSeen.days)).where(
        RefresherSeen.person_id == person_id
    )
    return frozenset((row[0], row[1]) for row in session.execute(statement).all())


def remove(session: WriteSession, person_id: int) -> None:
    """Forget the wish and all that was kept for its sake."""
    session.execute(delete(RefresherSeen).where(col(RefresherSeen.person_id) == person_id))
    session.execute(delete(RefresherChoice).where(col(RefresherChoice.person_id) == person_id))

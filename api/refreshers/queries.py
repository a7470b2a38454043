"""Reads and writes the wishes for refreshers, and what has been asked."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlmodel import col, select

from api.db.session import ReadSession, WriteSession
from api.refreshers.models import RefresherChoice, RefresherSeen
from api.refreshers.rule import Seen


def choice(session: ReadSession, person_id: int) -> RefresherChoice | None:
    """The person's wish for refreshers; None if they have none."""
    return session.get(RefresherChoice, person_id)


def by_mail(session: ReadSession) -> list[int]:
    """Everybody who wants to be told by mail when a refresher waits."""
    statement = (
        select(RefresherChoice.person_id)
        .where(col(RefresherChoice.by_mail).is_(True))
        .order_by(col(RefresherChoice.person_id))
    )
    return list(session.execute(statement).scalars())


def lock(session: WriteSession, person_id: int) -> RefresherChoice | None:
    """The person's wish, locked: a double click takes turns."""
    statement = (
        select(RefresherChoice).where(RefresherChoice.person_id == person_id).with_for_update()
    )
    return session.execute(statement).scalar_one_or_none()


def seen(session: ReadSession, person_ids: Iterable[int]) -> frozenset[Seen]:
    """The persons' refreshers that have been asked."""
    statement = select(col(RefresherSeen.record_id), col(RefresherSeen.days)).where(
        col(RefresherSeen.person_id).in_(list(person_ids))
    )
    return frozenset((row[0], row[1]) for row in session.execute(statement).all())


def remove(session: WriteSession, person_id: int) -> None:
    """Forget the wish and all that was kept for its sake."""
    session.execute(delete(RefresherSeen).where(col(RefresherSeen.person_id) == person_id))
    session.execute(delete(RefresherChoice).where(col(RefresherChoice.person_id) == person_id))

"""Reads editions. The content, far larger than the rest, is fetched only by itself."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, func, select

from api.catalogue.models import Edition
from api.db.session import ReadSession


class EditionLine(NamedTuple):
    """An edition without its content."""

    course_id: str
    content_hash: str
    published_at: datetime


def latest(session: ReadSession) -> list[EditionLine]:
    """Return the latest edition of every course, by course id."""
    newest = select(func.max(col(Edition.id))).group_by(col(Edition.course_id))
    rows = session.exec(
        select(Edition.course_id, Edition.content_hash, Edition.published_at)
        .where(col(Edition.id).in_(newest))
        .order_by(col(Edition.course_id))
    )
    return [EditionLine(*row) for row in rows]


def latest_of(session: ReadSession, course_id: str) -> EditionLine | None:
    """Return the latest edition of one course."""
    row = session.exec(
        select(Edition.course_id, Edition.content_hash, Edition.published_at)
        .where(col(Edition.course_id) == course_id)
        .order_by(col(Edition.id).desc())
        .limit(1)
    ).first()
    return EditionLine(*row) if row else None


def all_of(session: ReadSession, course_id: str) -> list[EditionLine]:
    """Return every edition of a course, the newest first."""
    rows = session.exec(
        select(Edition.course_id, Edition.content_hash, Edition.published_at)
        .where(col(Edition.course_id) == course_id)
        .order_by(col(Edition.id).desc())
    )
    return [EditionLine(*row) for row in rows]


def by_hash(session: ReadSession, content_hash: str) -> EditionLine | None:
    """Return the edition with this hash, current or not."""
    row = session.exec(
        select(Edition.course_id, Edition.content_hash, Edition.published_at).where(
            col(Edition.content_hash) == content_hash
        )
    ).first()
    return EditionLine(*row) if row else None


def content(session: ReadSession, content_hash: str) -> str:
    """Return the canonical JSON of an edition that is known to exist."""
    return session.exec(
        select(Edition.content).where(col(Edition.content_hash) == content_hash)
    ).one()

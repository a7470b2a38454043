"""Reads editions. The content, far larger than the rest, is fetched only by itself."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from api.catalogue.models import Edition
from api.catalogue.verdicts import Judgement, Verdict
from api.db.session import ReadSession


class EditionLine(NamedTuple):
    """An edition without its content; without a verdict where its publisher was asked for none."""

    course_id: str
    content_hash: str
    published_at: datetime
    published_by: str
    judgement: Judgement | None
    retake_from: date | None

    @property
    def verdict(self) -> Verdict | None:
        """What its publisher said of the change."""
        return Verdict(self.judgement, self.retake_from) if self.judgement else None


_LINE = select(
    col(Edition.course_id),
    col(Edition.content_hash),
    col(Edition.published_at),
    col(Edition.published_by),
    col(Edition.judgement),
    col(Edition.retake_from),
)
_LINE_BY_HASH = _LINE.where(col(Edition.content_hash) == bindparam("content_hash"))


def latest(session: ReadSession) -> list[EditionLine]:
    """Return the latest edition of every course, by course id."""
    newest = select(func.max(col(Edition.id))).group_by(col(Edition.course_id))
    rows = session.execute(
        _LINE.where(col(Edition.id).in_(newest)).order_by(col(Edition.course_id))
    )
    return [EditionLine(*row) for row in rows]


def latest_of(session: ReadSession, course_id: str) -> EditionLine | None:
    """Return the latest edition of one course."""
    row = session.execute(
        _LINE.where(col(Edition.course_id) == course_id).order_by(col(Edition.id).desc()).limit(1)
    ).first()
    return EditionLine(*row) if row else None


def all_of(session: ReadSession, course_id: str) -> list[EditionLine]:
    """Return every edition of a course, the latest first."""
    rows = session.execute(
        _LINE.where(col(Edition.course_id) == course_id).order_by(col(Edition.id).desc())
    )
    return [EditionLine(*row) for row in rows]


def by_hash(session: ReadSession, content_hash: str) -> EditionLine | None:
    """Return the edition with this hash, current or not."""
    row = session.execute(_LINE_BY_HASH, {"content_hash": content_hash}).first()
    return EditionLine(*row) if row else None


def published(session: ReadSession, hashes: Collection[str]) -> frozenset[str]:
    """Return those of the hashes that name an edition, current or not."""
    statement = select(col(Edition.content_hash)).where(col(Edition.content_hash).in_(hashes))
    return frozenset(session.execute(statement).scalars())


def beginning_with(session: ReadSession, prefix: str) -> list[EditionLine]:
    """Return the editions whose hash begins so; at most two, for more would say no more."""
    rows = session.execute(
        _LINE.where(col(Edition.content_hash).startswith(prefix, autoescape=True))
        .order_by(col(Edition.id))
        .limit(2)
    )
    return [EditionLine(*row) for row in rows]


def content(session: ReadSession, content_hash: str) -> str:
    """Return the canonical JSON of an edition that is known to exist."""
    found = select(col(Edition.content)).where(col(Edition.content_hash) == content_hash)
    return str(session.execute(found).scalar_one())

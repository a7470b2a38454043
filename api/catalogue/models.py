"""Published editions: the text somebody was trained on, frozen by its content hash."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from api.catalogue.verdicts import Judgement
from api.db import base as _base  # noqa: F401 - the naming convention must stand first
from api.db.types import text_enum


class Edition(SQLModel, table=True):
    """A course as it was published. Never changed, never deleted.

    ``content`` is the canonical JSON whose SHA-256 is ``content_hash``. ``judgement`` is what its
    publisher said of the change: None for a course's first edition, which changes nothing.
    """

    __table_args__ = (UniqueConstraint("course_id", "content_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    course_id: str = Field(max_length=100, index=True)
    content_hash: str = Field(max_length=64, index=True)
    content: str
    published_at: datetime
    published_by: str
    judgement: Judgement | None = Field(default=None, sa_type=text_enum(Judgement))
    retake_from: date | None = None

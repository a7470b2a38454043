"""Published editions: the text somebody was trained on, frozen by its content hash."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from api.db import base as _base  # noqa: F401 - the naming convention must stand first


class Edition(SQLModel, table=True):
    """A course as it was published. Never changed, never deleted.

    ``content`` is the canonical JSON whose SHA-256 is ``content_hash``.
    """

    __table_args__ = (UniqueConstraint("course_id", "content_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    course_id: str = Field(max_length=100, index=True)
    content_hash: str = Field(max_length=64, index=True)
    content: str
    published_at: datetime
    published_by: str

"""A follow-up report: a draft until it is issued, frozen from then on (guarded by triggers)."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from api.db import base as _base  # noqa: F401 - the naming convention must stand first


class FollowUpReport(SQLModel, table=True):
    """What somebody reports on a unit and a day. ``texts`` is JSON: their words, by heading.

    Issued: ``content`` is the canonical JSON of everything the report says, ``content_hash`` its
    SHA-256, ``issued_at`` the instant as known at which its figures hold. Then it is never changed
    and never deleted.
    """

    __tablename__ = "follow_up_report"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    day: date
    diary_number: str = Field(max_length=60)
    texts: str
    created_at: datetime
    created_by: str
    issued_at: datetime | None = None
    issued_by: str | None = None
    content: str | None = None
    content_hash: str | None = Field(default=None, max_length=64)

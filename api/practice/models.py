"""A planned practice day. No fact of coverage: only who was there makes anybody trained."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from api.db import base as _base  # noqa: F401 - the naming convention must stand first

MAX_PLACE = 200


class PracticeDay(SQLModel, table=True):
    """A course to be gone through in a unit on a day. Never deleted: cancelled, it says when.

    ``start`` is a time of day as ``13.00``, empty where none is set; ``place`` is free text about a room.
    """

    __tablename__ = "practice_day"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    course_id: str = Field(max_length=100)
    day: date = Field(index=True)
    start: str = Field(default="", max_length=5)
    place: str = Field(default="", max_length=MAX_PLACE)
    seats: int
    planned_by: str
    planned_at: datetime
    cancelled_at: datetime | None = None

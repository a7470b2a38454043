"""Scratch: attempts under way. Deleted when the record is made; no answer is ever kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint


class Attempt(SQLModel, table=True):
    """A person's way through one edition of a course, and the place they are at.

    ``variant``: which repetition it is; None is the whole course. ``missed_modules``: the modules that
    the repetition leads on through, their ids joined by ``|``; None while its questions are asked.
    """

    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course_id: str = Field(max_length=100)
    edition_hash: str = Field(max_length=64)
    started_at: datetime
    saved_at: datetime
    module_id: str = Field(max_length=100)
    step_id: str = Field(max_length=100)
    variant: int | None = None
    missed_modules: str | None = Field(default=None, max_length=4000)


class AttemptCheck(SQLModel, table=True):
    """What is kept of a knowledge check: that it was answered, and whether it has been passed."""

    __tablename__ = "attempt_check"
    __table_args__ = (UniqueConstraint("attempt_id", "step_id"),)

    id: int | None = Field(default=None, primary_key=True)
    attempt_id: int = Field(foreign_key="attempt.id", index=True)
    step_id: str = Field(max_length=100)
    passed: bool

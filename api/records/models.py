"""A training record is a fact; a note stands beside it and can be struck out."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Field, SQLModel

from api.db.facts import Fact
from api.db.types import text_enum

MAX_NOTE = 200


class RecordSource(StrEnum):
    """Where the training took place, as the contract names it; ``webb`` is our own courses."""

    WEB = "webb"
    CLASSROOM = "klassrum"
    EXTERNAL = "extern"
    IMPORTED = "import"


class TrainingRecord(Fact, table=True):
    """Fact: the person completed the course on that day. A revocation retracts it for all its days.

    ``valid_until`` is the last valid day; None never lapses. ``edition_hash`` names the text trained
    on (ours only). ``check_code`` is what the certificate's public check is asked with.
    """

    __tablename__ = "training_record"

    person_id: int = Field(foreign_key="person.id", index=True)
    course_id: str = Field(max_length=100, index=True)
    completed_on: date
    valid_until: date | None = None
    source: RecordSource = Field(sa_type=text_enum(RecordSource))
    edition_hash: str | None = Field(default=None, max_length=64)
    check_code: str = Field(unique=True, max_length=40)


class Earned(NamedTuple):
    """A record that stands, as its holder earned it: its id and its days."""

    id: int
    completed_on: date
    valid_until: date | None


class RecordNote(SQLModel, table=True):
    """At most 200 characters beside a record, never in it. Struck out, it is emptied and logged."""

    __tablename__ = "record_note"

    id: int | None = Field(default=None, primary_key=True)
    record_id: int = Field(foreign_key="training_record.id", index=True)
    text: str = Field(max_length=MAX_NOTE)
    written_at: datetime
    written_by: str
    struck_at: datetime | None = None
    struck_by: str | None = None

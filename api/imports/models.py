"""An import is one instant and one author; an upload waits here until it is confirmed."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from api.db.types import text_enum


class FileKind(StrEnum):
    """The contract's files."""

    UNITS = "units"
    CATEGORIES = "categories"
    PEOPLE = "people"
    KEY_PEOPLE = "key-people"
    ROLES = "roles"
    REQUIREMENTS = "requirements"
    ABSENCES = "absences"
    EXEMPTIONS = "exemptions"
    RECORDS = "records"


class ImportBatch(SQLModel, table=True):
    """One file applied. Its instant is unique, so what it retracted can be found and restored."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    kind: FileKind = Field(sa_type=text_enum(FileKind))
    file_name: str = Field(max_length=200)
    feed: str = Field(default="", max_length=100)
    whole: bool = False
    recorded_at: datetime = Field(unique=True)
    recorded_by: str
    added: int = 0
    corrected: int = 0
    changed: int = 0
    ended: int = 0
    undone_at: datetime | None = None
    undone_by: str | None = None


class Upload(SQLModel, table=True):
    """A file somebody is looking at before confirming it. Deleted when applied, or after a day."""

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True, max_length=64)
    person_id: int = Field(foreign_key="person.id")
    kind: FileKind = Field(sa_type=text_enum(FileKind))
    file_name: str = Field(max_length=200)
    feed: str = Field(default="", max_length=100)
    whole: bool = False
    content: bytes
    uploaded_at: datetime

"""Pure: records as those who handle them see them: the record, and what is written beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from api.records.models import RecordNote, RecordSource


@dataclass(frozen=True)
class Note:
    """A note beside a record, not struck out."""

    id: int
    text: str
    written_at: datetime


@dataclass(frozen=True)
class HandledRecord:
    """A record, its course by name, and its notes."""

    id: int
    person_id: int
    course_id: str
    title: str
    completed_on: date
    valid_until: date | None
    source: RecordSource
    revoked: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class HandledPerson:
    """A person by name, and their records that stand, newest first."""

    id: int
    name: str
    employee_id: str
    protected: bool
    records: tuple[HandledRecord, ...]


def by_record(notes: Iterable[RecordNote]) -> dict[int, tuple[Note, ...]]:
    """Notes as they are shown, by the record they stand beside."""
    beside: dict[int, tuple[Note, ...]] = {}
    for note in notes:
        assert note.id is not None  # noqa: S101 - a stored row has an id
        told = Note(note.id, note.text, note.written_at)
        beside[note.record_id] = (*beside.get(note.record_id, ()), told)
    return beside

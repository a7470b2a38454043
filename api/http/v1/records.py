"""Records of training outside the courses here, and revocation."""

from datetime import date, datetime
from typing import Literal

from fastapi import Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.http.deps import ActorDep, ClockDep, LookLogDep, Reader, Writer
from api.http.routing import GuardedRouter
from api.http.v1.coverage import Day
from api.records import courses
from api.records import service as records
from api.records.handled import HandledRecord
from api.records.models import MAX_NOTE, RecordSource, TrainingRecord

NEVER = "aldrig"
router = GuardedRouter(tags=["records"])


class RecordIn(BaseModel):
    """Training that took place elsewhere. ``valid_until``: a day, ``aldrig``, or the course's validity."""

    model_config = ConfigDict(extra="forbid")

    employee_id: str = Field(min_length=1, max_length=60)
    course_id: str = Field(min_length=1, max_length=100)
    completed_on: Day
    valid_until: Day | Literal["aldrig"] | None = None
    source: Literal["klassrum", "extern", "import"]
    # PostgreSQL keeps no text with a NUL in it.
    note: str = Field(default="", max_length=MAX_NOTE, pattern=r"^[^\x00]*$")


class RecordOut(BaseModel):
    """A record as it was made. ``valid_until`` is the last valid day; null never lapses."""

    id: int
    course_id: str
    completed_on: date
    valid_until: date | None
    source: str
    revoked: bool


class NoteOut(BaseModel):
    """A note beside a record."""

    id: int
    text: str
    written_at: datetime


class RecordAndNotesOut(RecordOut):
    """A record and the notes beside it that are not struck out."""

    notes: list[NoteOut]


@router.post("/records", requires=Permission.RECORD_WRITE, status_code=status.HTTP_201_CREATED)
def create_record(
    session: Writer, actor: ActorDep, clock: ClockDep, body: RecordIn, response: Response
) -> RecordOut:
    """Record outside training for a person in your scope."""
    training = records.OutsideTraining(
        employee_id=body.employee_id,
        course_id=body.course_id,
        completed_on=body.completed_on,
        valid_until=_last_day(session, actor, body),
        source=RecordSource(body.source),
        note=body.note,
    )
    record = records.register(session, actor, training=training, clock=clock)
    response.headers["Location"] = f"/api/v1/records/{record.id}"
    return _out(record)


@router.post("/records/{record_id}/revocation", requires=Permission.RECORD_WRITE)
def revoke_record(session: Writer, actor: ActorDep, clock: ClockDep, record_id: int) -> RecordOut:
    """Revoke a record: it then counts for no day at all."""
    return _out(records.revoke(session, actor, record_id=record_id, clock=clock))


@router.get("/records/{record_id}", requires=Permission.RECORD_WRITE)
def read_record(
    session: Reader, actor: ActorDep, clock: ClockDep, looks: LookLogDep, record_id: int
) -> RecordAndNotesOut:
    """Return a record, revoked or not, and the notes beside it that are not struck out. It is logged."""
    found = records.handled_record(session, actor, record_id=record_id, clock=clock)
    with looks.house.database.writing() as log:
        records.looked(log, actor, person_id=found.person_id, clock=clock)
    return _with_notes(found)


@router.post("/records/{record_id}/notes/{note_id}/striking", requires=Permission.RECORD_WRITE)
def strike_note(
    session: Writer, actor: ActorDep, clock: ClockDep, record_id: int, note_id: int
) -> RecordAndNotesOut:
    """Strike a note out: its text is gone for good."""
    records.strike(session, actor, note_id=note_id, record_id=record_id, clock=clock)
    session.flush()
    return _with_notes(records.handled_record(session, actor, record_id=record_id, clock=clock))


def _last_day(session: Writer, actor: ActorDep, body: RecordIn) -> date | None:
    if body.valid_until == NEVER:
        return None
    if isinstance(body.valid_until, date):
        return body.valid_until
    return courses.last_valid_day(
        session, actor, course_id=body.course_id, completed_on=body.completed_on
    )


def _with_notes(record: HandledRecord) -> RecordAndNotesOut:
    return RecordAndNotesOut(
        id=record.id,
        course_id=record.course_id,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        source=record.source.value,
        revoked=record.revoked,
        notes=[
            NoteOut(id=each.id, text=each.text, written_at=each.written_at) for each in record.notes
        ],
    )


def _out(record: TrainingRecord) -> RecordOut:
    assert record.id is not None  # noqa: S101 - flushed
    return RecordOut(
        id=record.id,
        course_id=record.course_id,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        source=record.source.value,
        revoked=record.retracted_at is not None,
    )

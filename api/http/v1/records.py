"""Records of training outside the courses here, and revocation."""

from datetime import date
from typing import Literal

from fastapi import Response, status
from pydantic import BaseModel, ConfigDict, Field

from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.errors import NotFound, RuleBroken
from api.http.deps import ActorDep, ClockDep, Writer
from api.http.routing import GuardedRouter
from api.http.v1.coverage import Day
from api.records import service as records
from api.records.models import MAX_NOTE, RecordSource, TrainingRecord
from api.records.validity import valid_until

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


def _last_day(session: Writer, actor: ActorDep, body: RecordIn) -> date | None:
    if body.valid_until == NEVER:
        return None
    if isinstance(body.valid_until, date):
        return body.valid_until
    try:
        course = catalogue.current(session, actor, course_id=body.course_id).course
    except NotFound as unknown:
        raise RuleBroken("record_validity_unknown") from unknown
    return valid_until(body.completed_on, course.validity_months)


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

"""Reading records."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import col, func, select

from api.db.engine import is_sqlite
from api.db.facts import known
from api.db.session import ReadSession, WriteSession
from api.db.types import LARGEST_ID
from api.records.models import Earned, RecordNote, TrainingRecord

TURNS_LOCK = 7_305_003  # An advisory lock: a number of our own.


def of_person(session: ReadSession, person_id: int) -> list[TrainingRecord]:
    """The person's records that stand, newest first."""
    statement = (
        select(TrainingRecord)
        .where(TrainingRecord.person_id == person_id, known(TrainingRecord))
        .order_by(col(TrainingRecord.completed_on).desc(), col(TrainingRecord.id).desc())
    )
    return list(session.execute(statement).scalars())


def since(session: ReadSession, person_ids: Iterable[int], first_day: date) -> list[TrainingRecord]:
    """The persons' records that stand, completed from a day on, in the order they were made."""
    statement = (
        select(TrainingRecord)
        .where(
            col(TrainingRecord.person_id).in_(list(person_ids)),
            TrainingRecord.completed_on >= first_day,
            known(TrainingRecord),
        )
        .order_by(col(TrainingRecord.id))
    )
    return list(session.execute(statement).scalars())


def by_id(session: ReadSession, record_id: int) -> TrainingRecord | None:
    """One record, revoked or not. A number beyond the column's is nobody's."""
    if not 0 < record_id <= LARGEST_ID:
        return None
    return session.get(TrainingRecord, record_id)


def by_code(session: ReadSession, check_code: str) -> TrainingRecord | None:
    """The record a certificate's code stands for, revoked or not."""
    statement = select(TrainingRecord).where(TrainingRecord.check_code == check_code)
    return session.execute(statement).scalar_one_or_none()


# Built once, and as bare rows: whoever completes a course waits for it.
_OF_COURSE = (
    select(
        col(TrainingRecord.id), col(TrainingRecord.completed_on), col(TrainingRecord.valid_until)
    )
    .where(
        TrainingRecord.person_id == bindparam("person"),
        TrainingRecord.course_id == bindparam("course"),
        known(TrainingRecord),
    )
    .order_by(col(TrainingRecord.id))
)


def of_course(session: ReadSession, person_id: int, course_id: str) -> list[Earned]:
    """The person's records of the course that stand, in the order they were made."""
    session.flush()
    asked = {"person": person_id, "course": course_id}
    return [Earned._make(row) for row in session.connection().execute(_OF_COURSE, asked)]


def holders(
    session: ReadSession, person_ids: Iterable[int], course_id: str, completed_on: date
) -> frozenset[int]:
    """Those of the persons who have a standing record of this course and day."""
    statement = select(TrainingRecord.person_id).where(
        col(TrainingRecord.person_id).in_(list(person_ids)),
        TrainingRecord.course_id == course_id,
        TrainingRecord.completed_on == completed_on,
        known(TrainingRecord),
    )
    return frozenset(session.execute(statement).scalars())


def last_days(
    session: ReadSession, person_ids: Iterable[int], course_id: str
) -> dict[int, list[date | None]]:
    """The last valid days of the persons' standing records of a course, by person."""
    statement = (
        select(TrainingRecord.person_id, col(TrainingRecord.valid_until))
        .where(
            col(TrainingRecord.person_id).in_(list(person_ids)),
            TrainingRecord.course_id == course_id,
            known(TrainingRecord),
        )
        .order_by(col(TrainingRecord.id))
    )
    found: dict[int, list[date | None]] = {}
    for person_id, last_day in session.execute(statement):
        found.setdefault(person_id, []).append(last_day)
    return found


def take_turns(session: WriteSession) -> None:
    """Let those who record whole groups do so one at a time, until the commit.

    Without it the same list sent twice at once would find no record either time. On SQLite there is
    one writer at a time anyhow.
    """
    if not is_sqlite(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(TURNS_LOCK)))


def notes_beside(session: ReadSession, record_ids: Iterable[int]) -> list[RecordNote]:
    """The notes beside these records that are not struck out, in the order they were written."""
    statement = (
        select(RecordNote)
        .where(col(RecordNote.record_id).in_(list(record_ids)), col(RecordNote.struck_at).is_(None))
        .order_by(col(RecordNote.id))
    )
    return list(session.execute(statement).scalars())


def note_to_strike(session: WriteSession, note_id: int) -> RecordNote | None:
    """One note, struck out or not; held, so that two who strike it at once do so one by one."""
    if not 0 < note_id <= LARGEST_ID:
        return None
    statement = select(RecordNote).where(RecordNote.id == note_id).with_for_update()
    return session.execute(statement).scalar_one_or_none()

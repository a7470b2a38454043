"""Reading records."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, select

from api.db.facts import known
from api.db.session import ReadSession, WriteSession
from api.db.types import LARGEST_ID
from api.records.models import RecordNote, TrainingRecord


def of_person(session: ReadSession, person_id: int) -> list[TrainingRecord]:
    """The person's records that stand, newest first."""
    statement = (
        select(TrainingRecord)
        .where(TrainingRecord.person_id == person_id, known(TrainingRecord))
        .order_by(col(TrainingRecord.completed_on).desc(), col(TrainingRecord.id).desc())
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


def same_key(
    session: ReadSession, person_id: int, course_id: str, completed_on: date
) -> TrainingRecord | None:
    """The standing record of this person for this course on this day."""
    statement = select(TrainingRecord).where(
        TrainingRecord.person_id == person_id,
        TrainingRecord.course_id == course_id,
        TrainingRecord.completed_on == completed_on,
        known(TrainingRecord),
    )
    return session.execute(statement).scalars().first()


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

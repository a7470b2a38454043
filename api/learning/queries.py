"""Reads and locks attempts. Every function here concerns one person: the one who acts."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import Spot

Found = tuple[Attempt, dict[str, bool]]
# Built once: every page of a learner asks one of these, and building costs more than asking.
_OF_PERSON = (
    select(Attempt, AttemptCheck)
    .outerjoin(AttemptCheck, col(AttemptCheck.attempt_id) == col(Attempt.id))
    .where(col(Attempt.person_id) == bindparam("person_id"))
    .order_by(col(Attempt.course_id), col(AttemptCheck.id))
)
_OF_PERSON_AT_COURSE = _OF_PERSON.where(col(Attempt.course_id) == bindparam("course_id"))
_LOCKED = (
    select(Attempt)
    .where(
        col(Attempt.person_id) == bindparam("person_id"),
        col(Attempt.course_id) == bindparam("course_id"),
    )
    .with_for_update()
)
_CHECKS = (
    select(AttemptCheck)
    .where(col(AttemptCheck.attempt_id) == bindparam("attempt_id"))
    .order_by(col(AttemptCheck.id))
)


def of_person(session: ReadSession, person_id: int, course_id: str | None = None) -> list[Found]:
    """A person's attempts with their checks: all, or that at one course (one query)."""
    statement = _OF_PERSON if course_id is None else _OF_PERSON_AT_COURSE
    given = {"person_id": person_id, "course_id": course_id}
    found: dict[str, Found] = {}
    for attempt, check in session.execute(statement, given):
        _, results = found.setdefault(attempt.course_id, (attempt, {}))
        if check is not None:
            results[check.step_id] = check.passed
    return list(found.values())


def course_ids(session: ReadSession, person_id: int) -> frozenset[str]:
    """The courses the person has an attempt under way at."""
    statement = select(Attempt.course_id).where(Attempt.person_id == person_id)
    return frozenset(session.execute(statement).scalars())


def lock(session: WriteSession, person_id: int, course_id: str) -> Attempt | None:
    """The person's attempt at the course, locked: two devices that answer at once take turns."""
    given = {"person_id": person_id, "course_id": course_id}
    return session.execute(_LOCKED, given).scalar_one_or_none()


def create(
    session: WriteSession,
    *,
    person_id: int,
    course_id: str,
    edition_hash: str,
    variant: int | None,
    spot: Spot,
    now: datetime,
) -> bool:
    """Begin an attempt unless another device has just begun it; tell whether it was begun here."""
    values = {
        "person_id": person_id,
        "course_id": course_id,
        "edition_hash": edition_hash,
        "started_at": now,
        "saved_at": now,
        "module_id": spot.module_id,
        "step_id": spot.step_id,
        "variant": variant,
    }
    # The unique key decides between two devices; to lose that race is not an error.
    connection = session.connection()
    insert = sqlite.insert if is_sqlite(connection) else postgresql.insert
    statement = insert(Attempt).values(values).on_conflict_do_nothing()
    return connection.execute(statement.returning(col(Attempt.id))).first() is not None


def checks(session: WriteSession, attempt_id: int) -> dict[str, AttemptCheck]:
    """The checks answered in an attempt, by step id."""
    found = session.execute(_CHECKS, {"attempt_id": attempt_id}).scalars()
    return {check.step_id: check for check in found}


def forget_checks(session: WriteSession, attempt_id: int) -> None:
    """Forget which checks were answered: a repetition has told what is to be gone through."""
    session.execute(delete(AttemptCheck).where(col(AttemptCheck.attempt_id) == attempt_id))


def remove(session: WriteSession, attempt_id: int) -> None:
    """Forget an attempt: the course is complete, or never will be."""
    forget_checks(session, attempt_id)
    session.execute(delete(Attempt).where(col(Attempt.id) == attempt_id))

"""Courses some are in the middle of."""

from collections.abc import Iterable

from api.catalogue.schema import Check
from api.db.session import WriteSession
from api.demo.facts import Ids
from api.demo.plan import AttemptRow
from api.learning.models import Attempt, AttemptCheck

# Every so manieth check was missed: it comes back at the end.
MISSED_EVERY = 6
WHOLE = 100


def add_attempts(session: WriteSession, ids: Ids, rows: Iterable[AttemptRow]) -> None:
    """Put each where they are in the course as it is today, with what lies behind them answered."""
    begun = [(row, _attempt(ids, row)) for row in rows]
    session.add_all([attempt for _, attempt in begun])
    session.flush()
    for row, attempt in begun:
        session.add_all(_checks(ids, row, attempt))
    session.flush()


def _attempt(ids: Ids, row: AttemptRow) -> Attempt:
    edition = ids.editions.current(row.course)
    steps = edition.course.steps()
    place = steps[_behind(ids, row)]
    return Attempt(
        person_id=ids.people[row.person],
        course_id=row.course,
        edition_hash=edition.content_hash,
        started_at=row.started_at,
        saved_at=row.saved_at,
        module_id=place.module.id,
        step_id=place.step.id,
    )


def _behind(ids: Ids, row: AttemptRow) -> int:
    """How many steps lie behind."""
    return len(ids.editions.current(row.course).course.steps()) * row.done // WHOLE


def _checks(ids: Ids, row: AttemptRow, attempt: Attempt) -> list[AttemptCheck]:
    assert attempt.id is not None  # noqa: S101 - flushed
    behind = ids.editions.current(row.course).course.steps()[: _behind(ids, row)]
    checks = [placed.step for placed in behind if isinstance(placed.step, Check)]
    return [
        AttemptCheck(
            attempt_id=attempt.id,
            step_id=step.id,
            passed=number % MISSED_EVERY != MISSED_EVERY - 1,
        )
        for number, step in enumerate(checks)
    ]

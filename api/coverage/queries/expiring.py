"""Counting those of a cell whose cover is about to end: the one status the ledger does not hold."""

from datetime import date, timedelta

from sqlalchemy import exists, func, literal, or_, select
from sqlmodel import col

from api.coverage.facts import Terms
from api.coverage.models import Standing
from api.coverage.queries.persons import Whom
from api.coverage.standings import COVERED
from api.coverage.words import EXPIRING_DAYS
from api.db.facts import known
from api.db.session import ReadSession
from api.records.models import TrainingRecord


def expiring(session: ReadSession, whom: Whom, unit_id: int, terms: Terms, on: date) -> int:
    """Count whom a cell counts as covered, by no record valid for more than 60 days, as known now.

    ``whom``: nobody else need be looked at.
    """
    completed, until = col(TrainingRecord.completed_on), col(TrainingRecord.valid_until)
    lasting = exists().where(
        col(TrainingRecord.person_id) == col(Standing.person_id),
        known(TrainingRecord),
        col(TrainingRecord.course_id).in_(sorted(terms.accepts)),
        completed.between(terms.not_before or date.min, on),
        or_(until.is_(None), until > on + timedelta(EXPIRING_DAYS)),
    )
    statement = select(func.count()).where(
        whom(col(Standing.person_id)),
        col(Standing.requirement_id) == terms.requirement_id,
        col(Standing.first_day) <= on,
        or_(col(Standing.last_day).is_(None), col(Standing.last_day) >= on),
        col(Standing.flags).bitwise_and(COVERED) > 0,
        (literal(",") + col(Standing.units) + ",").contains(f",{unit_id},"),
        ~lasting,
    )
    found: int = session.execute(statement).scalar_one()
    return found

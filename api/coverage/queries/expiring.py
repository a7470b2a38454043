"""Counting those of a cell whose cover is about to end: the one status the ledger does not hold."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import and_, exists, func, literal, or_, select
from sqlmodel import col

from api.coverage.facts import Terms
from api.coverage.models import Standing
from api.coverage.queries.whom import Whom, placed_in
from api.coverage.standings import COVERED
from api.coverage.words import EXPIRING_DAYS
from api.db.facts import known
from api.db.session import ReadSession
from api.records.models import TrainingRecord


def ending_in(unit_ids: Collection[int], terms: Terms, on: date, known_at: datetime | None) -> Whom:
    """Choose those placed in the units who have a record that ends within 60 days.

    Few, and whoever's cover is about to end is among them.
    """
    placed = placed_in(unit_ids, on, known_at).condition
    ending = select(col(TrainingRecord.person_id)).where(
        known(TrainingRecord, known_at),
        col(TrainingRecord.course_id).in_(sorted(terms.accepts)),
        col(TrainingRecord.valid_until).between(on, on + timedelta(EXPIRING_DAYS)),
    )
    return Whom(lambda column: and_(placed(column), column.in_(ending)))


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
        whom.condition(col(Standing.person_id)),
        col(Standing.requirement_id) == terms.requirement_id,
        col(Standing.first_day) <= on,
        or_(col(Standing.last_day).is_(None), col(Standing.last_day) >= on),
        col(Standing.flags).bitwise_and(COVERED) > 0,
        (literal(",") + col(Standing.units) + ",").contains(f",{unit_id},"),
        ~lasting,
    )
    found: int = session.execute(statement, whom.given).scalar_one()
    return found

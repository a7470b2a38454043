"""Counting the persons of one cell set by set: how alike they stand, and what their records say."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Exists, and_, exists, func, literal, or_, select
from sqlmodel import col

from api.coverage.facts import Terms
from api.coverage.models import Standing
from api.coverage.queries.persons import Whom
from api.coverage.words import EXPIRING_DAYS
from api.db.facts import known
from api.db.session import ReadSession
from api.records.models import TrainingRecord


class Alike(NamedTuple):
    """So many persons with the same ``flags`` (see ``api.coverage.standings``).

    ``lasts``: an accepted record is valid for longer than 60 days. ``ended``: one has ended.
    """

    flags: int
    lasts: bool
    ended: bool
    persons: int


def counted(session: ReadSession, whom: Whom, unit_id: int, terms: Terms, on: date) -> list[Alike]:
    """Count those whom a cell counts, as known now. ``whom``: nobody else need be looked at."""
    completed, until = col(TrainingRecord.completed_on), col(TrainingRecord.valid_until)
    lasting = or_(until.is_(None), until > on + timedelta(EXPIRING_DAYS))
    persons = (
        select(
            col(Standing.flags),
            _has_record(terms, and_(completed <= on, lasting)).label("lasts"),
            _has_record(terms, until < on).label("ended"),
        )
        .where(
            whom(col(Standing.person_id)),
            col(Standing.requirement_id) == terms.requirement_id,
            col(Standing.first_day) <= on,
            or_(col(Standing.last_day).is_(None), col(Standing.last_day) >= on),
            (literal(",") + col(Standing.units) + ",").contains(f",{unit_id},"),
        )
        .subquery()
    )
    alike = (persons.c.flags, persons.c.lasts, persons.c.ended)
    statement = select(*alike, func.count()).group_by(*alike)
    return [Alike(*row) for row in session.execute(statement)]


def _has_record(terms: Terms, condition: ColumnElement[bool]) -> Exists:
    """Whether the person of a standing has a record that the terms accept, of this kind."""
    return exists().where(
        col(TrainingRecord.person_id) == col(Standing.person_id),
        known(TrainingRecord),
        col(TrainingRecord.course_id).in_(sorted(terms.accepts)),
        col(TrainingRecord.completed_on) >= (terms.not_before or date.min),
        condition,
    )

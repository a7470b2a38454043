"""Finding whose facts of a day are others now than they were known to be at an instant."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, union
from sqlmodel import col

from api.coverage.queries.whom import placed_on
from api.db.facts import DatedFact, Fact, in_force
from api.db.session import ReadSession
from api.people.models import Absence, KeyPersonAppointment, Person, Post
from api.records.models import TrainingRecord
from api.requirements.models import Exemption

DATED: tuple[type[DatedFact], ...] = (Post, Absence, KeyPersonAppointment, Exemption)


def changed_since(session: ReadSession, *, on: date, known_at: datetime) -> set[int]:
    """Read the ids of the persons with a fact about the day that only one of the instants knows."""
    rows = [_holders(table, in_force(table, on), known_at) for table in DATED]
    valid_until = col(TrainingRecord.valid_until)
    valid = and_(
        col(TrainingRecord.completed_on) <= on, or_(valid_until.is_(None), valid_until >= on)
    )
    rows.append(_holders(TrainingRecord, valid, known_at))
    return set(session.execute(union(*rows)).scalars())


def placed_then_or_now(session: ReadSession, *, on: date, known_at: datetime) -> set[int]:
    """Read the ids of the persons with a post on the day as known at the instant, or as known now."""
    person_id = col(Person.id)
    then, now = placed_on(on, known_at), placed_on(on, None)
    either = or_(then.condition(person_id), now.condition(person_id))
    return set(session.execute(select(person_id).where(either)).scalars())


def _holders(
    table: type[Fact], about_the_day: ColumnElement[bool], known_at: datetime
) -> Select[int]:
    """Select whose facts have come since, or gone since. What did both is nothing to either."""
    recorded, retracted = col(table.recorded_at), col(table.retracted_at)
    other = or_(
        and_(recorded > known_at, retracted.is_(None)),
        and_(recorded <= known_at, retracted > known_at),
    )
    return select(table.person_id).where(about_the_day, other)  # type: ignore[attr-defined]

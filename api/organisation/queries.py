"""Reading units."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlmodel import col

from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.organisation.models import Unit, UnitKind, UnitPeriod


def units_on(
    session: ReadSession, on: date, known_at: datetime | None
) -> list[tuple[int, str, str, UnitKind, int | None]]:
    """Id, code, name, kind and parent of every unit in force on the day."""
    statement = (
        select(
            col(UnitPeriod.unit_id),
            col(Unit.code),
            col(UnitPeriod.name),
            col(UnitPeriod.kind),
            col(UnitPeriod.parent_id),
        )
        .join(UnitPeriod, col(UnitPeriod.unit_id) == col(Unit.id))
        .where(known(UnitPeriod, known_at), in_force(UnitPeriod, on))
        .order_by(Unit.code)
    )
    return [tuple(row) for row in session.execute(statement).all()]


def units_between(
    session: ReadSession, first: date, last: date
) -> list[tuple[date, date | None, tuple[int, str, str, UnitKind, int | None]]]:
    """Every period in force on any of the days: first and last day, then as ``units_on``."""
    statement = (
        select(
            col(UnitPeriod.first_day),
            col(UnitPeriod.last_day),
            col(UnitPeriod.unit_id),
            col(Unit.code),
            col(UnitPeriod.name),
            col(UnitPeriod.kind),
            col(UnitPeriod.parent_id),
        )
        .join(UnitPeriod, col(UnitPeriod.unit_id) == col(Unit.id))
        .where(known(UnitPeriod), col(UnitPeriod.first_day) <= last)
        .where(or_(col(UnitPeriod.last_day).is_(None), col(UnitPeriod.last_day) >= first))
        .order_by(Unit.code)
    )
    return [(begun, ended, tuple(unit)) for begun, ended, *unit in session.execute(statement)]

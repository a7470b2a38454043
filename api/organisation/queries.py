"""Reading units."""

from datetime import date, datetime

from sqlalchemy import Row
from sqlmodel import col, select

from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.organisation.models import Unit, UnitKind, UnitPeriod


def units_on(
    session: ReadSession, on: date, known_at: datetime | None
) -> list[Row[tuple[int, str, str, UnitKind, int | None]]]:
    """Id, code, name, kind and parent of every unit in force on the day."""
    statement = (
        select(
            col(Unit.id), Unit.code, UnitPeriod.name, UnitPeriod.kind, col(UnitPeriod.parent_id)
        )
        .join(UnitPeriod, col(UnitPeriod.unit_id) == col(Unit.id))
        .where(known(UnitPeriod, known_at), in_force(UnitPeriod, on))
        .order_by(Unit.code)
    )
    return list(session.execute(statement).all())

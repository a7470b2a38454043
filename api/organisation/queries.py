"""Reading units."""

from datetime import date, datetime

from sqlalchemy import select
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

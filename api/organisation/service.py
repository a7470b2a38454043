"""What other rooms may ask of the organisation."""

from datetime import date, datetime

from api.db.session import ReadSession
from api.organisation import queries
from api.organisation.tree import Tree, UnitOnDay


def tree(session: ReadSession, *, on: date, known_at: datetime | None = None) -> Tree:
    """The tree on a day. Holds no names of people; whoever shows it decides who may see it."""
    rows = queries.units_on(session, on, known_at)
    units = (UnitOnDay(*row) for row in rows)
    return Tree({unit.id: unit for unit in units})

"""What other rooms may ask of the organisation."""

from collections.abc import Sequence
from datetime import date, datetime

from api.db.session import ReadSession
from api.organisation import queries
from api.organisation.tree import Tree, UnitOnDay


def tree(session: ReadSession, *, on: date, known_at: datetime | None = None) -> Tree:
    """The tree on a day. Holds no names of people; whoever shows it decides who may see it."""
    rows = queries.units_on(session, on, known_at)
    units = (UnitOnDay(*row) for row in rows)
    return Tree({unit.id: unit for unit in units})


def trees(session: ReadSession, *, days: Sequence[date]) -> dict[date, Tree]:
    """The tree on each of the days, in one query. Who shows them decides who may see them."""
    periods = queries.units_between(session, min(days), max(days))
    return {
        day: Tree(
            {
                unit[0]: UnitOnDay(*unit)
                for first, last, unit in periods
                if first <= day and (last is None or day <= last)
            }
        )
        for day in days
    }

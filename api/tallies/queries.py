"""Adds to the counters and reads them."""

from collections.abc import Mapping

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel, col, select

from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession
from api.tallies.models import ConfidenceCount, ItemCount


def add(
    session: WriteSession,
    table: type[SQLModel],
    key: Mapping[str, object],
    counted: Mapping[str, int],
) -> None:
    """Add to one counter, which begins with these numbers if it is not there: one statement."""
    insert = sqlite.insert if is_sqlite(session.connection()) else postgresql.insert
    statement = insert(table).values({**key, **counted})
    added = {name: getattr(table, name) + statement.excluded[name] for name in counted}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=added))


def items_of(session: ReadSession, edition_hash: str) -> list[ItemCount]:
    """The counters of an edition's checks."""
    statement = (
        select(ItemCount)
        .where(ItemCount.edition_hash == edition_hash)
        .order_by(col(ItemCount.step_id))
    )
    return list(session.execute(statement).scalars())


def confidence_in(session: ReadSession, course_id: str) -> list[ConfidenceCount]:
    """The counters of the answers given before and after a course."""
    statement = (
        select(ConfidenceCount)
        .where(ConfidenceCount.course_id == course_id)
        .order_by(col(ConfidenceCount.moment), col(ConfidenceCount.step))
    )
    return list(session.execute(statement).scalars())

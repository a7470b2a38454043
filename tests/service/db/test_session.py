"""What a session for reading refuses, and what it leaves to the next one."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from api.db.engine import is_sqlite
from api.db.session import Database
from api.organisation.models import Unit

TIMES = 8  # Psycopg prepares what it has been asked five times.
PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%told_apart%'")


def test_a_session_for_reading_refuses_to_write(bare_database: Database) -> None:
    with bare_database.reading() as session:
        session.add(Unit(code="E-1"))
        with pytest.raises(RuntimeError, match="something to write"):
            session.flush()
    with bare_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM unit")).scalar() == 0


def test_what_one_session_had_prepared_serves_the_next(bare_database: Database) -> None:
    """A rollback at the end of each would have the driver forget it all."""
    if is_sqlite(bare_database.engine):
        pytest.skip("SQLite prepares by itself")
    for _ in range(TIMES):
        with bare_database.reading() as session:
            session.execute(text("SELECT 1 AS told_apart"))
    with bare_database.reading() as session:
        assert session.execute(PREPARED).scalar() == 1

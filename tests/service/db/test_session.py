"""What a session for reading refuses, and what it leaves to the next one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from api.db import engine
from api.db.engine import is_sqlite, make_engine
from api.db.session import Database, ReadSession
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


@pytest.fixture
def server(bare_database: Database) -> Iterator[Database]:
    """A database on a server, with a pool of its own."""
    if is_sqlite(bare_database.engine):
        pytest.skip("a file is not cut off")
    made = make_engine(bare_database.engine.url.render_as_string(hide_password=False))
    yield Database(made)
    made.dispose()


def pid(session: ReadSession) -> int:
    return int(session.execute(text("SELECT pg_backend_pid()")).scalar_one())


class TestPool:
    """Connections to a server: the last one used is handed on, and asked first if it has rested."""

    def test_the_connection_used_last_is_handed_on(self, server: Database) -> None:
        with server.reading() as kept:
            with server.reading() as let_go_first:
                assert pid(let_go_first) != pid(kept)
            last = pid(kept)
        for _ in range(3):
            with server.reading() as session:
                assert pid(session) == last

    def test_one_cut_while_it_rested_is_replaced(
        self, server: Database, bare_database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engine, "RESTED", 0.0)
        with server.reading() as session:
            cut = pid(session)
        with bare_database.reading() as session:
            session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": cut})
        with server.reading() as session:
            assert pid(session) != cut

    def test_one_just_used_is_not_asked(
        self, server: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[object] = []
        monkeypatch.setattr(server.engine.dialect, "do_ping", asked.append)
        with server.reading() as session:
            pid(session)
        asked.clear()
        with server.reading() as session:
            pid(session)
        assert asked == []
        monkeypatch.setattr(engine, "RESTED", 0.0)
        with server.reading() as session:
            pid(session)
        assert len(asked) == 1

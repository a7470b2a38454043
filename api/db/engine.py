"""One engine for either database, with the settings that keep writes honest."""

from functools import partial
from math import inf
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

POOL_SIZE = 10
RESTED = 1.0  # Seconds unused after which a connection to a server is not trusted unasked.
RETURNED = "returned"
# synchronous=FULL: an acknowledged answer or record survives power loss (DECISIONS 9).
# cache_size: 16 MB a connection, for the upper pages of a large ledger; SQLite's own is 2.
PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",
)


def make_engine(database_url: str) -> Engine:
    """Build the engine for a ``sqlite:///`` or ``postgresql+psycopg://`` address."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite":
        # LIFO: the connection used last has the statements prepared that are asked most.
        engine = create_engine(url, pool_size=POOL_SIZE, pool_use_lifo=True, hide_parameters=True)
        event.listen(engine, "checkin", _note_return)
        event.listen(engine, "checkout", partial(_ping_if_rested, engine.dialect))
        return engine
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # isolation_level None: the driver must not open transactions behind our back. Its legacy mode
    # silently loses updates (measured; see DECISIONS 5).
    engine = create_engine(
        url,
        connect_args={"isolation_level": None},
        pool_size=POOL_SIZE,
        # A failed statement must not carry somebody's name into the log.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _note_return(_connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401 - the driver's own
    record.info[RETURNED] = monotonic()


def _ping_if_rested(
    dialect: Dialect,
    connection: Any,  # noqa: ANN401 - the driver's own
    record: ConnectionPoolEntry,
    _proxy: PoolProxiedConnection,
) -> None:
    """Ask whether the server is still there, as ``pool_pre_ping`` does, but not at every turn.

    A question costs as much as many an answer; a connection at rest may have been cut meanwhile.
    """
    if monotonic() - record.info.get(RETURNED, inf) < RESTED:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as cut:
        raise InvalidatePoolError from cut


def _set_pragmas(connection: SqliteConnection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # Writers take the lock at once: a deferred transaction that reads first and writes later
    # cannot be retried by the busy timeout and fails with "database is locked".
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def is_sqlite(engine_or_connection: Engine | Connection) -> bool:
    """Whether the work runs on SQLite (else PostgreSQL)."""
    return engine_or_connection.dialect.name == "sqlite"

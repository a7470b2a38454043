"""Run migrations on SQLite or PostgreSQL, each run one transaction.

SQLite: foreign keys are off while tables are rebuilt (with them on, a rebuild of a parent silently
deletes its children) and are checked at the end.
"""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, text
from sqlmodel import AutoString

from api.db.engine import is_sqlite, make_engine
from api.settings import load_settings
from api.tables import METADATA


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write plain SQLAlchemy types, so that a migration needs nothing of ours."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    if kind == "type" and type(item).__name__ == "Enum":
        return f"sa.String(length={item.length})"
    return False


def run() -> None:
    """Connect and migrate."""
    url = context.config.attributes.get("url") or load_settings(signing=False).database_url
    engine = make_engine(url)
    with engine.connect() as connection:
        if is_sqlite(connection):
            # Inside a transaction the pragma is ignored, so it goes straight to the driver.
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
            migrate(connection.execution_options(sqlite_begin="IMMEDIATE"))
        else:
            connection.execute(text("SET lock_timeout = '10s'"))
            connection.commit()
            migrate(connection)
    engine.dispose()


def migrate(connection: Connection) -> None:
    """Run the steps and, on SQLite, prove that no reference was broken."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transactional_ddl=True,
    )
    with connection.begin():
        context.run_migrations()
        if is_sqlite(connection):
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                message = f"Migration would break references: {broken[:5]}"
                raise RuntimeError(message)


run()

"""Emptying a whole database (``demo clear``, tests). The one place that goes around the fact guard."""

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

from api.db.engine import is_sqlite

# Those that fire on TRUNCATE, which information_schema does not tell of. Other guards are of rows.
TRUNCATE_GUARDS = """
SELECT tgrelid::regclass::text, quote_ident(tgname)
FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0
"""


def empty_all_tables(engine: Engine) -> None:
    """Delete every row of every table, in one transaction. The guards stand again afterwards."""
    immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
    with immediate.begin() as connection:
        if is_sqlite(connection):
            _empty_sqlite(connection)
        else:
            _empty_postgres(connection)


def _empty_postgres(connection: Connection) -> None:
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    guards = connection.execute(text(TRUNCATE_GUARDS)).all()
    # One round: a trigger is disabled for this transaction alone, as it is enabled at its end.
    connection.exec_driver_sql(
        "; ".join(
            (
                *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards),
                f"TRUNCATE {names} RESTART IDENTITY CASCADE",
                *(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in guards),
            )
        )
    )


def _empty_sqlite(connection: Connection) -> None:
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _sql in triggers:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(SQLModel.metadata.sorted_tables):
        connection.execute(table.delete())
    for _name, sql in triggers:
        connection.exec_driver_sql(sql)

"""Emptying a whole database (``demo clear``, tests). The one place that goes around the fact guard."""

from sqlalchemy import Connection, Engine, text
from sqlmodel import SQLModel

from api.db.engine import is_sqlite


def empty_all_tables(engine: Engine) -> None:
    """Delete every row of every table, in one transaction. The guards stand again afterwards."""
    immediate = engine.execution_options(sqlite_begin="IMMEDIATE")
    with immediate.begin() as connection:
        if is_sqlite(connection):
            _empty_sqlite(connection)
        else:
            names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
            # TRUNCATE fires no row trigger, so the guard on facts stays in place throughout.
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


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

"""Every migration goes up and down with rows in the tables, on both databases, and none is missing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from api import tables
from api.db.engine import is_sqlite, make_engine
from api.db.maintenance import empty_all_tables
from tests.conftest import POSTGRES, own_database
from tests.schema import alembic_config

STEPS = [
    step.revision
    for step in reversed(
        list(ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions())
    )
]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ladder.db"
    if not POSTGRES:
        pytest.skip("PostgreSQL: KOLLEN_TEST_POSTGRES is unset (make test starts one and sets it)")
    return own_database(POSTGRES, "ladder")


@pytest.fixture
def blank(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def fill(connection: Connection) -> int:
    """One row in every table that is empty, parents first."""
    if is_sqlite(connection):
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    metadata = MetaData()
    metadata.reflect(connection)
    filled = 0
    for table in metadata.sorted_tables:
        counting = select(func.count()).select_from(table)
        if table.name != "alembic_version" and not connection.execute(counting).scalar_one():
            connection.execute(table.insert().values(sample(table)))
            filled += 1
    return filled


def sample(table: Table) -> dict[str, object]:
    values: dict[str, object] = {}
    for column in table.columns:
        if column.nullable:
            continue
        kind = column.type.python_type
        if kind is datetime:
            moment = datetime(2026, 1, 1, tzinfo=UTC)
            values[column.name] = moment
        elif kind is date:
            values[column.name] = date(2026, 1, 1)
        else:
            values[column.name] = {int: 1, str: "x", bool: False, bytes: b"x"}[kind]
    return values


def rows(engine: Engine) -> dict[str, int]:
    found = {}
    with engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            if name != "alembic_version":
                counting = select(func.count()).select_from(text(f'"{name}"'))
                found[name] = connection.execute(counting).scalar_one()
    return found


def test_each_step_goes_up_and_down_with_rows(url: str, blank: Engine) -> None:
    config = alembic_config(url)
    command.upgrade(config, STEPS[0])
    with blank.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        assert fill(connection) >= 20
    before = rows(blank)
    assert set(before.values()) == {1}
    for step in STEPS[1:]:
        command.upgrade(config, step)
        assert {name: count for name, count in rows(blank).items() if name in before} == before
        with blank.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
            fill(connection)  # the tables of this step, for its way down
    for _ in STEPS[1:]:
        command.downgrade(config, "-1")
    assert rows(blank) == before
    command.upgrade(config, "head")
    assert rows(blank).items() >= before.items()


def test_from_the_top_each_step_goes_down_and_up_with_rows(url: str, blank: Engine) -> None:
    config = alembic_config(url)
    command.upgrade(config, "head")
    with blank.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        fill(connection)
    for _ in STEPS[1:]:
        before = rows(blank)
        assert set(before.values()) == {1}
        command.downgrade(config, "-1")
        assert rows(blank).items() <= before.items()
    left = rows(blank)
    command.upgrade(config, "head")
    assert rows(blank).items() >= left.items()


def test_the_ladder_goes_all_the_way_down(url: str, blank: Engine) -> None:
    config = alembic_config(url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert rows(blank) == {}


def test_no_migration_is_missing(url: str) -> None:
    config = alembic_config(url)
    command.upgrade(config, "head")
    command.check(config)


def test_there_is_one_head() -> None:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_a_failed_step_leaves_nothing_behind(
    url: str, blank: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = alembic_config(url)
    script = ScriptDirectory.from_config(config)
    last = script.get_revision("0001").module
    made = last.upgrade

    def fall() -> None:
        made()
        raise RuntimeError("planted")

    monkeypatch.setattr(last, "upgrade", fall)
    monkeypatch.setattr(ScriptDirectory, "from_config", lambda _config: script)
    with pytest.raises(RuntimeError, match="planted"):
        command.upgrade(config, "head")
    assert rows(blank) == {}


@pytest.mark.parametrize("table", tables.fact_tables())
def test_the_guard_refuses_change_and_deletion(table: str, url: str, blank: Engine) -> None:
    config = alembic_config(url)
    command.upgrade(config, "head")
    immediate = blank.execution_options(sqlite_begin="IMMEDIATE")
    with immediate.begin() as connection:
        fill(connection)
    for statement in (
        f"DELETE FROM {table}",
        f"UPDATE {table} SET recorded_by = 'y'",
        f"UPDATE {table} SET recorded_by = 'y', retracted_by = 'y', retracted_at = '2026-02-01'",
    ):
        with pytest.raises(DBAPIError, match="never changed or deleted"), immediate.begin() as it:
            it.execute(text(statement))
    once = f"UPDATE {table} SET retracted_by = 'y', retracted_at = '2026-02-01 00:00:00+00'"
    with immediate.begin() as connection:
        connection.execute(text(once))
    with pytest.raises(DBAPIError, match="never changed or deleted"), immediate.begin() as again:
        again.execute(text(once))


@pytest.mark.parametrize("table", [*tables.fact_tables(), "follow_up_report"])
def test_the_guard_refuses_to_empty_a_table(table: str, url: str, blank: Engine) -> None:
    if is_sqlite(blank):
        pytest.skip("SQLite has no TRUNCATE: DELETE is refused")
    command.upgrade(alembic_config(url), "head")
    with blank.begin() as connection:
        fill(connection)
        connection.execute(text("UPDATE follow_up_report SET issued_at = '2026-02-01'"))
    with pytest.raises(DBAPIError, match="never changed or deleted"), blank.begin() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_drafts_alone_can_be_emptied(url: str, blank: Engine) -> None:
    if is_sqlite(blank):
        pytest.skip("SQLite has no TRUNCATE")
    command.upgrade(alembic_config(url), "head")
    with blank.begin() as connection:
        fill(connection)
    with blank.begin() as connection:
        connection.execute(text("TRUNCATE follow_up_report"))


def test_emptying_everything_leaves_the_guard_in_place(url: str, blank: Engine) -> None:
    if is_sqlite(blank):
        pytest.skip("SQLite has no TRUNCATE")
    command.upgrade(alembic_config(url), "head")
    empty_all_tables(blank)
    with blank.begin() as connection:
        fill(connection)
    with pytest.raises(DBAPIError, match="never changed or deleted"), blank.begin() as connection:
        connection.execute(text("TRUNCATE post"))

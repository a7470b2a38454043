"""Real databases for every test that wants one: SQLite always, PostgreSQL as the Makefile starts it.

A test that takes ``database`` runs once on each. The schema is built once a run by the migrations;
between tests the tables are emptied, which is quicker than building and truer than a savepoint (the
commit, its settling and its triggers all really happen).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis
from sqlalchemy import Engine

from api.db.engine import make_engine
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from tests.schema import migrate

POSTGRES = os.environ.get("KOLLEN_TEST_POSTGRES", "")
TODAY = date(2026, 11, 22)

# A law holds or does not; how long a busy machine takes to see it proves nothing.
hypothesis.register_profile("untimed", deadline=None)
hypothesis.load_profile("untimed")


class FakeClock:
    """A clock that stands where the test puts it."""

    def __init__(self, day: date = TODAY) -> None:
        self.day = day
        self.instant = datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.day


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def _urls() -> list[str]:
    return ["sqlite", "postgresql"]


@pytest.fixture(scope="session", params=_urls())
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('db')}/test.db"
    elif POSTGRES:
        url = own_database(POSTGRES, "tests")
    else:
        pytest.skip("PostgreSQL: KOLLEN_TEST_POSTGRES is unset (make test starts one and sets it)")
    migrate(url)
    made = make_engine(url)
    yield made
    made.dispose()


def own_database(admin_url: str, purpose: str) -> str:
    """A database of this worker's own on the test server, so that workers run side by side."""
    name = f"kollen_{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    admin = make_engine(admin_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        # FORCE: a connection that the last test let go of may not have ended yet.
        connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    admin.dispose()
    return admin_url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture
def bare_database(engine: Engine) -> Iterator[Database]:
    """Facts only: nothing is settled."""
    yield Database(engine)
    empty_all_tables(engine)


@pytest.fixture
def courses_dir() -> Path:
    return Path(__file__).parent.parent / "courses"

"""A database that settles coverage before each commit, and an editor who publishes to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.coverage.settling import settle
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from tests.conftest import FakeClock
from tests.service.publishing.editor import Editor


@pytest.fixture
def database(engine: Engine) -> Iterator[Database]:
    yield Database(engine, settle)
    empty_all_tables(engine)


@pytest.fixture
def editor(database: Database, clock: FakeClock) -> Editor:
    return Editor(database, clock)

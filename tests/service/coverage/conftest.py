"""A database that settles coverage before each commit, as the composition root builds it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from api.coverage.settling import settle
from api.db.maintenance import empty_all_tables
from api.db.session import Database


@pytest.fixture
def database(engine: Engine) -> Iterator[Database]:
    yield Database(engine, settle)
    empty_all_tables(engine)

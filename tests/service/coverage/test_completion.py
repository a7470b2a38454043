"""What one completed course asks of the database, from the record to what is derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, text

from api.access.actor import Actor
from api.coverage.verifying import verify
from api.db.engine import is_sqlite
from api.db.session import Database
from api.records import service as records
from api.records.models import Earned
from tests.conftest import FakeClock
from tests.service.coverage.town import store
from tests.unit.coverage.builders import ground, person, terms
from tests.unit.learning.sample import course

# The record's course, its instant's lock, the record; the persons' locks, facts, what is written.
ON_POSTGRES = 6
COURSE = course()


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def learner(database: Database) -> Actor:
    store(database, ground(terms(accepts=frozenset({COURSE.id}))), [person()])
    return Actor(label="person:1", person_id=1)


def award(database: Database, learner: Actor, clock: FakeClock) -> Earned:
    with database.writing() as session:
        return records.award(session, learner, course=COURSE, edition_hash="0" * 64, clock=clock)


def test_everything_travels_in_few_statements(
    database: Database, learner: Actor, clock: FakeClock
) -> None:
    with statements(database.engine) as said:
        award(database, learner, clock)
    derived = [one for one in said if "standing" in one or "ledger_entry" in one]
    if is_sqlite(database.engine):
        assert len(derived) <= 4, derived  # read; deleted, put; the ledger
    else:
        assert len(derived) == 2, derived
        assert len(said) == ON_POSTGRES, said


def test_what_it_leaves_is_what_the_facts_say(
    database: Database, learner: Actor, clock: FakeClock
) -> None:
    first = award(database, learner, clock)
    assert award(database, learner, clock) == first
    with database.reading_one_state() as session:
        assert session.execute(text("SELECT count(*) FROM standing")).scalar_one() > 1
        assert verify(session, today=clock.today()) == []

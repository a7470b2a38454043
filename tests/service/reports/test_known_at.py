"""A report holds all that was known at its instant, whoever was writing as it was issued."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest

from api.access.actor import Actor
from api.coverage import service as coverage
from api.db.engine import is_sqlite
from api.db.session import Database
from api.records import service as records
from api.records.models import RecordSource
from api.records.service import OutsideTraining
from api.reports import service
from tests.conftest import FakeClock
from tests.service.reports.test_reports import DAY, RULES, TAFA, build, create, everybody, read
from tests.unit.coverage.builders import START

A_WHILE = 0.3


class TickingClock(FakeClock):
    """A clock by which no two instants are the same."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks = count(1)

    def now(self) -> datetime:
        return self.instant + timedelta(seconds=next(self.ticks))


@pytest.fixture
def town(database: Database) -> Database:
    build(database, everybody())
    return database


def test_who_has_an_instant_and_is_not_done_is_waited_for(town: Database) -> None:
    clock, number = TickingClock(), create(town)
    training = OutsideTraining("e7", "a", START, None, RecordSource.CLASSROOM, "")

    def issue() -> datetime:
        with town.writing() as session:
            found = service.issue(session, TAFA, report_id=number, rules=RULES, clock=clock)
            return found.known_at

    with ThreadPoolExecutor() as other:
        with town.writing() as session:
            record = records.register(session, Actor.system("test"), training=training, clock=clock)
            recorded_at = record.recorded_at
            issued = other.submit(issue)
            with pytest.raises(TimeoutError):
                issued.result(timeout=A_WHILE)
        known_at = issued.result()
    assert recorded_at < known_at
    assert read(town, number).figures.cells[0].covered == 15
    with town.reading() as reader:
        told = coverage.changes(
            reader, TAFA, unit_code="u1", on=DAY, known_at=known_at, rules=RULES
        )
    assert told.rows == ()


def test_who_comes_while_it_is_issued_is_known_after_it(town: Database) -> None:
    clock, number = TickingClock(), create(town)
    training = OutsideTraining("e7", "a", START, None, RecordSource.CLASSROOM, "")

    def register() -> datetime:
        with town.writing() as session:
            system = Actor.system("test")
            return records.register(session, system, training=training, clock=clock).recorded_at

    with ThreadPoolExecutor() as other:
        with town.writing() as session:
            report = service.issue(session, TAFA, report_id=number, rules=RULES, clock=clock)
            registered = other.submit(register)
            with pytest.raises(TimeoutError):
                registered.result(timeout=A_WHILE)
        assert registered.result() > report.known_at
    assert report.figures.cells[0].covered == 14


def test_those_who_write_do_not_wait_for_each_other(town: Database) -> None:
    if is_sqlite(town.engine):
        pytest.skip("SQLite has one writer at a time")
    clock = TickingClock()

    def register(person: str) -> None:
        training = OutsideTraining(person, "a", START, None, RecordSource.CLASSROOM, "")
        with town.writing() as session:
            records.register(session, Actor.system("test"), training=training, clock=clock)

    with ThreadPoolExecutor() as other, town.writing() as session:
        training = OutsideTraining("e8", "a", START, None, RecordSource.CLASSROOM, "")
        records.register(session, Actor.system("test"), training=training, clock=clock)
        other.submit(register, "e9").result(timeout=10)

"""Nothing that is kept tells what anybody chose, and no counter leads to a person.

Two people do the same but for what they choose; the whole database and the whole log must then say
the same of both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, select
from starlette.testclient import TestClient

from api import tables
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.people.models import Person
from tests.conftest import FakeClock
from tests.service.learning.learner import MODULE_OF, Learner, publish
from tests.unit.learning.sample import RIGHT, course
from web.logs import configure

COUNTERS = ("confidence_count", "item_count")
# What a person chose in an import or a role is not an answer; these are the words an answer would bear.
ANSWER = re.compile(r"answer|choice|chosen|option|reply|sure|confidence|tries|attempts")
SEVERAL = "tva-b"


def counters() -> list[Any]:
    return [tables.METADATA.tables[name] for name in COUNTERS]


class TestTables:
    def test_a_counter_has_its_key_and_numbers_and_nothing_else(self) -> None:
        columns = {table.name: set(table.columns.keys()) for table in counters()}
        assert columns == {
            "confidence_count": {"course_id", "moment", "step", "count"},
            "item_count": {"edition_hash", "step_id", "first_tries", "first_right"},
        }

    def test_a_counter_bears_no_time_and_no_number_of_its_own(self) -> None:
        """A row's own number would tell the order in which people came."""
        for table in counters():
            kinds = {column.type.python_type for column in table.columns}
            assert kinds.isdisjoint({datetime, date}), table.name
            assert "id" not in table.columns

    def test_no_key_leads_from_a_counter_or_to_one(self) -> None:
        for table in tables.METADATA.tables.values():
            for key in table.foreign_keys:
                assert table.name not in COUNTERS
                assert key.column.table.name not in COUNTERS

    def test_no_other_table_has_a_column_for_an_answer(self) -> None:
        for table in tables.METADATA.tables.values():
            if table.name not in COUNTERS:
                named = [name for name in table.columns.keys() if ANSWER.search(name)]  # noqa: SIM118 - not a dict
                assert named in ([], ["attempt_id"]), table.name


def contents(database: Database, *, counters: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the counters, or of them alone; without what is random."""
    with database.engine.connect() as connection:
        dumped = _dump(connection)
    return {name: rows for name, rows in dumped.items() if (name in COUNTERS) is counters}


def _dump(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    metadata = MetaData()
    metadata.reflect(connection)
    found = {}
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if column.name not in {"check_code", "id"}]
        rows = [tuple(row) for row in connection.execute(select(*columns))]
        found[table.name] = sorted(rows, key=repr)
    return found


def plain(log: str) -> str:
    """The log without the times and ids of its requests."""
    return re.sub(r'"(ms|request_id|timestamp)": ("[^"]*"|[\d.]+)', "", log)


@dataclass(frozen=True)
class Traces:
    """What is left of one person's course: the rows of all tables but the counters, and the log."""

    rows: dict[str, list[tuple[object, ...]]]
    log: str
    counted: dict[str, list[tuple[object, ...]]]


@pytest.fixture
def leave(
    bare_database: Database, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> Callable[[list[str], str], Traces]:
    """Take the whole course as one and the same person, choosing as told."""

    def take(missed: list[str], sure: str) -> Traces:
        empty_all_tables(bare_database.engine)
        publish(bare_database, clock, course())
        learner = Learner(bare_database, clock, person_id=newcomer(bare_database))
        with learner.browser() as client:
            configure()
            capsys.readouterr()
            go(client, missed, sure)
        log = plain(capsys.readouterr().err)
        return Traces(contents(bare_database), log, contents(bare_database, counters=True))

    return take


def newcomer(database: Database) -> int:
    with database.writing() as session:
        person = Person(employee_id="E-1", name="Anna Alm", sort_key="anna alm")
        session.add(person)
        session.flush()
        assert person.id is not None
        return person.id


def go(client: TestClient, missed: list[str], sure: str) -> None:
    """Say how sure, answer everything (one question wrongly), and say it again."""
    begun = client.post("/kurser/provkurs/fore", data={"act": "answer", "sure": sure})
    assert begun.status_code == 303
    for step_id, right in RIGHT.items():
        chosen = missed if step_id == SEVERAL else right
        address = f"/kurser/provkurs/{MODULE_OF[step_id]}/{step_id}"
        answered = client.post(address, data={"act": "answer", "answer": chosen, "kept": "1"})
        assert answered.status_code == 200
    assert "En fråga till, om du vill" in answered.text
    done = client.post("/kurser/provkurs/efter", data={"act": "answer", "sure": sure})
    assert done.status_code == 303


class TestTraces:
    def test_whatever_somebody_chose_the_same_is_kept_and_logged(
        self, leave: Callable[[list[str], str], Traces]
    ) -> None:
        one, other = leave(["tror"], "1"), leave(["sett"], "4")
        assert len(one.rows["training_record"]) == 1
        assert one.log.count('"event": "request"') == len(RIGHT) + 2
        assert (one.rows, one.log) == (other.rows, other.log)
        assert one.counted["item_count"] == other.counted["item_count"]
        assert one.counted["confidence_count"] == [
            ("provkurs", "after", 1, 1),
            ("provkurs", "before", 1, 1),
        ]

    def test_right_and_wrong_are_told_apart_only_while_the_course_is_under_way(
        self, leave: Callable[[list[str], str], Traces]
    ) -> None:
        """What the comparison is worth: it sees the counter, and the record hides the miss."""
        missed, right = leave(["tror"], "2"), leave(RIGHT[SEVERAL], "2")
        assert (missed.rows, missed.log) == (right.rows, right.log)
        assert missed.counted != right.counted

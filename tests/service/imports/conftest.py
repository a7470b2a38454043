"""An importer for tests: files are written as text, facts are read back in the words of a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from api.access.actor import Actor
from api.db.facts import Entry, add
from api.db.session import Database
from api.imports import queries, service
from api.imports.incoming import Circumstances, FileIn
from api.imports.kinds import KINDS
from api.imports.models import FileKind, ImportBatch
from api.imports.parsing import in_silence
from api.imports.plan import Plan
from api.records.models import RecordSource, TrainingRecord
from tests.conftest import FakeClock

OPERATOR = Actor.system("import")

UNITS = """code;name;kind;parent_code;start;end
K;Kommunen;kommun;;2020-01-01;
N;Nämnden;namnd;K;2020-01-01;
A;Skola A;enhet;N;2020-01-01;
B;Skola B;enhet;N;2020-01-01;2027-06-30
X;Klubben;extern;;2020-01-01;
"""
PEOPLE = """employee_id;name;email;unit_code;title;category;employment;manager;start;end;protected
101;Åsa Ek;asa@example.invalid;A;Lärare;Pedagog;;0;2024-01-01;;0
102;Örjan Alm;;A;Kock;;visstid;0;2024-01-01;2026-12-31;0
103;Renée Gran;;B;Rektor;;;1;2024-01-01;2027-06-30;1
"""
REQUIREMENTS = """code;name;accepts;unit_code;categories;start;end
GRUND;Grund;forsta-steget;K;;2024-01-01;
PED;Pedagoger;kurs-b|kurs-a;A;Pedagog;2024-01-01;
"""


class Importer:
    """Imports as the operator does, each file in a transaction of its own."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock
        self.courses: dict[str, int | None] = {"forsta-steget": 24, "alltid": None}
        self.allow_personnummer = False
        self.progress = in_silence

    def circumstances(self) -> Circumstances:
        return Circumstances(self.clock, self.courses, self.allow_personnummer)

    def file(self, kind: str, content: str | bytes, **how: Any) -> FileIn:
        raw = content.encode() if isinstance(content, str) else content
        return FileIn(FileKind(kind), how.pop("name", f"{kind}.csv"), raw, **how)

    def plan(self, kind: str, content: str | bytes, actor: Actor = OPERATOR, **how: Any) -> Plan:
        with self.database.reading() as session:
            return service.rehearse(
                session,
                actor,
                file=self.file(kind, content, **how),
                circumstances=self.circumstances(),
            )

    def apply(self, kind: str, content: str | bytes, actor: Actor = OPERATOR, **how: Any) -> int:
        with self.database.writing() as session:
            batch = service.apply(
                session,
                actor,
                file=self.file(kind, content, **how),
                circumstances=self.circumstances(),
                progress=self.progress,
            )
            assert batch.id is not None
            return batch.id

    def undo(self, batch_id: int) -> None:
        with self.database.writing() as session:
            service.undo(session, OPERATOR, batch_id=batch_id, clock=self.clock)

    def batch(self, batch_id: int) -> ImportBatch:
        with self.database.reading() as session:
            found = session.get(ImportBatch, batch_id)
            assert found is not None
            return found

    def faults(self, kind: str, content: str | bytes, **how: Any) -> set[tuple[Any, ...]]:
        problems = self.plan(kind, content, **how).problems
        return {(each.row, each.column, each.value, each.code) for each in problems}

    def remarks(self, kind: str, content: str | bytes, **how: Any) -> list[str]:
        return [each.code for each in self.plan(kind, content, **how).warnings]

    def facts(self, kind: str) -> list[tuple[Any, ...]]:
        """All that is known of a kind: key, days, values, feed."""
        with self.database.reading() as session:
            held = queries.held(session, KINDS[FileKind(kind)], queries.ids(session))
        return sorted(
            ((*each.group, each.start, each.end, *each.values, each.feed) for each in held),
            key=str,
        )

    def days(self, kind: str) -> list[tuple[Any, ...]]:
        """Key and days only."""
        width = len(KINDS[FileKind(kind)].group)
        return [fact[: width + 2] for fact in self.facts(kind)]

    def rows(self, table: str) -> int:
        with self.database.reading() as session:
            return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    def write(self, statement: str) -> None:
        with self.database.writing() as session:
            session.execute(text(statement))

    def web_record(self, employee_id: str, course_id: str, completed_on: date) -> None:
        (person_id,) = self.scalars(f"SELECT id FROM person WHERE employee_id = '{employee_id}'")
        record = TrainingRecord(  # type: ignore[call-arg]
            person_id=person_id,
            course_id=course_id,
            completed_on=completed_on,
            source=RecordSource.WEB,
            edition_hash="0" * 64,
            check_code="TEST",
        )
        with self.database.writing() as session:
            add(session, Entry(self.clock.now(), "person:1"), [record])

    def scalars(self, statement: str) -> list[Any]:
        with self.database.reading() as session:
            return list(session.execute(text(statement)).scalars())


@pytest.fixture
def importer(bare_database: Database, clock: FakeClock) -> Importer:
    return Importer(bare_database, clock)


@pytest.fixture
def peopled(importer: Importer) -> Importer:
    """A municipality with units, people and requirements."""
    for kind, content in (("units", UNITS), ("people", PEOPLE), ("requirements", REQUIREMENTS)):
        importer.apply(kind, content)
    return importer

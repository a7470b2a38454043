"""Written out as the contract's files, the demo is what the import would take, to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.access.actor import Actor
from api.db.engine import make_engine
from api.db.session import Database
from api.demo import service
from api.imports import service as imports
from api.imports.exporting import csv_bytes
from api.imports.incoming import Circumstances, FileIn
from api.imports.models import FileKind
from tests.conftest import FakeClock
from tests.schema import migrate

OPERATOR = Actor.system("tests")
PERSON = "JOIN person p ON p.id = t.person_id"
UNIT = "JOIN unit u ON u.id = t.unit_id"
REQUIREMENT = "JOIN requirement r ON r.id = t.requirement_id"

# Column of the file, and what it is filled from.
FILES: dict[FileKind, tuple[dict[str, str], str]] = {
    FileKind.UNITS: (
        {"code": "u.code", "name": "t.name", "kind": "t.kind", "parent_code": "above.code"},
        f"unit_period t {UNIT} LEFT JOIN unit above ON above.id = t.parent_id",
    ),
    FileKind.CATEGORIES: ({"title": "t.title", "category": "t.category"}, "title_category t"),
    FileKind.PEOPLE: (
        {
            "employee_id": "p.employee_id",
            "name": "p.name",
            "email": "p.email",
            "unit_code": "u.code",
            "title": "t.title",
            "category": "t.category",
            "employment": "t.employment",
            "manager": "t.manager",
            "protected": "p.protected",
        },
        f"post t {PERSON} {UNIT}",
    ),
    FileKind.KEY_PEOPLE: (
        {"employee_id": "p.employee_id", "unit_code": "u.code"},
        f"key_person_appointment t {PERSON} {UNIT}",
    ),
    FileKind.ROLES: (
        {"employee_id": "p.employee_id", "role": "t.role", "unit_code": "u.code"},
        f"role_grant t {PERSON} {UNIT}",
    ),
    FileKind.REQUIREMENTS: (
        {
            "code": "r.code",
            "name": "t.name",
            "accepts": "t.accepts",
            "unit_code": "u.code",
            "categories": "t.categories",
            "employments": "t.employments",
            "key_people_only": "t.key_people_only",
            "not_before": "t.not_before",
            "days_to_complete": "t.days_to_complete",
            "goal": "t.goal",
        },
        f"requirement_period t {REQUIREMENT} {UNIT}",
    ),
    FileKind.ABSENCES: ({"employee_id": "p.employee_id"}, f"absence t {PERSON}"),
    FileKind.EXEMPTIONS: (
        {"employee_id": "p.employee_id", "requirement_code": "r.code", "reason": "t.reason"},
        f"exemption t {PERSON} {REQUIREMENT}",
    ),
    FileKind.RECORDS: (
        {
            "employee_id": "p.employee_id",
            "course_id": "t.course_id",
            "completed_on": "t.completed_on",
            "valid_until": "COALESCE(t.valid_until, 'aldrig')",
            "source": "t.source",
        },
        f"training_record t {PERSON}",
    ),
}
UNDATED = {FileKind.CATEGORIES, FileKind.RECORDS}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/files.db"
    migrate(url)
    made = Database(make_engine(url))
    courses = Path(__file__).parents[3] / "courses"
    with made.writing() as session:
        service.load(session, OPERATOR, clock=FakeClock(), courses_dir=courses)
    yield made
    made.engine.dispose()


def written(database: Database, kind: FileKind) -> bytes:
    columns, tables = FILES[kind]
    if kind not in UNDATED:
        columns = columns | {"start": "t.first_day", "end": "t.last_day"}
    # What was earned here comes in no file.
    only = "AND t.source <> 'webb'" if kind is FileKind.RECORDS else ""
    statement = (
        f"SELECT {', '.join(columns.values())} FROM {tables} WHERE t.retracted_at IS NULL {only}"
    )
    with database.reading() as session:
        rows = session.execute(text(statement)).all()
    return csv_bytes([list(columns), *rows])


@pytest.mark.parametrize("kind", FileKind)
def test_import_would_take_the_demo_and_change_nothing(database: Database, kind: FileKind) -> None:
    file = FileIn(kind=kind, name=f"{kind}.csv", content=written(database, kind))
    with database.reading() as session:
        plan = imports.rehearse(
            session, OPERATOR, file=file, circumstances=Circumstances(clock=FakeClock())
        )
    assert plan.problems == ()
    assert plan.empty
    assert plan.rows == plan.unchanged > 0


def test_import_tells_whom_no_requirement_reaches_for_want_of_a_category(
    database: Database,
) -> None:
    file = FileIn(
        kind=FileKind.PEOPLE, name="people.csv", content=written(database, FileKind.PEOPLE)
    )
    with database.reading() as session:
        plan = imports.rehearse(
            session, OPERATOR, file=file, circumstances=Circumstances(clock=FakeClock())
        )
    found = next(each for each in plan.warnings if each.code == "without_category")
    assert found.values["titles"] == 7

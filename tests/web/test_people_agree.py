"""Page, CSV, workbook, JSON and command line say the same of everybody, cell by cell, over the demo."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from api.cli.__main__ import app as kollen
from api.coverage.words import Status
from api.requirements.models import Requirement
from tests.conftest import TODAY
from tests.stage import Browser, Stage
from tests.web.small_town import table
from tests.web.spreadsheets import as_csv, csv_table, workbook_table
from web.coverage.standing import status_words

ID, NAME, UNIT, REQUIREMENT, REQUIREMENT_NAME, STATUS = 0, 1, 2, 4, 5, 6
DATES = slice(7, 10)  # Completed, valid until, due.
Line = Sequence[str]
ASKED = [
    ("bo", "BUN-101", "2026-11-22"),
    ("bo", "BUN-101", "2025-03-01"),
    ("skylla", "BUN-101", "2026-11-22"),
    ("doris", "BUN-F", "2026-11-22"),
    ("henrik", "K", "2026-11-22"),
    ("ada", "SN", "2027-08-01"),
]


@pytest.mark.parametrize(("role", "unit", "day"), ASKED)
def test_everybody_stands_alike_in_every_form(
    read_only: Stage, role: str, unit: str, day: str
) -> None:
    client = read_only.client_as(role)
    client.strict = False
    query = f"dag={day}"
    lines = csv_table(client.get(f"/enhet/{unit}.csv?{query}").content)
    book = workbook_table(client.get(f"/enhet/{unit}.xlsx?{query}").content)
    assert [list(map(as_csv, row)) for row in book] == lines
    told = lines[1:]
    assert told or role == "doris"
    assert_same_as_json(client, unit, day, told, requirements(read_only))
    assert_same_as_page(client, unit, day, told)


def requirements(stage: Stage) -> list[str]:
    with stage.database.reading() as session:
        return list(session.execute(select(Requirement.code)).scalars())


def assert_same_as_json(
    client: Browser, unit: str, day: str, told: Sequence[Line], codes: Sequence[str]
) -> None:
    words = status_words()
    expected: dict[tuple[str, str], list[str]] = {}
    hidden = set()
    for code in codes:
        query = {"on": day, "requirement": code}
        answer = client.get(f"/api/v1/units/{unit}/people", params=query)
        if answer.status_code == 404:
            continue  # Not in force on the day.
        rows = answer.json()["people"]
        hidden.add(sum("hidden" in row for row in rows))
        for row in rows:
            if "hidden" not in row and row["status"] != "not_required":
                days = (row["completed_on"], row["valid_until"], row["due"])
                said = [words[Status(row["status"])], *(day or "" for day in days)]
                expected[row["employee_id"], code] = [row["name"], *said]
    asked = [line for line in told if line[REQUIREMENT]]
    found = {
        (line[ID], line[REQUIREMENT]): [line[NAME], line[STATUS], *line[DATES]] for line in asked
    }
    assert found == expected
    assert len(found) == len(asked)
    assert hidden <= {sum(not line[ID] for line in told)}


def assert_same_as_page(client: Browser, unit: str, day: str, told: Sequence[Line]) -> None:
    """The page shows at most three hundred, by their names and what it calls how they stand."""
    shown = table(client.get(f"/enhet/{unit}?dag={day}&visa=alla").text)[1:] if told else []
    named = [row for row in shown if row[0] != "Visas inte"]
    by_person: Mapping[str, list[Line]] = defaultdict(list)
    for line in told:
        if line[ID]:
            by_person[line[ID]].append(line)
    people = list(by_person.values())
    assert len(shown) - len(named) == sum(not line[ID] for line in told)
    assert len(named) == min(len(people), 300)
    for row, lines in zip(named, people, strict=False):
        assert row[0].startswith(lines[0][NAME])
        for line in lines:
            word = "Borta på heltid" if line[11] == "1" and not line[REQUIREMENT] else line[STATUS]
            assert word in row[1]
            assert len(lines) == 1 or line[REQUIREMENT_NAME] in row[1]


def run(stage: Stage, *arguments: str) -> str:
    url = stage.database.engine.url.render_as_string(hide_password=False)
    environment = {
        "KOLLEN_DATABASE_URL": url,
        "KOLLEN_DEMO": "1",
        "KOLLEN_TODAY": TODAY.isoformat(),
    }
    result = CliRunner().invoke(kollen, ["coverage", "people", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    assert result.stderr == "", "quiet in a pipe"
    return result.stdout


def test_the_command_line_says_the_same(stage: Stage) -> None:
    told = csv_table(stage.client_as("henrik").get("/enhet/BUN-F.csv").content)[1:]
    head, *lines = csv_table(run(stage, "--unit", "BUN-F").encode())
    words = {status.value: word for status, word in status_words().items() if status}
    hidden = head.index("hidden")
    assert [
        [*line[:STATUS], words.get(line[STATUS], ""), *line[STATUS + 1 : hidden]]
        for line in lines
        if line[hidden] == "0"
    ] == [line for line in told if line[ID]]
    assert sum(line[hidden] == "1" for line in lines) == sum(not line[ID] for line in told)


def test_the_command_line_gives_json_and_logs_it(stage: Stage) -> None:
    rows: list[dict[str, Any]] = json.loads(run(stage, "--unit", "BUN-101", "--format", "json"))
    _head, *lines = csv_table(run(stage, "--unit", "BUN-101").encode())
    assert [[*map(as_json_cell, row.values())] for row in rows] == lines
    assert (
        json.loads(run(stage, "--unit", "BUN-101", "--on", "2000-01-01", "--format", "json")) == []
    )


def as_json_cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else "" if value is None else str(value)

"""The same staff list as CSV and as a spreadsheet is the same staff list."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from api.errors import RuleBroken

HEADER = ("employee_id", "name", "unit_code", "title", "category", "manager", "start", "end")
ROWS: list[tuple[Any, ...]] = [
    (101, "Åsa Ek", "A", "Lärare", "Pedagog", False, datetime(2024, 1, 1), None),  # noqa: DTZ001
    (103.0, "Renée Gran", "B", "Rektor", None, True, "20240101", datetime(2027, 6, 30)),  # noqa: DTZ001
]


def spreadsheet() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (HEADER, *ROWS, (None,) * 8):
        page.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_says_the_same_as_the_csv(peopled: Any) -> None:
    plan = peopled.plan("people", spreadsheet(), name="people.xlsx")
    assert (plan.problems, plan.empty, plan.unchanged) == ((), True, 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_so_does_csv_in_every_dress(peopled: Any, encoding: str, delimiter: str) -> None:
    rows = [
        HEADER,
        ("101", "Åsa Ek", "A", "Lärare", "Pedagog", "0", "2024-01-01", ""),
        ("103", "Renée Gran", "B", "Rektor", "", "1", "2024-01-01", "2027-06-30"),
    ]
    content = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    assert peopled.plan("people", content).empty


def test_a_fault_in_a_spreadsheet_bears_the_row_of_the_sheet(peopled: Any) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append((None,) * 8)
    page.append(("104", "Ny", "SAKNAS", "Kock", None, 0, datetime(2024, 1, 1), None))  # noqa: DTZ001
    page.append(("105", "Ny", "A", "Kock", None, 0, datetime(2024, 1, 1, 8, 30), None))  # noqa: DTZ001
    out = BytesIO()
    book.save(out)
    assert peopled.faults("people", out.getvalue(), name="people.xlsx") == {
        (3, "unit_code", "SAKNAS", "unknown_unit"),
        (4, "start", "2024-01-01 08:30:00", "day_shape"),
    }


def test_a_sources_name_has_its_length(peopled: Any) -> None:
    with pytest.raises(RuleBroken, match="feed_too_long"):
        peopled.plan("people", spreadsheet(), feed="x" * 101)


def test_progress_is_told(peopled: Any) -> None:
    told: list[tuple[int, int]] = []
    peopled.progress = lambda done, total: told.append((done, total))
    rows = "".join(f"9{n:04};Namn;A;Kock;2024-01-01\n" for n in range(2500))
    peopled.apply("people", "employee_id;name;unit_code;title;start\n" + rows)
    assert told[:3] == [(0, 2500), (1000, 2500), (2000, 2500)]
    assert told[-1] == (2500, 2500)

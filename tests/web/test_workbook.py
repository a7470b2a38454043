"""A workbook: types, names that spreadsheets take, and sheets that go on where one is full."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.web.spreadsheets import workbook_sheets
from web.coverage.workbook import Contents, pieces

MADE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def sheets(name: str = "Skolan", rows: Any = (), heads: Any = ("a", "b")) -> dict[str, Any]:
    contents = Contents(
        name, heads, rows, "Så räknar vi", [("Dag", date(2026, 11, 22)), ("", "=1")]
    )
    return workbook_sheets(b"".join(pieces(contents, made=MADE)))


def test_each_cell_is_what_it_is() -> None:
    row = ["=1+1", 2, 0.5, True, date(2026, 1, 2), None, "https://x.invalid", "{=1}", "0123"]
    (sheet, notes) = sheets(rows=[row], heads=list("abcdefghi")).values()
    cells = list(sheet[2])
    assert [cell.value for cell in cells] == [*row[:4], datetime(2026, 1, 2), *row[5:]]  # noqa: DTZ001
    assert cells[4].number_format == "yyyy-mm-dd"
    assert {cell.data_type for cell in (cells[0], *cells[6:])} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    assert (notes["B2"].value, notes["B2"].data_type) == ("=1", "s")


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("A/B [1]:*?\\", "A B  1"),
        ("'citat'", "citat"),
        ("x" * 40, "x" * 31),
        ("***", "-"),
    ],
)
def test_a_sheet_gets_a_name_that_spreadsheets_take(name: str, sheet: str) -> None:
    assert next(iter(sheets(name))) == sheet


def test_rows_beyond_a_full_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.coverage.workbook.MOST_ROWS", 4)
    made = sheets(rows=[(number, "x") for number in range(7)])
    assert list(made) == ["Skolan", "Skolan (2)", "Skolan (3)", "Så räknar vi"]
    told = [
        row
        for name in list(made)[:-1]
        for row in made[name].iter_rows(min_row=2, min_col=1, max_col=1, values_only=True)
    ]
    assert told == [(number,) for number in range(7)]


def test_without_rows_there_are_heads() -> None:
    sheet = sheets()["Skolan"]
    assert [cell.value for cell in sheet[1]] == ["a", "b"]
    assert sheet.auto_filter.ref == "A1:B1"

"""What goes out runs in no spreadsheet, and comes in again as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.imports.exporting import csv_bytes, defused, undefused
from api.imports.reading import read_table


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-x", "@a", "\tx", "\rx", "'=1"])
def test_dangerous_cells_are_defused(cell: str) -> None:
    assert defused(cell) == f"'{cell}"
    assert undefused(defused(cell)) == cell


@pytest.mark.parametrize("cell", ["", "a", "1-2", "'hej", "å=1"])
def test_others_are_left_alone(cell: str) -> None:
    assert defused(cell) == cell
    assert undefused(cell) == cell


@given(st.text(alphabet="'=+-@\t\rab", max_size=8))
def test_every_cell_comes_back(cell: str) -> None:
    assert undefused(defused(cell)) == cell


def test_a_file_for_swedish_spreadsheets() -> None:
    content = csv_bytes([("namn", "antal"), ("Åsa;", -3), (None, True), ("=x", 1.5)])
    assert content == '\ufeffnamn;antal\r\n"Åsa;";-3\r\n;1\r\n\'=x;1.5\r\n'.encode()
    table, problems = read_table("f", content)
    assert problems == []
    assert [line.cells for line in table.lines] == [("Åsa;", "-3"), ("", "1"), ("=x", "1.5")]

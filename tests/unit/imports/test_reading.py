"""Whichever program wrote the file, the same table comes of it."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from api.imports.reading import MAX_ROWS, Table, delimiter_of, read_table

HEADER = ("employee_id", "name", "unit_code")
ROWS = [
    ("0012", "Åsa Öberg-Ärlig", "SKOLA;A"),
    ("13", 'Stéphane "Ste" Ek', "B,C"),
    ("14", "Två\nrader", ""),
]


def written(delimiter: str, encoding: str) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([HEADER, *ROWS])
    return text.getvalue().encode(encoding)


def sheet(*rows: tuple[Any, ...], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for cell, number_format in (formats or {}).items():
        page[cell].number_format = number_format
    book.create_sheet("Annat").append(["ska", "inte", "läsas"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def cells(content: bytes) -> list[tuple[str, ...]]:
    table, problems = read_table("f", content)
    assert problems == []
    return [line.cells for line in table.lines]


def fault(content: bytes) -> tuple[str, int | None, dict[str, object]]:
    _table, problems = read_table("f", content)
    (problem,) = problems
    return problem.code, problem.row, dict(problem.values)


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    @pytest.mark.parametrize("delimiter", [";", ",", "\t"])
    def test_every_encoding_with_every_delimiter(self, encoding: str, delimiter: str) -> None:
        table, problems = read_table("people.csv", written(delimiter, encoding))
        assert problems == []
        assert table.header == HEADER
        assert [line.cells for line in table.lines] == ROWS
        assert [line.number for line in table.lines] == [2, 3, 4]

    def test_one_column(self) -> None:
        assert cells(b"title\nKock\n") == [("Kock",)]

    def test_header_is_trimmed_and_in_any_case(self) -> None:
        table, _problems = read_table("f", b" Employee_ID ; NAME;;\n1;A;;\n")
        assert table.header == ("employee_id", "name")

    def test_empty_rows_are_skipped_and_counted(self) -> None:
        table, _problems = read_table("f", b"a;b\n\n1;2\n;\n3;4\n;\n\n")
        assert [(line.number, line.cells) for line in table.lines] == [
            (3, ("1", "2")),
            (5, ("3", "4")),
        ]

    def test_excels_hint_of_a_delimiter(self) -> None:
        table, _problems = read_table("f", b"sep=,\r\na,b\r\n1,2;3\r\n")
        assert [(line.number, line.cells) for line in table.lines] == [(3, ("1", "2;3"))]

    def test_old_line_ends(self) -> None:
        assert cells(b"a;b\r1;2\r") == [("1", "2")]

    def test_letters_are_composed(self) -> None:
        assert cells("name\nÅsa\n".encode()) == [("Åsa",)]

    def test_a_defused_cell_is_read_as_it_was(self) -> None:
        assert cells(b"a;b;c\n'=1+1;'-x;'Tis\n") == [("=1+1", "-x", "'Tis")]

    @pytest.mark.parametrize(
        ("header", "delimiter"),
        [("a;b,c;d", ";"), ("a,b", ","), ("a\tb,c\td", "\t"), ('"a,b,c";d', ";"), ("a", ";")],
    )
    def test_the_delimiter_that_makes_most_columns(self, header: str, delimiter: str) -> None:
        assert delimiter_of(header) == delimiter


class TestFaults:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "file_empty"),
            (b"\xef\xbb\xbf", "file_empty"),
            (b"\n ;\n\n", "file_empty"),
            (b"a;b\n", "no_rows"),
            (b"\x00\x01\x02", "not_text"),
            (b"\x89PNG\r\n\x1a\n\x00", "not_text"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_text"),
            ("a;b\n1;2\n".encode("utf-16"), "not_text"),
            (b"\xef\xbb\xbfa;b\n\xe5;1\n", "not_text"),
            (b"\x81\x8d", "not_text"),
            (b"PK\x03\x04 and then nothing of it", "not_spreadsheet"),
        ],
    )
    def test_what_is_no_table(self, content: bytes, code: str) -> None:
        assert fault(content)[0] == code

    def test_mangled_letters_are_shown(self) -> None:
        twice = "name\nBo\nÅsa\n".encode().decode("cp1252").encode()
        assert fault(twice) == ("mangled_letters", None, {"line": 3, "sign": "Ã…"})

    def test_quotes_that_never_end(self) -> None:
        assert fault(b'a;b\n1;2\n"3;4\n')[0] == "quotes_broken"

    def test_ragged_rows_are_all_told(self) -> None:
        table, problems = read_table("f", b"a;b\n1\n1;2;\n1;2;3\n1;2\n")
        assert [(each.code, each.row, each.values) for each in problems] == [
            ("ragged_row", 2, {"expected": 2, "found": 1}),
            ("ragged_row", 4, {"expected": 2, "found": 3}),
        ]
        assert [line.number for line in table.lines] == [3, 5]

    def test_a_column_twice_or_without_a_name(self) -> None:
        _table, problems = read_table("f", b"a;A;;b\n1;2;3;4\n")
        assert [(each.code, each.column, each.values) for each in problems] == [
            ("column_twice", "a", {}),
            ("column_unnamed", "", {"place": 3}),
        ]

    def test_too_many_rows(self) -> None:
        assert fault(b"a\n" + b"1\n" * (MAX_ROWS + 1))[0] == "too_many_rows"


class TestSpreadsheet:
    def test_reads_the_first_sheet_as_a_person_does(self) -> None:
        content = sheet(
            ("Employee_ID", "Name", "Start", "Manager", "Goal", "Days"),
            ("0012", "Åsa é", datetime(2026, 11, 22), True, 0.9, 90),  # noqa: DTZ001 - Excel has no zones
            (13, " Örjan ", date(2026, 1, 2), False, 80, 90.0),
            (None, None, None, None, None, None),
            (14, "=1+1", "20260102", 1, 0.5, 2.5),
            formats={"E2": "0%", "A3": "000000"},
        )
        assert cells(content) == [
            ("0012", "Åsa é", "2026-11-22", "1", "90%", "90"),
            ("000013", "Örjan", "2026-01-02", "0", "80", "90"),
            ("14", "", "20260102", "1", "0.5", "2.5"),
        ]

    def test_rows_bear_the_numbers_of_the_sheet(self) -> None:
        table, _problems = read_table("f", sheet(("a",), (None,), ("x",), (None,), ("y",)))
        assert [line.number for line in table.lines] == [3, 5]

    def test_rows_shorter_than_the_header_are_filled(self) -> None:
        assert cells(sheet(("a", "b", "c"), ("1",))) == [("1", "", "")]

    def test_whatever_the_file_is_called(self) -> None:
        assert isinstance(read_table("people.csv", sheet(("a",), ("1",)))[0], Table)

    def test_a_whole_sheet_or_a_fault_of_ours(self) -> None:
        """A file broken at any place never ends in an error that nobody can read."""
        content = sheet(("a", "b"), ("1", "2"))
        for end in range(4, len(content), 97):
            assert fault(content[:end])[0] == "not_spreadsheet"
        for place in range(30, len(content), 211):
            broken = content[:place] + b"\xff\x00\xff" + content[place + 3 :]
            _table, problems = read_table("f", broken)
            assert {each.code for each in problems} <= {"not_spreadsheet", "file_empty"}

    def test_an_archive_of_something_else(self) -> None:
        out = BytesIO()
        with ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "hej")
        assert fault(out.getvalue())[0] == "not_spreadsheet"

    def test_an_archive_made_to_fill_the_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.imports.spreadsheet.MAX_UNPACKED", 100)
        assert fault(sheet(("a",), ("1",)))[0] == "file_too_large"

"""Pure: rows as an .xlsx file: dates as dates, numbers as numbers, and no text that is run.

Rows are written as they come and never held, so that a sheet may be of any size.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from xlsxwriter import Workbook

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
DATE_FORMAT = "yyyy-mm-dd"
MOST_ROWS = 1_048_576  # What a sheet can hold, its heads among them.
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 8, 60
NOTES_WIDTHS = (28, 100)
PIECE = 64 * 1024

Cells = Iterable[object]


@dataclass(frozen=True)
class Contents:
    """A table and what is to be said of it. ``notes``: pairs for a sheet of their own."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Cells]
    notes_name: str
    notes: Iterable[tuple[str, object]]


def pieces(contents: Contents, *, made: datetime) -> Iterator[bytes]:
    """Yield the workbook, once it is written: what lies in it is only known at its end."""
    with TemporaryFile() as file:
        _write(file, contents, made)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _write(file: BinaryIO, contents: Contents, made: datetime) -> None:
    """Write the workbook. Rows beyond what a sheet can hold go on in a next one."""
    with Workbook(file, OPTIONS) as book:
        # xlsxwriter would ask the computer what time it is.
        book.set_properties({"created": made.replace(tzinfo=None)})
        styles = _Styles.of(book)
        left = iter(contents.rows)
        number = 1
        while _sheet(book, styles, _sheet_name(contents.name, number), contents.heads, left):
            number += 1
        _notes(book, styles, contents)


@dataclass(frozen=True)
class _Styles:
    head: Any
    day: Any
    text: Any

    @classmethod
    def of(cls, book: Workbook) -> "_Styles":
        return cls(
            head=book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            day=book.add_format({"num_format": DATE_FORMAT, "align": "left"}),
            text=book.add_format({"text_wrap": True, "valign": "top"}),
        )


def _sheet(
    book: Workbook, styles: _Styles, name: str, heads: Sequence[str], left: Iterable[Cells]
) -> bool:
    """Write as many of the rows as a sheet holds; whether it was filled to the last."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, styles.head)
    widths = [min(max(map(len, head.split()), default=0), WIDEST) for head in heads]
    row = 0
    for row, cells in enumerate(islice(left, MOST_ROWS - 1), start=1):
        for column, value in enumerate(cells):
            widths[column] = max(widths[column], _cell(sheet, styles, row, column, value))
    sheet.autofilter(0, 0, row, len(heads) - 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, NARROWEST), WIDEST))
    return row == MOST_ROWS - 1


def _cell(sheet: Any, styles: _Styles, row: int, column: int, value: object) -> int:  # noqa: ANN401 - untyped library
    """Write a cell as what it is; give how wide it is."""
    if value is None:
        return 0
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
        return NARROWEST
    if isinstance(value, int | float):
        sheet.write_number(row, column, value)
        return NARROWEST
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, styles.day)
        return len(DATE_FORMAT)
    text = str(value)
    sheet.write_string(row, column, text)
    return len(text)


def _notes(book: Workbook, styles: _Styles, contents: Contents) -> None:
    sheet = book.add_worksheet(_sheet_name(contents.notes_name, 1))
    for column, width in enumerate(NOTES_WIDTHS):
        sheet.set_column(column, column, width)
    for row, (label, value) in enumerate(contents.notes):
        sheet.write_string(row, 0, label, styles.head)
        if isinstance(value, date):
            sheet.write_datetime(row, 1, value, styles.day)
        else:
            sheet.write_string(row, 1, str(value), styles.text)


def _sheet_name(name: str, number: int) -> str:
    """Give a name that spreadsheets take: some signs and apostrophes at its ends are refused."""
    ending = f" ({number})" if number > 1 else ""
    plain = NOT_IN_A_SHEET_NAME.sub(" ", name)[: LONGEST_SHEET_NAME - len(ending)]
    return (plain.strip(" '") or "-") + ending

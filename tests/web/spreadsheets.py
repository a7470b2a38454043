"""Reads the files that pages give: every cell as it was written, with its type."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import load_workbook

Table = list[tuple[Any, ...]]


def csv_table(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def workbook_sheets(content: bytes) -> dict[str, Any]:
    book = load_workbook(BytesIO(content))
    return {sheet.title: sheet for sheet in book.worksheets}


def workbook_table(content: bytes) -> Table:
    """The first sheet, its heads first; a cell holds a date, not an instant."""
    first = next(iter(workbook_sheets(content).values()))
    return [tuple(map(_day, row)) for row in first.iter_rows(values_only=True)]


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def as_csv(value: Any) -> str:
    """A typed cell as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)

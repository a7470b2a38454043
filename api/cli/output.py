"""What ``kollen`` prints: figures as table, JSON or CSV, what an import does, and how far it is."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from api.coverage.figures import Cell, UnitCoverage
from api.http.v1.coverage import CoverageOut, CoverageRow
from api.imports.exporting import csv_text
from api.imports.plan import Plan
from api.imports.telling import as_json, as_lines

JSON = "json"
# A line for every row would be slower than the work.
STEPS_SHOWN = 100
HEADS = ("unit", "name", "requirement", "required", "covered", "share", "in time", "key", "exempt")
NUMBERS_FROM = 3


class Progress:
    """Shows on a terminal how far long work has come; says nothing in a pipe."""

    def __init__(self, noun: str, stream: TextIO | None = None) -> None:
        """Name what is counted, in the plural."""
        self.noun = noun
        self.stream = stream or sys.stderr
        self.shown = -1

    def __call__(self, done: int, total: int) -> None:
        """Tell that so many of all are done."""
        if not self.stream.isatty() or total <= 0:
            return
        step = done * STEPS_SHOWN // total
        if step == self.shown and done < total:
            return
        self.shown = step
        end = "\n" if done >= total else ""
        self.stream.write(f"\r{done} / {total} {self.noun}{end}")
        self.stream.flush()


def coverage_json(found: UnitCoverage) -> str:
    """Write coverage exactly as the API answers it."""
    return CoverageOut.of(found).model_dump_json(indent=2) + "\n"


def coverage_csv(found: UnitCoverage) -> str:
    """Write coverage with the API's field names as heads."""
    rows = CoverageOut.of(found).rows
    fields = tuple(CoverageRow.model_fields)
    table = [("on", *fields), *((found.on, *row.model_dump().values()) for row in rows)]
    return "".join(csv_text(table))


def coverage_table(found: UnitCoverage) -> str:
    """Write coverage to be read on a terminal."""
    title = f"{found.unit.code} {found.unit.name}, {found.on}"
    if found.known_at is not None:
        title += f", known at {found.known_at.isoformat()}"
    if not found.rows:
        return f"{title}\nNobody is required here by anything in force.\n"
    return f"{title}\n{_aligned([HEADS, *map(_columns, found.rows)])}"


def _columns(cell: Cell) -> tuple[str, ...]:
    named = (cell.unit_code, cell.unit_name, cell.requirement_code)
    if cell.suppressed:
        return (*named, *["withheld"] * 2, *[""] * 4)
    share = f"{(cell.covered or 0) * 100 // cell.required} %" if cell.required else "–"
    key = f"{cell.key_covered}/{cell.key_required}"
    figures = (cell.required, cell.covered, share, cell.within_time, key, cell.exempt)
    return (*named, *map(str, figures))


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Pad columns to one width: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{_line(row, widths)}\n" for row in rows)


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    padded = [
        text.ljust(width) if place < NUMBERS_FROM else text.rjust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def import_report(plan: Plan, form: str) -> str:
    """Write what a file does, or why it cannot: to be read, or as JSON for programs."""
    if form == JSON:
        return json.dumps(as_json(plan), ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{line}\n" for line in as_lines(plan))

"""What ``kollen`` prints: figures as table, JSON or CSV, what an import does, and how far it is."""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TextIO

from api.coverage.changes import Change, Changes
from api.coverage.figures import Cell, UnitCoverage
from api.http.v1.coverage import ChangesOut, CoverageOut, CoverageRow
from api.imports.exporting import csv_text
from api.imports.plan import Plan
from api.imports.telling import as_json, as_lines

JSON = "json"
# A line for every row would be slower than the work.
STEPS_SHOWN = 100
HEADS = ("unit", "name", "requirement", "required", "covered", "share", "in time", "key", "exempt")
WORDS = (0, 1, 2)
"""The columns that are no numbers."""
CHANGE_HEADS = ("unit", "name", "requirement", "required", "covered", "exempt", "through")
CHANGE_WORDS = (0, 1, 2, 6)


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
    return f"{title}\n{_aligned([HEADS, *map(_columns, found.rows)], WORDS)}"


def changes_json(found: Changes) -> str:
    """Write changes exactly as the API answers them."""
    return ChangesOut.of(found).model_dump_json(indent=2) + "\n"


def changes_table(found: Changes) -> str:
    """Write changes to be read on a terminal."""
    title = (
        f"{found.unit.code} {found.unit.name}, {found.on}, now and as known at "
        f"{found.known_at.isoformat()}"
    )
    if not found.rows:
        return f"{title}\nNothing is other now.\n"
    return f"{title}\n{_aligned([CHANGE_HEADS, *map(_change_columns, found.rows)], CHANGE_WORDS)}"


def _change_columns(change: Change) -> tuple[str, ...]:
    name = f"{change.unit.name} (directly)" if change.unit.id < 0 else change.unit.name
    figures = (
        str(was) if was == is_now else f"{was} -> {is_now}"
        for was, is_now in zip(change.before, change.after, strict=True)
    )
    through = ", ".join(kind.replace("_", " ") for kind in change.kinds)
    return (change.unit.code, name, change.requirement.code, *figures, through)


def _columns(cell: Cell) -> tuple[str, ...]:
    named = (cell.unit_code, cell.unit_name, cell.requirement_code)
    if cell.suppressed:
        return (*named, *["withheld"] * 2, *[""] * 4)
    share = f"{(cell.covered or 0) * 100 // cell.required} %" if cell.required else "–"
    key = f"{cell.key_covered}/{cell.key_required}"
    figures = (cell.required, cell.covered, share, cell.within_time, key, cell.exempt)
    return (*named, *map(str, figures))


def _aligned(rows: Sequence[Sequence[str]], words: Collection[int]) -> str:
    """Pad columns to one width: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(f"{_line(row, widths, words)}\n" for row in rows)


def _line(row: Iterable[str], widths: Sequence[int], words: Collection[int]) -> str:
    padded = [
        text.ljust(width) if place in words else text.rjust(width)
        for place, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def import_report(plan: Plan, form: str) -> str:
    """Write what a file does, or why it cannot: to be read, or as JSON for programs."""
    if form == JSON:
        return json.dumps(as_json(plan), ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{line}\n" for line in as_lines(plan))

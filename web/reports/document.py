"""The neutral shape of a report, from which every face of it is set.

Texts with names in them are inline HTML (``web.coverage.wording.named``): the names are marked as
Swedish where the report is not.
"""

import re
from dataclasses import dataclass

NOTHING = "–"
FIGURE = re.compile(r"[+\N{MINUS SIGN}]?\d+(\s?%.*)?|\d+ \w\w \d+")
Cell = str | int | None
"""Text or a number; None is a figure withheld (*visas inte*)."""


@dataclass(frozen=True)
class Table:
    """A table. The first column is the row header, and the last row may be the total."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    has_total: bool = False


@dataclass(frozen=True)
class Section:
    """What stands under a heading: paragraphs, then points, then tables."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    level: int = 2


@dataclass(frozen=True)
class Document:
    """A whole report. ``facts``: label and value. ``ending``: date, known at, hash."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    ending: tuple[str, ...]


def numeric(table: Table) -> tuple[bool, ...]:
    """Say of each column whether it holds figures, which stand to the right; the first names."""
    columns = list(zip(*table.rows, strict=True)) or [("",) for _ in table.head]
    return (False, *(all(map(_is_figure, column)) for column in columns[1:]))


def _is_figure(cell: Cell) -> bool:
    return not isinstance(cell, str) or cell == NOTHING or bool(FIGURE.fullmatch(cell))

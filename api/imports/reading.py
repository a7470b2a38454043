"""Pure: the bytes of a file to a table of text cells, whichever program wrote it."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import NamedTuple

from api.imports.exporting import undefused
from api.imports.problems import Problem, Unreadable
from api.imports.spreadsheet import is_spreadsheet, sheet_rows

MAX_ROWS = 500_000
DELIMITERS = ";\t,"
# What å ä ö é become when UTF-8 was once read as Windows-1252 and saved again, and the sign put
# where a letter was lost. Taken in, such names could never be found again.
MANGLED = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "Ã©", "\ufffd")


class Line(NamedTuple):
    """A row, numbered as a spreadsheet shows it, and its cells, one for each column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file as read. ``header`` is trimmed and in lower case; rows without content are left out."""

    file: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


def read_table(name: str, content: bytes) -> tuple[Table, list[Problem]]:
    """Read a file. Whatever stops it from being a table comes back as problems, never as a raise."""
    try:
        rows = sheet_rows(content) if is_spreadsheet(content) else _text_rows(content)
        numbered = _with_content(rows)
        first = next(numbered, None)
        if first is not None:
            return _table(name, first, numbered)
    except Unreadable as fault:
        return Table(name, (), ()), [Problem(name, fault.code, values=fault.values)]
    return Table(name, (), ()), [Problem(name, "file_empty")]


def decode(content: bytes) -> str:
    """Return the text: UTF-8 with or without BOM, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("not_text")
    marked = content.startswith(b"\xef\xbb\xbf")
    for encoding in ("utf-8-sig",) if marked else ("utf-8", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Decomposed letters (a file from a Mac) would look like ours and equal none of them.
        return unicodedata.normalize("NFC", _refuse_rubbish(text))
    raise Unreadable("not_text")


def _refuse_rubbish(text: str) -> str:
    if any(sign < " " and sign not in "\t\r\n\f" for sign in set(text)):
        raise Unreadable("not_text")
    for sign in MANGLED:
        place = text.find(sign)
        if place >= 0:
            raise Unreadable("mangled_letters", line=text.count("\n", 0, place) + 1, sign=sign)
    return text


def delimiter_of(header: str) -> str:
    """Return the delimiter that divides a header line into the most columns."""
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([header], delimiter=sign), ())))


def _text_rows(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    text = decode(content)
    start = text.split("\n", 1)[0].strip()
    hinted = start[4:5] if start[:4].lower() == "sep=" else ""  # Excel's own hint to itself
    header = next((line for line in text.splitlines()[bool(hinted) :] if line.strip()), "")
    delimiter = hinted or delimiter_of(header)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not (hinted and number == 1):
                yield number, tuple(cells)
    except csv.Error as fault:
        raise Unreadable("quotes_broken", line=number + 1) from fault


def _with_content(
    rows: Iterable[tuple[int, tuple[str, ...]]],
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for count, (number, cells) in enumerate(rows):
        if count > MAX_ROWS:
            raise Unreadable("too_many_rows", most=MAX_ROWS)
        tidy = tuple([undefused(cell).strip() if cell else "" for cell in cells])
        if any(tidy):
            yield number, tidy


def _table(
    name: str, first: tuple[int, tuple[str, ...]], rows: Iterable[tuple[int, tuple[str, ...]]]
) -> tuple[Table, list[Problem]]:
    header = _trimmed(tuple(" ".join(cell.split()).casefold() for cell in first[1]))
    width = len(header)
    problems = list(_header_problems(name, first[0], header))
    lines: list[Line] = []
    for number, cells in rows:
        found = cells if len(cells) <= width else (*cells[:width], *_trimmed(cells[width:]))
        if len(found) != width:
            values = {"expected": width, "found": len(found)}
            problems.append(Problem(name, "ragged_row", number, values=values))
        else:
            lines.append(Line(number, found))
    if not lines and not problems:
        problems.append(Problem(name, "no_rows"))
    return Table(name, header, tuple(lines)), problems


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end that spreadsheets like to add."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _header_problems(name: str, row: int, header: tuple[str, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, column in enumerate(header, 1):
        if not column:
            yield Problem(name, "column_unnamed", row, values={"place": place})
        elif column in seen:
            yield Problem(name, "column_twice", row, column)
        seen.add(column)

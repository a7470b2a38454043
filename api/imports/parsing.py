"""Pure: a table to rows of one kind. Every cell of every row is checked, never only up to a fault."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from api.imports.columns import BEGINNING, Column, Value
from api.imports.identifiers import Known, twins
from api.imports.kinds.base import Basis, Cells, Kind
from api.imports.plan import Row
from api.imports.problems import Problem, Unreadable
from api.imports.reading import Line, Table

Progress = Callable[[int, int], None]
TOLD_EVERY = 1000


def in_silence(_done: int, _total: int) -> None:
    """Tell nobody how far the work has come."""


@dataclass
class Parsed:
    """The rows that could be read, and everything that could not."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


class _Cell:
    """Reads the cells of one column, each distinct text once: staff files repeat themselves."""

    def __init__(
        self, column: Column, place: int | None, known: Known, made: frozenset[str]
    ) -> None:
        self.column = column
        self.place = place
        self._known = known
        self._made = made if column.names is not None else None
        self._read: dict[str, Value | Unreadable] = {}

    def read(self, cells: tuple[str, ...]) -> Value | Unreadable:
        """Return the value of this column in a row, or what is wrong with it."""
        if self.place is None:
            return self.column.empty
        text = cells[self.place]
        try:
            return self._read[text]
        except KeyError:
            found = self._read[text] = self._attempt(text)
            return found

    def _attempt(self, text: str) -> Value | Unreadable:
        column = self.column
        if not text:
            return Unreadable("cell_empty") if column.required else column.empty
        try:
            value = column.read(text)
            if column.names is not None and isinstance(value, str):
                self._known.check(column.names, value, self._made)
        except Unreadable as fault:
            return fault
        return value


def parse(
    table: Table, kind: Kind, known: Known, basis: Basis, progress: Progress = in_silence
) -> Parsed:
    """Read all rows of a table as this kind of file."""
    found = Parsed()
    found.problems += _missing_columns(table, kind)
    found.warnings += _unknown_columns(table, kind)
    readers = [_reader(column, table, kind, known) for column in kind.columns]
    for done, line in enumerate(table.lines):
        if done % TOLD_EVERY == 0:
            progress(done, len(table.lines))
        _read_line(line, readers, table, kind, basis, found)
    found.problems += _twins_in(table, kind, known)
    return found


def _reader(column: Column, table: Table, kind: Kind, known: Known) -> _Cell:
    place = table.header.index(column.name) if column.name in table.header else None
    made = frozenset(_texts(table, kind, column)) if column.names else frozenset()
    return _Cell(column, place, known, made)


def _texts(table: Table, kind: Kind, column: Column) -> Iterator[str]:
    """Yield the codes that the file itself makes, of the sort that the column names."""
    for maker in kind.columns:
        if maker.makes and maker.names is column.names and maker.name in table.header:
            place = table.header.index(maker.name)
            yield from (line.cells[place] for line in table.lines)


def _read_line(
    line: Line, readers: list[_Cell], table: Table, kind: Kind, basis: Basis, found: Parsed
) -> None:
    cells: Cells = {}
    faulty = False
    for reader in readers:
        if reader.place is None and reader.column.required:
            faulty = True
            continue
        value = reader.read(line.cells)
        if isinstance(value, Unreadable):
            faulty = True
            text = line.cells[reader.place or 0]
            problem = Problem(
                table.file, value.code, line.number, reader.column.name, text, value.values
            )
            found.problems.append(problem)
        else:
            cells[reader.column.name] = value
    for problem in _across(line, cells, table, kind, basis):
        faulty = True
        found.problems.append(problem)
    if not faulty:
        found.rows.append(_row(line.number, cells, table, kind))


def _across(line: Line, cells: Cells, table: Table, kind: Kind, basis: Basis) -> Iterator[Problem]:
    """Check what columns say together, as far as each of them could be read."""
    start, end = cells.get("start"), cells.get("end")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        text = _text_at(line, "end", table)
        yield Problem(table.file, "ends_before_start", line.number, "end", text, {"start": start})
    for column, code, values in kind.complete(cells, basis):
        text = _text_at(line, column, table)
        yield Problem(table.file, code, line.number, column, text, values)


def _text_at(line: Line, column: str, table: Table) -> str:
    return line.cells[table.header.index(column)] if column in table.header else ""


def _row(number: int, cells: Cells, table: Table, kind: Kind) -> Row:
    start = cells[kind.day] if kind.day else BEGINNING
    end = cells["end"] if kind.dated else None
    assert isinstance(start, date)  # noqa: S101 - the column's reader gives days
    assert end is None or isinstance(end, date)  # noqa: S101 - as above
    return Row(
        number=number,
        group=tuple([_key(kind.by_name[name], cells[name]) for name in kind.group]),
        start=start,
        end=end,
        values=tuple([cells[name] for name in kind.values]),
        # None: the file has no such column, and so says nothing of it.
        beside=tuple([cells[name] if name in table.header else None for name in kind.beside]),
    )


def _key(column: Column, value: Value) -> Value:
    return column.key(str(value)) if column.key else value


def _missing_columns(table: Table, kind: Kind) -> Iterator[Problem]:
    for column in kind.columns:
        if column.required and column.name not in table.header:
            yield Problem(table.file, "column_missing", column=column.name)


def _unknown_columns(table: Table, kind: Kind) -> Iterator[Problem]:
    for name in table.header:
        if name and name not in kind.by_name:
            close = get_close_matches(name, kind.by_name, n=1)
            code = "column_unknown_close" if close else "column_unknown"
            yield Problem(table.file, code, column=name, values={"close": "".join(close)})


def _twins_in(table: Table, kind: Kind, known: Known) -> Iterator[Problem]:
    """Find new ids that differ from another in the file only in leading zeros."""
    for column in kind.columns:
        names = column.names if column.makes and column.name in table.header else None
        if names is None or names not in known.bare:
            continue
        place = table.header.index(column.name)
        texts = {line.cells[place] for line in table.lines} - {""}
        other = twins(texts - known.codes.get(names, frozenset()))
        for line in table.lines:
            if (text := line.cells[place]) in other:
                values = {"other": other[text]}
                yield Problem(table.file, "leading_zeros", line.number, column.name, text, values)

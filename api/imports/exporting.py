"""Pure: CSV as it leaves the house, for Swedish spreadsheets and harmless in them."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice

# A cell that begins so is run as a formula when the file is opened in a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
SUSPECT = frozenset(("'", *DANGEROUS))
ROWS_AT_A_TIME = 500
BOM = "\ufeff".encode()


def defused(cell: str) -> str:
    """Return the cell with an apostrophe before it when a spreadsheet would run it.

    So does one that has its own apostrophes there already, or reading it back would lose one.
    """
    if cell[:1] not in SUSPECT:
        return cell
    return f"'{cell}" if cell.lstrip("'").startswith(DANGEROUS) else cell


def undefused(cell: str) -> str:
    """Return a cell as it was before ``defused``."""
    if cell.startswith("'") and cell.lstrip("'").startswith(DANGEROUS):
        return cell[1:]
    return cell


def csv_text(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield CSV some rows at a time: ``;`` between, CRLF after, None empty, numbers as they are."""
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_A_TIME)):
        text = StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerows([map(_cell, row) for row in some])
        yield text.getvalue()


def csv_pieces(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """Yield a CSV file in pieces, with the BOM that makes spreadsheets read it as UTF-8."""
    yield BOM
    for text in csv_text(rows):
        yield text.encode()


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """Return a whole CSV file."""
    return b"".join(csv_pieces(rows))


def _cell(value: object) -> object:
    if isinstance(value, str):
        return defused(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    # A number of ours may be negative and is no formula; text never passes as a number.
    return value if isinstance(value, int | float) else defused(str(value))

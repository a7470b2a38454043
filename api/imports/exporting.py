"""Pure: CSV as it leaves the house, for Swedish spreadsheets and harmless in them."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

# A cell that begins so is run as a formula when the file is opened in a spreadsheet.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff".encode()


def defused(cell: str) -> str:
    """Return the cell with an apostrophe before it when a spreadsheet would run it.

    So does one that has its own apostrophes there already, or reading it back would lose one.
    """
    return f"'{cell}" if cell.lstrip("'").startswith(DANGEROUS) else cell


def undefused(cell: str) -> str:
    """Return a cell as it was before ``defused``."""
    if cell.startswith("'") and cell.lstrip("'").startswith(DANGEROUS):
        return cell[1:]
    return cell


def csv_text(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield CSV a row at a time: ``;`` between, CRLF after, None empty, numbers as they are."""
    line = StringIO(newline="")
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def csv_bytes(rows: Iterable[Iterable[object]]) -> bytes:
    """Return a whole CSV file, with the BOM that makes spreadsheets read it as UTF-8."""
    return BOM + "".join(csv_text(rows)).encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    # A number of ours may be negative and is no formula; text never passes as a number.
    return value if isinstance(value, int | float) else defused(str(value))

"""Pure: the first sheet of an .xlsx file, each cell as the text a person sees there."""

import warnings
import zlib
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from api.imports.problems import Unreadable

ZIP_START = b"PK\x03\x04"
# Unpacked, a sheet of 500 000 rows stays below this; a file made to fill the memory does not.
MAX_UNPACKED = 600_000_000


# What a file broken at some place makes the readers of archive and sheet raise.
_BROKEN = (
    BadZipFile,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


def is_spreadsheet(content: bytes) -> bool:
    """Whether the bytes are an archive, as an .xlsx is; its name may say anything."""
    return content.startswith(ZIP_START)


def sheet_rows(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    """Return each row of the first sheet with its number. Raises Unreadable."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
                raise Unreadable("file_too_large")
        with warnings.catch_warnings():
            # openpyxl remarks on styles and extensions that it leaves out; we read values only.
            warnings.simplefilter("ignore")
            return list(_rows(content))
    except _BROKEN as fault:
        raise Unreadable("not_spreadsheet") from fault


def _rows(content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise Unreadable("not_spreadsheet")
        # The size a file claims can be wrong in both directions; without it every row is read.
        sheet.reset_dimensions()
        width = 0
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = [_text(cell.value, cell.number_format or "") for cell in cells]
            if any(texts):  # one cell far down would make a million empty rows
                width = width or len(texts)
                yield number, tuple(texts + [""] * (width - len(texts)))
    finally:
        book.close()


def _text(value: object, number_format: str) -> str:
    """Return the text a person expects of a cell: 2026-11-22, 1, 0012, 90%."""
    match value:
        case bool():
            return "1" if value else "0"
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case int() | float():
            return _number(float(value), number_format)
        case _:
            return "" if value is None else str(value)


def _number(value: float, number_format: str) -> str:
    if number_format.endswith("%"):
        return f"{value * 100:.15g}%"
    text = f"{value:.15g}"
    if number_format and not number_format.strip("0"):  # shown with leading zeros: 000000
        return text.zfill(len(number_format))
    return text

"""A report's tables in a Word file: wide where the words are long, and whole where they fit a page."""

import re
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Length, Pt
from docx.table import Table as WordTable
from docx.table import _Row
from docx.text.paragraph import Paragraph
from markupsafe import Markup

from web.i18n import gettext as _
from web.i18n import number_text
from web.reports.document import Cell, Table, numeric
from web.reports.docx_texts import add_runs

WHOLE = 16  # A table of up to so many rows is not divided between pages.
MOST_LETTERS = 30  # A cell with more is written on several lines.
BREAK = re.compile(r"(?<=-)| ")  # Where a line may end.
LEAST_LETTERS = 18
# Whatever the template's text is like: names of units are long words, and columns many.
SIZE, AIR = Pt(9), Pt(2)
LETTER = Cm(0.165)  # About the width of one.
EDGES = 3  # of a cell, in letters


def add_table(word: WordDocument, place: Paragraph, table: Table) -> WordTable:
    """Add a table before the paragraph."""
    lines = (table.head, *table.rows)
    made: WordTable = word.add_table(rows=len(lines), cols=len(table.head))
    made.autofit = False
    wide = widths(table, _room(word, place))
    for column, width in zip(made.columns, wide, strict=True):
        column.width = width
    figures = numeric(table)
    for number, (row, cells) in enumerate(zip(made.rows, lines, strict=True)):
        is_total = table.has_total and cells is lines[-1]
        _fill(row, cells, figures, wide, is_strong=not number or is_total)
        if not number:
            _mark(row, "w:tblHeader")  # repeated on each page
        is_last = number == len(lines) - 1
        if len(lines) <= WHOLE and (table.note or not is_last):
            _keep_with_next(row)
    place._p.addprevious(made._tbl)  # noqa: SLF001 - python-docx only adds at the end
    return made


def widths(table: Table, room: Length) -> tuple[Length, ...]:
    """Share out the width: what each column needs, and then to names what they wish.

    A column needs the longest word, and the first one most of its texts. A column of figures wishes
    to have its head on two lines.
    """
    columns = [
        [_letters(cell) for cell in each] for each in zip(table.head, *table.rows, strict=True)
    ]
    words = [max(len(word) for text in each for word in BREAK.split(text)) for each in columns]
    texts = [min(max(map(len, each)), MOST_LETTERS) for each in columns]
    needed = [max(words[0], min(texts[0], LEAST_LETTERS)), *words[1:]]
    letters = int(room / LETTER) - EDGES * len(columns)
    if (excess := sum(needed) - letters) > 0:  # One long name is cut, not every column's head.
        widest = needed.index(max(needed))
        needed[widest] = max(needed[widest] - excess, 1)
    wished = [
        max(need, len(each[0]) // 2 if is_figure else text)
        for need, text, each, is_figure in zip(needed, texts, columns, numeric(table), strict=True)
    ]
    lack = sum(wished) - sum(needed)
    share = min(max(letters - sum(needed), 0) / lack, 1) if lack else 0
    found = [
        EDGES + need + (wish - need) * share for need, wish in zip(needed, wished, strict=True)
    ]
    return tuple(Length(int(room * each / sum(found))) for each in found)


def _letters(cell: Cell) -> str:
    return cell.striptags() if isinstance(cell, Markup) else cell_text(cell)


def cell_text(value: Cell) -> str:
    """What stands in a cell."""
    if value is None:
        return _("visas inte")
    return number_text(value) if isinstance(value, int) else value


def _room(word: WordDocument, place: Paragraph) -> Length:
    """The width between the margins, in the section that the paragraph stands in."""
    following = place._p.xpath("following::w:sectPr | descendant::w:sectPr")  # noqa: SLF001
    here = next(
        (each for each in word.sections if each._sectPr in following),  # noqa: SLF001
        word.sections[-1],
    )
    page = here.page_width or Cm(21)
    return Length(page - (here.left_margin or Cm(2.5)) - (here.right_margin or Cm(2.5)))


def _fill(
    row: _Row,
    cells: tuple[Cell, ...],
    figures: Sequence[bool],
    wide: Sequence[Length],
    *,
    is_strong: bool,
) -> None:
    """Fill in a row, which is not cut by the end of a page."""
    _mark(row, "w:cantSplit")
    together = zip(row.cells, cells, figures, wide, strict=True)
    for place, (cell, value, is_figure, width) in enumerate(together):
        cell.width = width
        paragraph = cell.paragraphs[0]
        looks = paragraph.paragraph_format
        looks.space_before, looks.space_after, looks.line_spacing = AIR, AIR, 1
        for run in add_runs(paragraph, cell_text(value)):
            run.font.size = SIZE
            run.bold = is_strong or place == 0 or None
        if is_figure:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no word for it

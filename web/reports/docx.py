"""A report as a Word file: in the nämnd's own template, or in a plain A4 of ours.

The same report in the same template gives the same bytes: nothing in the file tells when it was made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import _Row
from docx.text.paragraph import Paragraph

from web.i18n import gettext as _
from web.i18n import locale, number_text
from web.reports.document import Cell, Document, Section, Table
from web.reports.docx_places import fill_in, place_of_report, take_away
from web.reports.docx_styles import CAPTION, HEADINGS, POINT, SUBTITLE, TITLE, Styles
from web.reports.docx_texts import add_runs, clean

TOP_LEVEL = 2  # of sections: the title stands above them
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}


@dataclass(frozen=True)
class Stamp:
    """What a file says beside its report.

    ``values``: of the template's places, by the names that stand in double braces. ``at``: the one
    time the file tells.
    """

    values: Mapping[str, str]
    at: datetime


def docx_bytes(document: Document, template: bytes | None, stamp: Stamp) -> bytes:
    """Set the report as a Word file."""
    word = docx.Document(BytesIO(template)) if template else _own(LANGUAGES[locale()])
    fill_in(word, {name: clean(value) for name, value in stamp.values.items()})
    place = place_of_report(word)
    _Writer(word, place).write(document)
    take_away(place)
    _say_little(word, document.title, stamp.at)
    made = BytesIO()
    word.save(made)
    return _timeless(made)


def _own(language: str) -> WordDocument:
    """Open Word's plain template as A4, in the report's language, with numbered pages."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between = _("Sida %(page)s av %(pages)s").split("%(page)s")
    footer.add_run(before)
    _field(footer, "PAGE")
    footer.add_run(between.removesuffix("%(pages)s"))
    _field(footer, "NUMPAGES")
    return word


def _field(paragraph: Paragraph, instruction: str) -> None:
    """Add what Word works out when it shows the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")._r  # noqa: SLF001 - python-docx has no word for fields
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - as above


class _Writer:
    """Writes a report before a paragraph."""

    def __init__(self, word: WordDocument, place: Paragraph) -> None:
        self.word, self.place, self.styles = word, place, Styles(word)

    def write(self, document: Document) -> None:
        self.styles.dress(self._paragraph(), TITLE, document.title)
        self.styles.dress(self._paragraph(), SUBTITLE, document.subtitle)
        for label, value in document.facts:
            fact = self._paragraph()
            fact.add_run(f"{label}: ").bold = True
            add_runs(fact, value)
        for section in document.sections:
            self._section(section)
        for line in document.ending:
            self._paragraph(line)

    def _paragraph(self, text: str = "") -> Paragraph:
        made = self.place.insert_paragraph_before()
        add_runs(made, text)
        return made

    def _section(self, section: Section) -> None:
        depth = min(max(section.level - TOP_LEVEL, 0), len(HEADINGS) - 1)
        self.styles.dress(self._paragraph(), HEADINGS[depth], section.heading)
        for paragraph in section.paragraphs:
            self._paragraph(paragraph)
        for point in section.points:
            self.styles.dress(self._paragraph(), POINT, point)
        for table in section.tables:
            self._table(table)

    def _table(self, table: Table) -> None:
        caption = self._paragraph()
        self.styles.dress(caption, CAPTION, table.caption)
        caption.paragraph_format.keep_with_next = True
        lines = (table.head, *table.rows)
        made = self.word.add_table(rows=len(lines), cols=len(table.head))
        self.styles.grid(made)
        numbers = [_is_number(column) for column in zip(*lines, strict=True)]
        for row, cells in zip(made.rows, lines, strict=True):
            is_total = table.has_total and cells is lines[-1]
            _fill(row, cells, numbers, is_head=cells is table.head, is_total=is_total)
        self.place._p.addprevious(made._tbl)  # noqa: SLF001 - python-docx only adds at the end
        self._paragraph(table.note)


def _is_number(column: tuple[Cell, ...]) -> bool:
    return any(isinstance(cell, int) for cell in column)


def _fill(
    row: _Row, cells: tuple[Cell, ...], numbers: list[bool], *, is_head: bool, is_total: bool
) -> None:
    """Fill in a row; the head is repeated on each page, and no row is cut by the end of one."""
    _mark(row, "w:cantSplit")
    if is_head:
        _mark(row, "w:tblHeader")
    for place, (cell, value, number) in enumerate(zip(row.cells, cells, numbers, strict=True)):
        paragraph = cell.paragraphs[0]
        for run in add_runs(paragraph, _text(value)):
            run.bold = is_head or is_total or place == 0 or None
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - python-docx has no word for it


def _text(value: Cell) -> str:
    if value is None:
        return _("visas inte")
    return number_text(value) if isinstance(value, int) else value


def _say_little(word: WordDocument, title: str, at: datetime) -> None:
    """Let the file tell its title and its one time, and nobody who wrote the template."""
    told, at = word.core_properties, at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    told.title, told.created, told.modified = clean(title)[:255], at, at
    told.author = told.last_modified_by = told.comments = ""
    told.revision = 1


def _timeless(made: BytesIO) -> bytes:
    """Pack the file anew, without the time of day that a ZIP notes of each part."""
    packed = BytesIO()
    with ZipFile(made) as source, ZipFile(packed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()

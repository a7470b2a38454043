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
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from web.i18n import locale
from web.reports.document import Document, Section, Table
from web.reports.docx_own import own_template
from web.reports.docx_places import fill_in, place_of_report, take_away
from web.reports.docx_styles import CAPTION, HEADINGS, POINT, SUBTITLE, TITLE, Styles
from web.reports.docx_tables import add_table
from web.reports.docx_texts import LANGUAGES, add_runs, clean

TOP_LEVEL = 2  # of sections: the title stands above them


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
    word = docx.Document(BytesIO(template)) if template else own_template(LANGUAGES[locale()])
    fill_in(word, {name: clean(value) for name, value in stamp.values.items()})
    place = place_of_report(word)
    _Writer(word, place).write(document)
    take_away(place)
    _say_little(word, document.title, stamp.at)
    made = BytesIO()
    word.save(made)
    return _timeless(made)


class _Writer:
    """Writes a report before a paragraph."""

    def __init__(self, word: WordDocument, place: Paragraph) -> None:
        self.word, self.place, self.styles = word, place, Styles(word)

    def write(self, document: Document) -> None:
        self.styles.dress(self._paragraph(), TITLE, document.title)
        self.styles.dress(self._paragraph(), SUBTITLE, document.subtitle)
        for label, value in document.facts:
            fact = self._paragraph()
            for run in add_runs(fact, f"{label}: "):
                run.bold = True
            add_runs(fact, value)
        for section in document.sections:
            self._section(section)
        for line in document.ending:
            # Together on one page: a checksum alone says nothing of what.
            is_last = line is document.ending[-1]
            self._paragraph(line).paragraph_format.keep_with_next = None if is_last else True

    def _paragraph(self, text: str = "") -> Paragraph:
        made = self.place.insert_paragraph_before()
        add_runs(made, text)
        return made

    def _section(self, section: Section) -> None:
        depth = min(max(section.level - TOP_LEVEL, 0), len(HEADINGS) - 1)
        self.styles.dress(self._paragraph(), HEADINGS[depth], section.heading)
        for paragraph in section.paragraphs:
            said = self._paragraph(paragraph)
            if section.points:
                said.paragraph_format.keep_with_next = True
        for point in section.points:
            self.styles.dress(self._paragraph(), POINT, point)
        for table in section.tables:
            self._table(table)

    def _table(self, table: Table) -> None:
        caption = self._paragraph()
        self.styles.dress(caption, CAPTION, table.caption)
        caption.paragraph_format.keep_with_next = True
        self.styles.grid(add_table(self.word, self.place, table))
        self._paragraph(table.note).paragraph_format.space_before = Pt(4)


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

"""The styles a report is set in: the template's own where it has them, else something plain."""

from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from web.reports.docx_texts import add_runs

BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class Look:
    """A style by its names (Word's own, and what Swedish templates call theirs), or a plain look."""

    names: tuple[str, ...]
    size: int | None = None
    bold: bool = False
    outline: int | None = None
    before: str = ""


TITLE = Look(("Title", "Rubrik"), size=22, bold=True)
SUBTITLE = Look(("Subtitle", "Underrubrik"), size=14)
HEADINGS = tuple(
    Look((f"Heading {level}", f"Rubrik {level}"), size=size, bold=True, outline=level - 1)
    for level, size in ((1, 16), (2, 13), (3, 11))
)
POINT = Look(("List Bullet", "Punktlista"), before="• ")
CAPTION = Look(("Caption", "Beskrivning"), bold=True)
GRID = ("Table Grid", "Tabellrutnät")


class Styles:
    """Dresses paragraphs and tables of one document."""

    def __init__(self, word: WordDocument) -> None:
        self._paragraphs = _names(word, WD_STYLE_TYPE.PARAGRAPH)
        self._tables = _names(word, WD_STYLE_TYPE.TABLE)

    def dress(self, paragraph: Paragraph, look: Look, text: str) -> None:
        """Write the text into the paragraph and give it its look."""
        style = _first(self._paragraphs, look.names)
        if style is not None:
            paragraph.style = style
            add_runs(paragraph, text)
        else:
            before = add_runs(paragraph, look.before)
            _plainly(paragraph, [*before, *add_runs(paragraph, text)], look)

    def grid(self, table: WordTable) -> None:
        """Give the table lines between its cells."""
        style = _first(self._tables, GRID)
        if style is not None:
            table.style = style
        else:
            _lines(table)


def _names(word: WordDocument, kind: WD_STYLE_TYPE) -> frozenset[str]:
    return frozenset(style.name for style in word.styles if style.type == kind and style.name)


def _first(styles: frozenset[str], names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in styles), None)


def _plainly(paragraph: Paragraph, runs: Iterable[Run], look: Look) -> None:
    for run in runs:
        run.font.size = Pt(look.size) if look.size else None
        run.font.bold = look.bold or None
    if look.bold:
        paragraph.paragraph_format.keep_with_next = True
    if look.outline is not None:  # so that Word's navigation and screen readers find it
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(look.outline))
        paragraph._p.get_or_add_pPr().append(level)  # noqa: SLF001 - python-docx has no word for it


def _lines(table: WordTable) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in BORDERS:
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4")
        borders.append(line)
    width = table._tbl.tblPr.find(qn("w:tblW"))  # noqa: SLF001 - python-docx has no word for borders
    width.addnext(borders)  # where the schema wants them

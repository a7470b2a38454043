"""The plain A4 that a report is set in where the nämnd has no template of its own."""

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from web.i18n import gettext as _

INK = RGBColor(0x0B, 0x4A, 0x5A)
FONT = "Calibri"
# By style: its size in points, and whether it is bold.
LOOKS = {
    "Normal": (11, False),
    "Title": (22, True),
    "Subtitle": (14, False),
    "Heading 1": (16, True),
    "Heading 2": (13, True),
    "Heading 3": (11, True),
    "Caption": (10, True),
}
FONTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")


def own_template(language: str) -> WordDocument:
    """Open Word's plain template as A4, in the report's language, with numbered pages."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    for spoken in word.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    for name, (size, bold) in LOOKS.items():
        _dress(word.styles[name], size, bold=bold)
    _number_pages(section.footer.paragraphs[0])
    return word


def _dress(style: ParagraphStyle, size: int, *, bold: bool) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    if style.name != "Normal":
        style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in THEMES:  # a theme's font goes before one that is named
        fonts.attrib.pop(qn(name), None)
    for name in FONTS:
        fonts.set(qn(name), FONT)


def _number_pages(footer: Paragraph) -> None:
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between = _("Sida %(page)s av %(pages)s").split("%(page)s")
    footer.add_run(before)
    _field(footer, "PAGE")
    footer.add_run(between.removesuffix("%(pages)s"))
    _field(footer, "NUMPAGES")


def _field(paragraph: Paragraph, instruction: str) -> None:
    """Add what Word works out when it shows the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = paragraph.add_run("1")._r  # noqa: SLF001 - python-docx has no word for fields
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - as above

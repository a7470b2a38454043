"""Finding the places in a nämnd's template, and filling them in, however Word has cut up the text.

Word divides what looks like one word into runs at will (spelling, history of changes), so a place
is looked for in the whole text of a paragraph.
"""

import re
from collections.abc import Iterator, Mapping

from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_Text
from docx.parts.story import StoryPart
from docx.text.paragraph import Paragraph

REPORT = re.compile(r"\{\{\s*rapport\s*\}\}", re.IGNORECASE)
PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def fill_in(word: WordDocument, values: Mapping[str, str]) -> None:
    """Put each value where its name stands in double braces, in body, headers and footers."""
    for paragraph in _all_paragraphs(word):
        _fill_in(paragraph, values)


def place_of_report(word: WordDocument) -> Paragraph:
    """Give the paragraph that the report takes the place of: the marked one, or a new last one."""
    marked = (each for each in word.paragraphs if REPORT.fullmatch(each.text.strip()))
    return next(marked, None) or word.add_paragraph()


def take_away(paragraph: Paragraph) -> None:
    """Remove the place, unless it ends a section of the template: then only its words."""
    element = paragraph._p  # noqa: SLF001 - python-docx removes nothing otherwise
    properties = element.pPr
    if properties is not None and properties.find(qn("w:sectPr")) is not None:
        paragraph.text = ""
    else:
        element.getparent().remove(element)


def _all_paragraphs(word: WordDocument) -> Iterator[CT_P]:
    """Every paragraph of every story: in tables, text boxes and content controls too."""
    for part in word.part.package.iter_parts():
        if isinstance(part, StoryPart) and isinstance(part, XmlPart):
            yield from part.element.iter(qn("w:p"))


def _fill_in(paragraph: CT_P, values: Mapping[str, str]) -> None:
    texts: list[CT_Text] = [
        each
        for each in paragraph.iter(qn("w:t"))
        if next(each.iterancestors(qn("w:p"))) is paragraph  # not of a text box that hangs in it
    ]
    whole = "".join(each.text or "" for each in texts)
    for found in reversed(list(PLACE.finditer(whole))):
        value = values.get(found[1].casefold())
        if value is not None:
            _replace(texts, found.start(), found.end(), value)


def _replace(texts: list[CT_Text], start: int, end: int, value: str) -> None:
    """Write the value where the place begins, and cut the rest of the place from the runs after."""
    at = 0
    for each in texts:
        held = each.text or ""
        first, last = max(start - at, 0), min(end - at, len(held))
        if first < last:
            each.text = held[:first] + (value if start >= at else "") + held[last:]
            each.set(qn("xml:space"), "preserve")
        at += len(held)

"""Texts as runs of a Word file: inline HTML taken apart, each piece marked with its language.

So it is spelled and read out right whatever language the template is in.
"""

import re
from collections.abc import Iterator
from html import unescape

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markupsafe import Markup

from web.i18n import ENGLISH, SWEDISH, locale

LANGUAGES = {SWEDISH: "sv-SE", ENGLISH: "en-GB"}

# As ``web.coverage.wording.named`` writes a name.
NAME = re.compile('<span lang="sv">(.*?)</span>', re.DOTALL)
# What XML cannot hold; it comes with text pasted from elsewhere.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return NOT_IN_XML.sub("", text)


def add_runs(paragraph: Paragraph, text: str) -> list[Run]:
    """Add a text to a paragraph: a run for each name in it, and for what stands between them.

    A name is Swedish, all else is of the page's language.
    """
    runs = []
    for piece, is_name in _pieces(text):
        run = paragraph.add_run(piece)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), LANGUAGES[SWEDISH if is_name else locale()])
        run._r.get_or_add_rPr().append(spoken)  # noqa: SLF001 - python-docx has no word for it
        runs.append(run)
    return runs


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    is_html = isinstance(text, Markup)
    for place, piece in enumerate(NAME.split(text) if is_html else [text]):
        if piece:
            yield clean(unescape(piece) if is_html else piece), bool(place % 2)

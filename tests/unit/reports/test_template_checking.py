"""Only a real Word document that runs nothing and fetches nothing is taken as a template."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from api.errors import RuleBroken
from api.reports.templates.checking import MAX_BYTES, MAX_PARTS, check

ELSEWHERE = "https://example.org/bild.png"


def template(write: Callable[[WordDocument], object] = lambda word: None) -> bytes:
    word = docx.Document()
    write(word)
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def with_part(name: str, content: bytes | None = b"") -> bytes:
    """A template with this part in it; None: without it."""
    kept = BytesIO()
    with ZipFile(BytesIO(template())) as source, ZipFile(kept, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        if content is not None:
            target.writestr(name, content)
    return kept.getvalue()


def with_two(name: str) -> bytes:
    """A template with two parts of one name: who reads it may take either."""
    kept = BytesIO(template())
    with warnings.catch_warnings(), ZipFile(kept, "a") as packed:
        warnings.simplefilter("ignore")
        packed.writestr(name, b"")
    return kept.getvalue()


def relating(kind: str) -> Callable[[WordDocument], object]:
    return lambda word: word.part.relate_to(ELSEWHERE, kind, is_external=True)


def attached(word: WordDocument) -> None:
    parts = word.part.package.iter_parts()
    settings = next(part for part in parts if part.partname.endswith("/settings.xml"))
    settings.relate_to(ELSEWHERE, "urn:attachedTemplate", is_external=True)


def image_in_header(word: WordDocument) -> None:
    header = word.sections[0].header
    header.paragraphs[0].text = "Sidhuvud"
    header.part.relate_to(ELSEWHERE, RELATIONSHIP_TYPE.IMAGE, is_external=True)


def fetching_field(word: WordDocument) -> None:
    """The instruction is cut up, as Word cuts it."""
    paragraph = word.add_paragraph()
    for part in (" INCLUDE", 'PICTURE "https://example.org/bild.png" '):
        text = OxmlElement("w:instrText")
        text.text = part
        paragraph.add_run()._r.append(text)


def simple_field(instruction: str) -> Callable[[WordDocument], object]:
    def write(word: WordDocument) -> None:
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        word.add_paragraph()._p.append(field)

    return write


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "template_not_docx"),
    "text": (b"Socialnamnden", "template_not_docx"),
    "a zip that is none": (b"PK\x03\x04 and nothing", "template_not_docx"),
    "no document in it": (with_part("word/document.xml", None), "template_not_docx"),
    "no list of parts": (with_part("[Content_Types].xml", None), "template_not_docx"),
    "document that is no XML": (
        with_part("word/document.xml", b"<w:document"),
        "template_not_docx",
    ),
    "two of one name": (with_two("word/document.xml"), "template_not_docx"),
    "too large": (b"PK\x03\x04" + bytes(MAX_BYTES), "template_too_large"),
    "bomb": (with_part("word/bomb.xml", bytes(30_000_000)), "template_unpacks_too_large"),
    "macros": (with_part("word/vbaProject.bin"), "template_active"),
    "embedded": (with_part("word/embeddings/oleObject1.bin"), "template_active"),
    "control": (with_part("word/activeX/activeX1.xml"), "template_active"),
    "attached template": (template(attached), "template_fetches"),
    "image from elsewhere": (template(relating(RELATIONSHIP_TYPE.IMAGE)), "template_fetches"),
    "image in the header": (template(image_in_header), "template_fetches"),
    "anything else from elsewhere": (template(relating("urn:subDocument")), "template_fetches"),
    "field that fetches": (template(fetching_field), "template_fetches"),
    "field that talks": (template(simple_field(' DDEAUTO c:\\x "y" ')), "template_fetches"),
}


class TestCheck:
    @pytest.mark.parametrize("name", REFUSED)
    def test_refuses(self, name: str) -> None:
        content, code = REFUSED[name]
        with pytest.raises(RuleBroken) as refused:
            check(content)
        assert refused.value.code == code

    def test_refuses_a_crowd_of_parts(self) -> None:
        kept = BytesIO(template())
        with ZipFile(kept, "a") as packed:
            for number in range(MAX_PARTS):
                packed.writestr(f"word/part{number}.xml", b"")
        with pytest.raises(RuleBroken, match="template_unpacks_too_large"):
            check(kept.getvalue())

    def test_does_not_expand_entities(self) -> None:
        """A thousand millions of laughs stay one reference; whether it is taken does not matter."""
        levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
        bomb = (
            f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>'
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            "<w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>"
        )
        with pytest.raises(RuleBroken, match="template_not_docx"):
            check(with_part("word/document.xml", bomb.encode()))

    @pytest.mark.parametrize(
        "write",
        [
            lambda word: None,
            relating(RELATIONSHIP_TYPE.HYPERLINK),
            simple_field(" PAGE "),
            simple_field(' HYPERLINK "https://example.org" '),
        ],
    )
    def test_takes_an_ordinary_template_with_links_to_click(
        self, write: Callable[[WordDocument], object]
    ) -> None:
        check(template(write))

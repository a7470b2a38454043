"""Pure: whether a file can be taken as a template: a real Word document that runs and fetches nothing.

It comes from outside and is sent on to everybody who reads the report, so what Word would run, or
fetch from elsewhere when it opens the file, is refused.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.opc.package import OpcPackage
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

from api.errors import RuleBroken

MAX_BYTES = 2_000_000
MAX_UNPACKED = 20_000_000
MAX_PARTS = 500
# Programs and foreign documents inside the file.
ACTIVE = re.compile(r"vbaproject|vbadata|activex|embeddings/|\.bin$", re.IGNORECASE)
# Fields by which Word fetches something from elsewhere.
FETCHING = re.compile(
    r"\b(INCLUDE(TEXT|PICTURE)?|DDE(AUTO)?|LINK|IMPORT|DATABASE)\b", re.IGNORECASE
)
# What a file broken at some place makes the readers of archive and document raise.
_BROKEN = (
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    OSError,
    OpcError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


def check(content: bytes) -> None:
    """Raise RuleBroken ("template_…") if the file cannot be a template."""
    if len(content) > MAX_BYTES:
        raise RuleBroken("template_too_large", {"most": MAX_BYTES // 1_000_000})
    try:
        _check_archive(content)
        package = docx.Document(BytesIO(content)).part.package
        fetched = list(_fetched(package))
    except _BROKEN as fault:
        raise RuleBroken("template_not_docx") from fault
    if fetched:
        raise RuleBroken("template_fetches")


def _check_archive(content: bytes) -> None:
    """Look at the archive's list of parts before anything is unpacked."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise RuleBroken("template_unpacks_too_large")
    if len({part.filename for part in parts}) < len(parts):
        # Word and we might each read another of the two.
        raise RuleBroken("template_not_docx")
    if any(ACTIVE.search(part.filename) for part in parts):
        raise RuleBroken("template_active")


def _fetched(package: OpcPackage) -> Iterator[str]:
    """Name what Word would fetch. A link that somebody must click is no such thing."""
    for relations in (package.rels, *(part.rels for part in package.iter_parts())):
        for relation in relations.values():
            if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK:
                yield relation.reltype
    for part in package.iter_parts():
        if isinstance(part, XmlPart):
            yield from FETCHING.findall(_fields(part))


def _fields(part: XmlPart) -> str:
    """All instructions of fields in a part, however they are cut up."""
    plain = "".join(each.text or "" for each in part.element.iter(qn("w:instrText")))
    simple = " ".join(each.get(qn("w:instr"), "") for each in part.element.iter(qn("w:fldSimple")))
    return f"{plain} {simple}"

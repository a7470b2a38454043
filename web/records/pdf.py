"""A certificate as a PDF: tagged, built to PDF/UA-1, and the same bytes for the same facts."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst
from fastapi import Response

from api.errors import RuleBroken
from web.i18n import gettext, locale
from web.records.views import CertificateView
from web.render import STATIC

SOURCE = Path(__file__).with_name("certificate.typ")
# Typst's own words: PDF/UA forbids a sign that is not shown.
LETTERS_MISSING = "could not be displayed"


def pdf_response(certificate: CertificateView, *, municipality: str) -> Response:
    """The certificate as a file to keep."""
    name = f"{gettext('intyg')}-{certificate.completed_on.isoformat()}.pdf"
    return Response(
        certificate_pdf(certificate, municipality=municipality),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def certificate_pdf(certificate: CertificateView, *, municipality: str) -> bytes:
    """The certificate on one A4, in the language of the request.

    The date in the file is the day of the training: the clock would make every copy another file.
    Raises RuleBroken("certificate_letters") for a name in letters that the font lacks.
    """
    words = {
        **asdict(certificate),
        "municipality": municipality,
        "language": locale(),
        "qr": _qr(certificate.check_url),
        "qr_says": gettext("QR-kod som leder till sidan där intyget kan kontrolleras"),
    }
    try:
        made = typst.compile(
            SOURCE,
            format="pdf",
            pdf_standards="ua-1",
            font_paths=_fonts(),
            sys_inputs={"certificate": json.dumps(words, default=str)},
            timestamp=datetime.combine(certificate.completed_on, time(), UTC),
        )
    except typst.TypstError as failed:
        if LETTERS_MISSING not in failed.message:
            raise
        raise RuleBroken("certificate_letters") from failed
    assert isinstance(made, bytes)  # noqa: S101 - one document, one file
    return made


@cache
def _fonts() -> typst.Fonts:
    """The product's own font and no other: a machine's fonts would change the bytes."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(STATIC / "vendor")],
    )


def _qr(address: str) -> str:
    # Without its border: the sheet around it is white.
    drawn = BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()

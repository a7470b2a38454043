"""TAFA uploads the nämnd's own Word template, and fetches the report in it."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Desk
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter() -> bytes:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "Socialnämnden {{datum}}"
    word.add_paragraph("{{rapport}}")
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_template_to_word_file(desk: Desk, served: Served, *, scripts: bool) -> None:
    page = desk.window(java_script_enabled=scripts)
    sign_in(served, page, "cecilia")
    page.goto("/rapporter")
    page.get_by_role("link", name="Mallar för Word-filen").click()
    file = page.get_by_label("Fil", exact=True)
    file.set_input_files(FilePayload(name="brev.docx", mimeType=WORD, buffer=b"inget Word"))
    page.get_by_role("button", name="Spara mallen").click()
    expect(page.locator(".error-summary")).to_contain_text("Filen är inget Word-dokument")

    file.set_input_files(FilePayload(name="brev.docx", mimeType=WORD, buffer=letter()))
    page.get_by_role("button", name="Spara mallen").click()
    expect(page.locator(".panel[role=status]")).to_contain_text("Mallen är sparad.")
    expect(page.get_by_role("link", name="brev.docx")).to_be_visible()

    page.goto("/rapporter/1")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Hämta som Word-fil").click()
    word = docx.Document(str(kept.value.path()))
    assert word.sections[0].header.paragraphs[0].text.startswith("Socialnämnden ")
    assert word.tables
    page.get_by_role("link", name="Ändrat sedan rapporten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ändrat sedan rapporten")

    page.goto("/rapporter/mallar")
    page.get_by_role("button", name="Ta bort mallen brev.docx").click()
    expect(page.locator(".panel[role=status]")).to_contain_text("Mallen är borttagen.")

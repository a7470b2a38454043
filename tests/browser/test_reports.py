"""TAFA writes a follow-up report, looks at it, issues it, and prints it on A4."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
A4_POINTS = re.compile(rb"/MediaBox ?\[0 0 59[45][.\d]* 84[12]")


@pytest.mark.parametrize("scripts", [True, False])
def test_from_five_questions_to_paper(desk: Desk, served: Served, *, scripts: bool) -> None:
    page = desk.window(java_script_enabled=scripts)
    sign_in(served, page, "cecilia")
    page.goto("/rapporter")
    page.get_by_role("link", name="Skapa uppföljningsrapport").click()
    page.get_by_label("Vem är rapporten till?").select_option("BUN")
    page.get_by_label("Vilken dag gäller den?").fill("2026-10-31")
    page.get_by_label("Vilket diarienummer har ärendet?").fill("BUN 2026/41")
    page.get_by_label("Vad vill du säga om läget?").fill("Två skolor återstår.")
    page.get_by_role("button", name="Förhandsgranska").click()

    expect(page.locator(".report")).to_contain_text("Två skolor återstår.")
    page.get_by_role("link", name="Ändra utkastet").click()
    page.get_by_label("Civilsamhället").fill("Dialog med fyra föreningar.")
    page.get_by_role("button", name="Förhandsgranska").click()
    expect(page.locator(".report")).to_contain_text("Dialog med fyra föreningar.")

    page.get_by_role("button", name="Utfärda rapporten").click()
    expect(page.locator(".error-summary")).to_contain_text("Kryssa för")
    page.get_by_label("Jag har granskat rapporten").check()
    page.get_by_role("button", name="Utfärda rapporten").click()
    page.wait_for_url(re.compile(r"/rapporter/\d+$"))
    expect(page.locator(".ending")).to_contain_text("Kontrollsumma (SHA-256)")
    expect(page.get_by_role("button", name="Utfärda rapporten")).to_have_count(0)

    printed = page.pdf(prefer_css_page_size=True)
    assert A4_POINTS.search(printed)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_text("Hämta siffrorna som CSV")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

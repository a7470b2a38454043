"""TAFA asks where a figure comes from, follows it down and up again, and takes it along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
THEN = "2026-11-01"
BROKEN = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
NAME = "Barn- och ungdomsnämnden"
SENTENCE = re.compile(
    r"^Den 1 november 2026 hade \d+ av \d+ \(\d+\s%\) anställda i Exempelkommun giltig utbildning i "
)


@pytest.fixture
def page(reading_desk: Desk, standing: Served) -> Page:
    page = reading_desk.window(permissions=["clipboard-read", "clipboard-write"])
    sign_in(standing, page, "cecilia")
    return page


def test_a_figure_is_followed_down_and_back_to_the_table(page: Page) -> None:
    page.goto(f"/tackning?dag={THEN}")
    row = page.locator("#coverage-table tbody tr", has=page.locator("th", has_text=NAME)).first
    cell = row.locator("td a.cell").first
    share = cell.locator("b").inner_text()
    cell.click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(rf"^{share}: .+ i {NAME}$"))
    expect(page.get_by_role("main")).to_contain_text("Läget 1 november 2026.")
    parts = page.get_by_role("region", name="Delarna som siffran består av")
    parts.get_by_role("link").first.click()
    expect(heading).not_to_have_text(re.compile(rf" i {NAME}$"))
    expect(page.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    page.get_by_role("link", name=NAME, exact=True).click()
    expect(heading).to_have_text(re.compile(rf" i {NAME}$"))
    page.get_by_role("link", name="Tillbaka till läget i Exempelkommun").click()
    expect(page.get_by_label("Dag", exact=True)).to_have_value(THEN)


def test_the_answer_is_copied_as_it_is_shown(page: Page) -> None:
    page.goto(f"/tackning?dag={THEN}")
    page.get_by_text("Kopiera som svar").click()
    expect(page.get_by_role("status").filter(has_text="Kopierat")).to_be_visible()
    expect(page.locator(".copy p")).to_be_visible()
    assert SENTENCE.match(page.evaluate("navigator.clipboard.readText()"))


def test_where_copying_fails_the_text_is_shown_to_be_marked(page: Page) -> None:
    page.goto(f"/tackning?dag={THEN}")
    page.evaluate(BROKEN)
    page.get_by_text("Kopiera som svar").click()
    expect(page.get_by_role("main")).to_contain_text("Det gick inte att kopiera.")
    expect(page.locator(".copy p")).to_have_text(SENTENCE)
    expect(page.locator(".copy p")).to_be_visible()


def test_without_javascript_the_answer_stands_there_as_text(
    reading_desk: Desk, standing: Served
) -> None:
    plain = reading_desk.window(java_script_enabled=False)
    sign_in(standing, plain, "cecilia")
    plain.goto(f"/tackning?dag={THEN}")
    plain.get_by_text("Kopiera som svar").click()
    expect(plain.locator(".copy p")).to_be_visible()
    expect(plain.locator(".copy p")).to_have_text(SENTENCE)

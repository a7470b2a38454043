"""A manager reads how many need training, plans a practice day for them, and cancels it again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.pages import sign_in
from tests.browser.serving import Served
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DECEMBER = "1 december 2026"
ENOUGH = "De planerade platserna räcker."


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def page(desk: Desk, served: Served, scripts: bool) -> Page:
    page = desk.window(java_script_enabled=scripts)
    sign_in(served, page, "bo")
    return page


def look(page: Page, *, scripts: bool) -> None:
    if scripts:
        assert faults(page, {}) == []


def of_december(page: Page) -> list[str]:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=DECEMBER)).first
    return row.get_by_role("cell").all_inner_texts()


def test_a_need_becomes_a_practice_day_and_the_day_is_cancelled(page: Page, scripts: bool) -> None:
    hands: Hands = Keyboard(page) if scripts else Mouse(page)
    page.goto("/enhet/BUN-101")
    page.get_by_role("link", name="Planera utbildning").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planera utbildning")
    expect(page.locator(".headline")).to_contain_text("behöver utbildning före 1 maj")
    people, seats, enough, _ = of_december(page)
    assert (seats, enough) == ("0", "Ett tillfälle med tio platser räcker.")

    hands.press(
        page.get_by_role("link", name="Planera en övningsdag i Lärkdrillsskolan före 1 dec")
    )
    expect(page.get_by_role("heading", level=1)).to_contain_text("Planera en övningsdag")
    expect(page.get_by_label("Vilken dag?")).to_have_value("2026-11-30")
    page.get_by_label("Vilken tid börjar den?").fill("halv tre")
    hands.press(page.get_by_role("button", name="Planera övningsdagen"))
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Skriv det som 13.00.")
    assert page.title().startswith("Fel: ")
    look(page, scripts=scripts)
    page.get_by_label("Vilken tid börjar den?").fill("14.30")
    page.get_by_label("Var?").fill("Aulan")
    hands.press(page.get_by_role("button", name="Planera övningsdagen"))

    expect(page.get_by_role("main")).to_contain_text("Övningsdagen är planerad.")
    assert of_december(page)[:3] == [people, "10", ENOUGH]
    with page.expect_download() as download:
        page.get_by_role("link", name="Hämta den till kalendern").click()
    assert "DTSTART:20261130T133000Z" in download.value.path().read_text(encoding="utf-8")
    look(page, scripts=scripts)

    planned = page.get_by_role("row").filter(has_text="Aulan")
    planned.locator("summary").click()
    look(page, scripts=scripts)
    planned.get_by_role("button", name="Ja, ställ in övningsdagen").click()
    expect(page.get_by_role("main")).to_contain_text("Övningsdagen är inställd.")
    expect(page.get_by_role("row").filter(has_text="Aulan")).to_have_count(0)
    assert of_december(page)[:2] == [people, "0"]

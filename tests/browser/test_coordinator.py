"""TAFA opens coverage, changes the day, drills down, and takes the table along."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.hands import Keyboard
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = "#coverage-table tbody"
THEN = "2025-12-31"


@pytest.fixture
def page(reading_desk: Desk, standing: Served) -> Page:
    page = reading_desk.window()
    sign_in(standing, page, "cecilia")
    return page


def cells(page: Page) -> list[str]:
    return page.locator(f"{TABLE} tr").all_inner_texts()


class TestOverview:
    def test_the_first_page_leads_here_and_begins_with_a_sentence(self, page: Page) -> None:
        page.goto("/")
        assert page.url.endswith("/tackning")
        expect(page.get_by_role("heading", level=1)).to_have_text("Läget i kommunen")
        expect(page.locator(".headline")).to_contain_text(re.compile(r"\d+ av \d+"))

    def test_the_first_screen_says_where_we_are_and_what_needs_attention(self, page: Page) -> None:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto("/tackning")
        expect(page.locator(".headline")).to_be_in_viewport(ratio=1)
        expect(page.locator(".exceptions")).to_be_in_viewport(ratio=1)
        page.get_by_role("link", name="Annan dag, enhet eller filter").click()
        page.keyboard.press("Tab")
        expect(page.get_by_label("Enhet", exact=True)).to_be_focused()

    def test_another_day_gives_other_figures_and_an_address_of_its_own(self, page: Page) -> None:
        page.goto("/tackning")
        today = cells(page)
        page.get_by_label("Dag", exact=True).fill(THEN)
        page.get_by_role("button", name="Visa", exact=True).click()
        page.wait_for_url(f"**dag={THEN}**")
        expect(page.get_by_label("Dag", exact=True)).to_have_value(THEN)
        expect(page.get_by_role("main")).to_contain_text("31 december 2025")
        then = cells(page)
        assert then != today
        page.reload()
        assert cells(page) == then
        page.go_back()
        expect(page.get_by_label("Dag", exact=True)).to_have_value("2026-11-22")
        assert cells(page) == today
        page.go_forward()
        expect(page.get_by_label("Dag", exact=True)).to_have_value(THEN)
        assert cells(page) == then

    def test_one_drills_down_to_the_lowest_unit_and_up_again(self, page: Page) -> None:
        page.goto("/tackning")
        for name in ("Barn- och ungdomsnämnden", "Barn- och ungdomsförvaltningen"):
            page.locator(f"{TABLE} th").get_by_role("link", name=name, exact=True).first.click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.get_by_role("link", name="Läget i kommunen").or_(
            page.locator("nav a", has_text="Exempelkommun")
        ).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Läget i kommunen")


class TestOpenRow:
    @pytest.fixture
    def toggle_name(self) -> str:
        return "Barn- och ungdomsnämnden"

    def test_a_row_opens_in_place_keeps_focus_and_is_an_address(
        self, page: Page, toggle_name: str
    ) -> None:
        page.goto("/tackning")
        closed = cells(page)
        page.evaluate("window.stayed = true")
        toggle = page.get_by_role("link", name=toggle_name, expanded=False)
        Keyboard(page).press(toggle)
        page.wait_for_url("**oppna=BUN**")
        expect(page.get_by_role("link", name=toggle_name, expanded=True)).to_be_focused()
        assert page.evaluate("window.stayed") is True, "the whole page was fetched"
        opened = cells(page)
        assert len(opened) > len(closed)
        page.reload()
        assert cells(page) == opened
        page.go_back()
        expect(page.locator(f"{TABLE} tr")).to_have_count(len(closed))
        assert cells(page) == closed
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.go_forward()
        expect(page.locator(f"{TABLE} tr")).to_have_count(len(opened))
        assert cells(page) == opened

    def test_without_javascript_the_same_link_gives_the_same_page(
        self, reading_desk: Desk, standing: Served, page: Page, toggle_name: str
    ) -> None:
        page.goto("/tackning?oppna=BUN")
        plain = reading_desk.window(java_script_enabled=False)
        sign_in(standing, plain, "cecilia")
        plain.goto("/tackning")
        plain.get_by_role("link", name=toggle_name, expanded=False).click()
        plain.wait_for_url("**oppna=BUN**")
        assert cells(plain) == cells(page)

    def test_without_a_network_it_says_that_nothing_was_fetched(
        self, page: Page, toggle_name: str
    ) -> None:
        page.goto("/tackning")
        page.context.set_offline(True)
        page.get_by_role("link", name=toggle_name, expanded=False).click()
        expect(page.locator(".failure")).to_contain_text("Uppgifterna kunde inte hämtas")
        page.context.set_offline(False)
        page.locator(".failure button").click()
        page.wait_for_url("**oppna=BUN**")
        expect(page.locator(".failure")).to_have_count(0)


class TestFile:
    def test_the_table_comes_as_a_file_for_a_spreadsheet(self, page: Page) -> None:
        page.goto(f"/tackning?enhet=BUN-F&dag={THEN}")
        with page.expect_download() as download:
            page.get_by_role("link", name="Hämta tabellen (CSV)").click()
        assert download.value.suggested_filename == f"tackning-BUN-F-{THEN}.csv"
        text = download.value.path().read_text(encoding="utf-8-sig")
        head, *lines = list(csv.reader(text.splitlines(), delimiter=";"))
        assert len(lines) > 3
        assert all(len(line) == len(head) for line in lines)
        assert "BUN-401" in {cell for line in lines for cell in line}


def test_the_quick_days_are_days(page: Page) -> None:
    page.goto("/tackning")
    page.get_by_role("link", name="31 december 2026").click()
    expect(page.get_by_label("Dag", exact=True)).to_have_value(date(2026, 12, 31).isoformat())
    expect(page.get_by_role("link", name="31 december 2026")).to_have_attribute(
        "aria-current", "page"
    )

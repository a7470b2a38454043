"""A manager finds out who needs to act first, and prints sign-in slips."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import sign_in
from tests.browser.serving import Served
from tests.browser.test_learner import PHONE
from tests.web.spreadsheets import workbook_sheets

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def page(desk: Desk, served: Served) -> Page:
    page = desk.window()
    sign_in(served, page, "bo")
    return page


def rows(page: Page) -> list[str]:
    return page.locator("#unit-people tbody tr").all_inner_texts()


class TestUnit:
    def test_from_the_first_page_one_lands_at_ones_unit(self, page: Page) -> None:
        page.goto("/")
        assert page.url.endswith("/enhet/BUN-101")
        expect(page.get_by_role("heading", level=1)).to_have_text("Lärkdrillsskolan")
        expect(page.locator(".headline")).to_contain_text("har giltig utbildning i")

    def test_who_needs_to_act_stands_nearest_date_first(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        needing = rows(page)
        assert needing
        assert any("Går ut" in row for row in needing), "nobody lapses next in the demo"
        assert any("Gick ut" in row or "Skulle" in row for row in needing)
        named = [row for row in needing if "Visas inte" not in row]
        assert needing[: len(named)] == named, "the protected stand last"

    def test_the_choice_is_narrowed_in_place_and_stands_in_the_address(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        before = rows(page)
        page.evaluate("window.stayed = true")
        page.get_by_label("Krav").select_option("GRUND")
        page.get_by_role("button", name="Visa", exact=True).click()
        page.wait_for_url("**krav=GRUND**")
        assert page.evaluate("window.stayed") is True, "the whole page was fetched"
        narrowed = rows(page)
        assert narrowed != before
        expect(page.locator("#people-count")).not_to_be_empty()
        page.reload()
        assert rows(page) == narrowed
        expect(page.get_by_label("Krav")).to_have_value("GRUND")
        page.go_back()
        expect(page.locator("#unit-people tbody tr")).to_have_count(len(before))
        assert rows(page) == before
        expect(page.get_by_label("Krav")).to_have_value("")

    def test_everybody_can_be_listed(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        few = len(rows(page))
        page.get_by_role("link", name=re.compile("alla", re.IGNORECASE)).first.click()
        page.wait_for_url("**visa=alla**")
        assert len(rows(page)) > few

    def test_a_day_to_come_says_what_it_assumes(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        page.get_by_label("Dag", exact=True).fill(date(2027, 6, 30).isoformat())
        page.get_by_role("button", name="Visa", exact=True).click()
        expect(page.locator("#unit-people")).to_contain_text("om ingen förnyar")

    def test_the_rows_are_cards_on_a_phone(self, desk: Desk, served: Served) -> None:
        page = desk.window(viewport=PHONE)
        sign_in(served, page, "bo")
        page.goto("/enhet/BUN-101")
        expect(page.locator("#unit-people tbody tr").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


class TestSlips:
    def test_slips_are_made_and_shown_once(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        page.get_by_role("link", name="Skriv ut inloggningslappar").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Inloggningslappar")
        page.get_by_role("button", name=re.compile(r"Gör \d+ lappar")).click()
        slips = page.locator(".slip")
        expect(slips.first).to_contain_text("Kod")
        codes = page.locator(".slip .code").all_inner_texts()
        assert len(codes) == 2 * slips.count()
        assert len(set(codes)) == len(codes)
        expect(page.get_by_role("button", name="Skriv ut lapparna")).to_be_visible()
        page.emulate_media(media="print")
        expect(slips.first).to_be_visible()
        expect(page.locator(".page-head")).to_be_hidden()


class TestFile:
    def test_the_list_comes_as_a_file_as_long_as_the_page_says(self, page: Page) -> None:
        page.goto("/enhet/BUN-101")
        said = re.search(r"Hela listan som fil, (\d+) rader", page.locator("main").inner_text())
        assert said
        with page.expect_download() as download:
            page.get_by_role("link", name="Hämta listan (CSV)").click()
        assert download.value.suggested_filename.startswith("personer-BUN-101-")
        text = download.value.path().read_text(encoding="utf-8-sig")
        head, *lines = list(csv.reader(text.splitlines(), delimiter=";"))
        assert len(lines) == int(said[1])
        assert all(len(line) == len(head) for line in lines)

    def test_and_as_a_workbook(self, page: Page) -> None:
        page.goto("/enhet/BUN-101?krav=GRUND")
        with page.expect_download() as download:
            page.get_by_role("link", name="Hämta listan (Excel)").click()
        assert download.value.suggested_filename.endswith(".xlsx")
        sheets = workbook_sheets(download.value.path().read_bytes())
        assert list(sheets) == ["BUN-101 Lärkdrillsskolan", "Så räknar vi"]

"""TAFA sees where coverage is heading, follows a month down, and prints the page on three sheets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import Desk
from tests.browser.hands import Keyboard
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PANELS = "#development.development"
PHONE: ViewportSize = {"width": 360, "height": 780}
# What the browser says of the words of a drawing: those that stand on each other or outside it.
CROWDED = """(svg) => {
  const room = svg.getBoundingClientRect();
  const words = [...svg.querySelectorAll("text")];
  const boxes = words.map((text) => text.getBoundingClientRect());
  const found = [];
  boxes.forEach((box, place) => {
    const name = words[place].textContent.trim();
    if (box.left < room.left - 1 || box.right > room.right + 1) found.push(`outside: ${name}`);
    boxes.slice(place + 1).forEach((other, further) => {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (across > 0 && down > 2) found.push(`${name} on ${words[place + 1 + further].textContent.trim()}`);
    });
  });
  return found;
}"""
JUMP = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) moved += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => resolve(moved), 300);
})"""


@pytest.fixture
def page(reading_desk: Desk, standing: Served) -> Page:
    page = reading_desk.window()
    sign_in(standing, page, "cecilia")
    return page


class TestPanels:
    def test_they_come_by_themselves_and_move_neither_title_nor_focus_nor_page(
        self, page: Page
    ) -> None:
        page.goto("/tackning")
        expect(page.locator(PANELS)).to_be_visible()
        expect(page).to_have_title(re.compile("Läget i kommunen"))
        assert page.evaluate("document.activeElement === document.body")
        assert page.url.endswith("/tackning")
        assert page.evaluate(JUMP) < 0.05

    @pytest.mark.parametrize("address", ["/tackning", "/en/tackning", "/tackning?krav=MI"])
    @pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "narrow"])
    def test_words_stand_apart_as_the_browser_sets_them(
        self, page: Page, address: str, size: ViewportSize | None
    ) -> None:
        if size:
            page.set_viewport_size(size)
        page.goto(address)
        drawing = page.locator(f"{PANELS} svg.chart:visible")
        expect(drawing).to_have_count(1)
        assert drawing.evaluate(CROWDED) == []

    def test_the_figures_open_beside_the_drawing(self, page: Page) -> None:
        page.goto("/tackning")
        summary = page.get_by_text("Visa siffrorna som tabell")
        Keyboard(page).press(summary)
        expect(page.locator("#development details table")).to_contain_text("22 november 2026")

    def test_one_follows_a_month_down_and_comes_back(self, page: Page) -> None:
        page.goto("/tackning")
        page.get_by_role("link", name="Mars 2027").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Intyg som går ut i mars 2027")
        expect(page.locator(".headline")).to_contain_text(re.compile(r"\d+ person"))
        page.get_by_role("main").get_by_role("link", name="Barn- och ungdomsnämnden").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Barn- och ungdomsnämnden")
        page.get_by_role("link", name="Tillbaka till läget").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Barn- och ungdomsnämnden")

    def test_without_javascript_a_link_leads_there(
        self, reading_desk: Desk, standing: Served
    ) -> None:
        plain = reading_desk.window(java_script_enabled=False)
        sign_in(standing, plain, "cecilia")
        plain.goto("/tackning?enhet=BUN")
        plain.get_by_role("link", name="Se utvecklingen och intyg som går ut").click()
        expect(plain.get_by_role("heading", level=1)).to_have_text(
            "Utvecklingen i Barn- och ungdomsnämnden"
        )
        expect(plain.locator("svg.chart:visible")).to_have_count(1)

    def test_a_network_lost_leaves_the_link(self, page: Page) -> None:
        page.route("**/tackning/utveckling**", lambda route: route.abort())
        page.goto("/tackning")
        expect(page.locator(".failure")).to_contain_text("Uppgifterna kunde inte hämtas")
        expect(page.get_by_role("link", name="Se utvecklingen")).to_be_visible()


def test_it_prints_on_three_sheets(page: Page, tmp_path: Path) -> None:
    page.goto("/tackning")
    expect(page.locator(PANELS)).to_be_visible()
    sheets = page.pdf(path=tmp_path / "print.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 3

"""Every main page by axe, in both schemes and widths, and what axe does not see: reflow, focus, titles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import WIDE, Desk, open_desk
from tests.browser.pages import PAGES, Shown, show
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 360)
NARROWEST = 320
# Pages with every kind of control; what holds there holds elsewhere.
TABBED = (
    "landing",
    "sign-in",
    "home",
    "question",
    "unit",
    "coverage-open",
    "import",
    "english-home",
)
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
FIND = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map((each) =>
    `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}"""
# WCAG 1.4.12: text that is given this much room must not be cut off.
SPREAD = """() => {
  for (const element of document.querySelectorAll("body *")) {
    element.style.setProperty("line-height", "1.5", "important");
    element.style.setProperty("letter-spacing", "0.12em", "important");
    element.style.setProperty("word-spacing", "0.16em", "important");
  }
  const seen = (element) => !element.matches(".visually-hidden, .visually-hidden *");
  return [...document.querySelectorAll("main *")]
    .filter((element) => seen(element) && getComputedStyle(element).overflowY === "hidden")
    .filter((element) => element.scrollHeight > element.clientHeight + 1)
    .map((element) => element.outerHTML.slice(0, 120));
}"""
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.outerHTML.slice(0, 100)).slice(0, 3)"""
FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const label = element.closest("label") ?? element;
  const around = getComputedStyle(label);
  const ringed = (each) =>
    (each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2) || each.boxShadow !== "none";
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.y + box.height / 2, 0), innerHeight - 1);
  const above = document.elementFromPoint(x, y);
  return {
    html: element.outerHTML.slice(0, 120),
    body: element === document.body,
    ringed: ringed(style) || ringed(around),
    reached: above !== null && (label.contains(above) || above.contains(element)),
    key: [...document.querySelectorAll("*")].indexOf(element),
  };
}"""


def faults(page: Page, options: dict[str, object]) -> list[str]:
    """What axe finds; without scripts it cannot look."""
    if options.get("java_script_enabled") is False:
        return []
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(FIND, OPTIONS)
    return found


@pytest.fixture(scope="session", autouse=True)
def axe_is_there() -> None:
    if not AXE.exists():
        message = f"axe-core is missing: there is no {AXE}. Run make vendor."
        raise FileNotFoundError(message)


@pytest.fixture(scope="module")
def long_desk(browser: Browser, standing: Served) -> Iterator[Desk]:
    yield from open_desk(browser, standing.url)


@pytest.fixture(scope="module")
def window(long_desk: Desk) -> Page:
    """One window for all pages: opening a new one takes longer than looking."""
    # Without motion: colours halfway between two schemes are nobody's fault.
    page = long_desk.window(reduced_motion="reduce")
    page.context.add_init_script(path=AXE)
    return page


@pytest.fixture
def page(window: Page, long_desk: Desk, standing: Served) -> Iterator[Page]:
    standing.stage.begin_anew("anna")
    window.context.clear_cookies()
    window.set_viewport_size(WIDE)
    window.emulate_media(color_scheme="light")
    yield window
    assert long_desk.complaints == []


@pytest.mark.parametrize("shown", PAGES, ids=str)
class TestEveryPage:
    def test_it_is_without_faults(self, page: Page, standing: Served, shown: Shown) -> None:
        show(standing, page, shown)
        assert heading_faults(page, shown) == []
        found = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found[width, scheme] = page.evaluate(FIND, OPTIONS)
        assert {key: faults for key, faults in found.items() if faults} == {}
        page.set_viewport_size({"width": NARROWEST, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            assert page.evaluate(TOO_WIDE) == [], "the page scrolls sideways"
        assert page.evaluate(SPREAD) == []


def heading_faults(page: Page, shown: Shown) -> list[str]:
    """One heading, and a title that agrees with it."""
    headings = page.locator("h1")
    if headings.count() != 1:
        return [f"{headings.count()} headings"]
    heading = str(
        page.evaluate(
            """() => {
              const copy = document.querySelector("h1").cloneNode(true);
              copy.querySelector(".caption")?.remove();
              return copy.textContent.replace(/\\s+/g, " ").trim();
            }"""
        )
    )
    title = page.title().removesuffix(" – Kompetenskollen")
    faulty = shown.status == 422 or shown.name.endswith(("-error", "-errors"))
    if faulty != title.startswith(("Fel: ", "Error: ")):
        return [f"the title {title!r} does not tell whether something is wrong"]
    title = title.removeprefix("Fel: ").removeprefix("Error: ")
    if not (heading in title or title.partition(":")[0] in heading):
        return [f"the title {title!r} is not about {heading!r}"]
    return []


@pytest.mark.parametrize("shown", [each for each in PAGES if each.name in TABBED], ids=str)
@pytest.mark.parametrize("scheme", SCHEMES)
class TestKeyboard:
    def test_the_skip_link_is_first_and_focus_is_always_seen(
        self, page: Page, standing: Served, shown: Shown, scheme: Literal["light", "dark"]
    ) -> None:
        page.emulate_media(color_scheme=scheme)
        show(standing, page, shown)
        page.keyboard.press("Tab")
        first: dict[str, Any] = page.evaluate(FOCUS)
        assert 'class="skip-link"' in first["html"]
        stops, seen = [first], {first["key"]}
        while True:
            page.keyboard.press("Tab")
            stop: dict[str, Any] = page.evaluate(FOCUS)
            if stop["body"] or stop["key"] in seen:
                break
            seen.add(stop["key"])
            stops.append(stop)
        assert len(stops) > 8
        assert [stop["html"] for stop in stops if not stop["ringed"]] == []
        assert [stop["html"] for stop in stops if not stop["reached"]] == []

    def test_the_skip_link_leads_past_the_menu(
        self, page: Page, standing: Served, shown: Shown, scheme: Literal["light", "dark"]
    ) -> None:
        page.emulate_media(color_scheme=scheme)
        show(standing, page, shown)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main, footer') !== null")


def test_axe_sees_a_planted_fault(page: Page, standing: Served) -> None:
    show(standing, page, next(each for each in PAGES if each.name == "support"))
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in page.evaluate(FIND, OPTIONS))

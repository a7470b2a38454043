"""A staff meeting: the whole course on the wall by keyboard, then who was there; and with a mouse
without JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.pages import sign_in
from tests.browser.serving import Served
from tests.browser.walk import COURSE, course

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"width": 360, "height": 780}


def onward(page: Page, hands: Hands) -> str:
    """Press the one primary button, and say what it was called."""
    button = page.locator("main .actions a.button:not(.secondary)")
    name = button.inner_text()
    with page.expect_event("load"):
        hands.press(button)
    return name


@pytest.mark.parametrize(
    ("hands_of", "options"),
    [
        pytest.param(Keyboard, {"viewport": PHONE}, id="keyboard alone at 360 px"),
        pytest.param(Mouse, {"java_script_enabled": False}, id="without JavaScript"),
    ],
)
def test_the_whole_course_together_and_then_who_was_there(
    desk: Desk, served: Served, hands_of: Callable[[Page], Hands], options: dict[str, object]
) -> None:
    page = desk.window(**options)
    hands = hands_of(page)
    sign_in(served, page, "bo")
    page.goto(f"/kurser/{COURSE}/tillsammans")
    assert onward(page, hands) == "Börja genomgången"
    pressed = []
    while "/vilka" not in page.url:
        pressed.append(onward(page, hands))
    checks, steps = len(course().checks()), len(course().steps())
    assert pressed.count("Visa förklaringen") == checks
    assert pressed.count("Nästa") == steps - 1
    assert pressed[-1] == "Vilka var med?"
    for role in ("anna", "olle"):
        hands.choose(page.locator(f"input[name=present][value='{served.stage.person_id(role)}']"))
    with page.expect_event("load"):
        hands.press(page.get_by_role("button", name="Anteckna dem som var med"))
    expect(page.locator(".panel.next")).to_contain_text("2 personer har fått intyg.")


def test_focus_begins_at_the_heading_and_the_next_stop_is_the_button(
    desk: Desk, served: Served
) -> None:
    page = desk.window()
    sign_in(served, page, "anna")
    page.goto(f"/kurser/{COURSE}/tillsammans/akut/noel-meddelandet")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Visa förklaringen")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("visa=svar"))
    expect(page.locator(".mark.right")).to_have_text("Rätt svar")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Nästa")).to_be_focused()

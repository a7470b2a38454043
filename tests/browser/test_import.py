"""HR takes a file in on the page: what is wrong in the words of the file, then right, confirmed, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import choose_file, sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HEAD = "employee_id;name;unit_code;title;employment;start\n"
WRONG = HEAD + (
    "X-9001;Örjan Exempelius;BUN-101;Lärare;tillsvidare;2026-11-01\n"
    "X-9002;Åsa Påhittsson;BUN-999;Lärare;tillsvidare;i går\n"
)
RIGHT = WRONG.replace("BUN-999", "BUN-101").replace("i går", "2026-11-02")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, desk: Desk, served: Served) -> Page:
    page = desk.window(java_script_enabled=request.param)
    sign_in(served, page, "henrik")
    page.goto("/")
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Läs in en fil")
    return page


def test_a_file_goes_from_faults_to_confirmed_to_undone(
    page: Page, desk: Desk, served: Served
) -> None:
    choose_file("people", WRONG)(page)
    faults = page.locator(".error-summary")
    expect(faults).to_be_focused()
    expect(faults).to_contain_text("2 fel i filen")
    expect(faults).to_contain_text('rad 3, kolumn unit_code, värde "BUN-999"')
    expect(faults).to_contain_text('rad 3, kolumn start, värde "i går"')
    expect(page.get_by_role("button", name="Läs in filen")).to_have_count(0)
    page.get_by_role("button", name="Avbryt och kasta filen").click()
    page.wait_for_url(lambda url: url.endswith("/import"))

    choose_file("people", RIGHT)(page)
    expect(page.get_by_role("main")).to_contain_text("2 nya personer.")
    expect(page.get_by_role("main")).to_contain_text("X-9002")
    page.get_by_role("button", name="Läs in filen").click()
    page.wait_for_url("**/import?**")
    expect(page.get_by_role("main")).to_contain_text("people.csv är inläst.")
    assert in_unit(desk, served, "Åsa Påhittsson")

    undo = page.get_by_role("button", name="Ångra inläsningen av people.csv").first
    undo.click()
    expect(page.get_by_role("main")).to_contain_text("Inläsningen av people.csv är ångrad.")
    assert not in_unit(desk, served, "Åsa Påhittsson")


def test_nothing_chosen_is_said_at_the_field(page: Page) -> None:
    page.get_by_role("button", name="Granska filen").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    assert page.title().startswith("Fel: ")
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("Fil", exact=True)).to_be_focused()


def in_unit(desk: Desk, served: Served, name: str) -> bool:
    """Whether the manager sees the person in the unit."""
    page = desk.window()
    sign_in(served, page, "bo")
    page.goto("/enhet/BUN-101?visa=alla")
    found = page.locator("#unit-people").get_by_text(name).count() > 0
    page.context.close()
    return found

"""TAFA narrows coverage down, moves about in it, and hands the address on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.pages import sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = "#coverage-table tbody"
ON = ".filters-on"


@pytest.fixture
def page(reading_desk: Desk, standing: Served) -> Page:
    page = reading_desk.window()
    sign_in(standing, page, "cecilia")
    return page


def cells(page: Page) -> list[str]:
    return page.locator(f"{TABLE} tr").all_inner_texts()


def choose(page: Page) -> None:
    page.get_by_label("Preventionsnivå").select_option(label="Generell")
    page.get_by_label("Bara nyckelpersoner").check()
    page.get_by_role("button", name="Visa", exact=True).click()
    page.wait_for_url("**nyckel=1**")


def test_filters_are_in_the_address_and_stay_there(
    reading_desk: Desk, standing: Served, page: Page
) -> None:
    page.goto("/tackning")
    everybody = cells(page)
    choose(page)
    expect(page.locator(ON)).to_contain_text("Nyckelpersoner")
    expect(page.locator(".headline")).to_contain_text("nyckelpersoner")
    closed = cells(page)
    assert closed != everybody
    page.get_by_role("link", name="Barn- och ungdomsnämnden", expanded=False).click()
    page.wait_for_url("**oppna=BUN**")
    expect(page.locator(f"{TABLE} tr.sub")).not_to_have_count(0)
    opened = cells(page)
    assert "nyckel=1" in page.url
    assert "niva=generell" in page.url
    page.reload()
    assert cells(page) == opened
    page.go_back()
    expect(page.locator(f"{TABLE} tr.sub")).to_have_count(0)
    assert cells(page) == closed
    page.go_back()
    expect(page.locator(ON)).to_have_count(0)
    assert cells(page) == everybody
    page.go_forward()
    expect(page.locator(ON)).to_contain_text("Generell")
    page.go_forward()
    expect(page.locator(f"{TABLE} tr.sub")).not_to_have_count(0)
    assert cells(page) == opened
    other = reading_desk.window()
    sign_in(standing, other, "cecilia")
    other.goto(page.url)
    assert cells(other) == opened


def test_filters_are_taken_off_one_by_one_and_all_at_once(page: Page) -> None:
    page.goto("/tackning")
    everybody = cells(page)
    choose(page)
    page.get_by_role("link", name="ta bort filtret Generell").click()
    expect(page.locator(f"{ON} li b")).to_have_text(["Nyckelpersoner"])
    page.get_by_role("link", name="Rensa filter").click()
    expect(page.locator(ON)).to_have_count(0)
    assert cells(page) == everybody


def test_one_jumps_to_a_unit_and_the_filters_come_along(page: Page) -> None:
    page.goto("/tackning?anstallning=tillsvidare")
    page.get_by_label("Enhet", exact=True).select_option("SN")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Socialnämnden")
    expect(page.locator(ON)).to_contain_text("Tillsvidareanställda")


def test_on_a_telephone_they_lie_folded_until_one_is_on(
    reading_desk: Desk, standing: Served
) -> None:
    page = reading_desk.window(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    sign_in(standing, page, "cecilia")
    page.goto("/tackning")
    expect(page.get_by_label("Anställning")).to_be_hidden()
    page.get_by_text("Fler filter").click()
    page.get_by_label("Anställning").select_option(label="Timavlönade")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page.get_by_label("Anställning")).to_have_value("timavlonad")
    expect(page.get_by_label("Anställning")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Bara timavlönade:")

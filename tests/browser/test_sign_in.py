"""Signing in with a one-time code and then a password, and out again; all also without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from api.access.actor import Actor
from api.identity import service as identity
from tests.browser.conftest import Desk
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "hästen äter gröt på tisdag"


@pytest.fixture
def code(served: Served) -> str:
    """As ``kollen invite`` prints it."""
    stage = served.stage
    with stage.database.writing() as session:
        return identity.invite(
            session,
            Actor.system("cli"),
            employee_id=stage.person("anna").employee_id,
            clock=stage.app.state.house.clock,
        )


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, desk: Desk) -> Page:
    return desk.window(java_script_enabled=request.param)


def test_a_code_becomes_a_password_and_one_comes_back_to_where_one_was_going(
    page: Page, served: Served, code: str
) -> None:
    anna = served.stage.person("anna")
    page.goto("/mina-uppgifter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")
    page.get_by_role("link", name="Jag har fått en kod på en lapp").click()
    page.get_by_label("Anställningsnummer").fill(anna.employee_id)
    page.get_by_label("Kod", exact=True).fill(code.lower())
    page.get_by_label("Nytt lösenord").fill("kort")
    page.get_by_role("button", name="Spara lösenordet och logga in").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Kod", exact=True)).to_have_value(code.lower())
    page.get_by_label("Nytt lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Spara lösenordet och logga in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina uppgifter")

    page.get_by_role("button", name="Logga ut").click()
    expect(page.get_by_role("main")).to_contain_text("Du har loggat ut.")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Logga in")

    page.goto("/logga-in")
    page.get_by_label("Anställningsnummer eller e-postadress").fill(anna.employee_id)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina utbildningar")
    expect(page.get_by_role("link", name=anna.name)).to_be_visible()


def test_a_session_that_ended_meanwhile_is_said_and_led_through_sign_in(
    desk: Desk, served: Served
) -> None:
    """Answering after one was signed out elsewhere must not look saved."""
    served.stage.begin_anew("anna")
    page = desk.window()
    page.goto("/logga-in")
    anna = served.stage.person("anna").name
    page.get_by_role("button", name=anna).click()
    page.goto("/kurser/forsta-steget/akut/noel-meddelandet")
    page.context.clear_cookies()
    page.locator("label.option").first.click()
    page.get_by_role("button", name="Svara", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Du har loggats ut. Din plats är sparad.")
    page.get_by_role("button", name=anna).click()
    page.wait_for_url("**/noel-meddelandet")

"""Staff take a course: with the mouse, by keyboard alone, without JavaScript, on two devices."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from api.catalogue.schema import Check
from tests.browser.conftest import Desk
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.serving import Served
from tests.browser.test_accessibility import faults
from tests.browser.walk import COURSE, MOST_PAGES, Walk
from tests.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"width": 360, "height": 780}
TITLE = "Första steget – oro, anmälan, sekretess"
COMES_BACK = "Frågan kan komma tillbaka innan kursen är klar."


def come_in(page: Page, hands: Hands, who: str) -> None:
    """From the first page to one's own, by one click of the demonstration."""
    page.goto("/")
    with page.expect_event("load"):
        hands.press(page.get_by_role("main").get_by_role("link", name="Logga in"))
    with page.expect_event("load"):
        hands.press(page.get_by_role("button", name=re.compile(who)))


def begin(page: Page, hands: Hands) -> None:
    """From one's own page into the course."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Mina utbildningar")
    with page.expect_event("load"):
        hands.press(page.get_by_role("button", name="Starta"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Innan du börjar")
    with page.expect_event("load"):
        hands.press(page.get_by_role("button", name="Hoppa över"))


def assert_certificate(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Intyg om genomförd utbildning")
    certificate = page.locator(".certificate")
    expect(certificate).to_contain_text(name)
    expect(certificate).to_contain_text(TITLE)
    expect(certificate).to_contain_text("22 november 2026")
    expect(certificate).to_contain_text("22 november 2027")


def take_the_course(
    page: Page, hands: Hands, stage: Stage, look: Callable[[], None] = lambda: None
) -> Walk:
    name = stage.person("anna").name
    stage.begin_anew("anna")
    come_in(page, hands, name)
    begin(page, hands)
    walk = Walk(page, hands, look=look)
    walk.to_certificate()
    assert_certificate(page, name)
    return walk


class TestWholeCourse:
    @pytest.mark.parametrize(
        ("hands_of", "options"),
        [
            pytest.param(Mouse, {}, id="mouse at 1280 px"),
            pytest.param(Keyboard, {"viewport": PHONE}, id="keyboard alone at 360 px"),
            pytest.param(Mouse, {"java_script_enabled": False}, id="without JavaScript"),
        ],
    )
    def test_from_home_to_certificate_with_some_answers_wrong(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
    ) -> None:
        page = desk.window(**options, reduced_motion="reduce")

        def look() -> None:
            assert faults(page, options) == []

        walk = take_the_course(page, hands_of(page), served.stage, look)
        checks = [placed.step.id for placed in walk.course.checks()]
        assert walk.asked[: len(checks)] == checks
        returned = walk.asked[len(checks) :]
        assert returned, "too few were missed for any to return"
        assert returned == walk.missed[: len(returned)]
        code = page.locator("dd.code").last.inner_text()
        page.goto(f"/kontroll/{code}")
        expect(page.get_by_text("Intyget gäller i dag")).to_be_visible()
        main = page.get_by_role("main").inner_text()
        assert served.stage.person("anna").name not in main
        page.goto("/")
        expect(page.locator("main")).to_contain_text("1 av 2 är klar.")
        expect(page.locator("main")).to_contain_text("Börja med Risk- och skyddsfaktorer")


class TestRenewal:
    """Somebody whose certificate has lapsed: five questions, the module of the one missed, and done."""

    @pytest.mark.parametrize(
        ("hands_of", "options"),
        [
            pytest.param(Mouse, {}, id="mouse at 1280 px"),
            pytest.param(Keyboard, {"viewport": PHONE}, id="keyboard alone at 360 px"),
            pytest.param(Mouse, {"java_script_enabled": False}, id="without JavaScript"),
        ],
    )
    def test_a_miss_leads_through_its_module_to_a_new_certificate(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
    ) -> None:
        name = served.stage.person("anna").name
        served.stage.begin_anew("anna")
        served.stage.hold("anna", COURSE, date(2025, 9, 1), date(2026, 9, 1))
        page = desk.window(**options)
        hands = hands_of(page)
        come_in(page, hands, name)
        with page.expect_event("load"):
            hands.press(page.get_by_role("button", name="Starta repetitionen"))
        walk = Walk(page, hands, wrong_every=4)
        for number in range(1, 6):
            caption = page.get_by_role("heading", level=1)
            expect(caption).to_contain_text(f"Fråga {number} av 5 i repetitionen")
            walk.one_page()
        (missed,) = walk.missed
        module = next(p.module for p in walk.course.checks() if p.step.id == missed)
        expect(page.get_by_role("main")).to_contain_text(
            f"Du missade en fråga i modulen {module.title}. Gå igenom modulen, så är du klar."
        )
        with page.expect_event("load"):
            hands.press(page.get_by_role("button", name="Gå igenom modulen"))
        through = Walk(page, hands, wrong_every=MOST_PAGES)
        through.to_certificate()
        assert_certificate(page, name)
        assert through.asked == [s.id for s in module.steps if isinstance(s, Check)]


class TestRefresher:
    def test_it_is_turned_on_answered_and_gone(self, desk: Desk, served: Served) -> None:
        served.stage.hold("anna", COURSE, date(2026, 11, 15), date(2027, 11, 15))
        page = desk.window(viewport=PHONE)
        hands = Keyboard(page)
        come_in(page, hands, served.stage.person("anna").name)
        page.goto("/mina-uppgifter")
        with page.expect_event("load"):
            hands.press(page.get_by_role("button", name="Slå på minnesfrågor"))
        page.goto("/mina-utbildningar")
        with page.expect_event("load"):
            hands.press(page.get_by_role("link", name="Svara på frågan"))
        hands.choose(page.locator("#check input[name=answer]").first)
        hands.press(page.get_by_role("button", name="Svara", exact=True))
        expect(page.locator("#check .feedback h2")).to_be_focused()
        expect(page.locator("#check")).to_contain_text("Ditt svar sparas inte.")
        with page.expect_event("load"):
            hands.press(page.get_by_role("link", name="Till Mina utbildningar", exact=True))
        expect(page.get_by_role("link", name="Svara på frågan")).to_have_count(0)


class TestQuestion:
    """One question closely: nothing chosen, a miss, and what the page then says."""

    @pytest.fixture
    def page(self, desk: Desk, served: Served) -> Page:
        served.stage.begin_anew("anna")
        page = desk.window(viewport=PHONE)
        come_in(page, Mouse(page), served.stage.person("anna").name)
        page.goto(f"/kurser/{COURSE}/akut/noel-meddelandet")
        return page

    def test_an_empty_answer_is_said_at_the_field_and_in_the_title(self, page: Page) -> None:
        title = page.title()
        page.get_by_role("button", name="Svara", exact=True).click()
        summary = page.locator(".error-summary")
        expect(summary).to_be_focused()
        expect(page).to_have_title(f"Fel: {title}")
        summary.get_by_role("link", name="Välj ett svar").click()
        expect(page.locator("#answer-1")).to_be_focused()
        page.locator("label.option").first.click()
        page.get_by_role("button", name="Svara", exact=True).click()
        expect(page.locator(".feedback h2")).to_be_focused()
        expect(page).to_have_title(title)

    def test_a_miss_is_explained_and_said_to_come_back(self, page: Page) -> None:
        page.locator("label.option").first.click()
        page.get_by_role("button", name="Svara", exact=True).click()
        expect(page.locator(".feedback h2")).to_have_text("Inte riktigt")
        expect(page.locator("#check")).to_contain_text(COMES_BACK)
        expect(page.locator("#check")).to_contain_text("Din plats är sparad")
        assert page.locator("#check input[type=radio]").count() == 0

    def test_reading_back_sends_nothing_twice(self, page: Page, served: Served) -> None:
        page.locator("label.option").first.click()
        page.get_by_role("button", name="Svara", exact=True).click()
        expect(page.locator(".feedback h2")).to_be_visible()
        page.locator("#check .actions a.button").click()
        page.wait_for_url(lambda url: "noel-meddelandet" not in url)
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.reload()
        expect(page.get_by_role("button", name="Svara", exact=True)).to_be_visible()

    def test_without_a_network_the_answer_is_not_said_to_be_saved(self, page: Page) -> None:
        page.locator("label.option").nth(1).click()
        page.context.set_offline(True)
        page.get_by_role("button", name="Svara", exact=True).click()
        failure = page.locator(".failure")
        expect(failure).to_contain_text("Svaret är inte sparat.")
        retry = failure.get_by_role("button", name="Försök igen")
        expect(retry).to_be_focused()
        expect(page.locator("#check")).not_to_contain_text("Din plats är sparad")
        page.context.set_offline(False)
        retry.click()
        expect(page.locator(".feedback h2")).to_have_text("Det stämmer")
        expect(failure).to_have_count(0)

    def test_the_acute_box_is_there(self, page: Page) -> None:
        expect(page.locator(".acute")).to_contain_text("112")


class TestSavedPlace:
    def test_the_place_is_saved_and_taken_up_on_another_device(
        self, desk: Desk, served: Served
    ) -> None:
        name = served.stage.person("anna").name
        served.stage.begin_anew("anna")
        first = desk.window()
        come_in(first, Mouse(first), name)
        begin(first, Mouse(first))
        Walk(first, Mouse(first)).until(most_steps=8)
        expect(first.locator(".saved")).to_contain_text("Din plats är sparad")
        second = desk.window(viewport=PHONE)
        come_in(second, Keyboard(second), name)
        with second.expect_event("load"):
            second.get_by_role("main").get_by_role("link", name="Fortsätt", exact=True).click()
        assert second.url == first.url

    def test_a_visitor_reads_an_open_course_and_nothing_is_kept(
        self, desk: Desk, served: Served
    ) -> None:
        page = desk.window()
        page.goto(f"/kurser/{COURSE}")
        page.get_by_role("link", name="Börja läsa").click()
        page.wait_for_url("**/kurser/**/**")
        page.goto(f"/kurser/{COURSE}/akut/noel-meddelandet")
        page.locator("label.option").first.click()
        page.get_by_role("button", name="Svara", exact=True).click()
        expect(page.locator(".feedback h2")).to_be_focused()
        expect(page.locator("#check")).to_contain_text("Inget sparas.")

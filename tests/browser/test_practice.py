"""Staff practise a conversation, code a transcript and answer the newer checks, in every way there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.catalogue.check import read_courses
from api.catalogue.kinds.compare import CompareStep
from api.catalogue.kinds.dialogue import Dialogue
from api.catalogue.kinds.match import MatchStep
from api.catalogue.kinds.order import OrderStep
from api.catalogue.kinds.transcript import Transcript
from api.catalogue.schema import Graded, Placed
from api.learning.conversation import Conversation
from tests.browser.conftest import Desk
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.pages import sign_in
from tests.browser.serving import Served
from tests.browser.test_accessibility import faults
from tests.conftest import TODAY
from tests.stage import COURSES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PHONE = {"width": 360, "height": 780}
WAYS = pytest.mark.parametrize(
    ("hands_of", "options"),
    [
        pytest.param(Mouse, {}, id="mouse at 1280 px"),
        pytest.param(Keyboard, {"viewport": PHONE}, id="keyboard alone at 360 px"),
        pytest.param(
            Mouse, {"java_script_enabled": False, "viewport": PHONE}, id="without JavaScript"
        ),
    ],
)
READ = {course.id: course for course in read_courses(COURSES, TODAY).courses}
TALKS = READ["mi-samtal"]


def robin() -> Dialogue:
    found = TALKS.exercise("robin")
    assert isinstance(found, Dialogue)
    return found


def shortest_right_way(dialogue: Dialogue) -> list[str]:
    """The replies of a way that listens throughout, to the nearest end that is a small step."""
    waiting = [Conversation(dialogue)]
    while waiting:
        here = waiting.pop(0)
        if here.ended and here.here.ending is not None and here.here.ending.kind == "step":
            return list(here.said)
        ways = (here.say(reply.id) for reply in here.here.replies)
        waiting += [way for way in ways if way.turns[-1].right]
    message = "no such way"
    raise AssertionError(message)


class TestConversation:
    @WAYS
    def test_from_the_first_word_to_the_look_back(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
    ) -> None:
        page = desk.window(**options, reduced_motion="reduce")
        hands, talk = hands_of(page), page.locator("#talk")
        sign_in(served, page, "anna")
        page.goto("/ova/robin")
        way = shortest_right_way(robin())
        assert len(way) >= 7
        for number, reply in enumerate(way):
            if number < 2:
                hands.press(talk.locator("details.replies summary"))
            if number == 1:
                hands.choose(talk.locator("input[name=direct]"))
            hands.choose(talk.locator(f"input[name=reply][value='{reply}']"))
            assert faults(page, options) == []
            hands.press(talk.get_by_role("button", name="Säg så här"))
            expect(talk.locator(".feedback h2")).to_be_focused()
            assert faults(page, options) == []
            last = number == len(way) - 1
            onward = "Till återblicken" if last else "Fortsätt samtalet"
            hands.press(talk.get_by_role("button", name=onward))
            expect(talk.locator(".feedback")).to_have_count(0)
        expect(talk.get_by_role("heading", name="Det här gjorde du")).to_be_visible()
        expect(talk.get_by_text("Det här är inget betyg.")).to_be_visible()
        assert faults(page, options) == []
        assert "?" not in page.url
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    @WAYS
    def test_a_turn_is_taken_back_and_an_empty_reply_is_told(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
    ) -> None:
        page = desk.window(**options)
        hands, talk = hands_of(page), page.locator("#talk")
        sign_in(served, page, "anna")
        page.goto("/ova/robin")
        hands.press(talk.locator("details.replies summary"))
        hands.press(talk.get_by_role("button", name="Säg så här"))
        expect(talk.locator(".error-summary")).to_be_focused()
        expect(page).to_have_title("Fel: Robin har slutat med innebandyn – Kompetenskollen")
        hands.choose(talk.locator("input[name=reply]").last)
        hands.press(talk.get_by_role("button", name="Säg så här"))
        expect(talk.locator("li.me")).to_have_count(1)
        hands.press(talk.get_by_role("button", name="Fortsätt samtalet"))
        expect(talk.locator(".feedback")).to_have_count(0)
        hands.press(talk.get_by_role("button", name="Ångra tur 1"))
        expect(talk.locator("li.me")).to_have_count(0)
        expect(page).to_have_title("Robin har slutat med innebandyn – Kompetenskollen")


class TestCodingBench:
    @WAYS
    def test_every_utterance_is_coded_and_compared(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
    ) -> None:
        page = desk.window(**options, reduced_motion="reduce")
        hands, transcript = hands_of(page), TALKS.exercise("koda-robin")
        assert isinstance(transcript, Transcript)
        sign_in(served, page, "anna")
        page.goto("/ova/koda-robin")
        for said in transcript.utterances():
            hands.pick(page.locator(f"#code-{said.id}"), f"{said.id}:{said.code}")
        for rating in transcript.globals:
            hands.pick(page.locator(f"#rating-{rating.id}"), f"{rating.id}:3")
        assert faults(page, options) == []
        with page.expect_event("load"):
            hands.press(page.get_by_role("button", name="Jämför med nyckeln"))
        total = len(transcript.utterances())
        heading = f"Du och nyckeln är överens om {total} av {total} yttranden"
        expect(page.get_by_role("heading", name=heading)).to_be_focused()
        assert faults(page, options) == []


def one_of(kind: type[Graded]) -> tuple[str, Placed[Graded]]:
    """The first shipped check of a kind and the course it stands in."""
    for course in READ.values():
        for placed in course.graded():
            if isinstance(placed.step, kind):
                return course.id, placed
    message = f"no course asks by {kind.__name__}"
    raise AssertionError(message)


def answer(page: Page, hands: Hands, check: Graded) -> None:
    """Answer rightly, from the top of the page to its end."""
    if isinstance(check, CompareStep):
        hands.choose(page.locator(f"input[name=answer][value='{check.best}']"))
        return
    right = {}
    if isinstance(check, OrderStep):
        right = {item.id: str(number) for number, item in enumerate(check.items, start=1)}
    elif isinstance(check, MatchStep):
        right = {pair.id: pair.target for pair in check.items}
    for place in page.locator("#check select").all():
        item = place.locator("option").first.get_attribute("value")
        assert item is not None
        hands.pick(place, f"{item}{right[item.rstrip(':')]}")


@pytest.mark.parametrize("kind", [OrderStep, MatchStep, CompareStep], ids=lambda k: k.__name__)
class TestKinds:
    @WAYS
    def test_it_is_asked_refused_answered_and_explained(
        self,
        desk: Desk,
        served: Served,
        hands_of: Callable[[Page], Hands],
        options: dict[str, object],
        kind: type[Graded],
    ) -> None:
        page = desk.window(**options, reduced_motion="reduce")
        hands = hands_of(page)
        course_id, placed = one_of(kind)
        sign_in(served, page, "anna")
        page.goto(f"/kurser/{course_id}/{placed.module.id}/{placed.step.id}")
        assert faults(page, options) == []
        hands.press(page.get_by_role("button", name="Svara", exact=True))
        expect(page.locator(".error-summary")).to_be_focused()
        assert faults(page, options) == []
        answer(page, hands, placed.step)
        hands.press(page.get_by_role("button", name="Svara", exact=True))
        heading = page.locator("#check .feedback h2")
        expect(heading).to_be_focused()
        expect(heading).to_have_text("Det stämmer")
        assert faults(page, options) == []

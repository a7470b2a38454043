"""Takes a course from wherever it stands to its certificate, with the answers of the course files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from api.catalogue.check import read_courses
from api.catalogue.schema import Course, QuestionStep
from tests.browser.hands import Hands
from tests.conftest import TODAY
from tests.stage import COURSES

COURSE = "forsta-steget"
STEP = re.compile(rf"/kurser/{COURSE}/([^/?#]+)/([^/?#]+)$")
MODULE = re.compile(rf"/kurser/{COURSE}/([^/?#]+)$")
MOST_PAGES = 200
WRONG_EVERY = 3


def course() -> Course:
    return next(each for each in read_courses(COURSES, TODAY).courses if each.id == COURSE)


@dataclass
class Walk:
    """Somebody on their way through the course. Every third question they get wrong at first."""

    page: Page
    hands: Hands
    course: Course = field(default_factory=course)
    asked: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong_every: int = WRONG_EVERY
    look: Callable[[], None] = lambda: None
    """What is looked at on every page of the way, and again when an answer is explained."""

    def to_certificate(self) -> None:
        self.until("/intyg/")

    def until(self, place: str = "/intyg/", *, most_steps: int = MOST_PAGES) -> None:
        """Go on until the address holds a place, or for so many pages."""
        for _ in range(most_steps):
            if place in self.page.url:
                return
            self.look()
            self.one_page()

    def one_page(self) -> None:
        if self.page.url.endswith("/igen"):
            self.onward(self.page.get_by_role("link", name="Svara på nästa fråga"))
        elif step := STEP.search(self.page.url):
            self._step(*step.groups())
        elif MODULE.search(self.page.url):
            self.onward(self.page.locator("main .actions a.button"))
        else:
            message = f"lost at {self.page.url}"
            raise AssertionError(message)

    def onward(self, target: Locator) -> None:
        """Press what leads to another page, and wait until it is there."""
        with self.page.expect_event("load"):
            self.hands.press(target)

    def _step(self, module_id: str, step_id: str) -> None:
        placed = self.course.find(module_id, step_id)
        assert placed is not None, (module_id, step_id)
        if isinstance(placed.step, QuestionStep):
            self.answer(placed.step)
            self.onward(self.page.locator("#check .actions a.button"))
        else:
            self.onward(self.page.get_by_role("button", name="Gå vidare"))

    def answer(self, question: QuestionStep) -> None:
        """Answer, wrongly if it is this question's turn and it has not been asked before."""
        again = question.id in self.asked
        self.asked.append(question.id)
        wrong = not again and len(set(self.asked)) % self.wrong_every == 0
        key = {choice.id for choice in question.choices if choice.correct}
        if wrong:
            self.missed.append(question.id)
            key = {next(choice.id for choice in question.choices if not choice.correct)}
        for choice_id in sorted(key):
            self.hands.choose(self.page.locator(f"#check input[name=answer][value='{choice_id}']"))
        self.hands.press(self.page.get_by_role("button", name="Svara", exact=True))
        heading = self.page.locator("#check .feedback h2")
        expect(heading).to_be_focused()
        expect(heading).to_have_text("Inte riktigt" if wrong else "Det stämmer")
        self.look()

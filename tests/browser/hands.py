"""Two ways to use a page: with a mouse, and with the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Locator, Page

MOST_TABS = 80


class Hands(Protocol):
    """How somebody uses a page."""

    def press(self, target: Locator) -> None:
        """Press a link or a button."""

    def choose(self, target: Locator) -> None:
        """Choose a radio button or a checkbox."""

    def pick(self, target: Locator, value: str) -> None:
        """Pick a value in a list."""


@dataclass(frozen=True)
class Mouse:
    """Points and clicks."""

    page: Page

    def press(self, target: Locator) -> None:
        target.click()

    def choose(self, target: Locator) -> None:
        # What one clicks is the words beside the control.
        target.locator("xpath=ancestor::label").click()

    def pick(self, target: Locator, value: str) -> None:
        target.select_option(value)


@dataclass(frozen=True)
class Keyboard:
    """Tabs, arrows, space and enter; nothing else. Skips the head of each page, as one does."""

    page: Page

    def press(self, target: Locator) -> None:
        self._go_to(target)
        self.page.keyboard.press("Enter")

    def choose(self, target: Locator) -> None:
        if target.get_attribute("type") == "checkbox":
            self._go_to(target)
            self.page.keyboard.press("Space")
            return
        # One tab stop for the whole group; arrows move and choose within it.
        name = target.get_attribute("name")
        group = self.page.locator(f"input[name='{name}']")
        self._go_to(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if target.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        message = "the arrows never reached the option"
        raise AssertionError(message)

    def pick(self, target: Locator, value: str) -> None:
        self._go_to(target)
        for _ in range(target.locator("option").count()):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        message = "the arrows never reached the value"
        raise AssertionError(message)

    def _go_to(self, target: Locator) -> None:
        if self._at_top():
            self.page.keyboard.press("Tab")
            assert self.page.evaluate("document.activeElement.className") == "skip-link"
            self.page.keyboard.press("Enter")
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        message = f"the keyboard never reached {target}"
        raise AssertionError(message)

    def _at_top(self) -> bool:
        return bool(
            self.page.evaluate(
                "!document.activeElement || document.activeElement === document.body"
            )
        )

"""A real Chromium against a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    expect,
)

from tests.browser.chromium import PATIENCE, chromium
from tests.browser.serving import Served, serve
from tests.stage import Loaded, load_once
from tests.web.conftest import shared_folder

CHROMIUM = os.environ.get("KOLLEN_TEST_CHROMIUM", "/usr/bin/chromium")
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return load_once(shared_folder(tmp_path_factory), "sqlite", "")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium: KOLLEN_TEST_CHROMIUM is set to nothing")
    expect.set_options(timeout=PATIENCE)
    with chromium(CHROMIUM) as started:
        yield started


@pytest.fixture
def served(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A journey's own server and data."""
    with serve(demo, tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture(scope="module")
def standing(demo: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A module's server, for tests that only look."""
    with serve(demo, tmp_path_factory.mktemp("standing")) as running:
        yield running


@dataclass
class Desk:
    """Opens browser windows, and holds every page to what none may do."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def window(self, **options: Any) -> Page:
        """A page in a new, empty browser profile."""
        chosen: dict[str, Any] = {"viewport": WIDE, "locale": "sv-SE", "base_url": self.url}
        context = self.browser.new_context(**{**chosen, **options})
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("request", self._on_request)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _on_console(self, message: ConsoleMessage) -> None:
        # A 422 is how a form says no, and a lost network is one of the journeys.
        excused = ("Failed to load resource", "Failed to fetch")
        if message.type == "error" and not any(text in message.text for text in excused):
            self.complaints.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:")):
            self.complaints.append(f"asked elsewhere: {request.url}")


def open_desk(browser: Browser, url: str) -> Iterator[Desk]:
    """A desk for a while; at its end no page may have done what none may do."""
    made = Desk(browser, url)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def desk(browser: Browser, served: Served) -> Iterator[Desk]:
    """Windows on a journey's own server."""
    yield from open_desk(browser, served.url)


@pytest.fixture
def reading_desk(browser: Browser, standing: Served) -> Iterator[Desk]:
    """Windows on the module's server."""
    yield from open_desk(browser, standing.url)

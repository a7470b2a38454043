"""Chromium as the tests and the screenshots start it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 10_000  # milliseconds for whatever a page is asked to show


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """Start the Chromium at a path. Raises FileNotFoundError with what to do when there is none."""
    if not Path(path).exists():
        message = (
            f"Chromium is missing: there is no {path}. Install it (Debian: chromium), set "
            "KOLLEN_TEST_CHROMIUM to the path of one, or to nothing to skip these tests."
        )
        raise FileNotFoundError(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()

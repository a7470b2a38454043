"""Takes the pictures of the README: ``python -m scripts.screenshots [--all]``.

The server, its demo municipality and its day are the tests' own, so a picture changes only when the page
does. ``--all`` takes every main page, narrow and wide, light and dark, into ``var/pictures`` to be looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.chromium import chromium
from tests.browser.pages import PAGES, Shown, show
from tests.browser.serving import Served, serve
from tests.stage import Loaded, load_once

ROOT = Path(__file__).parent.parent
PICTURES, ALL_PICTURES = ROOT / "docs" / "pictures", ROOT / "var" / "pictures"
CHROMIUM = os.environ.get("KOLLEN_TEST_CHROMIUM") or "/usr/bin/chromium"
MOST_BYTES = 150_000
PHONE: ViewportSize = {"width": 360, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
# As high as the matrix, so that nothing is cut above it.
TABLE: ViewportSize = {"width": 1280, "height": 876}
KNOWN_AS = "http://127.0.0.1:8000"
Scheme = Literal["light", "dark"]
# Name of the picture, of the page, the window, and what must be seen in it.
README: tuple[tuple[str, str, ViewportSize, str], ...] = (
    ("home-mobile", "home", PHONE, "h1"),
    ("question-mobile", "question-missed", PHONE, ".feedback"),
    ("unit", "unit", DESK, "h1"),
    ("coverage", "coverage", TABLE, "#coverage-table"),
    ("certificate", "certificate", DESK, "h1"),
)


@contextmanager
def window(browser: Browser, served: Served, size: ViewportSize, scheme: Scheme) -> Iterator[Page]:
    """A page in an empty profile."""
    context = browser.new_context(
        viewport=size,
        color_scheme=scheme,
        base_url=served.url,
        locale="sv-SE",
    )
    yield context.new_page()
    context.close()


def take_readme(browser: Browser, loaded: Loaded, folder: Path) -> None:
    """The pictures that the README shows: one screen of each."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, page_name, size, seen in README:
        place = PICTURES / f"{name}.png"
        shown = next(each for each in PAGES if each.name == page_name)
        with (
            serve(loaded, folder, known_as=KNOWN_AS) as served,
            window(browser, served, size, "light") as page,
        ):
            show(served, page, shown)
            page.locator(seen).evaluate(
                "element => scrollY + innerHeight < element.getBoundingClientRect().bottom + scrollY"
                " && element.scrollIntoView({block: 'end'})"
            )
            page.screenshot(path=place)
        if place.stat().st_size > MOST_BYTES:
            sys.exit(f"{place} has {place.stat().st_size} bytes, more than {MOST_BYTES}.")
        print(f"{place.relative_to(ROOT)} {place.stat().st_size} bytes")


def take_all(browser: Browser, loaded: Loaded, folder: Path) -> None:
    """Every main page from top to bottom, in each width and scheme."""
    ALL_PICTURES.mkdir(parents=True, exist_ok=True)
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for shown in PAGES:
        with serve(loaded, folder, known_as=KNOWN_AS) as served:
            for size in (PHONE, DESK):
                for scheme in schemes:
                    take(browser, served, shown, size, scheme)
        print(shown.name)


def take(
    browser: Browser, served: Served, shown: Shown, size: ViewportSize, scheme: Scheme
) -> None:
    """One picture for looking."""
    served.stage.begin_anew("anna")
    place = ALL_PICTURES / f"{shown.name}-{size['width']}-{scheme}.png"
    with window(browser, served, size, scheme) as page:
        show(served, page, shown)
        page.screenshot(path=place, full_page=True)


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    with TemporaryDirectory() as name, chromium(CHROMIUM) as browser:
        folder = Path(name)
        loaded = load_once(folder, "sqlite", "")
        if "--all" in arguments:
            take_all(browser, loaded, folder)
        else:
            take_readme(browser, loaded, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

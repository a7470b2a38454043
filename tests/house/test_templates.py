"""Every template compiles and keeps what the browser's walls and the readers need."""

import re
from pathlib import Path

import pytest

from web.render import environment

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PAGES = [name for name in NAMES if not name.startswith("components/") and name != "base.html"]


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str) -> None:
    environment().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_no_inline_script_or_style(name: str) -> None:
    text = source(name)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=|hx-on|javascript:", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title_and_one_heading(name: str) -> None:
    text = source(name)
    assert "{% block title %}" in text
    assert text.count("<h1") >= 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_marked_safe_in_a_template(name: str) -> None:
    assert "|safe" not in source(name).replace(" ", "")


def test_every_template_named_by_a_view_exists() -> None:
    named = set()
    for path in (TEMPLATES.parent).rglob("*.py"):
        named |= set(re.findall(r'"([a-z_]+(?:/[a-z_]+)*\.html)"', path.read_text()))
    assert len(named) >= 8
    assert named <= set(NAMES)

"""Markdown from course files to safe HTML."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "a"),
    *("br", "hr", "code", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DEEPEST = 6

# Only the quotes of the typographer: its replacements would turn "punkt (c)" into a copyright sign.
_OPTIONS = {"html": False, "typographer": True, "quotes": "\u201d\u201d\u2019\u2019"}
_RENDERER = MarkdownIt("commonmark", _OPTIONS).enable(["table", "smartquotes"])
# HTML is never rendered; this parser lets it through only so that an author can be told of it.
_PROBE = MarkdownIt("commonmark", {"html": True}).enable(["table"])


class MarkdownFault(NamedTuple):
    """Something in a text that readers would not see as the author meant it."""

    line: int
    """Lines down from the first line of the text, which is 0."""
    text: str


@lru_cache(maxsize=4096)
def render(source: str, *, top: int = 2) -> str:
    """Return safe HTML in which the highest heading has level `top` (2 to 6; never an h1).

    Depends on the arguments alone, hence cached by them: the same text is rendered once.
    """
    env: dict[str, object] = {}
    tokens = _RENDERER.parse(source, env)
    _shift_headings(tokens, top)
    html = str(_RENDERER.renderer.render(tokens, _RENDERER.options, env))
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)


def count_words(source: str) -> int:
    """Return how many words a reader sees: addresses of links and bare signs are not words."""
    return sum(
        any(character.isalnum() for character in word)
        for block in blocks(source)
        for word in block.split()
    )


def blocks(source: str) -> list[str]:
    """Return the paragraphs, headings and points of a text as a reader sees them."""
    return [seen for token in _RENDERER.parse(source) if (seen := _visible(token))]


def find_faults(source: str) -> list[MarkdownFault]:
    """Return the raw HTML and the pictures in a text, the first on each line: none is shown."""
    first: dict[int, MarkdownFault] = {}
    for token in _PROBE.parse(source):
        for fault in _faults(token):
            first.setdefault(fault.line, fault)
    return list(first.values())


def _shift_headings(tokens: Sequence[Token], top: int) -> None:
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1:]) for token in headings), default=top)
    for token in headings:
        level = int(token.tag[1:]) - highest + top
        token.tag = f"h{min(level, _DEEPEST)}"


def _visible(token: Token) -> str:
    if token.type != "inline":
        return token.content
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in token.children or ()
    )


def _faults(token: Token) -> Iterator[MarkdownFault]:
    line = token.map[0] if token.map else 0
    if token.type == "html_block":
        yield MarkdownFault(line, _html_text(token.content))
    for child in token.children or ():
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type == "html_inline":
            yield MarkdownFault(line, _html_text(child.content))
            line += child.content.count("\n")
        elif child.type == "image":
            yield MarkdownFault(
                line, "Bilder visas inte i kurstexter. Ta bort bilden och beskriv den i text."
            )


def _html_text(html: str) -> str:
    shown = html.strip().splitlines()[0]
    return (
        f"HTML visas inte: ”{shown}”. Använd Markdown, eller skriv &lt; om du menar ett "
        "mindre än-tecken."
    )

"""What a first visit to a page fetches: the page, its style sheets, scripts and pictures; fonts apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from bench.client import Ask, on_the_wire

FETCHED_LINKS = frozenset({"stylesheet", "icon", "manifest", "preload", "modulepreload"})
IN_STYLES = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")
FONTS = (".woff2", ".woff", ".ttf", ".otf")


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire, heads included, and requests."""

    requests: int
    gzipped: int
    raw: int
    fonts: int


class _Links(HTMLParser):
    """Gathers what a browser fetches of its own accord."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.has_icon = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element as it begins."""
        given = dict(attrs)
        rel = set((given.get("rel") or "").split())
        if tag == "link" and rel & FETCHED_LINKS:
            self.found.append(given.get("href") or "")
            self.has_icon |= "icon" in rel
        elif tag in {"script", "img", "source", "use"}:
            self.found.append(given.get("src") or given.get("href") or "")


def linked(html: str) -> list[str]:
    """Pure: the addresses a page makes a browser fetch, each once."""
    links = _Links()
    links.feed(html)
    found = links.found if links.has_icon else [*links.found, "/favicon.ico"]
    return list(dict.fromkeys(each for each in found if _to_fetch(each)))


def styled(css: str, base: str) -> list[str]:
    """Pure: the addresses a style sheet names, each once."""
    found = (each for each in IN_STYLES.findall(css) if _to_fetch(each))
    return list(dict.fromkeys(urljoin(base, each) for each in found))


def weigh(port: int, page: Ask) -> Weight:
    """Fetch a page and all that belongs to it, gzipped and raw."""
    body = _body(on_the_wire(port, page, gzip=False))
    parts = linked(body)
    for part in list(parts):
        if urlsplit(part).path.endswith(".css"):
            parts += styled(_body(on_the_wire(port, Ask(part), gzip=False)), part)
    others = [Ask(each) for each in dict.fromkeys(parts) if not _is_font(each)]
    fonts = [Ask(each) for each in dict.fromkeys(parts) if _is_font(each)]
    return Weight(
        requests=1 + len(others),
        gzipped=_bytes(port, (page, *others), gzip=True),
        raw=_bytes(port, (page, *others), gzip=False),
        fonts=_bytes(port, fonts, gzip=True),
    )


def _to_fetch(address: str) -> bool:
    return bool(address) and not address.startswith(("data:", "#"))


def _is_font(address: str) -> bool:
    return urlsplit(address).path.endswith(FONTS)


def _bytes(port: int, asked: Iterable[Ask], *, gzip: bool) -> int:
    return sum(len(on_the_wire(port, each, gzip=gzip)) for each in asked)


def _body(received: bytes) -> str:
    return received.partition(b"\r\n\r\n")[2].decode()

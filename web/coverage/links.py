"""Where one can go from a page, and what one can choose on it."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Link:
    """An address and what it leads to."""

    href: str
    label: str | Markup
    current: bool = False


@dataclass(frozen=True)
class Option:
    """A choice of a select."""

    id: str
    text: str

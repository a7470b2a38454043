"""What the pages of several rooms are made of."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Link:
    """A link; ``href`` empty: only its words. ``current``: it leads to what is shown already."""

    href: str
    label: str | Markup
    current: bool = False


@dataclass(frozen=True)
class Choice:
    """One of the things a form lets choose from. ``lang``: of its text, where not the page's."""

    id: str
    text: str
    lang: str = ""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with a field of a form, and its id, so that the summary can lead there."""

    field: str
    text: str

"""Swedish and English. Texts are written in Swedish; the catalogue in ``translations/en`` follows.

The language of a request is its address (``/en/…``). It lies in a context variable, so that templates,
dates and error texts agree without its being passed about.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from math import floor
from pathlib import Path

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent / "translations"
SWEDISH, ENGLISH = "sv", "en"
_locale: ContextVar[str] = ContextVar("locale", default=SWEDISH)


def locale() -> str:
    """The language of the present request: ``sv`` or ``en``."""
    return _locale.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for the length of a block."""
    token = _locale.set(language)
    try:
        yield
    finally:
        _locale.reset(token)


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language. The .po file is compiled in memory: there is no second copy."""
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if language == SWEDISH or not path.exists():
        return NullTranslations()

    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(text: str) -> str:
    """Say a text in the language of the request."""
    return translations(locale()).gettext(text) if text else text


def ngettext(one: str, many: str, count: int) -> str:
    """Say a text that depends on a number."""
    return translations(locale()).ngettext(one, many, count)


@lru_cache(maxsize=4096)
def _dated(day: date, pattern: str, babel_locale: str) -> str:
    return format_date(day, pattern, locale=babel_locale)


def day_text(day: date | None) -> str:
    """``22 november 2026``; a dash for no day."""
    return _dated(day, "d MMMM y", _babel()) if day else "–"


def day_short(day: date | None) -> str:
    """``22 nov``; for tags beside a text that gives the year."""
    return _dated(day, "d MMM", _babel()).rstrip(".") if day else "–"


def percent_text(share: float | None) -> str:
    """A share of one as a whole percentage, rounded down; a dash when there is no share."""
    if share is None:
        return "–"
    # The margin mends only what binary fractions lose (0.29 * 100 = 28.999…), never a real remainder.
    return f"{floor(share * 100 + 1e-9)}\N{NO-BREAK SPACE}%"


def number_text(number: int) -> str:
    """``12 345`` as the language writes it: thousands apart by a space, in English by a comma."""
    grouped = f"{number:,}"
    return grouped if locale() == ENGLISH else grouped.replace(",", "\N{NO-BREAK SPACE}")


def _babel() -> str:
    return "sv_SE" if locale() == SWEDISH else "en_GB"

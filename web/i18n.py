"""Swedish and English. Texts are written in Swedish; the catalogue in ``translations/en`` follows.

The language of a request is its address (``/en/…``). It lies in a context variable, so that templates,
dates and error texts agree without its being passed about. Courses can also be read in Swedish that is
easy to read (``/lattlast/kurser/…``): the page's own words are then Swedish, only the course's differ.
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
SWEDISH, ENGLISH, EASY = "sv", "en", "lattlast"
_language: ContextVar[str] = ContextVar("language", default=SWEDISH)
_course_language: ContextVar[str] = ContextVar("course_language", default=SWEDISH)


def language() -> str:
    """What the present request is to be answered in: ``sv``, ``en`` or ``lattlast``."""
    return _language.get()


def locale() -> str:
    """The language of the present request: ``sv`` or ``en``."""
    return ENGLISH if language() == ENGLISH else SWEDISH


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for the length of a block."""
    token, course = _language.set(language), _course_language.set(SWEDISH)
    try:
        yield
    finally:
        _language.reset(token)
        _course_language.reset(course)


def course_language() -> str:
    """The language of the course text on the page: ``sv`` or ``en``."""
    return _course_language.get()


def tell_course_in(language: str) -> None:
    """Set the language of the course text, for the rest of the request."""
    _course_language.set(language)


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


def month_text(day: date) -> str:
    """``november 2026``."""
    return _dated(day, "MMMM y", _babel())


def month_name(day: date) -> str:
    """``november``; where the year is said beside it."""
    return _dated(day, "MMMM", _babel())


def month_short(day: date) -> str:
    """``nov``; for the axis of a chart."""
    return _dated(day, "MMM", _babel()).rstrip(".")


def percent_text(share: float | None) -> str:
    """A share of one as a whole percentage, rounded down; a dash when there is no share."""
    if share is None:
        return "–"
    # The margin mends only what binary fractions lose (0.29 * 100 = 28.999…), never a real remainder.
    return f"{floor(share * 100 + 1e-9)}\N{NO-BREAK SPACE}%"


def number_text(number: int) -> str:
    """``12 345`` as the language writes it, thousands apart (in English by a comma), minus as a minus."""
    grouped = f"{number:,}".replace("-", "\N{MINUS SIGN}")
    return grouped if locale() == ENGLISH else grouped.replace(",", "\N{NO-BREAK SPACE}")


def _babel() -> str:
    return "sv_SE" if locale() == SWEDISH else "en_GB"

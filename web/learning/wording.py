"""Course text on our pages: its language marked, its questions taken apart."""

import re

from markupsafe import Markup, escape

from api.catalogue.schema import Course
from api.tallies.models import Sureness
from web.i18n import ENGLISH, SWEDISH, course_language, locale
from web.i18n import gettext as _
from web.parts import Choice

# The last sentence that asks, and what the author added after it ("Välj alla som passar.").
ASKING = re.compile(r"(?:^|(?<=[.!?:”])\s+)(?P<ask>[^.!?”]+\?(?:\s+[^?]{1,80})?)$")
NOT_PLAIN = re.compile(r"\s*([-*+>#|`]|\d+[.)]\s)|.*[*_`\[\]\\<]", re.DOTALL)


def course_text(text: str, spoken: str = "") -> Markup:
    """Text of a course as inline HTML; its language marked on pages that are in another.

    ``spoken``: the text's language, where it is not that of the page's course text.
    """
    spoken = spoken or course_language()
    if locale() == spoken:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(spoken, text)


def spoken_by(course: Course) -> str:
    """The language in which the words of a course are read here: ``sv`` or ``en``."""
    return ENGLISH if locale() == ENGLISH and course.speaks(ENGLISH) else SWEDISH


def course_title(course: Course) -> Markup:
    """A course's title on a page of several courses, which may be in different languages."""
    return course_text(course.title, spoken_by(course))


def sureness_text(sure: Sureness) -> str:
    """One of the four answers to how sure somebody feels."""
    return {
        Sureness.NOT_AT_ALL: _("Stämmer inte alls"),
        Sureness.A_LITTLE: _("Stämmer lite"),
        Sureness.FAIRLY_WELL: _("Stämmer ganska bra"),
        Sureness.COMPLETELY: _("Stämmer helt"),
    }[sure]


def sureness_choices() -> tuple[Choice, ...]:
    """The four answers, to choose among."""
    return tuple(Choice(str(int(sure)), sureness_text(sure)) for sure in Sureness)


def split_question(stem: str) -> tuple[str, str]:
    """A stem as the scene (Markdown) and the sentence that asks (plain text).

    The sentence becomes the legend of the options, so that whoever hears the page hears what is
    asked when the options begin. It is empty where no plain sentence asks.
    """
    scene, _gap, last = stem.strip().rpartition("\n\n")
    if NOT_PLAIN.match(last):
        return stem.strip(), ""
    found = ASKING.search(last)
    if found is None:
        return (scene, " ".join(last.split())) if scene else (last, "")
    before = last[: found.start()].strip()
    ask = " ".join(found["ask"].split())
    return "\n\n".join(part for part in (scene, before) if part), ask

"""Names out of the municipality's own registers, and numbers of people, on our pages."""

from markupsafe import Markup, escape

from web.i18n import SWEDISH, locale, ngettext, number_text
from web.i18n import gettext as _

MINUS = "\N{MINUS SIGN}"


def named(text: str) -> Markup:
    """Give a name as inline HTML; marked as Swedish on pages that are not."""
    if locale() == SWEDISH:
        return escape(text)
    return Markup('<span lang="sv">{}</span>').format(text)


def people_text(count: int) -> str:
    """How many people."""
    return ngettext("%(count)s person", "%(count)s personer", count) % {"count": number_text(count)}


def units_text(count: int) -> str:
    """How many units."""
    return ngettext("%(count)s enhet", "%(count)s enheter", count) % {"count": number_text(count)}


def of_text(covered: int, required: int) -> str:
    """``83 av 90``."""
    return _("%(covered)s av %(required)s") % {
        "covered": number_text(covered),
        "required": number_text(required),
    }


def to_goal_text(people: int) -> str:
    """``13 till målet``."""
    return _("%(count)s till målet") % {"count": number_text(people)}


def trained_text(people: int) -> str:
    """``4 utbildade``."""
    return ngettext("%(count)s utbildad", "%(count)s utbildade", people) % {
        "count": number_text(people)
    }


def exempt_text(people: int) -> str:
    """``2 undantagna``."""
    return ngettext("%(count)s undantagen", "%(count)s undantagna", people) % {
        "count": number_text(people)
    }

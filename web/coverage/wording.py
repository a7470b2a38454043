"""Names out of the municipality's own registers, and what is counted or told apart by them."""

from markupsafe import Markup, escape

from api.organisation.models import UnitKind
from web.i18n import SWEDISH, locale, ngettext, number_text
from web.i18n import gettext as _
from web.parts import Choice


def named(text: str) -> Markup:
    """Give a name as inline HTML; marked as Swedish on pages that are not."""
    if locale() == SWEDISH:
        return escape(text)
    return Markup('<span lang="sv">{}</span>').format(text)


def name_choice(code: str, name: str) -> Choice:
    """Let a form choose something by its name."""
    return Choice(code, name, "" if locale() == SWEDISH else SWEDISH)


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


def kind_text(kind: UnitKind) -> str:
    """Name a kind of unit."""
    words = {
        UnitKind.KOMMUN: _("kommun"),
        UnitKind.NAMND: _("nämnd"),
        UnitKind.FORVALTNING: _("förvaltning"),
        UnitKind.AVDELNING: _("avdelning"),
        UnitKind.ENHET: _("enhet"),
        UnitKind.EXTERN: _("samverkanspart"),
    }
    return words[kind]


def level_text(level: str) -> str:
    """Name a level of prevention."""
    words = {
        "generell": _("Generell"),
        "specifik": _("Specifik"),
        "individinriktad": _("Individinriktad"),
    }
    return words[level]

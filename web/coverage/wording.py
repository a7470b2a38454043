"""Names out of the municipality's own registers, and what is counted or told apart by them."""

from markupsafe import Markup, escape

from api.organisation.models import UnitKind
from web.i18n import SWEDISH, locale, ngettext, number_text
from web.i18n import gettext as _


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

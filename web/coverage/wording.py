"""Names out of the municipality's own registers, on our pages."""

from markupsafe import Markup, escape

from web.i18n import SWEDISH, locale, ngettext, number_text


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

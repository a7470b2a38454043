"""The plan in plain words: small numbers are words, as one would say them at a meeting."""

from datetime import date

from babel.dates import format_date

from api.coverage.planning import Need
from api.texts import N_
from web.i18n import SWEDISH, locale, ngettext, number_text
from web.i18n import gettext as _

# From two to twelve: one is said otherwise with each noun, and longer numbers read best as figures.
WORDS = (
    N_("två"),
    N_("tre"),
    N_("fyra"),
    N_("fem"),
    N_("sex"),
    N_("sju"),
    N_("åtta"),
    N_("nio"),
    N_("tio"),
    N_("elva"),
    N_("tolv"),
)


def number_words(number: int) -> str:
    """A number in running text."""
    place = number - 2
    return _(WORDS[place]) if 0 <= place < len(WORDS) else number_text(number)


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last."""
    return f"{text[:1].upper()}{text[1:]}."


def day_in_year(day: date) -> str:
    """``1 mars``: where the months are the coming ones, the year says nothing."""
    return format_date(day, "d MMMM", locale="sv_SE" if locale() == SWEDISH else "en_GB")


def need_text(need: Need) -> str:
    """How many need training before the day; for figures that may be told."""
    day, people = day_in_year(need.before), need.people or 0
    if not people:
        return _("ingen behöver utbildning före %(day)s") % {"day": day}
    return ngettext(
        "en behöver utbildning före %(day)s", "%(count)s behöver utbildning före %(day)s", people
    ) % {"count": number_words(people), "day": day}


def enough_text(need: Need) -> str:
    """What is enough for those who need it; empty where nobody does or it is withheld."""
    if not need.people or need.occasions is None:
        return ""
    if not need.occasions:
        return _("de planerade platserna räcker")
    words = {"count": number_words(need.occasions), "seats": seats_text(need.seats)}
    if need.planned:
        return (
            ngettext(
                "ett tillfälle till med %(seats)s räcker",
                "%(count)s tillfällen till med %(seats)s räcker",
                need.occasions,
            )
            % words
        )
    return (
        ngettext(
            "ett tillfälle med %(seats)s räcker",
            "%(count)s tillfällen med %(seats)s räcker",
            need.occasions,
        )
        % words
    )


def seats_text(seats: int) -> str:
    """So many seats."""
    return ngettext("en plats", "%(count)s platser", seats) % {"count": number_words(seats)}


def plan_text(need: Need) -> str:
    """Both in one sentence."""
    return sentence("; ".join(filter(None, (need_text(need), enough_text(need)))))

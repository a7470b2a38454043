"""The day a page is about: read from its address, and the days people ask for most."""

import re
from dataclasses import dataclass
from datetime import date

from api.errors import RuleBroken
from api.records.validity import add_months
from web.i18n import day_text
from web.i18n import gettext as _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# When schools begin, the autumn's count, and the day that reports to the nämnd are about.
ASKED_FOR = ((8, 15), (11, 1), (12, 31))
HALF_A_YEAR = 6


@dataclass(frozen=True)
class QuickDay:
    """A day one click away. ``day`` None is today, whichever day that is when the link is opened."""

    label: str
    day: date | None


def read_day(text: str) -> date | None:
    """Read a day out of an address: None when none is given. Raises RuleBroken("bad_day")."""
    text = text.strip()
    if not text:
        return None
    if not DAY.fullmatch(text):
        raise RuleBroken("bad_day")
    try:
        return date.fromisoformat(text)
    except ValueError as impossible:
        raise RuleBroken("bad_day") from impossible


def quick_days(today: date) -> tuple[QuickDay, ...]:
    """Give the days people ask for most, in this year."""
    dated = [date(today.year, month, day) for month, day in ASKED_FOR]
    return (
        QuickDay(_("I dag"), None),
        *(QuickDay(day_text(day), day) for day in dated),
        QuickDay(_("Om sex månader"), add_months(today, HALF_A_YEAR)),
    )

"""The form for a practice day: filled in from a row of the plan, and checked field by field."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup
from pydantic import BaseModel

from api.coverage.planning import SEATS
from api.errors import RuleBroken
from api.practice.rules import Wanted, faults
from api.texts import error_text
from web.coverage.days import read_day
from web.i18n import gettext
from web.parts import Choice, FieldError

SATURDAY = 5
NUMBER = re.compile(r"\d{1,6}")
# Where on the page a refusal belongs.
FIELDS = {
    "practice_day_past": "dag",
    "practice_day_far": "dag",
    "bad_time": "tid",
    "place_too_long": "plats",
    "seats_out_of_range": "platser",
}


class DayForm(BaseModel):
    """The fields as they were sent. All are texts, so that a wrong one can be shown again."""

    enhet: str = ""
    krav: str = ""
    kurs: str = ""
    dag: str = ""
    tid: str = ""
    plats: str = ""
    platser: str = ""

    @property
    def where(self) -> str:
        """The place with spaces and line breaks made one."""
        return " ".join(self.plats.replace("\x00", "").split())

    def read(self, known: Collection[str], today: date) -> tuple[Wanted | None, list[FieldError]]:
        """The day that is wanted, or what is wrong, in the order of the fields."""
        found: list[FieldError] = []
        if self.kurs not in known:
            found.append(FieldError("kurs", gettext("Välj en kurs")))
        wanted = Wanted(
            unit_code=self.enhet.strip(),
            course_id=self.kurs,
            day=self._day(found) or today,
            seats=read_seats(self.platser) or 0,
            start=self.tid.replace("\x00", ""),
            place=self.where,
        )
        found += [
            FieldError(FIELDS[fault.code], error_text(fault, gettext))
            for fault in faults(wanted, today)
        ]
        return (None if found else wanted), found

    def _day(self, found: list[FieldError]) -> date | None:
        try:
            day = read_day(self.dag)
        except RuleBroken as unreadable:
            found.append(FieldError("dag", error_text(unreadable, gettext)))
            return None
        if day is None:
            found.append(FieldError("dag", gettext("Skriv vilken dag det blir")))
        return day


@dataclass(frozen=True)
class FormView:
    """The page of the form. ``courses`` empty: none that the requirement accepts is given here."""

    unit_code: str
    unit_name: Markup
    courses: tuple[Choice, ...]
    form: DayForm
    errors: tuple[FieldError, ...]
    back: str


def read_seats(text: str) -> int | None:
    """A number of seats out of an address or a form; None for what is no number."""
    text = text.strip()
    return int(text) if NUMBER.fullmatch(text) else None


def last_working_day(before: date | None, today: date) -> date:
    """The day that is suggested: the last weekday before a month, but none that has been."""
    day = (before or today) - timedelta(1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(1)
    return max(day, today)


def filled_in(
    *, unit: str, requirement: str, course: str, seats: str, before: date | None, today: date
) -> DayForm:
    """The form as it is first shown. The day is left open when no month is given."""
    return DayForm(
        enhet=unit,
        krav=requirement,
        kurs=course,
        dag=last_working_day(before, today).isoformat() if before else "",
        platser=seats.strip() or str(SEATS),
    )

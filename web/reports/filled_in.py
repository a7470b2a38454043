"""What the form of a draft brings, and what is wrong with it."""

from datetime import date

from pydantic import BaseModel

from api.errors import RuleBroken
from api.reports.headings import Heading
from api.reports.service import Draft, Wish
from api.texts import error_text
from web.coverage.days import read_day
from web.i18n import gettext
from web.parts import FieldError

# Where on the page a refusal belongs.
FIELDS = {
    "report_unit": "unit",
    "report_day_in_future": "day",
    "bad_day": "day",
    "report_diary_number_too_long": "diary_number",
}


class ReportForm(BaseModel):
    """The fields as they were sent. All are texts, so that a wrong one can be shown again."""

    unit: str = ""
    day: str = ""
    diary_number: str = ""
    summary: str = ""
    goals: str = ""
    cooperation: str = ""
    civil_society: str = ""
    methods: str = ""
    organisation: str = ""
    competence: str = ""
    individuals: str = ""
    relatives: str = ""
    follow_up: str = ""
    decisions: str = ""
    then: str = ""

    def text(self, heading: Heading) -> str:
        """What was written under a heading."""
        return str(getattr(self, heading.value))

    def wish(self, today: date) -> Wish:
        """The draft that is asked for. Raises RuleBroken("bad_day")."""
        return Wish(
            unit_code=self.unit.strip(),
            on=read_day(self.day) or today,
            diary_number=self.diary_number.replace("\x00", ""),
            texts={heading: self.text(heading) for heading in Heading},
        )


def form_of(draft: Draft) -> ReportForm:
    """A draft as its form has it."""
    texts = {heading.value: text for heading, text in draft.texts.items()}
    given = {"unit": draft.unit.code, "day": draft.on.isoformat()}
    return ReportForm(**given, diary_number=draft.diary_number, **texts)


def fault(error: RuleBroken) -> FieldError:
    """Say what is wrong, at its field."""
    field = FIELDS.get(error.code) or str(error.values.get("heading", "unit"))
    return FieldError(field, error_text(error, gettext))

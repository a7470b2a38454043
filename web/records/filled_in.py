"""What the form for outside training brings, checked field by field."""

from collections.abc import Collection
from datetime import date

from pydantic import BaseModel

from api.access.actor import Actor
from api.db.session import ReadSession
from api.errors import DomainError
from api.records.courses import last_valid_day
from api.records.models import MAX_NOTE, RecordSource
from api.records.service import OutsideTraining
from api.texts import error_text
from web.i18n import gettext
from web.parts import FieldError

REPORTED = (RecordSource.CLASSROOM, RecordSource.EXTERNAL, RecordSource.IMPORTED)
# Where on the page a refusal belongs.
FIELDS = {
    "record_ends_before": "valid_until",
    "record_validity_unknown": "valid_until",
    "note_too_long": "note",
}


class TrainingForm(BaseModel):
    """The fields as they were sent. All are texts, so that a wrong one can be shown again."""

    person: str = ""
    course: str = ""
    completed_on: str = ""
    valid_until: str = ""
    never: str = ""
    source: str = ""
    note: str = ""

    @property
    def whom(self) -> str:
        """The employee id."""
        return self.person.replace("\x00", "").strip()

    @property
    def tidy_note(self) -> str:
        """The note with spaces and line breaks made one, as an import reads it."""
        return " ".join(self.note.replace("\x00", "").split())

    def faults(self, known: Collection[str]) -> list[FieldError]:
        """What is wrong, in the order of the fields."""
        found: list[FieldError] = []
        if self.course not in known:
            found.append(FieldError("course", gettext("Välj en utbildning")))
        if not self.completed_on.strip():
            found.append(FieldError("completed_on", gettext("Skriv vilken dag den var klar")))
        elif _day(self.completed_on) is None:
            found.append(_unreadable("completed_on"))
        found += self._faults_of_validity()
        if self.source not in REPORTED:
            found.append(FieldError("source-1", gettext("Välj hur utbildningen gavs")))
        if len(self.tidy_note) > MAX_NOTE:
            found.append(FieldError("note", gettext("Anteckningen får ha högst 200 tecken.")))
        return found

    def training(self, session: ReadSession, actor: Actor) -> OutsideTraining:
        """The training, of a form without faults. Raises RuleBroken where only a day can tell."""
        completed_on = _day(self.completed_on)
        assert completed_on is not None  # noqa: S101 - no faults
        valid_until = _day(self.valid_until)
        if valid_until is None and not self.never:
            valid_until = last_valid_day(
                session, actor, course_id=self.course, completed_on=completed_on
            )
        return OutsideTraining(
            employee_id=self.whom,
            course_id=self.course,
            completed_on=completed_on,
            valid_until=valid_until,
            source=RecordSource(self.source),
            note=self.tidy_note,
        )

    def _faults_of_validity(self) -> list[FieldError]:
        if not self.valid_until.strip():
            return []
        if self.never:
            text = gettext("Välj antingen en sista dag eller Går aldrig ut")
            return [FieldError("valid_until", text)]
        return [] if _day(self.valid_until) else [_unreadable("valid_until")]


def refusal(refused: DomainError) -> FieldError:
    """A refusal of the domain, at the field it is about."""
    if refused.code == "record_validity_unknown":
        text = gettext(
            "Skriv sista giltiga dag, eller kryssa i Går aldrig ut. Utbildningen ges inte här, "
            "så vi vet inte hur länge den gäller."
        )
    else:
        text = error_text(refused, gettext)
    return FieldError(FIELDS.get(refused.code, "completed_on"), text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _unreadable(field: str) -> FieldError:
    return FieldError(field, gettext("Dagen kunde inte läsas. Skriv den som 2026-11-22."))

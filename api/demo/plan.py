"""The demo municipality as plain rows, before anything is written: what is so, and when it was known.

Rows name units, people and requirements by their codes; ``loading`` turns these into ids.
"""

from dataclasses import dataclass
from datetime import date, datetime

from api.access.permissions import Role
from api.imports.models import FileKind
from api.organisation.models import UnitKind
from api.people.models import Employment
from api.records.models import RecordSource
from api.requirements.models import ExemptionReason


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant at which facts were recorded, and by whom (an employee id).

    With a ``kind`` it is the import of a file of that kind: all facts of the moment share the batch.
    """

    at: datetime
    by: str
    kind: FileKind | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """From when a fact was known, and when it was retracted, if it was."""

    since: Moment
    until: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A dated fact."""

    first: date
    last: date | None = None
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow(Row):
    """A unit's name, kind and parent on these days."""

    code: str
    name: str
    kind: UnitKind
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody. Not a fact."""

    employee_id: str
    name: str
    email: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow(Row):
    """A person's post in a unit. An empty category leaves it to the title."""

    person: str
    unit: str
    title: str
    category: str = ""
    employment: Employment = Employment.PERMANENT
    manager: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRow:
    """The category of a title."""

    title: str
    category: str
    known: Known


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceRow(Row):
    """A person away whole-time."""

    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPersonRow(Row):
    """A key person's appointment."""

    person: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRow(Row):
    """A role held at a unit."""

    person: str
    role: Role
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementRow(Row):
    """What a requirement asked on these days."""

    code: str
    name: str
    accepts: tuple[str, ...]
    unit: str
    categories: tuple[str, ...] = ()
    key_people_only: bool = False
    days_to_complete: int = 90
    goal: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionRow(Row):
    """A person let off a requirement."""

    person: str
    requirement: str
    reason: ExemptionReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """Training a person completed. ``note`` stands beside it."""

    person: str
    course: str
    completed_on: date
    valid_until: date | None
    source: RecordSource
    known: Known
    check_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptRow:
    """A course somebody is in the middle of; ``done`` percent of its steps lie behind them."""

    person: str
    course: str
    started_at: datetime
    saved_at: datetime
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeRow:
    """A practice day, and when it was planned by whom."""

    unit: str
    course: str
    day: date
    start: str
    place: str
    seats: int
    planned: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """Everything the demo consists of but the courses themselves."""

    units: tuple[UnitRow, ...]
    titles: tuple[TitleRow, ...]
    people: tuple[PersonRow, ...]
    posts: tuple[PostRow, ...]
    absences: tuple[AbsenceRow, ...]
    key_people: tuple[KeyPersonRow, ...]
    grants: tuple[GrantRow, ...]
    requirements: tuple[RequirementRow, ...]
    exemptions: tuple[ExemptionRow, ...]
    records: tuple[RecordRow, ...]
    attempts: tuple[AttemptRow, ...]
    practice_days: tuple[PracticeRow, ...]

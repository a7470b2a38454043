"""records: training that took place elsewhere. It needs no post on its day."""

from collections.abc import Iterator
from datetime import date

from api.imports.columns import NEVER_LAPSES, Column, Names, code, day, one_of, valid_until, words
from api.imports.kinds.base import Basis, Cells, Fault, Kind, Shape
from api.imports.models import FileKind
from api.records import validity
from api.records.models import MAX_NOTE, RecordSource, TrainingRecord

BY_THE_COURSE = ""


def _complete(cells: Cells, basis: Basis) -> Iterator[Fault]:
    # What could not be read is not there, and is reported already.
    completed, until = cells.get("completed_on"), cells.get("valid_until")
    course = cells.get("course_id")
    if isinstance(completed, date) and completed > basis.today:
        yield "completed_on", "day_in_future", {"today": basis.today}
    if until == NEVER_LAPSES:
        cells["valid_until"] = None
    elif until == BY_THE_COURSE and isinstance(course, str) and isinstance(completed, date):
        if course in basis.courses:
            cells["valid_until"] = validity.valid_until(completed, basis.courses[course])
        else:
            yield "valid_until", "validity_unknown", {"course": course}
    elif isinstance(until, date) and isinstance(completed, date) and until < completed:
        yield "valid_until", "ends_before_start", {"start": completed}


RECORDS = Kind(
    name=FileKind.RECORDS,
    table=TrainingRecord,
    shape=Shape.DAY,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON),
        Column("course_id", code(100), "course_id", required=True, names=Names.COURSE),
        Column("completed_on", day, "completed_on", required=True),
        Column("valid_until", valid_until, "valid_until", empty=BY_THE_COURSE),
        Column("source", one_of(RecordSource, RecordSource.WEB), "source", required=True),
        Column("note", words(MAX_NOTE)),
    ),
    group=("employee_id", "course_id"),
    values=("valid_until", "source"),
    beside=("note",),
    day="completed_on",
    complete=_complete,
    uncounted=frozenset({"source"}),
)

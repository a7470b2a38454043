"""absences: who is away whole-time. Never why."""

from api.imports.columns import Column, Names, code
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.people.models import Absence

ABSENCES = Kind(
    name=FileKind.ABSENCES,
    table=Absence,
    shape=Shape.PERIOD,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON),
        start_column(required=True),
        end_column(),
    ),
    group=("employee_id",),
    day="start",
)

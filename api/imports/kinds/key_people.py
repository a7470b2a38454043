"""key-people: who is appointed key person, and for which unit."""

from api.imports.columns import Column, Names, code
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.people.models import KeyPersonAppointment

KEY_PEOPLE = Kind(
    name=FileKind.KEY_PEOPLE,
    table=KeyPersonAppointment,
    shape=Shape.PERIOD,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON),
        Column("unit_code", code(), "unit_id", required=True, names=Names.UNIT),
        start_column(),
        end_column(),
    ),
    group=("employee_id", "unit_code"),
    day="start",
)

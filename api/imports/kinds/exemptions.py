"""exemptions: who is let off a requirement, between two days."""

from api.imports.columns import Column, Names, code, one_of
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.requirements.models import Exemption, ExemptionReason

EXEMPTIONS = Kind(
    name=FileKind.EXEMPTIONS,
    table=Exemption,
    shape=Shape.PERIOD,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON),
        Column(
            "requirement_code", code(), "requirement_id", required=True, names=Names.REQUIREMENT
        ),
        Column("reason", one_of(ExemptionReason), "reason", required=True),
        start_column(required=True),
        end_column(required=True),
    ),
    group=("employee_id", "requirement_code", "reason"),
    day="start",
)

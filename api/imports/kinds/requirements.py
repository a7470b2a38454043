"""requirements: what is asked of whom, in time."""

from api.imports.columns import (
    Column,
    Names,
    code,
    day,
    number,
    one_of,
    percent,
    several,
    words,
    yes_no,
)
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.people.models import Employment
from api.requirements.models import RequirementPeriod

DAYS_TO_COMPLETE = 90

REQUIREMENTS = Kind(
    name=FileKind.REQUIREMENTS,
    table=RequirementPeriod,
    shape=Shape.CHAIN,
    columns=(
        Column(
            "code", code(), "requirement_id", required=True, names=Names.REQUIREMENT, makes=True
        ),
        Column("name", words(200), "name", required=True),
        # A course out of the catalogue is made known by being accepted here, hence no ``names``.
        Column("accepts", several(code(100), 500, alike=str), "accepts", required=True),
        Column("unit_code", code(), "unit_id", required=True, names=Names.UNIT),
        Column("categories", several(words(100), 1000), "categories"),
        Column("employments", several(one_of(Employment), 100), "employments"),
        Column("key_people_only", yes_no, "key_people_only", empty=False),
        start_column(required=True),
        end_column(),
        Column("not_before", day, "not_before", empty=None),
        Column("days_to_complete", number(0, 3650), "days_to_complete", empty=DAYS_TO_COMPLETE),
        Column("goal", percent, "goal", empty=None),
    ),
    group=("code",),
    values=(
        "name",
        "accepts",
        "unit_code",
        "categories",
        "employments",
        "key_people_only",
        "not_before",
        "days_to_complete",
        "goal",
    ),
    day="start",
    uncounted=frozenset({"name", "goal"}),
)

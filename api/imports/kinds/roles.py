"""roles: who holds which role, and where. Managers come of their posts and are not granted."""

from api.access.permissions import Role
from api.identity.models import RoleGrant
from api.imports.columns import Column, Names, code, one_of
from api.imports.kinds.base import Kind, Shape, end_column, start_column
from api.imports.models import FileKind

ROLES = Kind(
    name=FileKind.ROLES,
    table=RoleGrant,
    shape=Shape.PERIOD,
    columns=(
        Column("employee_id", code(), "person_id", required=True, names=Names.PERSON),
        Column("role", one_of(Role, Role.UNIT_MANAGER), "role", required=True),
        Column("unit_code", code(), "unit_id", required=True, names=Names.UNIT),
        start_column(),
        end_column(),
    ),
    group=("employee_id", "role", "unit_code"),
    day="start",
)

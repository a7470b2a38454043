"""The nine kinds of file of the contract, one description each."""

from api.imports.kinds.absences import ABSENCES
from api.imports.kinds.base import Kind
from api.imports.kinds.categories import CATEGORIES
from api.imports.kinds.exemptions import EXEMPTIONS
from api.imports.kinds.key_people import KEY_PEOPLE
from api.imports.kinds.people import PEOPLE
from api.imports.kinds.records import RECORDS
from api.imports.kinds.requirements import REQUIREMENTS
from api.imports.kinds.roles import ROLES
from api.imports.kinds.units import UNITS
from api.imports.models import FileKind

# In the order in which an empty installation takes them: each names only what came before it.
KINDS: dict[FileKind, Kind] = {
    kind.name: kind
    for kind in (
        UNITS,
        CATEGORIES,
        PEOPLE,
        KEY_PEOPLE,
        ROLES,
        REQUIREMENTS,
        ABSENCES,
        EXEMPTIONS,
        RECORDS,
    )
}

__all__ = ["KINDS", "Kind"]

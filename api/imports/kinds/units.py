"""units: the organisation, its names and parents in time."""

from collections.abc import Iterator

from api.imports.columns import Column, Names, code, one_of, words
from api.imports.kinds.base import Basis, Cells, Fault, Kind, Shape, end_column, start_column
from api.imports.models import FileKind
from api.organisation.models import UnitKind, UnitPeriod


def _complete(cells: Cells, _basis: Basis) -> Iterator[Fault]:
    if "kind" not in cells or "parent_code" not in cells:
        return
    if cells["kind"] is UnitKind.KOMMUN and cells["parent_code"]:
        yield "parent_code", "root_has_parent", {}
    elif cells["kind"] not in {UnitKind.KOMMUN, UnitKind.EXTERN} and not cells["parent_code"]:
        yield "parent_code", "parent_missing", {}


UNITS = Kind(
    name=FileKind.UNITS,
    table=UnitPeriod,
    shape=Shape.CHAIN,
    columns=(
        Column("code", code(), "unit_id", required=True, names=Names.UNIT, makes=True),
        Column("name", words(200), "name", required=True),
        Column("kind", one_of(UnitKind), "kind", required=True),
        Column("parent_code", code(), "parent_id", names=Names.UNIT),
        start_column(),
        end_column(),
    ),
    group=("code",),
    values=("name", "kind", "parent_code"),
    day="start",
    complete=_complete,
    uncounted=frozenset({"name"}),
)

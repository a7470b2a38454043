"""Rows in the words of a file to rows of the tables."""

from api.imports.columns import Names, Value
from api.imports.kinds import Kind
from api.imports.kinds.base import Shape
from api.imports.plan import Held, Row
from api.imports.queries import Ids
from api.records.codes import new_check_code

_BY_ID = frozenset({Names.PERSON, Names.REQUIREMENT, Names.UNIT})


class Writer:
    """Turns rows of one kind into rows of its table."""

    def __init__(self, kind: Kind, ids: Ids) -> None:
        """Look the columns up once, and not for each of so many rows."""
        self._kind = kind
        self._ids = ids
        self._group = [
            (kind.by_name[name].key_field or kind.by_name[name].field, kind.by_name[name].names)
            for name in kind.group
        ]
        self._values = [
            (kind.by_name[name].field, kind.by_name[name].names) for name in kind.values
        ]

    def fact(self, item: Row | Held) -> dict[str, object]:
        """Return a new fact as its table has it."""
        fact: dict[str, object] = {}
        self._fill(fact, self._group, item.group)
        self._fill(fact, self._values, item.values)
        if self._kind.first_field:
            fact[self._kind.first_field] = item.start
        if self._kind.dated:
            fact["last_day"] = item.end
        if self._kind.shape is Shape.DAY:
            # A code is one record's alone; what replaces a record gets its own.
            fact |= {"edition_hash": None, "check_code": new_check_code()}
        return fact

    def concerned(self, fact: Held) -> dict[str, object]:
        """Return the id of a known fact, and what it concerns."""
        row: dict[str, object] = {"id": fact.id}
        self._fill(row, self._group, fact.group)
        return row

    def _fill(
        self,
        row: dict[str, object],
        fields: list[tuple[str, Names | None]],
        values: tuple[Value, ...],
    ) -> None:
        for (field, names), value in zip(fields, values, strict=True):
            if names in _BY_ID and names is not None:
                row[field] = self._ids.of(names, str(value)) if value else None
            else:
                row[field] = value

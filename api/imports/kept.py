"""Pure: rows of a records file that leave what stands alone, each with a remark."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date

from api.imports.plan import Row
from api.imports.problems import Problem


def kept_back(
    file: str,
    rows: Iterable[Row],
    own: AbstractSet[tuple[str, str, date]],
    revoked: AbstractSet[tuple[object, ...]],
    held: AbstractSet[tuple[str, str, date]],
) -> Iterator[tuple[Row, Problem]]:
    """Yield the rows that are not to be taken, and why.

    A course taken here is proof with an edition, which a line in a file cannot replace. And what
    somebody revoked does not rise again because the same file is sent once more.
    """
    for row in rows:
        person, course = (str(value) for value in row.group)
        key = (person, course, row.start)
        if key in own:
            yield row, Problem(file, "record_own", row.number, "course_id", course)
        elif key not in held and (*key, *row.values) in revoked:
            yield row, Problem(file, "record_revoked", row.number, "course_id", course)

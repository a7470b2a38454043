"""Pure: what is wrong with a file, as data. ``wording`` says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


class Unreadable(Exception):  # noqa: N818 - raised and caught inside this room, never an error of its own
    """A cell, or a whole file, that cannot be what it should be."""

    def __init__(self, code: str, **values: object) -> None:
        """Name what is wrong by its stable code, with the values its sentence needs."""
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Problem:
    """One fault or remark: where it stands, what stands there, and what is the matter with it.

    ``row`` is the row as a spreadsheet numbers it (the header is row 1); None concerns the file.
    ``code`` is stable; ``values`` are the named fields of its sentence.
    """

    file: str
    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

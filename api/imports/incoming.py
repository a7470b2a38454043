"""A file as it comes in, the circumstances it is taken in, and one such file on its way to a plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from api.clock import Clock
from api.db.session import ReadSession
from api.imports.kinds import Kind
from api.imports.models import FileKind
from api.imports.parsing import Parsed
from api.imports.persons import Roll
from api.imports.problems import Problem
from api.imports.queries import Ids
from api.imports.reading import Table


@dataclass(frozen=True)
class FileIn:
    """A file that comes in, and how it is meant.

    ``feed`` is the ``--source`` it comes from; ``whole`` that it holds all of it (``--full``);
    ``confirmed`` that it may end more than a tenth (``--yes``).
    """

    kind: FileKind
    name: str
    content: bytes = field(repr=False)
    feed: str = ""
    whole: bool = False
    confirmed: bool = False


@dataclass(frozen=True)
class Circumstances:
    """What the installation brings: its clock and rules, and the courses' validity in months.

    A course whose validity is None never lapses; one that is not among them has none we know.
    """

    clock: Clock
    courses: Mapping[str, int | None] = field(default_factory=dict)
    allow_personnummer: bool = False


@dataclass
class Work:
    """One file on its way to a plan: what it says, what is known, what is found wrong."""

    session: ReadSession
    file: FileIn
    table: Table
    kind: Kind
    ids: Ids
    today: date
    courses: Mapping[str, int | None]
    parsed: Parsed
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    roll: Roll | None = None

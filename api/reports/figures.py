"""Pure: what an issued report is frozen as, its one canonical text, and the way back from that.

Whole numbers, days, codes and the municipality's own names: no floats, and no words of ours, so that
the same report can be read in Swedish and English, and in ten years. New fields get defaults.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from pydantic import TypeAdapter

from api.coverage.following import Gap, KeyLine, KindGoal, Lapses, Newcomers, Trend, UnitState
from api.organisation.models import UnitKind
from api.reports.headings import Heading


class TamperedReportError(ValueError):
    """A stored report is no longer the text that its hash names."""


@dataclass(frozen=True, slots=True)
class FrozenCell:
    """A unit (``part``: whole, below, direct) and a requirement. Suppressed: every figure None."""

    unit_code: str
    unit_name: str
    part: str
    requirement_code: str
    requirement_name: str
    required: int | None
    covered: int | None
    exempt: int | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """People counted in several parts, or the withheld parts together (``parts`` of them)."""

    requirement_code: str
    required: int
    covered: int
    exempt: int
    parts: int = 0


@dataclass(frozen=True, slots=True)
class FrozenTable:
    """A unit and its parts, which add up: shown parts + ``merged`` - ``several`` = the whole."""

    unit_code: str
    unit_name: str
    cells: tuple[FrozenCell, ...]
    several: tuple[FrozenLine, ...]
    merged: tuple[FrozenLine, ...]


@dataclass(frozen=True, slots=True)
class FrozenRequirement:
    """A requirement in force, with the prevention levels of the courses it accepts."""

    code: str
    name: str
    goal: int
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenCourse:
    """A course that a requirement accepts, in the edition that was current."""

    id: str
    title: str
    reviewed_on: date
    content_hash: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrozenPrevious:
    """The report before this one on the same unit: which, and its totals."""

    report_id: int
    on: date
    content_hash: str
    totals: tuple[FrozenCell, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything a report counts. ``tables``: the unit's first, then those right below it."""

    is_municipality: bool
    kind: UnitKind
    small_group: int
    requirements: tuple[FrozenRequirement, ...]
    tables: tuple[FrozenTable, ...]
    units: tuple[UnitState, ...]
    kinds: tuple[KindGoal, ...]
    trends: tuple[Trend, ...]
    lapses: tuple[Lapses, ...]
    key_people: tuple[KeyLine, ...]
    gaps: tuple[Gap, ...]
    newcomers: tuple[Newcomers, ...]
    away: int | None
    courses: tuple[FrozenCourse, ...]
    previous: FrozenPrevious | None = None

    @property
    def cells(self) -> tuple[FrozenCell, ...]:
        """Every cell that the report shows, once: inner tables begin with one shown already."""
        first, *inner = self.tables
        below = (cell for each in inner for cell in each.cells if cell.part != "whole")
        return (*first.cells, *below)


@dataclass(frozen=True, slots=True)
class Content:
    """A whole report as it is frozen. ``title`` is the unit's name on the day."""

    unit_code: str
    title: str
    on: date
    known_at: datetime
    diary_number: str
    texts: dict[Heading, str]
    figures: Figures
    version: int = 1


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report to read. Not issued yet, only previewed: ``hash`` is empty."""

    id: int
    unit_code: str
    on: date
    known_at: datetime
    title: str
    diary_number: str
    texts: dict[Heading, str]
    figures: Figures
    hash: str


_CONTENT = TypeAdapter(Content)


def canonical_json(content: Content) -> str:
    """Return the one text that stands for this report: sorted keys, nothing between."""
    plain = _CONTENT.dump_python(content, mode="json")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def hash_of(text: str) -> str:
    """Return the SHA-256 of a report's canonical JSON as hex."""
    return sha256(text.encode()).hexdigest()


def opened(report_id: int, text: str, expected_hash: str) -> IssuedReport:
    """Return the report that the text stands for.

    Raises TamperedReportError when a single byte differs from what was issued.
    """
    if hash_of(text) != expected_hash:
        raise TamperedReportError(report_id)
    return report_of(report_id, _CONTENT.validate_json(text), expected_hash)


def report_of(report_id: int, content: Content, content_hash: str) -> IssuedReport:
    """Put a report together from its content."""
    return IssuedReport(
        id=report_id,
        unit_code=content.unit_code,
        on=content.on,
        known_at=content.known_at,
        title=content.title,
        diary_number=content.diary_number,
        texts=content.texts,
        figures=content.figures,
        hash=content_hash,
    )

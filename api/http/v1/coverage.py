"""Coverage of a unit and its children on a day, and its trend, as JSON."""

import re
from datetime import date, datetime
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, Field

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.changes import Change, Changes, Counted, Kind
from api.coverage.figures import Cell, TrendPoint, UnitCoverage
from api.http.deps import ActorDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.people.models import Employment

router = GuardedRouter(tags=["coverage"])

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A plus sign that was not written %2B arrives as a space.
LOST_PLUS = re.compile(r"(T\S+) (\d{2}:?\d{2})$")


def day(text: object) -> date:
    """Read a day. Only ``YYYY-MM-DD``: pydantic alone would take numbers for seconds since 1970."""
    if not isinstance(text, str) or not DAY.fullmatch(text):
        raise ValueError("not a day, as in 2026-11-22")
    return date.fromisoformat(text)


def instant(text: object) -> datetime:
    """Read an instant. Without a zone nobody could tell which instant is meant."""
    found = datetime.fromisoformat(LOST_PLUS.sub(r"\1+\2", str(text)))
    if found.tzinfo is None:
        raise ValueError("not an instant with its zone, as in 2026-11-22T09:00:00Z")
    return found


Code = Annotated[str, Query(min_length=1, max_length=60)]
Day = Annotated[date, BeforeValidator(day)]
Instant = Annotated[datetime, BeforeValidator(instant)]


class CoverageRow(BaseModel):
    """Persons in one unit for one requirement, each counted once. Suppressed: all figures null."""

    unit: str = Field(description="Code of the unit.")
    unit_name: str = Field(description="Its name on the day.")
    requirement: str = Field(description="Code of the requirement.")
    required: int | None = Field(description="Persons required.")
    covered: int | None = Field(description="Of them, persons with a valid record.")
    share: float | None = Field(description="covered / required, unrounded; null: none required.")
    within_time: int | None = Field(description="Not covered, and not past their due date.")
    key_required: int | None = Field(description="Of those required, key persons.")
    key_covered: int | None = Field(description="Of those covered, key persons.")
    exempt: int | None = Field(description="Would be required but for an exemption.")
    suppressed: bool = Field(description="Withheld, as a small group would show or follow.")

    @classmethod
    def of(cls, cell: Cell) -> "CoverageRow":
        """Write a cell as a row."""
        return cls(
            unit=cell.unit_code,
            unit_name=cell.unit_name,
            requirement=cell.requirement_code,
            required=cell.required,
            covered=cell.covered,
            share=cell.share,
            within_time=cell.within_time,
            key_required=cell.key_required,
            key_covered=cell.key_covered,
            exempt=cell.exempt,
            suppressed=cell.suppressed,
        )


class CoverageOut(BaseModel):
    """A unit, then its children: a row for each requirement in force that concerns somebody."""

    unit: str = Field(description="Code of the unit asked about.")
    on: date = Field(description="The day asked about, in Stockholm.")
    rows: list[CoverageRow]

    @classmethod
    def of(cls, found: UnitCoverage) -> "CoverageOut":
        """Write an answer of coverage."""
        rows = [CoverageRow.of(cell) for cell in found.rows]
        return cls(unit=found.unit.code, on=found.on, rows=rows)


class CountedOut(BaseModel):
    """The figures of one cell that a report holds."""

    required: int = Field(description="Persons required.")
    covered: int = Field(description="Of them, persons with a valid record.")
    exempt: int = Field(description="Would be required but for an exemption.")

    @classmethod
    def of(cls, counted: Counted) -> "CountedOut":
        """Write the figures."""
        return cls(required=counted.required, covered=counted.covered, exempt=counted.exempt)


class ChangedRow(BaseModel):
    """A cell whose figures are other now, and through which kinds of facts."""

    unit: str = Field(description="Code of the unit.")
    unit_name: str = Field(description="Its name on the day.")
    direct: bool = Field(description="Only those placed directly in the unit.")
    requirement: str = Field(description="Code of the requirement.")
    before: CountedOut = Field(description="As known then.")
    after: CountedOut = Field(description="As known now.")
    kinds: list[Kind] = Field(description="Kinds of facts recorded or retracted since.")

    @classmethod
    def of(cls, change: Change) -> "ChangedRow":
        """Write a changed cell as a row."""
        return cls(
            unit=change.unit.code,
            unit_name=change.unit.name,
            direct=change.unit.id < 0,
            requirement=change.requirement.code,
            before=CountedOut.of(change.before),
            after=CountedOut.of(change.after),
            kinds=list(change.kinds),
        )


class ChangesOut(BaseModel):
    """What of a unit and its children is other now than as known then; withheld cells are left out."""

    unit: str = Field(description="Code of the unit asked about.")
    on: date = Field(description="The day asked about, in Stockholm.")
    known_at: datetime = Field(description="The instant that now is held against.")
    rows: list[ChangedRow]

    @classmethod
    def of(cls, found: Changes) -> "ChangesOut":
        """Write an answer of coverage."""
        rows = [ChangedRow.of(change) for change in found.rows]
        return cls(unit=found.unit.code, on=found.on, known_at=found.known_at, rows=rows)


class TrendRow(BaseModel):
    """The figures of one month end. Suppressed: both null."""

    on: date = Field(description="Last day of a month.")
    required: int | None = Field(description="Persons required.")
    covered: int | None = Field(description="Of them, persons with a valid record.")
    suppressed: bool = Field(description="Withheld, as a small group would show or follow.")

    @classmethod
    def of(cls, point: TrendPoint) -> "TrendRow":
        """Write a point as a row."""
        return cls(
            on=point.on,
            required=point.required,
            covered=point.covered,
            suppressed=point.suppressed,
        )


class TrendOut(BaseModel):
    """One point a month end. Days to come assume that nobody renews."""

    points: list[TrendRow]


@router.get("/coverage", requires=Permission.COVERAGE_READ)
def unit_coverage(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    unit: Code,
    on: Day,
    known_at: Instant | None = None,
    employment: Employment | None = None,
) -> CoverageOut:
    """Coverage of a unit and its children on a day; ``known_at``: as it was known then.

    ``employment``: only of those whom a post with that form of employment makes required.
    """
    found = coverage.cells(
        session,
        actor,
        unit_code=unit,
        on=on,
        rules=rules,
        known_at=known_at,
        employment=employment,
    )
    return CoverageOut.of(found)


@router.get("/coverage/changes", requires=Permission.COVERAGE_READ)
def changes(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    unit: Code,
    on: Day,
    known_at: Instant,
) -> ChangesOut:
    """Which figures of the day are other now than as known then, and through which kinds of facts."""
    found = coverage.changes(session, actor, unit_code=unit, on=on, known_at=known_at, rules=rules)
    return ChangesOut.of(found)


@router.get("/coverage/trend", requires=Permission.COVERAGE_READ)
def trend(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    unit: Code,
    requirement: Code,
    first: Annotated[Day, Query(alias="from")],
    last: Annotated[Day, Query(alias="to")],
) -> TrendOut:
    """Required and covered at each month end, past and to come."""
    points = coverage.trend(
        session,
        actor,
        unit_code=unit,
        requirement_code=requirement,
        first=first,
        last=last,
        rules=rules,
    )
    return TrendOut(points=[TrendRow.of(point) for point in points])

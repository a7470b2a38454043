"""What stands behind one figure of coverage, as JSON. No names: those are asked for by unit."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.explaining import Explanation
from api.coverage.narrowing import Group
from api.coverage.words import Counts, Status
from api.http.deps import ActorDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.http.v1.coverage import Code, CoverageRow, Day, Instant
from api.people.models import Employment

router = GuardedRouter(tags=["coverage"])

Part = Literal["whole", "direct"]


class TermsOut(BaseModel):
    """What the requirement asks on the day, and of whom."""

    code: str
    name: str
    unit: str | None = Field(
        description="Code of the unit it is set for; null: not there that day."
    )
    accepts: list[str] = Field(description="Ids of the courses it accepts.")
    categories: list[str] = Field(description="Categories of posts it asks; empty: all.")
    employments: list[str] = Field(description="Forms of employment; empty: all but hourly.")
    key_people_only: bool
    not_before: date | None = Field(description="Records completed earlier do not count.")
    days_to_complete: int = Field(description="Due that many days after the first required day.")
    goal: int = Field(description="In percent.")
    start: date = Field(description="First day of these terms.")
    end: date | None = Field(description="Last day of them, included; null: open.")

    @classmethod
    def of(cls, found: Explanation) -> "TermsOut":
        """Write the terms in force."""
        terms = found.terms
        return cls(
            code=terms.code,
            name=terms.name,
            unit=found.asked_of.code if found.asked_of else None,
            accepts=sorted(terms.accepts),
            categories=sorted(terms.categories),
            employments=sorted(terms.employments),
            key_people_only=terms.key_people_only,
            not_before=terms.not_before,
            days_to_complete=terms.days_to_complete,
            goal=found.requirement.goal,
            start=terms.first_day,
            end=terms.last_day,
        )


class PartRow(CoverageRow):
    """A part of the figure: a child, or those directly under the unit."""

    part: Part = Field(description="direct: those directly under the unit.")


class CountsOut(BaseModel):
    """Figures of a line that makes the parts add up."""

    required: int
    covered: int
    within_time: int
    key_required: int
    key_covered: int
    exempt: int

    @classmethod
    def of(cls, counts: Counts) -> "CountsOut":
        """Write the figures."""
        return cls(**{name: getattr(counts, name) for name in cls.model_fields})


class MergedOut(CountsOut):
    """The suppressed parts together; somebody in two of them counts twice."""

    parts: int = Field(description="How many parts.")


class ExplanationOut(BaseModel):
    """A cell and what it is made of: the parts and merged, less several, are the cell."""

    on: date = Field(description="The day asked about, in Stockholm.")
    part: Part = Field(description="direct: the cell of those directly under the unit.")
    cell: CoverageRow
    terms: TermsOut
    statuses: dict[Status, int] | None = Field(
        description="Persons by status, together those required; null: suppressed, or of key people "
        "and asked by who may not see everybody there by name."
    )
    parts: list[PartRow] = Field(description="Empty for the lowest units, and if suppressed.")
    merged: MergedOut | None = Field(description="In place of the suppressed parts.")
    several: CountsOut | None = Field(description="How often persons count in several parts.")

    @classmethod
    def of(cls, found: Explanation) -> "ExplanationOut":
        """Write an explanation."""
        merged, several = found.merged, found.several
        return cls(
            on=found.on,
            part=_part(found.cell.unit_id),
            cell=CoverageRow.of(found.cell),
            terms=TermsOut.of(found),
            statuses=dict(found.statuses) or None,
            parts=[
                PartRow(**CoverageRow.of(each).model_dump(), part=_part(each.unit_id))
                for each in found.parts
            ],
            merged=MergedOut(parts=merged.parts, **CountsOut.of(merged.counts).model_dump())
            if merged
            else None,
            several=CountsOut.of(several.counts) if several else None,
        )


def _part(unit_id: int) -> Part:
    return "direct" if unit_id < 0 else "whole"


@dataclass(frozen=True)
class Counted:
    """Whom of a unit the figure counts."""

    direct: bool
    group: Group


def get_counted(
    *,
    part: Annotated[
        Part, Query(description="direct: only those directly under the unit.")
    ] = "whole",
    key_people: Annotated[
        bool, Query(description="Only key people: required and covered.")
    ] = False,
    employment: Annotated[
        Employment | None, Query(description="Only whom a post of that form makes required.")
    ] = None,
) -> Counted:
    """Read whom the figure counts."""
    return Counted(part == "direct", Group(key_people, employment))


@router.get("/coverage/explanation", requires=Permission.COVERAGE_READ)
def explanation(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    unit: Code,
    requirement: Code,
    on: Day,
    counted: Annotated[Counted, Depends(get_counted)],
    known_at: Instant | None = None,
) -> ExplanationOut:
    """What a figure of coverage is made of: terms, persons by status, parts. No names."""
    found = coverage.explanation(
        session,
        actor,
        unit_code=unit,
        requirement_code=requirement,
        on=on,
        rules=rules,
        known_at=known_at,
        direct=counted.direct,
        group=counted.group,
    )
    return ExplanationOut.of(found)

"""How many need training before each coming month, and how many occasions are enough, as JSON."""

from datetime import date
from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.figures import UnitRef
from api.coverage.planning import MOST_SEATS, SEATS, Need, Plan
from api.errors import NotFound
from api.http.deps import ActorDep, ClockDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.http.v1.coverage import Code
from api.practice import service as practice

router = GuardedRouter(tags=["coverage"])


class NeedRow(BaseModel):
    """One unit before one month. Suppressed: the figures of people null, and occasions with them."""

    unit: str = Field(description="Code of the unit.")
    unit_name: str
    before: date = Field(description="First day of a coming month.")
    required: int | None = Field(description="Persons required on that day.")
    covered: int | None = Field(description="Of them, persons covered on it if nobody renews.")
    needed: int | None = Field(description="required - covered: who need training before the day.")
    planned_seats: int = Field(description="Seats on planned practice days before it.")
    occasions: int | None = Field(description="Occasions that are enough beside those planned.")
    suppressed: bool = Field(description="Withheld, as a small group would show or follow.")

    @classmethod
    def of(cls, unit: UnitRef, need: Need) -> "NeedRow":
        """Write a unit's month as a row."""
        return cls(
            unit=unit.code,
            unit_name=unit.name,
            before=need.before,
            required=need.required,
            covered=need.covered,
            needed=need.people,
            planned_seats=need.planned,
            occasions=need.occasions,
            suppressed=need.suppressed,
        )


class PlanOut(BaseModel):
    """A unit by month, then its children, each in the months in which it is one.

    No rows: no requirement is in force then.
    """

    unit: str = Field(description="Code of the unit asked about.")
    requirement: str | None = Field(description="Code of the requirement; null: none in force.")
    seats: int = Field(description="Seats of an occasion.")
    rows: list[NeedRow]

    @classmethod
    def of(cls, plan: Plan) -> "PlanOut":
        """Write a plan."""
        return cls(
            unit=plan.unit.code,
            requirement=plan.requirement.code if plan.requirement else None,
            seats=plan.seats,
            rows=[NeedRow.of(row.unit, need) for row in plan.rows for need in row.needs],
        )


@router.get("/coverage/plan", requires=Permission.COVERAGE_READ)
def plan(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    clock: ClockDep,
    unit: Code,
    requirement: Code | None = None,
    seats: Annotated[int, Query(ge=1, le=MOST_SEATS)] = SEATS,
) -> PlanOut:
    """Needs of the coming months if nobody renews; without ``requirement``, the one asking most."""
    board = practice.board(session, actor, clock=clock)
    found = coverage.plan(
        session,
        actor,
        unit_code=unit,
        rules=rules,
        requirement_code=requirement,
        seats=seats,
        planned=board.planned,
    )
    if found is None:
        raise NotFound("unit_not_found")
    return PlanOut.of(found)

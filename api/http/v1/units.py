"""The people of a unit, for those who may see them."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.figures import PersonStatus
from api.coverage.words import Status
from api.http.deps import ActorDep, LookLogDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.http.v1.coverage import Code, Day

router = GuardedRouter(tags=["units"])


class PersonOut(BaseModel):
    """How one person stands towards the requirement on the day."""

    employee_id: str = Field(description="The employer's id.")
    name: str
    status: Status = Field(description="An attempt under way is told to the person alone.")
    completed_on: date | None = Field(description="Day of the record that tells; null: none.")
    valid_until: date | None = Field(description="Its last valid day; null: never lapses, or none.")
    due: date | None = Field(description="Last day to be done in time; null: not required.")


class HiddenOut(BaseModel):
    """A person with protected data: counted, and nothing told."""

    hidden: Literal[True] = True


class PeopleOut(BaseModel):
    """The persons placed in the unit's subtree on the day whom you may see by name."""

    unit: str = Field(description="Code of the unit.")
    on: date = Field(description="The day asked about, in Stockholm.")
    requirement: str = Field(description="Code of the requirement.")
    people: list[PersonOut | HiddenOut]


@router.get("/units/{code:path}/people", requires=Permission.UNIT_READ)
def people(
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    looks: LookLogDep,
    code: str,
    on: Day,
    requirement: Code,
) -> PeopleOut:
    """Each person's status for a requirement on a day. The look is logged first."""
    found = coverage.people(
        session, actor, unit_code=code, on=on, requirement_code=requirement, rules=rules
    )
    if found.named:
        looks.note("unit.people", unit_id=found.unit.id, people=found.named)
    return PeopleOut(unit=code, on=on, requirement=requirement, people=[_out(p) for p in found])


def _out(person: PersonStatus) -> PersonOut | HiddenOut:
    if person.hidden or person.employee_id is None or person.name is None:
        return HiddenOut()
    (told,) = person.statuses
    return PersonOut(
        employee_id=person.employee_id,
        name=person.name,
        status=told.status,
        completed_on=told.completed_on,
        valid_until=told.valid_until,
        due=told.due,
    )

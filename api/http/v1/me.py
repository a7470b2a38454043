"""What is asked of the one who asks."""

from datetime import date

from pydantic import BaseModel, Field

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.words import Status
from api.http.deps import ActorDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.learning import service as learning

router = GuardedRouter(tags=["me"])


class OwnRequirementOut(BaseModel):
    """A requirement that asks or spares you today, and how you stand."""

    requirement: str = Field(description="Code of the requirement.")
    requirement_name: str
    accepts: list[str] = Field(description="Ids of the courses it accepts.")
    status: Status
    completed_on: date | None = Field(description="Day of the record that tells; null: none.")
    valid_until: date | None = Field(description="Its last valid day; null: never lapses, or none.")
    due: date | None = Field(description="Last day to be done in time; null: exempt.")


class OwnRequirementsOut(BaseModel):
    """All that is asked of you today."""

    requirements: list[OwnRequirementOut]


@router.get("/me/requirements", requires=Permission.OWN_READ)
def my_requirements(session: Reader, actor: ActorDep, rules: RulesDep) -> OwnRequirementsOut:
    """Your requirements today, with attempts under way, which only you are told."""
    found = coverage.mine(
        session,
        actor,
        rules=rules,
        started_courses=learning.started_courses(session, actor),
    )
    return OwnRequirementsOut(
        requirements=[
            OwnRequirementOut(
                requirement=each.requirement_code,
                requirement_name=each.requirement_name,
                accepts=sorted(each.accepts),
                status=each.status,
                completed_on=each.completed_on,
                valid_until=each.valid_until,
                due=each.due,
            )
            for each in found
        ]
    )

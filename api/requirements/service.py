"""What other rooms may ask of the requirements."""

from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.db.session import ReadSession
from api.organisation import service as organisation
from api.requirements import queries
from api.requirements.models import ExemptionReason, RequirementPeriod


@dataclass(frozen=True)
class Audience:
    """Whom a requirement asks. Empty categories: all; empty employments: all but hourly."""

    unit_code: str
    unit_name: str
    categories: tuple[str, ...]
    employments: tuple[str, ...]
    key_people_only: bool


@dataclass(frozen=True)
class Asked:
    """What a requirement asks, of whom, on which days. ``goal`` None: the setting's."""

    code: str
    name: str
    accepts: tuple[str, ...]
    audience: Audience
    first_day: date
    last_day: date | None
    not_before: date | None
    days_to_complete: int
    goal: int | None


def in_force_or_coming(session: ReadSession, actor: Actor, *, today: date) -> list[Asked]:
    """Return what is required today or from a later day on, the earliest begun first.

    A requirement names nobody, so whoever may read requirements reads all of them.
    """
    actor.require(Permission.REQUIREMENT_READ)
    units = organisation.tree(session, on=today).units
    found = []
    for code, period in queries.periods_from(session, today):
        unit = units.get(period.unit_id)
        named = (unit.code, unit.name) if unit else ("", "")
        found.append(_asked(code, period, *named))
    return found


def _asked(code: str, period: RequirementPeriod, unit_code: str, unit_name: str) -> Asked:
    return Asked(
        code=code,
        name=period.name,
        accepts=_listed(period.accepts),
        audience=Audience(
            unit_code=unit_code,
            unit_name=unit_name,
            categories=_listed(period.categories),
            employments=_listed(period.employments),
            key_people_only=period.key_people_only,
        ),
        first_day=period.first_day,
        last_day=period.last_day,
        not_before=period.not_before,
        days_to_complete=period.days_to_complete,
        goal=period.goal,
    )


def accepts_course(session: ReadSession, actor: Actor, *, course_id: str) -> bool:
    """Whether some requirement, on whatever days, accepts the course."""
    actor.require(Permission.OWN_READ)
    return any(course_id in _listed(joined) for joined in queries.accepts(session))


def _listed(joined: str) -> tuple[str, ...]:
    return tuple(part for part in joined.split("|") if part)


@dataclass(frozen=True)
class OwnExemption:
    """An exemption as the person it concerns sees it."""

    requirement_code: str
    reason: ExemptionReason
    first_day: date
    last_day: date | None


def my_exemptions(session: ReadSession, actor: Actor) -> list[OwnExemption]:
    """The actor's own exemptions, earliest first."""
    actor.require(Permission.OWN_READ)
    return [
        OwnExemption(code, each.reason, each.first_day, each.last_day)
        for each, code in queries.exemptions_of(session, actor.person_id or 0)
    ]

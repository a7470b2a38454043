"""What other rooms may ask of the requirements."""

from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.clock import Clock
from api.db.facts import Entry
from api.db.instants import stamp
from api.db.session import ReadSession, WriteSession
from api.errors import Forbidden, RuleBroken
from api.organisation import service as organisation
from api.requirements import queries
from api.requirements.models import ExemptionReason, RequirementPeriod
from api.requirements.retaking import sharpen


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


@dataclass(frozen=True)
class Retake:
    """A requirement that for a course's sake, from `first_day` on, counts training from `since` on.

    `also_accepts`: the other courses, whose earlier training ceases to count with it.
    """

    course_id: str
    requirement_id: int
    code: str
    name: str
    first_day: date
    since: date
    also_accepts: tuple[str, ...]


def retake(
    session: WriteSession, actor: Actor, *, course_id: str, since: date, clock: Clock
) -> list[Retake]:
    """From a day on, count only training from that day on wherever the course is accepted.

    A dated change of every requirement in force then or later: what was counted before the day
    stays, and no record is touched. Raises Forbidden unless the operator acts, and
    RuleBroken("retake_in_past").
    """
    if not actor.everything:
        raise Forbidden("forbidden")
    if since < clock.today():
        raise RuleBroken("retake_in_past")
    entry = Entry(at=stamp(session, clock), by=actor.label)
    found = []
    for code, period in queries.periods_from(session, since):
        courses = _listed(period.accepts)
        if course_id in courses and (after := sharpen(session, period, since, entry)):
            others = tuple(each for each in courses if each != course_id)
            found.append(
                Retake(
                    course_id,
                    after.requirement_id,
                    code,
                    after.name,
                    after.first_day,
                    since,
                    others,
                )
            )
    return found


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

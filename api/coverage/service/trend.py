"""Coverage of a unit for one requirement over the months, past and to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import ledger, matrix, reaching, storage, trends
from api.coverage.figures import Development, RequirementRef, TrendPoint
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.trends import Course
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken
from api.records.validity import add_months

MONTHS_BACK, MONTHS_AHEAD = 12, 6


def trend(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    first: date,
    last: date,
    rules: CoverageRules,
) -> list[TrendPoint]:
    """Coverage at each month end from ``first`` to ``last``; the future as if nobody renews.

    Raises NotFound("requirement_not_found") for a code unknown; RuleBroken("days_reversed").
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, first, rules.today)
    reach = reaching.reach(session, actor, asked)
    unit = reach.find(unit_code)
    _check_days(first, last)
    requirement_id = _requirement_id(session, reach, requirement_code)
    days = ledger.month_ends(first, last)
    course = _course(session, actor, reach, _Asked(unit.id, requirement_id, days), rules)
    return [course.point(day) for day in days]


def development(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    rules: CoverageRules,
) -> Development:
    """A year back, today, and half a year ahead in two scenarios; and how many lapse each month.

    Raises NotFound("requirement_not_found") for a code not in force today.
    """
    today = rules.today
    asked = Question(Permission.COVERAGE_READ, unit_code, today, today)
    reach = reaching.reach(session, actor, asked)
    unit = reach.find(unit_code)
    requirement = _in_force(session, reach, requirement_code, rules)
    days = _days_around(today)
    months = _months_from(today)
    ends = [day for first, last in months for day in (first, last + timedelta(1))]
    wanted = _Asked(unit.id, requirement.id, [*days, *ends])
    course = _course(session, actor, reach, wanted, rules)
    movers = storage.lapsing_movers(session, requirement.id, today, days[-1])
    return Development(
        unit=unit,
        requirement=requirement,
        today=today,
        points=tuple(trends.development_point(course, day, today, movers) for day in days),
        months=tuple(trends.lapses_of_month(course, first, last) for first, last in months),
    )


def _days_around(today: date) -> list[date]:
    """The month ends of the year before, today, and the month ends of the half year to come."""
    first = add_months(today.replace(day=1), -MONTHS_BACK)
    ends = ledger.month_ends(first, add_months(today, MONTHS_AHEAD))
    return sorted({today, *ends})


def _months_from(today: date) -> list[tuple[date, date]]:
    """First and last day of what is left of this month, and of the months to come."""
    last_of_all = add_months(today.replace(day=1), MONTHS_AHEAD + 1) - timedelta(1)
    lasts = ledger.month_ends(today, last_of_all)
    firsts = [today, *(last + timedelta(1) for last in lasts)]
    return list(zip(firsts, lasts, strict=False))


@dataclass(frozen=True)
class _Asked:
    unit_id: int
    requirement_id: int
    days: Sequence[date]


def _course(
    session: ReadSession, actor: Actor, reach: Reach, asked: _Asked, rules: CoverageRules
) -> Course:
    """Read what the unit's figures on the days add up from, and those that decide on withholding."""
    small_group = 1 if actor.everything else rules.small_group
    units = {asked.unit_id}
    if small_group > 1:
        for day in asked.days:
            units |= trends.families_above(reach.kept.lie(session, day), asked.unit_id)
    rows = storage.slots_of(
        session,
        reach.kept.ground(session),
        units,
        trends.slots_for(asked.days),
        asked.requirement_id,
    )
    return Course(
        unit_id=asked.unit_id,
        slots=trends.by_unit(rows),
        lie=lambda day: reach.kept.lie(session, day),
        sight=lambda day: reach.scope_on(session, day),
        small_group=small_group,
    )


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken("days_reversed")
    if not ledger.in_reach(last):
        raise RuleBroken("day_out_of_range")


def _requirement_id(session: ReadSession, reach: Reach, code: str) -> int:
    for terms in reach.kept.terms(session):
        if terms.code == code:
            return terms.requirement_id
    raise NotFound("requirement_not_found")


def _in_force(
    session: ReadSession, reach: Reach, code: str, rules: CoverageRules
) -> RequirementRef:
    for found in matrix.requirements_on(reach.kept.terms(session), rules.today, rules.goal):
        if found.code == code:
            return found
    raise NotFound("requirement_not_found")

"""Coverage of a unit for one requirement over the months, past and to come."""

from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import ledger, queries, reaching, storage, trends
from api.coverage.facts import Ground
from api.coverage.figures import TrendPoint
from api.coverage.reaching import Question
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken


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
    place, scope = reaching.place(session, actor, asked)
    _check_days(first, last)
    requirement_id = _requirement_id(session, requirement_code)
    days = ledger.month_ends(first, last)
    small_group = 1 if actor.everything else rules.small_group
    ground = queries.ground(session) if small_group > 1 else Ground()
    units = {place.unit.id, *ground.periods_of, *(-unit for unit in ground.periods_of)}
    slots = trends.by_unit(storage.slots_of(session, units, trends.slots_for(days), requirement_id))
    hidden = trends.withheld_days(ground, slots, place.unit.id, days, scope, small_group)
    return [trends.point(slots, place.unit.id, day, hidden=day in hidden) for day in days]


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken("days_reversed")
    if not ledger.in_reach(last):
        raise RuleBroken("day_out_of_range")


def _requirement_id(session: ReadSession, code: str) -> int:
    for terms in queries.terms(session):
        if terms.code == code:
            return terms.requirement_id
    raise NotFound("requirement_not_found")

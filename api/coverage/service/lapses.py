"""How many lose their training in a month, in a unit and in each part of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import ledger, lifting, matrix, reaching, storage, trends
from api.coverage.figures import Figures, RequirementRef
from api.coverage.lapses import LapsesBelow, Month, lapses_below
from api.coverage.matrix import Place
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.trends import ONLY, Course
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken


def lapses(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    month: Month,
    rules: CoverageRules,
) -> LapsesBelow:
    """Count those required whose last valid day lies in the month, if nobody renews.

    Whoever was away or exempt when it ended lapses on the day they are required again.
    Raises NotFound("requirement_not_found") for a code not in force then.
    """
    following = month.last + timedelta(1)
    if not ledger.in_reach(following):
        raise RuleBroken("day_out_of_range")
    asked = Question(Permission.COVERAGE_READ, unit_code, month.first, rules.today)
    reach = reaching.reach(session, actor, asked)
    begins = reach.place(asked)
    ends = replace(begins, tree=reach.kept.tree(session, following), on=following)
    requirement = _requirement(session, reach, requirement_code, month, rules)
    small_group = 1 if actor.everything else rules.small_group
    course = _course(session, reach, (begins, ends), requirement.id, small_group)
    return lapses_below(
        begins,
        requirement,
        month,
        lapsing={
            unit: replace(course, unit_id=unit).lapses(month.first, following)
            for unit in begins.shown_units
        },
        hidden=_withheld(course, begins) | _withheld(course, ends),
    )


def _requirement(
    session: ReadSession, reach: Reach, code: str, month: Month, rules: CoverageRules
) -> RequirementRef:
    terms = reach.kept.terms(session)
    for day in (month.first, month.last):
        for requirement in matrix.requirements_on(terms, day, rules.goal):
            if requirement.code == code:
                return requirement
    raise NotFound("requirement_not_found")


def _course(
    session: ReadSession,
    reach: Reach,
    places: Iterable[Place],
    requirement_id: int,
    small_group: int,
) -> Course:
    """Read what the figures of the units shown, and of those that decide on them, add up from."""
    units = {unit for place in places for unit in place.shown_units | place.telling_units}
    slots = trends.slots_for(place.on for place in places)
    rows = storage.slots_of(session, reach.kept.ground(session), units, slots, requirement_id)
    return Course(
        unit_id=next(iter(places)).unit.id,
        slots=trends.by_unit(rows),
        lie=lambda day: reach.kept.lie(session, day),
        sight=lambda day: reach.scope_on(session, day),
        small_group=small_group,
    )


def _withheld(course: Course, place: Place) -> frozenset[int]:
    """Find the units and parts shown whose cell the actor is not shown on the day."""
    if course.small_group <= 1:
        return frozenset()
    figures: Figures = {(unit, ONLY): course.counts(unit, place.on) for unit in place.telling_units}
    open_units = matrix.unlifted(place, course.sight(place.on), place.shown_units)
    cells = lifting.withheld(place, figures, open_units, course.small_group)
    return frozenset(unit for unit, _ in cells)

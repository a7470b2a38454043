"""How many need training before each coming month: the as-of reports of days to come, as a plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import ledger, lifting, matrix, planning, reaching, storage, trends
from api.coverage.facts import Terms
from api.coverage.figures import Figures, RequirementRef, UnitRef
from api.coverage.matrix import Place
from api.coverage.planning import MOST_SEATS, SEATS, Plan, Planned, Report
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.trends import Course
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken


@dataclass(frozen=True)
class _Asked:
    """The unit on each of the days, in the trees that will hold then, and who asks."""

    reach: Reach
    places: Sequence[Place]
    small_group: int

    @property
    def unit(self) -> UnitRef:
        return self.places[0].unit

    @property
    def days(self) -> list[date]:
        return [place.on for place in self.places]

    def units(self, place: Place) -> frozenset[int]:
        """The units whose figures must be read: those shown, or all that decide on withholding."""
        return place.telling_units if self.small_group > 1 else place.shown_units


def plan(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    rules: CoverageRules,
    requirement_code: str | None = None,
    seats: int = SEATS,
    planned: Collection[Planned] = (),
) -> Plan | None:
    """What a unit and its children need before each of the coming months, if nobody renews.

    ``unit_code`` empty: where the actor's scope begins, None if it holds no unit. Without
    ``requirement_code``: the one that asks most people. ``planned``: the practice days to come.
    Raises NotFound("requirement_not_found") for one not in force on any of the days, and
    RuleBroken("seats_out_of_range").
    """
    asked = _asked(session, actor, unit_code, rules)
    if asked is None:
        return None
    if not 1 <= seats <= MOST_SEATS:
        raise RuleBroken("seats_out_of_range", {"most": MOST_SEATS})
    terms = asked.reach.kept.terms(session)
    requirements = _requirements(terms, asked.days, rules)
    chosen = _chosen(session, asked, requirements, requirement_code)
    reports = _reports(session, asked, terms, chosen, rules) if chosen else []
    return Plan(
        unit=asked.unit,
        above=tuple(each for each in asked.places[0].above if each.id in asked.reach.scope.counts),
        requirement=chosen,
        requirements=requirements,
        accepts=frozenset[str]().union(*(report.accepts for report in reports)),
        seats=seats,
        rows=planning.rows(asked.unit, reports, seats, planned) if reports else (),
        merged=planning.merged(reports),
        parents=frozenset(asked.reach.now.children),
    )


def _asked(
    session: ReadSession, actor: Actor, unit_code: str, rules: CoverageRules
) -> _Asked | None:
    today = Question(Permission.COVERAGE_READ, unit_code, rules.today, rules.today)
    reach = reaching.reach(session, actor, today)
    tops = matrix.tops(reach.now, reach.scope)
    if not unit_code and not tops:
        return None
    days = planning.months_ahead(rules.today)
    trees = [reach.kept.tree(session, day) for day in days]
    for tree in trees:
        reach = reach.then_in(tree)
    # A unit that opens within the months stands in the last tree. By name it is what it is today.
    unit = reach.find(unit_code or tops[0].code)
    if known := reach.now.units.get(unit.id):
        unit = UnitRef(known.id, known.code, known.name)
    places = [Place(tree, unit, day) for tree, day in zip(trees, days, strict=True)]
    return _Asked(reach, places, 1 if actor.everything else rules.small_group)


def _requirements(
    terms: Sequence[Terms], days: Sequence[date], rules: CoverageRules
) -> tuple[RequirementRef, ...]:
    """The requirements in force on any of the days, as they are on the last of them, by code."""
    found = {
        each.id: each for day in days for each in matrix.requirements_on(terms, day, rules.goal)
    }
    return tuple(sorted(found.values(), key=lambda requirement: requirement.code))


def _chosen(
    session: ReadSession, asked: _Asked, requirements: Sequence[RequirementRef], code: str | None
) -> RequirementRef | None:
    if code:
        for each in requirements:
            if each.code == code:
                return each
        raise NotFound("requirement_not_found")
    slots = ledger.slots_on(asked.days[-1])
    sums = matrix.figures_of(
        storage.balances(session, asked.reach.kept.ground(session), {asked.unit.id}, slots)
    )

    def weight(each: RequirementRef) -> int:
        # A small group weighs nothing: the choice must not tell of it.
        required = sums.get((asked.unit.id, each.id), matrix.NOBODY).required
        return required if required >= asked.small_group else 0

    return max(requirements, key=weight, default=None)


def _reports(
    session: ReadSession,
    asked: _Asked,
    terms: Sequence[Terms],
    requirement: RequirementRef,
    rules: CoverageRules,
) -> list[Report]:
    """Coverage for the requirement on each of the days, read in one query and withheld as then."""
    units = frozenset[int]().union(*map(asked.units, asked.places))
    rows = storage.slots_of(
        session,
        asked.reach.kept.ground(session),
        units,
        trends.slots_for(asked.days),
        requirement.id,
    )
    course = Course(
        unit_id=asked.unit.id,
        slots=trends.by_unit(rows),
        lie=lambda day: asked.reach.kept.lie(session, day),
        sight=lambda day: asked.reach.scope_on(session, day),
        small_group=asked.small_group,
    )
    held = [each for each in terms if each.requirement_id == requirement.id]
    return [_report(asked, place, held, course, rules.goal) for place in asked.places]


def _report(
    asked: _Asked, place: Place, held: Sequence[Terms], course: Course, goal: int
) -> Report:
    """What coverage will tell on the day; ``held`` are the terms of the requirement alone."""
    in_force = matrix.requirements_on(held, place.on, goal)
    figures: Figures = {
        (unit_id, requirement.id): course.counts(unit_id, place.on)
        for requirement in in_force
        for unit_id in asked.units(place)
    }
    hidden = _hidden(asked, place, figures, course.sight(place.on))
    accepts = [each.accepts for each in held if each.on(place.on)]
    told = matrix.unit_coverage(place, in_force, figures, hidden)
    return Report(place, told, frozenset[str]().union(*accepts))


def _hidden(
    asked: _Asked, place: Place, figures: Figures, scope: Scope
) -> frozenset[tuple[int, int]]:
    if asked.small_group <= 1:
        return frozenset()
    open_units = matrix.unlifted(place, scope, place.shown_units)
    return lifting.withheld(place, figures, open_units, asked.small_group)

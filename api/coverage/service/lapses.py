"""How many lose their training in a month, in a unit and in each part of it."""

from collections.abc import Collection
from dataclasses import replace

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import ledger, matrix, queries, reaching, storage
from api.coverage.figures import Figures, RequirementRef
from api.coverage.lapses import LapsesBelow, Month, lapses_below
from api.coverage.matrix import Place
from api.coverage.reaching import Question
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken
from api.organisation import service as organisation


def lapses(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    month: Month,
    rules: CoverageRules,
) -> LapsesBelow:
    """Count the persons whose valid training ends in the month while they are required.

    As if nobody renews. Raises NotFound("requirement_not_found") for a code not in force then.
    """
    if not ledger.in_reach(month.last):
        raise RuleBroken("day_out_of_range")
    asked = Question(Permission.COVERAGE_READ, unit_code, month.first, rules.today)
    begins, scope = reaching.place(session, actor, asked)
    ends = replace(begins, tree=organisation.tree(session, on=month.last), on=month.last)
    requirement = _requirement(session, requirement_code, month, rules)
    days = [(place, _figures(session, place)) for place in (begins, ends)]
    small_group = 1 if actor.everything else rules.small_group
    hidden = {
        unit
        for place, figures in days
        for unit in _withheld(place, figures, requirement, scope, small_group)
    }
    before, after = (figures for _, figures in days)
    lapsing = {
        unit: max(counts.covered - after.get((unit, requirement.id), matrix.NOBODY).covered, 0)
        for (unit, requirement_id), counts in before.items()
        if requirement_id == requirement.id
    }
    return lapses_below(begins, requirement, month, lapsing, hidden)


def _requirement(
    session: ReadSession, code: str, month: Month, rules: CoverageRules
) -> RequirementRef:
    terms = queries.terms(session)
    for day in (month.first, month.last):
        for requirement in matrix.requirements_on(terms, day, rules.goal):
            if requirement.code == code:
                return requirement
    raise NotFound("requirement_not_found")


def _figures(session: ReadSession, place: Place) -> Figures:
    units = place.all_units - {-leaf for leaf in place.leaves}
    read = storage.balances(session, units, ledger.slots_on(place.on))
    return place.filled_in(matrix.figures_of(read))


def _withheld(
    place: Place, figures: Figures, requirement: RequirementRef, scope: Scope, small_group: int
) -> Collection[int]:
    """Find the units and parts whose cell the actor is not shown on the day."""
    if small_group <= 1:
        return ()
    cells = matrix.withheld_cells(place.parents, figures, small_group)
    of_requirement = {unit for unit, requirement_id in cells if requirement_id == requirement.id}
    return of_requirement & matrix.unlifted(place, scope, of_requirement)

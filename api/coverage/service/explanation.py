"""What stands behind one number: the rule, the persons by status, and the parts it is the sum of."""

from dataclasses import replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import explaining, lifting, narrowing, queries, reaching
from api.coverage.explaining import Explanation
from api.coverage.facts import Terms
from api.coverage.figures import Cell
from api.coverage.matrix import Place
from api.coverage.narrowing import EVERYBODY, Group
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.service import filtered
from api.coverage.service.cells import coverage_told
from api.coverage.words import Counts
from api.db.session import ReadSession
from api.errors import NotFound


def explanation(  # noqa: PLR0913 - it takes as many to name a cell
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    on: date,
    rules: CoverageRules,
    known_at: datetime | None = None,
    direct: bool = False,
    group: Group = EVERYBODY,
) -> Explanation:
    """Explain a cell that ``cells`` gives; ``direct``: that of the part directly under the unit.

    ``group``: the cell counts these alone. Raises NotFound("requirement_not_found") for a code not in
    force on the day.
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today, known_at)
    reach = reaching.reach(session, actor, asked)
    place = reach.place(asked)
    terms = _terms(session, reach, asked, requirement_code)
    told = coverage_told(
        session, actor, reach=reach, places=[place], rules=rules, employment=group.employment
    )[0]
    if group.key_people:
        told = narrowing.of_key_people(told)
    found = explaining.explained(place, reach.scope, told, terms, direct=direct)
    found = replace(found, group=group)
    part = place.directly_under if direct else place
    if found.cell.suppressed:
        # How those in a withheld cell stand would tell how many they are.
        return found
    if group.key_people:
        if lifting.open_units(actor, reach.scope, place, {part.unit.id}, rules):
            return found  # Nor may it be told how key people stand, see ``employment``.
        counts = filtered.key_counts(session, reach, part, group, terms.requirement_id)
        found = replace(found, cell=_standing(found.cell, counts))
    expiring = _expiring(session, reach, part, terms, group) if found.cell.covered else 0
    return replace(found, statuses=explaining.by_status(found.cell, expiring))


def _terms(session: ReadSession, reach: Reach, asked: Question, code: str) -> Terms:
    all_terms = reach.terms(session, asked.known_at)
    in_force = [each for each in all_terms if each.code == code and each.on(asked.on)]
    if not in_force:
        raise NotFound("requirement_not_found")
    return max(in_force, key=lambda each: each.first_day)


def _standing(cell: Cell, counts: Counts) -> Cell:
    """Add to a cell of key people how they stand."""
    return replace(
        cell,
        within_time=counts.within_time,
        lapsed=counts.lapsed,
        not_started=counts.not_started,
    )


def _expiring(session: ReadSession, reach: Reach, place: Place, terms: Terms, group: Group) -> int:
    """Count those whose cover is about to end; each has a post in the unit or below it that day."""
    unit_id, on, known_at = place.unit.id, place.on, place.known_at
    whom = queries.ending_in(place.subtree(unit_id), terms, on, known_at)
    if known_at is None and not group:
        kept_as = reach.kept.ground(session).kept_as(unit_id)
        return queries.expiring(session, whom, kept_as, terms, on)
    persons = queries.person_facts(session, whom, known_at).values()
    members = [member for one in persons if (member := group.member(one, on))]
    ground = reach.terrain(session, known_at).ground
    return explaining.expiring_by_facts(ground, members, terms, unit_id, on)

"""What stands behind one number: the rule, the persons by status, and the parts it is the sum of."""

from dataclasses import replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import explaining, queries, reaching
from api.coverage.explaining import Explanation
from api.coverage.facts import Terms
from api.coverage.matrix import Place
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.service.cells import coverage_of
from api.db.session import ReadSession
from api.errors import NotFound


def explanation(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    on: date,
    rules: CoverageRules,
    known_at: datetime | None = None,
    direct: bool = False,
) -> Explanation:
    """Explain a cell that ``cells`` gives; ``direct``: that of the part directly under the unit.

    Raises NotFound("requirement_not_found") for a code not in force on the day.
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today, known_at)
    reach = reaching.reach(session, actor, asked)
    place = reach.place(asked)
    all_terms = reach.terms(session, known_at)
    in_force = [each for each in all_terms if each.code == requirement_code and each.on(on)]
    if not in_force:
        raise NotFound("requirement_not_found")
    terms = max(in_force, key=lambda each: each.first_day)
    told = coverage_of(session, actor, reach=reach, places=[place], rules=rules)[0]
    found = explaining.explained(place, reach.scope, told, terms, direct=direct)
    if found.cell.suppressed:
        # How those in a withheld cell stand would tell how many they are.
        return found
    part = place.directly_under if direct else place
    expiring = _expiring(session, reach, part, terms) if found.cell.covered else 0
    return replace(found, statuses=explaining.by_status(found.cell, expiring))


def _expiring(session: ReadSession, reach: Reach, place: Place, terms: Terms) -> int:
    """Count those whose cover is about to end; each has a post in the unit or below it that day."""
    unit_id, on, known_at = place.unit.id, place.on, place.known_at
    whom = queries.ending_in(place.subtree(unit_id), terms, on, known_at)
    if known_at is None:
        kept_as = reach.kept.ground(session).kept_as(unit_id)
        return queries.expiring(session, whom, kept_as, terms, on)
    persons = queries.person_facts(session, whom, known_at).values()
    ground = queries.ground(session, known_at)
    return explaining.expiring_by_facts(ground, persons, terms, unit_id, on)

"""What stands behind one number: the rule, the persons by status, and the parts it is the sum of."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import explaining, queries, reaching
from api.coverage.explaining import COUNTED, Explanation
from api.coverage.facts import Terms
from api.coverage.matrix import Place
from api.coverage.reaching import Question
from api.coverage.rules import CoverageRules
from api.coverage.service.cells import coverage_of
from api.coverage.words import Status
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
    place, scope = reaching.place(session, actor, asked)
    all_terms = queries.terms(session, known_at)
    in_force = [each for each in all_terms if each.code == requirement_code and each.on(on)]
    if not in_force:
        raise NotFound("requirement_not_found")
    terms = max(in_force, key=lambda each: each.first_day)
    told = coverage_of(session, actor, scope=scope, places=[place], rules=rules, terms=all_terms)[0]
    found = explaining.explained(place, scope, told, terms, direct=direct)
    if found.cell.suppressed:
        # How those in a withheld cell stand would tell how many they are.
        return found
    part = place.directly_under if direct else place
    by_status = _by_status(session, part, terms)
    return replace(found, statuses={status: by_status[status] for status in COUNTED})


def _by_status(session: ReadSession, place: Place, terms: Terms) -> Mapping[Status, int]:
    """Count those whom the cell counts; each has a post in the unit or below it that day."""
    whom = queries.placed_in(place.subtree(place.unit.id), place.on, place.known_at)
    if place.known_at is not None:
        ground = queries.ground(session, place.known_at)
        persons = queries.person_facts(session, whom, place.known_at).values()
        return explaining.from_facts(ground, persons, terms, place.unit.id, place.on)
    found: Counter[Status] = Counter()
    for alike in queries.counted(session, whom, place.unit.id, terms, place.on):
        status = explaining.status_of(alike.flags, lasts=alike.lasts, ended=alike.ended)
        found[status] += alike.persons
    return found

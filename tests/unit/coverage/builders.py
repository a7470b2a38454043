"""Facts in few words, for tests of the contract's definitions.

The tree: 1 is the root, 2 and 3 lie under it, 4 under 2. Requirement 10 asks course "a" of all.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from api.coverage.facts import Ground, PersonFacts, PostFact, RecordFact, Terms, UnitFact

START = date(2025, 1, 1)


def unit(unit_id: int, parent_id: int | None = None, **more: Any) -> UnitFact:
    given = {"first_day": date(2020, 1, 1), "unit_id": unit_id, "parent_id": parent_id, **more}
    return UnitFact(**given)


def terms(requirement_id: int = 10, **more: Any) -> Terms:
    given = {"first_day": START, "unit_id": 1, "accepts": frozenset("a"), **more}
    return Terms(requirement_id=requirement_id, **given)


def post(unit_id: int = 4, **more: Any) -> PostFact:
    return PostFact(**{"first_day": START, "unit_id": unit_id, **more})


def record(completed_on: date, valid_until: date | None = None, **more: Any) -> RecordFact:
    given = {"course_id": "a", "completed_on": completed_on, "valid_until": valid_until, **more}
    return RecordFact(**given)


def person(*posts: PostFact, person_id: int = 1, **more: Any) -> PersonFacts:
    return PersonFacts(person_id=person_id, posts=posts or (post(),), **more)


UNITS = (unit(1), unit(2, 1), unit(3, 1), unit(4, 2))


def ground(*all_terms: Terms, units: tuple[UnitFact, ...] = UNITS, **more: Any) -> Ground:
    return Ground(units=units, terms=all_terms or (terms(),), **more)

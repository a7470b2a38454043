"""Coverage of a unit and its children, as pages, JSON, CSV and command line get it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import service
from api.coverage.facts import PersonFacts
from api.coverage.rules import CoverageRules
from api.db.session import Database
from api.errors import Forbidden, NotFound
from tests.service.coverage.town import THEN, store
from tests.unit.coverage.builders import START, ground, person, post, record

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPEN = CoverageRules(small_group=1, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))


def staff(unit_id: int, count: int, first: int, covered: int = 0) -> list[PersonFacts]:
    return [
        person(
            post(unit_id),
            person_id=first + number,
            records=(record(START),) if number < covered else (),
        )
        for number in range(count)
    ]


@pytest.fixture
def town(database: Database) -> Database:
    """Ten in unit 4 (under 2), two directly under 2, eight in 3, all below the root 1."""
    people = [*staff(4, 10, 1, 6), *staff(2, 2, 11), *staff(3, 8, 13, 8)]
    store(database, ground(), people)
    return database


class TestCells:
    def test_unit_first_then_children_with_people_counted_once(self, town: Database) -> None:
        with town.reading() as session:
            told = service.cells(session, OPERATOR, unit_code="u1", on=DAY, rules=OPEN)
        assert [(cell.unit_code, cell.required, cell.covered) for cell in told.rows] == [
            ("u1", 20, 14),
            ("u2", 12, 6),
            ("u3", 8, 8),
        ]
        assert told.rows[1].share == 0.5
        assert told.direct == ()
        assert told.several == ()

    def test_directly_under_and_counted_in_several(self, database: Database) -> None:
        double = person(post(4), post(2), person_id=3)
        store(database, ground(), [*staff(4, 2, 1), double])
        with database.reading() as session:
            told = service.cells(session, OPERATOR, unit_code="u2", on=DAY, rules=OPEN)
        assert [(cell.unit_id, cell.required) for cell in told.rows] == [(2, 3), (4, 3)]
        assert [(cell.unit_id, cell.required) for cell in told.direct] == [(-2, 1)]
        assert [line.counts.required for line in told.several] == [1]

    def test_small_groups_are_withheld_with_what_gives_them_away(self, town: Database) -> None:
        with town.reading() as session:
            told = service.cells(session, TAFA, unit_code="u2", on=DAY, rules=RULES)
        assert {cell.unit_id for cell in (*told.rows, *told.direct) if cell.suppressed} == {4, -2}
        hidden = next(cell for cell in told.direct if cell.suppressed)
        assert (hidden.required, hidden.covered, hidden.share) == (None, None, None)
        assert [(line.parts, line.counts.required) for line in told.merged] == [(2, 12)]

    def test_operator_sees_everything(self, town: Database) -> None:
        with town.reading() as session:
            told = service.cells(session, OPERATOR, unit_code="u2", on=DAY, rules=RULES)
        assert not any(cell.suppressed for cell in (*told.rows, *told.direct))

    def test_who_may_name_them_all_sees_their_figures(self, town: Database) -> None:
        manager = Actor("person:99", person_id=99, grants=(Grant(Role.UNIT_MANAGER, 2),))
        with town.reading() as session:
            told = service.cells(session, manager, unit_code="u2", on=DAY, rules=RULES)
        assert not any(cell.suppressed for cell in (*told.rows, *told.direct))

    def test_known_at_before_a_fact_was_recorded_does_not_count_it(self, town: Database) -> None:
        with town.reading() as session:
            before, at = (
                service.cells(
                    session, OPERATOR, unit_code="u1", on=DAY, rules=OPEN, known_at=instant
                )
                for instant in (THEN - timedelta(seconds=1), THEN)
            )
        assert before.rows == ()
        assert (at.rows[0].required, at.rows[0].covered) == (20, 14)

    def test_unknown_unit_and_unit_out_of_scope_are_not_found(self, town: Database) -> None:
        manager = Actor("person:99", person_id=99, grants=(Grant(Role.UNIT_MANAGER, 3),))
        with town.reading() as session:
            with pytest.raises(NotFound):
                service.cells(session, OPERATOR, unit_code="none", on=DAY, rules=RULES)
            with pytest.raises(NotFound):
                service.cells(session, manager, unit_code="u2", on=DAY, rules=RULES)

    def test_without_the_right_it_is_forbidden(self, town: Database) -> None:
        nobody = Actor("person:99", person_id=99)
        with town.reading() as session, pytest.raises(Forbidden):
            service.cells(session, nobody, unit_code="u1", on=DAY, rules=RULES)

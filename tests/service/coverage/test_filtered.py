"""Coverage of those with one form of employment, and what of it is withheld; partners apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import service
from api.coverage.choosing import MOST
from api.coverage.facts import Appointment, ExemptionFact, Ground, PersonFacts, Terms
from api.coverage.figures import Cell, Overview, UnitCoverage
from api.coverage.rules import CoverageRules
from api.db import facts
from api.db.session import Database
from api.organisation.models import Unit, UnitKind, UnitPeriod
from api.people.models import Employment
from api.requirements.models import Requirement
from tests.service.coverage.town import THEN, entry, identity, person_rows, store, terms_row
from tests.stage import QueryRecorder
from tests.unit.coverage.builders import START, UNITS, ground, person, post, record, terms, unit

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPEN = CoverageRules(small_group=1, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:999", person_id=999, grants=(Grant(Role.COORDINATOR, 1),))
HEAD = Actor("person:999", person_id=999, grants=(Grant(Role.UNIT_MANAGER, 2),))
PERMANENT, TEMPORARY, HOURLY = Employment.PERMANENT, Employment.TEMPORARY, Employment.HOURLY
NAMED = terms(employments=frozenset(form.value for form in Employment))


def staff(
    unit_id: int, count: int, first: int, form: Employment = PERMANENT, covered: int = 0
) -> list[PersonFacts]:
    return [
        person(
            post(unit_id, employment=form.value),
            person_id=first + number,
            records=(record(START),) if number < covered else (),
        )
        for number in range(count)
    ]


def large() -> list[PersonFacts]:
    """Enough of both forms in each of two schools."""
    return [
        *staff(4, 10, 1, covered=6),
        *staff(4, 6, 21, TEMPORARY, covered=2),
        *staff(3, 8, 41, covered=8),
        *staff(3, 5, 61, TEMPORARY),
    ]


def told(
    database: Database, code: str = "u1", form: Employment = TEMPORARY, **more: Any
) -> UnitCoverage:
    given: dict[str, Any] = {"actor": TAFA, "rules": RULES, **more}
    with database.reading() as session:
        return service.cells(
            session, given.pop("actor"), unit_code=code, on=DAY, employment=form, **given
        )


def figures(cells: Iterable[Cell]) -> list[tuple[int, int | None, int | None]]:
    return [(cell.unit_id, cell.required, cell.covered) for cell in cells]


class TestCounted:
    def test_only_those_with_such_a_post(self, database: Database) -> None:
        store(database, ground(), large())
        assert figures(told(database).rows) == [(1, 11, 2), (2, 6, 2), (3, 5, 0)]
        assert figures(told(database, form=PERMANENT).rows) == [(1, 18, 14), (2, 10, 6), (3, 8, 8)]

    def test_a_requirement_that_does_not_name_them_asks_no_hourly_staff(
        self, database: Database
    ) -> None:
        store(database, ground(), [*large(), *staff(4, 7, 81, HOURLY)])
        assert told(database, form=HOURLY).rows == ()

    def test_one_that_names_them_does(self, database: Database) -> None:
        store(database, ground(NAMED), [*large(), *staff(4, 7, 81, HOURLY)])
        found = told(database, form=HOURLY, rules=OPEN)
        assert figures(found.rows) == [(1, 7, 0), (2, 7, 0)]

    def test_who_has_posts_of_two_forms_counts_by_both_and_stands_as_they_stand(
        self, database: Database
    ) -> None:
        double = person(
            post(3),
            post(4, employment="visstid"),
            person_id=1,
            records=(record(START),),
        )
        store(database, ground(), [double])
        assert figures(told(database, rules=OPEN).rows) == [(1, 1, 1), (2, 1, 1)]
        permanent = told(database, form=PERMANENT, rules=OPEN)
        assert figures(permanent.rows) == [(1, 1, 1), (3, 1, 1)]

    def test_parts_add_up_by_the_line_of_those_in_several(self, database: Database) -> None:
        twice = person(post(3), post(4), person_id=90)
        store(database, ground(), [*large(), twice])
        found = told(database, form=PERMANENT)
        assert figures(found.rows) == [(1, 19, 14), (2, 11, 6), (3, 9, 8)]
        assert [line.counts.required for line in found.several] == [1]

    def test_as_known_at_an_instant(self, database: Database) -> None:
        store(database, ground(), large())
        before = told(database, known_at=THEN - timedelta(seconds=1))
        assert before.rows == ()
        assert figures(told(database, known_at=THEN).rows)[0] == (1, 11, 2)


class TestWithheld:
    def test_the_whole_family_where_one_part_has_a_small_group(self, database: Database) -> None:
        store(database, ground(), [*staff(4, 10, 1), *staff(4, 4, 21, TEMPORARY), *large()[16:]])
        found = told(database)
        assert [(cell.unit_id, cell.suppressed) for cell in found.rows] == [
            (1, False),
            (2, True),
            (3, True),
        ]
        assert found.rows[0].required == 9
        assert (found.rows[1].required, found.rows[1].share) == (None, None)
        assert found.merged == ()
        assert found.several == ()

    def test_no_matter_which_form_is_asked_for(self, database: Database) -> None:
        store(database, ground(), [*staff(4, 10, 1), *staff(4, 4, 21, TEMPORARY), *large()[16:]])
        for form in Employment:
            hidden = {cell.unit_id for cell in told(database, form=form).rows if cell.suppressed}
            assert hidden == {2, 3}

    def test_what_a_figure_leaves_out_is_a_group_too(self, database: Database) -> None:
        """Nobody has two posts here, so that four temporary ones are all but the permanent ones."""
        store(database, ground(), [*staff(4, 10, 1), *staff(4, 4, 21, TEMPORARY)])
        assert all(cell.suppressed for cell in told(database, form=PERMANENT).rows)

    def test_below_a_unit_that_is_withheld_all_is(self, database: Database) -> None:
        store(database, ground(), [*large(), *staff(1, 3, 81, TEMPORARY)])
        assert {cell.suppressed for cell in told(database, "u2").rows} == {True}

    def test_those_exempt_are_a_group(self, database: Database) -> None:
        spared = [
            person(
                post(4, employment=form),
                person_id=81 + number,
                exemptions=(ExemptionFact(first_day=START, requirement_id=10),),
            )
            for number, form in enumerate(["tillsvidare"] * 4 + ["visstid"] * 2)
        ]
        store(database, ground(), [*large(), *spared])
        assert {cell.suppressed for cell in told(database).rows} == {True}

    def test_an_empty_figure_is_withheld_with_the_others(self, database: Database) -> None:
        store(database, ground(), [*staff(4, 10, 1), *staff(3, 8, 41), *staff(3, 5, 61, TEMPORARY)])
        assert not any(cell.suppressed for cell in told(database).rows)
        store_more(database, staff(2, 2, 81, TEMPORARY))
        assert [cell.suppressed for cell in told(database).rows] == [False, True, True]

    def test_not_from_who_may_name_them_all(self, database: Database) -> None:
        store(database, ground(), [*staff(4, 10, 1), *staff(4, 4, 21, TEMPORARY)])
        assert figures(told(database, "u2", actor=HEAD).rows) == [(2, 4, 0), (4, 4, 0)]

    def test_not_from_the_operator_nor_where_it_is_switched_off(self, database: Database) -> None:
        store(database, ground(), [*staff(4, 10, 1), *staff(4, 4, 21, TEMPORARY)])
        for more in ({"actor": OPERATOR}, {"rules": OPEN}):
            assert figures(told(database, **more).rows) == [(1, 4, 0), (2, 4, 0)]

    def test_key_people_where_all_in_a_unit_are_and_give_the_others_away(
        self, database: Database
    ) -> None:
        """Seven key people in 4, and no temporary one: so 3 holds but three of the permanent ones."""
        appointed = (Appointment(first_day=START, unit_id=4),)
        key_people = [replace(one, appointments=appointed) for one in staff(4, 7, 1)]
        others = [*staff(3, 3, 41), *staff(3, 6, 61, TEMPORARY)]
        store(database, ground(), [*key_people, *others])
        whole = told(database, form=PERMANENT).rows[0]
        assert (whole.required, whole.key_required, whole.key_covered) == (10, None, None)
        store_more(database, staff(3, 2, 81))
        whole = told(database, form=PERMANENT).rows[0]
        assert (whole.required, whole.key_required, whole.key_covered) == (12, 7, 0)

    def test_it_takes_as_many_queries_however_many_units(self, database: Database) -> None:
        store(database, ground(), large())
        recorder = QueryRecorder(database.engine)
        for code in ("u1", "u2", "u4"):
            with recorder.recording() as statements:
                told(database, code)
            assert len(statements) <= 11, code


def store_more(database: Database, persons: list[PersonFacts]) -> None:
    with database.writing() as session:
        session.add_all(identity(one.person_id) for one in persons)
        session.flush()
        for one in persons:
            facts.add(session, entry(), person_rows(one))


def overview(database: Database, actor: Actor = TAFA, code: str = "", **more: Any) -> Overview:
    with database.reading() as session:
        found = service.overview(session, actor, unit_code=code, on=DAY, rules=RULES, **more)
    assert found is not None
    return found


class TestPartners:
    @pytest.fixture
    def town(self, database: Database) -> Database:
        """The municipality, and a club of nine with a requirement of its own."""
        store(database, ground(), large())
        with database.writing() as session:
            session.add(Unit(id=9, code="u9"))
            session.flush()
            club = UnitPeriod(  # type: ignore[call-arg]
                first_day=START, unit_id=9, name="Klubben", kind=UnitKind.EXTERN
            )
            facts.add(session, entry(), [club])
        _require(database, terms(20, unit_id=9))
        store_more(database, staff(9, 9, 81, covered=3))
        return database

    def test_they_stand_beside_the_municipality_and_not_in_its_sum(self, town: Database) -> None:
        found = overview(town)
        assert [figures(each.rows) for each in found.partners] == [[(9, 9, 3)]]
        assert found.coverage.rows[0].required == 29
        assert all(cell.requirement_code == "r10" for cell in found.coverage.rows)

    def test_filtered_too(self, town: Database) -> None:
        found = overview(town, employment=TEMPORARY)
        assert [each.rows for each in found.partners] == [()]

    def test_not_for_who_may_not_see_them_nor_on_other_pages(self, town: Database) -> None:
        assert overview(town, HEAD).partners == ()
        assert overview(town, TAFA, "u2").partners == ()


def _require(database: Database, asked: Terms) -> None:
    with database.writing() as session:
        session.add(Requirement(id=asked.requirement_id, code=f"r{asked.requirement_id}"))
        session.flush()
        facts.add(session, entry(), [terms_row(asked)])


class TestChoices:
    def test_the_units_in_scope_in_the_order_of_the_tree(self, database: Database) -> None:
        store(database, ground(), [])
        found = overview(database).choices
        assert [(choice.unit.code, choice.depth) for choice in found] == [
            ("u1", 0),
            ("u2", 1),
            ("u4", 2),
            ("u3", 1),
        ]
        assert [choice.unit.code for choice in overview(database, HEAD).choices] == ["u2", "u4"]

    def test_of_very_many_those_near_by(self, database: Database) -> None:
        many = tuple(unit(number, 3) for number in range(100, 100 + MOST))
        store(database, Ground(units=(*UNITS, *many)), [])
        assert [choice.unit.code for choice in overview(database).choices] == ["u1", "u2", "u3"]
        near = overview(database, code="u4").choices
        assert [choice.unit.code for choice in near] == ["u1", "u2", "u4", "u3"]
        assert len(overview(database, code="u3").choices) == 3 + MOST

"""What is other now than as known then: exactly what the two answers differ in, and through what."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from sqlmodel import Session, select

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import service
from api.coverage.changes import NONE, Changes, Counted, Kind
from api.coverage.facts import Absence, Appointment, ExemptionFact, PersonFacts
from api.coverage.figures import Cell
from api.coverage.rules import CoverageRules
from api.db import facts
from api.db.facts import Fact
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.errors import Forbidden, NotFound
from api.organisation.models import Unit
from api.people.models import Post
from api.records.models import TrainingRecord
from api.requirements.models import RequirementPeriod
from tests.property.municipality import Municipality, telling_days
from tests.service.coverage.test_settling import (
    A_DATABASE_FOR_ALL,
    CHANGES,
    move_unit_4_under_3,
    random_town,
    seeds,
)
from tests.service.coverage.town import (
    THEN,
    dated_rows,
    entry,
    identity,
    post_row,
    record_row,
    store,
    terms_row,
    title_row,
    unit_row,
)
from tests.unit.coverage.builders import START, ground, person, post, record, terms, unit

DAY = date(2026, 11, 22)
FIRST = THEN - timedelta(1)
"""When the towns were told of; what is changed in them is changed at THEN."""
BETWEEN = THEN - timedelta(hours=1)
OPEN = CoverageRules(small_group=1, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))

Shown = dict[tuple[int, str], Counted | None]


def shown(session: Any, actor: Actor, **asked: Any) -> Shown:
    """The cells of the table; a withheld one is None."""
    try:
        told = service.cells(session, actor, **asked)
    except NotFound:
        return {}
    return {_key(cell): _figures(cell) for cell in (*told.rows, *told.direct)}


def _key(cell: Cell) -> tuple[int, str]:
    return cell.unit_id, cell.requirement_code


def _figures(cell: Cell) -> Counted | None:
    if cell.required is None or cell.covered is None or cell.exempt is None:
        return None
    return Counted(cell.required, cell.covered, cell.exempt)


def listed(found: Changes) -> dict[tuple[int, str], tuple[Counted, Counted]]:
    return {(row.unit.id, row.requirement.code): (row.before, row.after) for row in found.rows}


def expected(before: Shown, after: Shown) -> dict[tuple[int, str], tuple[Counted, Counted]]:
    found = {}
    for cell in before.keys() | after.keys():
        was, is_now = before.get(cell, NONE), after.get(cell, NONE)
        if was is not None and is_now is not None and was != is_now:
            found[cell] = (was, is_now)
    return found


class TestEquality:
    @A_DATABASE_FOR_ALL
    @given(seed=seeds)
    def test_tells_exactly_what_the_two_answers_differ_in(
        self, database: Database, seed: int
    ) -> None:
        """For the operator, and for TAFA where small groups are withheld."""
        empty_all_tables(database.engine)
        dice = random.Random(seed)
        town = random_town(dice)
        store(database, town.ground, town.persons, FIRST)
        with database.writing() as session:
            for change in dice.sample(CHANGES, dice.randint(1, 3)):
                change(session, dice, town)
                session.flush()
        days = dice.sample(telling_days(town), 3)
        with database.reading() as session:
            for on in days:
                rules = CoverageRules(small_group=3, goal=90, today=dice.choice(days))
                for actor in (OPERATOR, TAFA):
                    for unit in town.unit_ids:
                        self.check(session, actor, unit_code=f"u{unit}", on=on, rules=rules)
                    self.check_together(session, actor, town, on=on, rules=rules)

    def check_together(self, session: Any, actor: Actor, town: Municipality, **asked: Any) -> None:
        """All units asked about at once are answered as each alone."""
        codes = [f"u{unit}" for unit in town.unit_ids]
        asked["known_at"] = BETWEEN
        alone = {}
        for code in codes:
            with suppress(NotFound):
                alone[code] = service.changes(session, actor, unit_code=code, **asked)
        assert service.changes_in_each(session, actor, unit_codes=codes, **asked) == alone

    def check(self, session: Any, actor: Actor, **asked: Any) -> None:
        before = shown(session, actor, known_at=BETWEEN, **asked)
        after = shown(session, actor, **asked)
        try:
            found = service.changes(session, actor, known_at=BETWEEN, **asked)
        except NotFound:
            assert before == after == {}
            return
        assert listed(found) == expected(before, after)
        assert all(row.kinds for row in found.rows)

    def test_nothing_has_changed(self, database: Database) -> None:
        store(database, ground(), [person()])
        assert told(database, known_at=THEN).rows == ()


def told(
    database: Database, *, unit: str = "u1", known_at: Any = BETWEEN, actor: Actor = OPERATOR
) -> Changes:
    with database.reading() as session:
        return service.changes(
            session, actor, unit_code=unit, on=DAY, known_at=known_at, rules=OPEN
        )


def kinds_of(found: Changes) -> set[Kind]:
    return {kind for row in found.rows for kind in row.kinds}


def of_person_1(**more: Any) -> list[Fact]:
    return list(dated_rows(PersonFacts(1, **more)))


def retract_all(session: Session, table: type[Any], **which: Any) -> None:
    facts.retract(session, entry(), session.exec(select(table).filter_by(**which)).all())


def revoke(session: Session) -> None:
    retract_all(session, TrainingRecord, person_id=2)


def correct(session: Session) -> None:
    """The record of the same course and day lapsed long ago, it turns out."""
    revoke(session)
    facts.add(session, entry(), [record_row(2, record(START, START + timedelta(30)))])


def ask_only_unit_3(session: Session) -> None:
    retract_all(session, RequirementPeriod, requirement_id=10)
    facts.add(session, entry(), [terms_row(terms(unit_id=3))])


def adding(rows: Callable[[], list[Fact]]) -> Callable[[Session], None]:
    return lambda session: facts.add(session, entry(), rows())


EACH_KIND: dict[Kind, Callable[[Session], None]] = {
    Kind.POSTS: lambda session: retract_all(session, Post, person_id=1),
    Kind.ABSENCES: adding(lambda: of_person_1(absences=(Absence(first_day=START),))),
    Kind.KEY_PEOPLE: adding(
        lambda: of_person_1(appointments=(Appointment(first_day=START, unit_id=4),))
    ),
    Kind.EXEMPTIONS: adding(
        lambda: of_person_1(exemptions=(ExemptionFact(first_day=START, requirement_id=10),))
    ),
    Kind.RECORDS_ADDED: adding(lambda: [record_row(1, record(START))]),
    Kind.RECORDS_REVOKED: revoke,
    Kind.RECORDS_CORRECTED: correct,
    Kind.UNITS: move_unit_4_under_3,
    Kind.REQUIREMENTS: ask_only_unit_3,
    Kind.CATEGORIES: adding(lambda: [title_row("rektor", "chef")]),
}


@pytest.fixture
def town(database: Database) -> Database:
    """Person 1, a head in unit 4 without a record; person 2 beside them, covered.

    Requirement 10 asks everybody, 11 key people, 12 those of the category "chef".
    """
    asked = (
        terms(),
        terms(11, key_people_only=True),
        terms(12, categories=frozenset({"chef"})),
    )
    people = [
        person(post(4, title_key="rektor")),
        person(post(4), person_id=2, records=(record(START),)),
    ]
    store(database, ground(*asked), people, FIRST)
    return database


class TestKinds:
    @pytest.mark.parametrize("kind", EACH_KIND)
    def test_each_kind_of_correction_is_named_alone(self, town: Database, kind: Kind) -> None:
        with town.writing() as session:
            EACH_KIND[kind](session)
        assert kinds_of(told(town)) == {kind}

    def test_every_kind_has_its_case(self) -> None:
        assert set(EACH_KIND) == set(Kind)

    def test_moved_and_trained_left_by_the_post_and_came_covered_by_both(
        self, town: Database
    ) -> None:
        with town.writing() as session:
            retract_all(session, Post, person_id=1)
            facts.add(session, entry(), [post_row(1, post(3)), record_row(1, record(START))])
        found = {row.unit.code: (row.before, row.after, row.kinds) for row in told(town).rows}
        assert found == {
            "u1": (Counted(2, 1), Counted(2, 2), (Kind.RECORDS_ADDED,)),
            "u2": (Counted(2, 1), Counted(1, 1), (Kind.POSTS,)),
            "u3": (Counted(), Counted(1, 1), (Kind.POSTS, Kind.RECORDS_ADDED)),
        }

    def test_two_kinds_that_are_each_enough_are_both_named(self, town: Database) -> None:
        with town.writing() as session:
            EACH_KIND[Kind.POSTS](session)
            EACH_KIND[Kind.ABSENCES](session)
        assert kinds_of(told(town)) == {Kind.POSTS, Kind.ABSENCES}

    def test_unit_not_known_then_with_its_people_comes_by_units_and_posts(
        self, town: Database
    ) -> None:
        with town.writing() as session:
            unit_new = Unit(id=5, code="u5")
            session.add_all([unit_new, identity(3)])
            session.flush()
            facts.add(session, entry(), [unit_row(unit(5, 3)), post_row(3, post(5))])
        found = {row.unit.code: row.kinds for row in told(town, unit="u3").rows}
        assert found == {"u3": (Kind.POSTS, Kind.UNITS), "u5": (Kind.POSTS, Kind.UNITS)}

    def test_directly_under_is_told_apart(self, town: Database) -> None:
        with town.writing() as session:
            facts.add(session, entry(), [post_row(1, post(2))])
        found = told(town, unit="u2")
        assert [(row.unit.id, row.after.required) for row in found.rows] == [(-2, 1)]

    def test_corrected_and_corrected_back_is_no_change(self, town: Database) -> None:
        with town.writing() as session:
            retract_all(session, Post, person_id=1)
            facts.add(session, entry(), [post_row(1, post(4, title_key="rektor"))])
        assert told(town).rows == ()

    def test_what_concerns_other_days_is_no_change(self, town: Database) -> None:
        with town.writing() as session:
            gone = Absence(first_day=DAY - timedelta(9), last_day=DAY - timedelta(1))
            facts.add(session, entry(), of_person_1(absences=(gone,)))
        assert told(town).rows == ()


class TestRights:
    def test_without_the_right_it_is_forbidden(self, town: Database) -> None:
        with pytest.raises(Forbidden):
            told(town, actor=Actor("person:99", person_id=99))

    def test_out_of_scope_is_not_found(self, town: Database) -> None:
        manager = Actor("person:99", person_id=99, grants=(Grant(Role.UNIT_MANAGER, 3),))
        with pytest.raises(NotFound):
            told(town, unit="u2", actor=manager)

    def test_unit_that_has_moved_out_of_scope_shows_no_figures_of_now(self, town: Database) -> None:
        manager = Actor("person:99", person_id=99, grants=(Grant(Role.UNIT_MANAGER, 2),))
        with town.writing() as session:
            move_unit_4_under_3(session)
        found = told(town, unit="u2", actor=manager)
        assert {row.unit.code: (row.before, row.after) for row in found.rows} == {
            "u2": (Counted(2, 1), NONE),
            "u4": (Counted(2, 1), NONE),
        }

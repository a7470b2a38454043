"""The plan tells of days to come what coverage tells of them once they have come."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import planning, service, words
from api.coverage.facts import Absence, Appointment
from api.coverage.figures import Merged
from api.coverage.planning import Need, Plan, Planned
from api.coverage.rules import CoverageRules
from api.db import facts
from api.db.session import Database
from api.errors import Forbidden, NotFound, RuleBroken
from api.people.models import KeyPersonAppointment, Post
from tests.property.municipality import FIRST, SPAN, Municipality, build
from tests.service.coverage.test_trend import counted
from tests.service.coverage.town import entry, store
from tests.unit.coverage.builders import START, ground, person, post, record, terms, unit

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))
MANAGER = Actor("person:98", person_id=98, grants=(Grant(Role.UNIT_MANAGER, 2),))
MONTHS = planning.months_ahead(DAY)


def ask(
    database: Database,
    who: Actor = OPERATOR,
    unit_code: str = "u1",
    code: str | None = "r10",
    rules: CoverageRules = RULES,
    **more: object,
) -> Plan:
    with database.reading() as session:
        found = service.plan(
            session,
            who,
            unit_code=unit_code,
            rules=rules,
            requirement_code=code,
            **more,  # type: ignore[arg-type]
        )
    assert found is not None
    return found


def needs(plan: Plan, code: str) -> tuple[Need, ...]:
    return next(row.needs for row in plan.rows if row.unit.code == code)


def people(plan: Plan, code: str) -> list[int | None]:
    return [need.people for need in needs(plan, code)]


@pytest.fixture
def town(database: Database) -> Database:
    """Eight in unit 4 whose training lapses with January, six new in unit 3 from March."""
    lapsing = (record(START, date(2027, 1, 31)),)
    new = post(3, first_day=date(2027, 3, 1))
    persons = [
        *(person(post(4), person_id=number, records=lapsing) for number in range(1, 9)),
        *(person(new, person_id=number) for number in range(11, 17)),
    ]
    store(database, ground(), persons)
    return database


class TestNeeds:
    def test_lapses_and_new_posts_to_come_are_in_them(self, town: Database) -> None:
        told = ask(town)
        assert [need.before for need in needs(told, "u1")] == MONTHS
        assert people(told, "u2") == [0, 0, 8, 8, 8, 8]
        assert people(told, "u3") == [0, 0, 0, 6, 6, 6]
        assert people(told, "u1") == [0, 0, 8, 14, 14, 14]

    def test_ends_and_absences_that_end_are_too(self, database: Database) -> None:
        leaving = person(post(4, last_day=date(2027, 1, 15)), person_id=1)
        back = person(person_id=2, absences=(Absence(first_day=START, last_day=date(2027, 2, 28)),))
        store(database, ground(), [leaving, back])
        assert people(ask(database), "u1") == [1, 1, 0, 1, 1, 1]

    def test_a_requirement_that_begins_asks_from_its_day(self, database: Database) -> None:
        later = terms(first_day=date(2027, 2, 1))
        store(database, ground(later), [person(person_id=number) for number in (1, 2)])
        told = ask(database)
        assert people(told, "u1") == [0, 0, 2, 2, 2, 2]
        assert told.accepts == {"a"}

    def test_a_unit_that_opens_has_a_row_and_can_be_asked_about(self, database: Database) -> None:
        opens = date(2027, 2, 1)
        units = (unit(1), unit(2, 1), unit(4, 2, first_day=opens))
        store(database, ground(units=units), [person(post(4, first_day=opens), person_id=1)])
        assert people(ask(database, unit_code="u2"), "u4") == [1, 1, 1, 1]
        assert people(ask(database, unit_code="u4"), "u4") == [0, 0, 1, 1, 1, 1]

    def test_a_unit_that_moves_is_told_of_only_while_it_lies_there(
        self, database: Database
    ) -> None:
        moves = date(2027, 2, 1)
        units = (
            *(unit(1), unit(2, 1), unit(3, 1)),
            unit(4, 2, last_day=moves - timedelta(1)),
            unit(4, 3, first_day=moves),
        )
        store(database, ground(units=units), [person(person_id=1)])
        before = [need.before for need in needs(ask(database, unit_code="u2"), "u4")]
        after = [need.before for need in needs(ask(database, unit_code="u3"), "u4")]
        assert (before, after) == (MONTHS[:2], MONTHS[2:])


class TestPlanned:
    SEATS = (
        Planned(4, "a", date(2026, 12, 10), 6),  # below unit 2
        Planned(2, "a", date(2027, 2, 1), 4),  # on the first of a month: not before it
        Planned(4, "b", date(2026, 12, 10), 50),  # another course
        Planned(3, "a", date(2026, 12, 10), 50),  # beside unit 2
    )

    def test_seats_before_the_month_in_the_subtree_for_an_accepted_course_count(
        self, town: Database
    ) -> None:
        found = needs(ask(town, unit_code="u2", seats=1, planned=self.SEATS), "u2")
        assert [need.planned for need in found] == [0, 6, 6, 10, 10, 10]
        assert [need.occasions for need in found] == [0, 0, 2, 0, 0, 0]

    @pytest.mark.parametrize("seats", [0, -1, 201])
    def test_seats_that_no_room_has_are_refused(self, town: Database, seats: int) -> None:
        with pytest.raises(RuleBroken):
            ask(town, seats=seats)


class TestWhatIsAsked:
    def test_without_a_requirement_it_is_the_one_that_asks_most(self, database: Database) -> None:
        both = ground(terms(9, unit_id=3), terms(10), terms(11, key_people_only=True))
        store(
            database, both, [person(person_id=1), person(person_id=2), person(post(3), person_id=3)]
        )
        told = ask(database, code=None)
        assert told.requirement is not None
        assert told.requirement.code == "r10"
        assert [each.code for each in told.requirements] == ["r10", "r11", "r9"]

    def test_without_a_unit_it_is_where_the_scope_begins(self, town: Database) -> None:
        assert ask(town, MANAGER, "").unit.code == "u2"
        nowhere = Actor("person:97", person_id=97, grants=(Grant(Role.UNIT_MANAGER, 50),))
        with town.reading() as session:
            assert service.plan(session, nowhere, unit_code="", rules=RULES) is None

    def test_nothing_in_force_is_an_empty_plan(self, database: Database) -> None:
        store(database, ground(terms(last_day=DAY)), [person()])
        told = ask(database, code=None)
        assert (told.requirement, told.rows) == (None, ())
        with pytest.raises(NotFound):
            ask(database)

    def test_out_of_scope_is_not_found_and_a_lacking_right_forbidden(self, town: Database) -> None:
        with pytest.raises(NotFound):
            ask(town, MANAGER, "u3")
        with pytest.raises(NotFound):
            ask(town, OPERATOR, "none")
        with pytest.raises(Forbidden):
            ask(town, Actor("person:97", person_id=97))

    def test_it_costs_few_queries_and_fewer_when_the_trees_are_known(self, town: Database) -> None:
        costs = []
        for _ in range(2):
            with town.reading() as session, counted(town.engine) as said:
                service.plan(session, TAFA, unit_code="u1", rules=RULES)
            costs.append(len(said))
        # The mark of the ground, the requirement that asks most, and the figures of all months.
        assert costs[0] <= 3 + 1 + planning.MONTHS + 1
        assert costs[1] == 3


class TestSmallGroups:
    def test_they_are_withheld_and_told_together(self, database: Database) -> None:
        persons = [
            *(person(post(4), person_id=number) for number in range(1, 4)),
            *(person(post(2), person_id=number) for number in range(11, 14)),
        ]
        store(database, ground(), persons)
        told = ask(database, TAFA, "u2")
        assert people(told, "u2") == [6] * 6
        assert people(told, "u4") == [None] * 6
        assert all(need.suppressed and need.occasions is None for need in needs(told, "u4"))
        day, line = told.merged[0]
        assert (day, line.parts, line.counts.required) == (MONTHS[0], 2, 6)
        assert people(ask(database, MANAGER, "u2"), "u4") == [3] * 6


def crowd(dice: random.Random) -> Municipality:
    """Enough people that some groups are small and some are not."""
    return build(dice, units=6, persons=30, requirements=2)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("who", [OPERATOR, TAFA], ids=["operator", "tafa"])
def test_the_forecast_is_what_coverage_tells_once_the_day_has_come(
    database: Database, seed: int, who: Actor
) -> None:
    dice = random.Random(seed)
    made = crowd(dice)
    store(database, made.ground, made.persons)
    for _ in range(2):
        today = FIRST + timedelta(dice.randrange(SPAN))
        rules = replace(RULES, today=today)
        for code, unit_code in (("r1", "u1"), ("r2", "u1"), ("r1", "u2"), ("r2", "u3")):
            try:
                forecast = ask(database, who, unit_code, code, rules)
            except NotFound:  # the requirement is not in force, or the unit is gone
                continue
            for day in planning.months_ahead(today):
                compare(database, who, forecast, day)


def compare(database: Database, who: Actor, forecast: Plan, day: date) -> None:
    """Hold the forecast of a day against the report of that day, on that day."""
    come = replace(RULES, today=day)
    with database.reading() as session:
        try:
            told = service.cells(session, who, unit_code=forecast.unit.code, on=day, rules=come)
        except NotFound:  # the unit is gone by then, though some had posts in it
            return
    assert forecast.requirement is not None
    code = forecast.requirement.code
    report = {
        cell.unit_code: (cell.missing, cell.suppressed)
        for cell in told.rows
        if cell.requirement_code == code
    }
    planned = {
        row.unit.code: (need.people, need.suppressed)
        for row in forecast.rows
        for need in row.needs
        if need.before == day
    }
    assert report.items() <= planned.items()
    assert all(planned[unit] == (0, False) for unit in planned.keys() - report.keys())
    merged = [line for on, line in forecast.merged if on == day]
    assert [shape(line) for line in merged] == [
        shape(line) for line in told.merged if line.requirement_code == code
    ]


def shape(line: Merged) -> tuple[int, int, int]:
    return line.parts, line.counts.required, line.counts.covered


@pytest.mark.parametrize("seed", range(4))
def test_the_forecast_is_what_the_words_say_of_the_day(database: Database, seed: int) -> None:
    """The contract's definitions, counted person by person."""
    made = crowd(random.Random(seed))
    store(database, made.ground, made.persons)
    today = FIRST + timedelta(120)
    for requirement in made.requirement_ids:
        try:
            forecast = ask(database, code=f"r{requirement}", rules=replace(RULES, today=today))
        except NotFound:
            continue
        for row in forecast.rows[:1]:
            for need in row.needs:
                missing = [
                    one
                    for one in made.persons
                    if row.unit.id
                    in words.units_counted_in(made.ground, one, requirement, need.before)
                    and words.required(made.ground, one, requirement, need.before)
                    and not words.covered(made.ground, one, requirement, need.before)
                ]
                assert need.people == len(missing)


class TestKeyPersonLeaves:
    """An end entered for the only key person shows the gap from that day on, at once."""

    LAST = date(2027, 1, 31)

    @pytest.fixture
    def school(self, database: Database) -> Database:
        key = Appointment(first_day=START, unit_id=4)
        store(
            database, ground(), [person(person_id=1, appointments=(key,), records=(record(START),))]
        )
        return database

    def told(self, school: Database, on: date) -> tuple[int, int]:
        with school.reading() as session:
            row = service.key_people(session, TAFA, unit_code="u4", on=on, rules=RULES).rows[0]
        return row.appointed, row.trained

    def end(self, school: Database, table: type[KeyPersonAppointment | Post]) -> None:
        """A correction: the open row is retracted, and one with an end stands in its place."""
        with school.writing() as session:
            old = session.get(table, 1)
            assert old is not None
            fresh = old.model_copy(update={"id": None, "last_day": self.LAST})
            facts.retract(session, entry(), [old])
            facts.add(session, entry(), [table(**fresh.model_dump(exclude={"id"}))])

    def test_when_the_appointment_ends_nobody_is_appointed(self, school: Database) -> None:
        assert self.told(school, self.LAST + timedelta(1)) == (1, 1)
        self.end(school, KeyPersonAppointment)
        assert self.told(school, self.LAST) == (1, 1)
        assert self.told(school, self.LAST + timedelta(1)) == (0, 0)

    def test_when_only_the_post_ends_nobody_is_trained(self, school: Database) -> None:
        self.end(school, Post)
        assert self.told(school, self.LAST) == (1, 1)
        assert self.told(school, self.LAST + timedelta(1)) == (1, 0)

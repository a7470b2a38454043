"""Practice days: who may plan where, what a day may be, and what cancelling leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from api.access.actor import Actor
from api.db.session import Database
from api.errors import DomainError, Forbidden, NotFound, NotSignedIn, RuleBroken
from api.practice import service
from api.practice.models import PracticeDay
from api.practice.rules import Wanted
from api.practice.service import Board
from tests.conftest import TODAY, FakeClock
from tests.service.identity.town import Town, actor, build
from tests.service.learning.learner import COURSE, publish

SOON = TODAY + timedelta(20)
WANTED = Wanted("S1", "provkurs", SOON, 12, "13", "Aulan")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    publish(bare_database, clock, COURSE)
    return build(bare_database, clock)


def plan(database: Database, clock: FakeClock, by: str = "bo", wanted: Wanted = WANTED) -> int:
    who = actor(database, clock, by)
    with database.writing() as session:
        made = service.plan_day(session, who, wanted=wanted, clock=clock)
        assert made.id is not None
        return made.id


def cancel(database: Database, clock: FakeClock, day_id: int, by: str = "bo") -> str:
    who = actor(database, clock, by)
    with database.writing() as session:
        return service.cancel(session, who, day_id=day_id, clock=clock).code


def board(database: Database, clock: FakeClock, by: str = "bo") -> Board:
    who = actor(database, clock, by)
    with database.reading() as session:
        return service.board(session, who, clock=clock)


def stored(database: Database) -> list[PracticeDay]:
    with database.reading() as session:
        return list(session.execute(select(PracticeDay).order_by("id")).scalars())


class TestPlanning:
    def test_a_planned_day_stands_on_the_board(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        day_id = plan(bare_database, clock)
        (line,) = board(bare_database, clock).coming
        assert (line.id, line.unit.code, line.course_title) == (day_id, "S1", "Provkursen")
        assert (line.day, line.start, line.place, line.seats) == (SOON, "13.00", "Aulan", 12)
        assert (line.is_cancelled, line.may_cancel) == (False, True)
        (row,) = stored(bare_database)
        assert (row.planned_by, row.planned_at) == (f"person:{town.people['bo']}", clock.now())

    @pytest.mark.parametrize(
        ("by", "unit"),
        [("bo", "S1"), ("britt", "S2"), ("britt", "F"), ("cecilia", "K"), ("eva", "S2")],
    )
    def test_managers_plan_in_their_units_and_tafa_and_administrators_anywhere(
        self, bare_database: Database, clock: FakeClock, town: Town, by: str, unit: str
    ) -> None:
        plan(bare_database, clock, by, replace(WANTED, unit_code=unit))
        assert [row.unit_id for row in stored(bare_database)] == [town.units[unit]]

    @pytest.mark.parametrize(
        ("by", "unit"), [("bo", "S2"), ("bo", "F"), ("bea", "S1"), ("eva", "?")]
    )
    def test_a_unit_out_of_reach_is_not_found(
        self, bare_database: Database, clock: FakeClock, town: Town, by: str, unit: str
    ) -> None:
        with pytest.raises(NotFound, match="unit_not_found"):
            plan(bare_database, clock, by, replace(WANTED, unit_code=unit))

    @pytest.mark.parametrize("by", ["anna", "david", "olle", "sixten"])
    def test_others_lack_the_right(
        self, bare_database: Database, clock: FakeClock, town: Town, by: str
    ) -> None:
        with pytest.raises(Forbidden):
            plan(bare_database, clock, by)

    def test_a_visitor_is_not_signed_in(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with bare_database.reading() as session, pytest.raises(NotSignedIn):
            service.board(session, Actor.visitor(), clock=clock)

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"day": TODAY - timedelta(1)}, "practice_day_past"),
            ({"day": date(2207, 3, 1)}, "practice_day_far"),
            ({"seats": 0}, "seats_out_of_range"),
            ({"seats": 201}, "seats_out_of_range"),
            ({"start": "25.00"}, "bad_time"),
            ({"place": "x" * 201}, "place_too_long"),
            ({"course_id": "finns-inte"}, "course_not_found"),
        ],
    )
    def test_what_cannot_be_is_refused_and_nothing_written(
        self,
        bare_database: Database,
        clock: FakeClock,
        town: Town,
        wrong: dict[str, object],
        code: str,
    ) -> None:
        with pytest.raises(DomainError, match=code):
            plan(bare_database, clock, wanted=replace(WANTED, **wrong))  # type: ignore[arg-type]
        assert stored(bare_database) == []

    @pytest.mark.parametrize("day", [TODAY, date(2028, 11, 22)])
    def test_from_today_to_two_years_ahead(
        self, bare_database: Database, clock: FakeClock, town: Town, day: date
    ) -> None:
        plan(bare_database, clock, wanted=replace(WANTED, day=day))

    def test_sent_twice_it_is_one_day(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        first = plan(bare_database, clock)
        clock.instant += timedelta(seconds=1)
        assert plan(bare_database, clock, wanted=replace(WANTED, start="13.00")) == first
        assert len(stored(bare_database)) == 1

    @pytest.mark.parametrize(
        "other",
        [{"start": "15"}, {"place": "Biblioteket"}, {"seats": 8}, {"day": SOON + timedelta(1)}],
    )
    def test_what_differs_is_another_day(
        self, bare_database: Database, clock: FakeClock, town: Town, other: dict[str, object]
    ) -> None:
        plan(bare_database, clock)
        plan(bare_database, clock, wanted=replace(WANTED, **other))  # type: ignore[arg-type]
        assert len(stored(bare_database)) == 2

    def test_a_cancelled_day_can_be_planned_again(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        cancel(bare_database, clock, plan(bare_database, clock))
        plan(bare_database, clock)
        assert len(board(bare_database, clock).coming) == 1

    def test_sent_twice_at_once_it_is_one_day(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with ThreadPoolExecutor() as both:
            days = both.map(lambda _: plan(bare_database, clock), range(4))
        assert len(set(days)) == len(stored(bare_database)) == 1


class TestBoard:
    def test_the_days_of_the_units_above_are_seen_from_below(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        for unit in ("K", "F", "S1", "S2"):
            plan(bare_database, clock, "cecilia", replace(WANTED, unit_code=unit))

        def above(by: str) -> set[str]:
            return {line.unit.code for line in board(bare_database, clock, by).above}

        assert (above("bo"), above("britt"), above("cecilia")) == ({"K", "F"}, {"K"}, set())
        told = board(bare_database, clock)
        assert not any(line.may_cancel for line in told.above)
        assert {each.unit_id for each in told.planned} == {town.units["S1"]}
        day_id = next(line.id for line in told.above)
        with bare_database.reading() as session:
            who = actor(bare_database, clock, "bo")
            assert service.day(session, who, day_id=day_id, clock=clock).id == day_id
        with pytest.raises(NotFound, match="practice_day_unknown"):
            cancel(bare_database, clock, day_id)

    def test_one_sees_the_days_of_the_units_one_may_count(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        for unit in ("K", "F", "S1", "S2"):
            plan(bare_database, clock, "cecilia", replace(WANTED, unit_code=unit))

        def seen(by: str) -> set[str]:
            return {line.unit.code for line in board(bare_database, clock, by).coming}

        assert seen("cecilia") == seen("eva") == {"K", "F", "S1", "S2"}
        assert seen("britt") == {"F", "S1", "S2"}
        assert seen("bo") == {"S1"}
        assert seen("olle") == {"S1"}
        assert not any(line.may_cancel for line in board(bare_database, clock, "olle").coming)

    def test_days_that_have_been_stand_apart_for_a_month(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        plan(bare_database, clock, wanted=replace(WANTED, day=TODAY))
        assert len(board(bare_database, clock).coming) == 1
        clock.day = TODAY + timedelta(30)
        told = board(bare_database, clock)
        assert (told.coming, len(told.lately)) == ((), 1)
        assert told.planned == ()
        clock.day = TODAY + timedelta(31)
        assert board(bare_database, clock).lately == ()

    def test_the_seats_to_come_are_what_coverage_plans_with(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        plan(bare_database, clock)
        (seats,) = board(bare_database, clock).planned
        assert (seats.unit_id, seats.course_id) == (town.units["S1"], "provkurs")
        assert (seats.day, seats.seats) == (SOON, 12)


class TestCancelling:
    def test_it_leaves_the_board_but_not_the_table(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        day_id = plan(bare_database, clock)
        assert cancel(bare_database, clock, day_id) == "S1"
        told = board(bare_database, clock)
        assert (told.coming, told.planned) == ((), ())
        assert [row.cancelled_at for row in stored(bare_database)] == [clock.now()]

    def test_twice_is_once(self, bare_database: Database, clock: FakeClock, town: Town) -> None:
        day_id = plan(bare_database, clock)
        cancel(bare_database, clock, day_id)
        first = clock.now()
        clock.instant += timedelta(hours=1)
        cancel(bare_database, clock, day_id)
        assert [row.cancelled_at for row in stored(bare_database)] == [first]

    def test_whoever_may_plan_there_may_cancel(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        day_id = plan(bare_database, clock, "cecilia")
        with pytest.raises(NotFound, match="practice_day_unknown"):
            cancel(bare_database, clock, day_id, "bea")
        with pytest.raises(Forbidden):
            cancel(bare_database, clock, day_id, "olle")
        cancel(bare_database, clock, day_id, "bo")

    def test_not_when_it_has_been(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        day_id = plan(bare_database, clock)
        clock.day = SOON
        with bare_database.reading() as session:
            who = actor(bare_database, clock, "bo")
            assert service.day(session, who, day_id=day_id, clock=clock).day == SOON
        clock.day = SOON + timedelta(1)
        with pytest.raises(RuleBroken, match="practice_day_over"):
            cancel(bare_database, clock, day_id)

    @pytest.mark.parametrize("day_id", [0, -1, 999, 2**40])
    def test_what_is_not_there_is_not_found(
        self, bare_database: Database, clock: FakeClock, town: Town, day_id: int
    ) -> None:
        with pytest.raises(NotFound, match="practice_day_unknown"):
            cancel(bare_database, clock, day_id)

"""Who was there: the leader's reach, a record each or none at all, and no second one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

from api.audit.models import AuditEntry
from api.db.session import Database
from api.errors import DomainError, Forbidden, NotFound, RuleBroken
from api.people.service import Group
from api.records import classroom
from api.records.classroom import Attendance, Meeting
from api.records.models import RecordSource, TrainingRecord
from tests.conftest import TODAY, FakeClock
from tests.service.identity.town import Town, actor, build
from tests.service.learning.learner import COURSE, publish

HERE = ("Anna", "Arvid", "Bo", "Cecilia", "Olle")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    publish(bare_database, clock, COURSE)
    return build(bare_database, clock)


def meeting(unit: str = "S1", day: date = TODAY, course: str = "provkurs") -> Meeting:
    return Meeting(course, unit, day)


def seen(database: Database, clock: FakeClock, by: str, of: Meeting) -> Group:
    who = actor(database, clock, by)
    with database.reading() as session:
        return classroom.group(session, who, meeting=of, clock=clock)


def tick(
    database: Database, clock: FakeClock, town: Town, *names: str, by: str = "bo", of: Meeting
) -> Attendance:
    who = actor(database, clock, by)
    present = [town.people[name] for name in names]
    with database.writing() as session:
        return classroom.record(session, who, meeting=of, present=present, clock=clock)


def standing(database: Database) -> list[TrainingRecord]:
    with database.reading() as session:
        statement = select(TrainingRecord).order_by(col(TrainingRecord.id))
        return list(session.execute(statement).scalars())


class TestWhoCanBeTicked:
    def test_a_manager_ticks_the_own_staff_but_the_protected(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        assert town.people
        found = seen(bare_database, clock, "bo", meeting())
        assert tuple(each.name for each in found.people) == HERE
        assert {each.title for each in found.people} == {"Lärare"}

    def test_the_people_are_those_of_the_day(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        assert town.people
        then = seen(bare_database, clock, "bo", meeting(day=date(2024, 6, 1)))
        assert "Rut" in {each.name for each in then.people}

    @pytest.mark.parametrize(("name", "unit"), [("bo", "S2"), ("britt", "S1"), ("bo", "?")])
    def test_other_units_are_not_found(
        self, bare_database: Database, clock: FakeClock, town: Town, name: str, unit: str
    ) -> None:
        assert town.people
        with pytest.raises(NotFound, match="unit_not_found"):
            seen(bare_database, clock, name, meeting(unit))

    @pytest.mark.parametrize("name", ["anna", "cecilia", "olle", "sixten"])
    def test_others_have_no_such_right(
        self, bare_database: Database, clock: FakeClock, town: Town, name: str
    ) -> None:
        assert town.people
        with pytest.raises(Forbidden):
            seen(bare_database, clock, name, meeting())

    @pytest.mark.parametrize("name", ["david", "eva"])
    def test_hr_and_the_administrator_reach_every_unit_and_name_no_protected(
        self, bare_database: Database, clock: FakeClock, town: Town, name: str
    ) -> None:
        assert town.people
        found = seen(bare_database, clock, name, meeting("K"))
        assert {"Anna", "Bea", "Britt"} <= {each.name for each in found.people}
        assert "Pia" not in {each.name for each in found.people}
        below = next(each.below for each in found.people if each.name == "Anna")
        assert below == "Enhet S1"


class TestRecording:
    def test_each_gets_a_record_on_the_text_of_the_day(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        done = tick(bare_database, clock, town, "anna", "bo", of=meeting())
        assert done == Attendance(recorded=2, standing=0)
        for record, name in zip(standing(bare_database), ("anna", "bo"), strict=True):
            assert record.person_id == town.people[name]
            assert record.source is RecordSource.CLASSROOM
            assert str(record.valid_until) == "2027-11-22"
            assert record.edition_hash
            assert record.recorded_by == f"person:{town.people['bo']}"

    def test_on_a_day_before_the_edition_no_text_is_named(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        clock.day += timedelta(days=1)
        clock.instant = datetime(2026, 11, 23, 9, tzinfo=UTC)
        tick(bare_database, clock, town, "anna", of=meeting(day=date(2026, 11, 21)))
        (record,) = standing(bare_database)
        assert record.edition_hash is None
        assert str(record.valid_until) == "2027-11-21"

    def test_sent_twice_nothing_more_is_made(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        tick(bare_database, clock, town, "anna", of=meeting())
        again = tick(bare_database, clock, town, "anna", "arvid", of=meeting())
        assert again == Attendance(recorded=1, standing=1)
        assert len(standing(bare_database)) == 2

    def test_sent_four_times_at_once_it_is_one_record_each(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        def send(_number: int) -> Attendance:
            return tick(bare_database, clock, town, "anna", "arvid", of=meeting())

        with ThreadPoolExecutor(4) as pool:
            done = list(pool.map(send, range(4)))
        assert sum(each.recorded for each in done) == 2
        assert len(standing(bare_database)) == 2

    def test_who_renews_early_loses_no_days(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        tick(bare_database, clock, town, "anna", of=meeting(day=date(2025, 12, 20)))
        tick(bare_database, clock, town, "anna", "bo", of=meeting())
        assert [str(each.valid_until) for each in standing(bare_database)] == [
            "2026-12-20",
            "2027-12-20",
            "2027-11-22",
        ]

    @pytest.mark.parametrize(
        ("names", "of", "error", "code"),
        [
            ((), meeting(), RuleBroken, "nobody_present"),
            (("anna", "pia"), meeting(), NotFound, "attendee_unknown"),
            (("anna", "bea"), meeting(), NotFound, "attendee_unknown"),
            (("anna",), meeting(day=date(2026, 11, 23)), RuleBroken, "record_in_future"),
            (("anna",), meeting(day=date(1899, 12, 31)), RuleBroken, "bad_day"),
            (("anna",), meeting(course="finns-inte"), NotFound, "course_not_found"),
        ],
    )
    def test_it_is_all_or_nothing(
        self,
        bare_database: Database,
        clock: FakeClock,
        town: Town,
        names: tuple[str, ...],
        of: Meeting,
        error: type[DomainError],
        code: str,
    ) -> None:
        with pytest.raises(error, match=code):
            tick(bare_database, clock, town, *names, of=of)
        assert standing(bare_database) == []

    def test_the_trail_says_who_recorded_how_many_where(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        tick(bare_database, clock, town, "anna", "bo", of=meeting())
        with bare_database.reading() as session:
            (note,) = session.execute(select(AuditEntry)).scalars()
        assert (note.action, note.unit_id, note.people, note.actor) == (
            "classroom.recorded",
            town.units["S1"],
            2,
            f"person:{town.people['bo']}",
        )

"""Renewal against real databases: five questions, then the modules missed, then a new record."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import inspect

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.verdicts import Judgement, Verdict
from api.db.session import Database
from api.learning import service as learning
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import WHOLE, Onward, Progress, Spot, Stop
from api.records import service as records
from api.records.models import TrainingRecord
from tests.conftest import FakeClock
from tests.service.learning.learner import COURSE, Learner, count, publish
from tests.unit.learning.sample import RIGHT, WRONG, course, module, single

LAPSED = (date(2025, 9, 1), date(2026, 9, 1))
ALL = frozenset(RIGHT)


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    publish(bare_database, clock, COURSE)
    made = Learner(bare_database, clock)
    made.hold(*LAPSED)
    return made


def count_rows(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def progress_of(learner: Learner) -> Progress:
    found = learner.place().progress
    assert found is not None
    return found


class TestRepeat:
    def test_it_asks_five_questions_and_begins_at_the_first(self, learner: Learner) -> None:
        learner.repeat()
        progress = progress_of(learner)
        assert progress.scope.drawn == ALL
        assert progress.spot == Spot("ett", "ett-b")
        assert count(learner.database, Attempt) == 1

    def test_nothing_missed_makes_the_record_at_once_and_the_old_one_stays(
        self, learner: Learner
    ) -> None:
        learner.repeat()
        done = learner.answer_all()
        assert done.record is not None
        assert str(done.record.valid_until) == "2027-11-22"
        assert count(learner.database, TrainingRecord) == 2
        assert count(learner.database, Attempt) == count(learner.database, AttemptCheck) == 0

    def test_renewing_early_loses_no_days(self, learner: Learner) -> None:
        learner.hold(date(2025, 12, 24), date(2026, 12, 24))
        learner.repeat()
        record = learner.answer_all().record
        assert record is not None
        assert str(record.valid_until) == "2027-12-24"

    def test_four_of_five_is_not_enough_in_a_repetition(self, learner: Learner) -> None:
        learner.repeat()
        done = learner.answer_all("tva-b")
        assert done.record is None
        assert done.onward == Onward(Stop.MISSED, Spot("tva", "tva-b"))
        assert [each.id for each in progress_of(learner).missed_modules] == ["tva"]

    def test_the_first_answer_tells(self, learner: Learner) -> None:
        learner.repeat()
        learner.answer_all("tva-b")
        learner.answer("tva-b", RIGHT["tva-b"])
        assert [each.id for each in progress_of(learner).missed_modules] == ["tva"]

    def test_what_was_missed_leads_through_its_module_from_the_beginning(
        self, learner: Learner
    ) -> None:
        learner.repeat()
        learner.answer_all("tva-b")
        learner.repeat()
        progress = progress_of(learner)
        assert progress.scope.modules == {"tva"}
        assert progress.spot == Spot("tva", "tva-a")
        assert progress.minutes_left == 3
        assert count(learner.database, AttemptCheck) == 0
        assert learner.answer("tva-a", RIGHT["tva-a"]).record is None
        assert learner.answer("tva-b", RIGHT["tva-b"]).record is not None
        assert count(learner.database, Attempt) == 0

    def test_in_the_module_the_ordinary_rule_brings_back_what_is_missed(
        self, learner: Learner
    ) -> None:
        learner.repeat()
        learner.answer_all("tva-b")
        learner.repeat()
        learner.answer("tva-a", RIGHT["tva-a"])
        done = learner.answer("tva-b", WRONG["tva-b"])
        assert done.record is None
        assert learner.read("tva-c") == Spot("tva", "tva-b")
        assert [check.step.id for check in progress_of(learner).returning] == ["tva-b"]
        assert learner.answer("tva-b", RIGHT["tva-b"]).record is not None

    def test_several_missed_modules_are_gone_through_in_course_order(
        self, learner: Learner
    ) -> None:
        learner.repeat()
        learner.answer_all("ett-c", "tre-b")
        learner.repeat()
        assert progress_of(learner).spot == Spot("ett", "ett-a")
        learner.answer("ett-b", RIGHT["ett-b"])
        learner.answer("ett-c", RIGHT["ett-c"])
        assert learner.read("ett-d") == Spot("tre", "tre-a")
        assert learner.answer("tre-b", RIGHT["tre-b"]).record is not None

    def test_asking_again_takes_it_up(self, learner: Learner) -> None:
        learner.repeat()
        learner.answer("ett-b", RIGHT["ett-b"])
        learner.repeat()
        assert progress_of(learner).results == {"ett-b": True}

    def test_it_runs_on_the_edition_current_when_begun(self, learner: Learner) -> None:
        learner.repeat()
        publish(learner.database, learner.clock, course(title="Ny rubrik"))
        assert learner.place().course.title == "Provkursen"

    def test_each_renewal_draws_others(self, learner: Learner) -> None:
        many = module("ett", 9, *(single(f"fraga-{number}") for number in range(12)))
        publish(learner.database, learner.clock, COURSE.model_copy(update={"modules": (many,)}))
        learner.repeat()
        first = progress_of(learner).scope.drawn
        other = Learner(learner.database, learner.clock)
        for year in (2024, 2025):
            other.hold(date(year, 9, 1), date(year + 1, 9, 1))
        other.repeat()
        assert first.isdisjoint(progress_of(other).scope.drawn)


class TestWholeCourse:
    def test_without_a_record_it_is_the_whole_course(
        self, learner: Learner, clock: FakeClock
    ) -> None:
        other = Learner(learner.database, clock)
        other.repeat()
        assert progress_of(other).scope is WHOLE

    @pytest.mark.parametrize(
        ("counts_from", "whole"),
        [(date(2025, 9, 1), False), (date(2025, 9, 2), True)],
    )
    def test_a_retake_leads_through_the_whole_course(
        self, learner: Learner, counts_from: date, *, whole: bool
    ) -> None:
        learner.repeat(counts_from)
        assert (progress_of(learner).scope is WHOLE) is whole

    def test_one_may_take_the_whole_course_instead_from_its_beginning(
        self, learner: Learner
    ) -> None:
        learner.repeat()
        learner.answer("ett-b", RIGHT["ett-b"])
        with learner.database.writing() as session:
            learning.start_or_resume(
                session, learner.actor, course_id="provkurs", clock=learner.clock
            )
        progress = progress_of(learner)
        assert progress.scope is WHOLE
        assert progress.results == {}
        assert progress.spot == Spot("ett", "ett-a")

    def test_a_repetition_under_way_does_not_outlive_a_retake(
        self, learner: Learner, clock: FakeClock
    ) -> None:
        """Five questions on the old text are no training in the one that everybody must take."""
        learner.repeat()
        learner.answer("ett-b", RIGHT["ett-b"])
        operator = Actor.system("test")
        with learner.database.writing() as session:
            catalogue.publish(
                session,
                operator,
                courses=[course(title="Nya kursen")],
                verdicts={"provkurs": Verdict(Judgement.RETAKE, clock.today())},
                clock=clock,
            )
        done = learner.answer("ett-c", RIGHT["ett-c"])
        assert done.course.title == "Nya kursen"
        progress = progress_of(learner)
        assert progress.scope is WHOLE
        assert progress.results == {"ett-c": True}

    def test_a_repetition_is_nobodys_first_try(self, learner: Learner) -> None:
        learner.repeat()
        learner.answer_all("ett-b")
        assert count_rows(learner.database, "item_count") == 0

    def test_what_it_does_not_ask_is_explained_and_not_kept(
        self, bare_database: Database, clock: FakeClock
    ) -> None:
        steps = tuple(single(f"ett-{letter}") for letter in "bcdefgh")
        long = course().model_copy(update={"modules": (module("ett", 5, *steps),)})
        publish(bare_database, clock, long)
        learner = Learner(bare_database, clock)
        learner.hold(*LAPSED)
        learner.repeat()
        drawn = progress_of(learner).scope.drawn
        other = next(step.id for step in steps if step.id not in drawn)
        with bare_database.writing() as session:
            done = learning.submit_check(
                session,
                learner.actor,
                course_id="provkurs",
                module_id="ett",
                step_id=other,
                chosen=["fel"],
                clock=clock,
            )
        assert not done.grade.passed
        assert progress_of(learner).results == {}

    def test_a_repetition_takes_the_place_of_a_whole_course_under_way(
        self, learner: Learner
    ) -> None:
        learner.answer("ett-b", RIGHT["ett-b"])
        learner.repeat()
        progress = progress_of(learner)
        assert (progress.scope.drawn, progress.results) == (ALL, {})
        assert count(learner.database, Attempt) == 1

    def test_completed_today_nothing_is_begun(self, learner: Learner) -> None:
        learner.repeat()
        learner.answer_all()
        assert learner.repeat().record is not None
        assert count(learner.database, Attempt) == 0


class TestKept:
    def test_no_column_can_hold_an_answer(self, bare_database: Database) -> None:
        columns = inspect(bare_database.engine).get_columns
        assert {column["name"] for column in columns("attempt")} == {
            "id",
            "person_id",
            "course_id",
            "edition_hash",
            "started_at",
            "saved_at",
            "module_id",
            "step_id",
            "variant",
            "missed_modules",
        }

    def test_the_record_does_not_tell_a_repetition_from_a_course(self, learner: Learner) -> None:
        learner.repeat()
        learner.answer_all("tva-b")
        learner.repeat()
        for step_id in ("tva-a", "tva-b"):
            learner.answer(step_id, RIGHT[step_id])
        other = Learner(learner.database, learner.clock)
        other.answer_all()
        told = []
        for each in (learner, other):
            with learner.database.reading() as session:
                newest = records.mine(session, each.actor)[0]
                told.append((newest.source, newest.edition_hash, newest.valid_until))
        assert told[0] == told[1]

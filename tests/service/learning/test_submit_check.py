"""Taking a course against real databases: place, answers, completion, and two devices at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import inspect

from api.access.actor import Actor
from api.db.session import Database
from api.errors import NotFound, NotSignedIn, RuleBroken
from api.learning import service as learning
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import Spot, Stop
from api.records.models import Earned, TrainingRecord
from tests.conftest import FakeClock
from tests.service.learning.learner import COURSE, Learner, count, publish
from tests.unit.learning.sample import RIGHT, course


@pytest.fixture
def published(bare_database: Database, clock: FakeClock) -> str:
    return publish(bare_database, clock, COURSE)


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock, published: str) -> Learner:
    assert published
    return Learner(bare_database, clock)


def edition_of(learner: Learner, earned: Earned) -> str | None:
    with learner.database.reading() as session:
        return session.get_one(TrainingRecord, earned.id).edition_hash


class TestPlace:
    def test_reading_a_step_begins_nothing(self, learner: Learner) -> None:
        assert learner.place().progress is None
        assert count(learner.database, Attempt) == 0

    def test_starting_twice_is_one_attempt(self, learner: Learner) -> None:
        for _ in range(2):
            with learner.database.writing() as session:
                found = learning.start_or_resume(
                    session, learner.actor, course_id="provkurs", clock=learner.clock
                )
            assert found.progress is not None
            assert found.progress.spot == Spot("ett", "ett-a")
        assert count(learner.database, Attempt) == 1

    def test_moving_on_saves_the_place(self, learner: Learner) -> None:
        assert learner.read("ett-a") == Spot("ett", "ett-b")
        progress = learner.place().progress
        assert progress is not None
        assert progress.spot == Spot("ett", "ett-b")

    def test_answering_saves_the_place_after(self, learner: Learner) -> None:
        done = learner.answer("ett-b", ["fel"])
        assert not done.grade.passed
        progress = learner.place().progress
        assert progress is not None
        assert (progress.spot, progress.results) == (Spot("ett", "ett-c"), {"ett-b": False})

    def test_an_unknown_step_begins_nothing(self, learner: Learner) -> None:
        with pytest.raises(NotFound), learner.database.writing() as session:
            learning.visit(
                session,
                learner.actor,
                course_id="provkurs",
                module_id="ett",
                step_id="finns-inte",
                clock=learner.clock,
            )
        assert count(learner.database, Attempt) == 0

    def test_a_course_begun_is_finished_on_its_edition(
        self, learner: Learner, published: str
    ) -> None:
        learner.answer("ett-b", ["ratt"])
        later = publish(learner.database, learner.clock, course(title="Ny rubrik"))
        assert learner.place().course.title == "Provkursen"
        record = learner.answer_all().record
        assert record is not None
        assert edition_of(learner, record) == published
        assert learner.place().edition_hash == later


class TestSubmitCheck:
    def test_an_impossible_answer_writes_nothing(self, learner: Learner) -> None:
        for chosen in ([], ["okänd"]):
            with pytest.raises(RuleBroken):
                learner.answer("ett-b", chosen)
        assert count(learner.database, Attempt) == 0

    def test_a_text_cannot_be_answered(self, learner: Learner) -> None:
        with pytest.raises(NotFound):
            learner.answer("ett-a", ["ratt"])

    def test_passed_stays_passed(self, learner: Learner) -> None:
        learner.answer("ett-b", ["ratt"])
        done = learner.answer("ett-b", ["fel"])
        assert not done.grade.passed
        assert done.progress is not None
        assert done.progress.results == {"ett-b": True}
        assert count(learner.database, AttemptCheck) == 1

    def test_the_last_answer_makes_the_record_and_forgets_the_attempt(
        self, learner: Learner, published: str
    ) -> None:
        record = learner.answer_all("tva-b").record
        assert record is not None
        assert edition_of(learner, record) == published
        assert (record.completed_on.isoformat(), str(record.valid_until)) == (
            "2026-11-22",
            "2027-11-22",
        )
        assert count(learner.database, Attempt) == count(learner.database, AttemptCheck) == 0

    def test_under_eighty_percent_the_missed_return_until_enough(self, learner: Learner) -> None:
        done = learner.answer_all("ett-b", "tva-b")
        assert done.record is None
        assert done.onward.stop is Stop.AGAIN
        again = learner.answer("ett-b", ["fel"])
        assert again.returned
        assert again.onward.spot == Spot("tva", "tva-b")
        assert learner.answer("tva-b", RIGHT["tva-b"]).record is not None

    def test_a_double_click_on_the_last_answer_is_the_same_record(self, learner: Learner) -> None:
        first = learner.answer_all().record
        second = learner.answer("tre-b", ["ratt"])
        assert first is not None
        assert second.record is not None
        assert first.id == second.record.id
        assert second.progress is None
        assert count(learner.database, TrainingRecord) == 1
        assert count(learner.database, Attempt) == 0

    def test_reading_on_after_completion_begins_nothing(self, learner: Learner) -> None:
        learner.answer_all()
        assert learner.read("ett-a") == Spot("ett", "ett-b")
        assert count(learner.database, Attempt) == 0

    def test_another_day_the_course_is_renewed(self, learner: Learner) -> None:
        learner.answer_all()
        learner.clock.day = learner.clock.day.replace(year=2027, month=10, day=1)
        record = learner.answer_all().record
        assert record is not None
        assert str(record.valid_until) == "2028-11-22"
        assert count(learner.database, TrainingRecord) == 2

    def test_no_column_can_hold_which_option_was_chosen(self, bare_database: Database) -> None:
        columns = inspect(bare_database.engine).get_columns("attempt_check")
        assert {column["name"] for column in columns} == {"id", "attempt_id", "step_id", "passed"}


class TestTwoDevices:
    def test_answers_at_once_lose_nothing(self, learner: Learner) -> None:
        checks = ["ett-b", "ett-c", "tva-a", "tva-b"]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda step_id: learner.answer(step_id, RIGHT[step_id]), checks))
        progress = learner.place().progress
        assert progress is not None
        assert progress.results == dict.fromkeys(checks, True)
        assert count(learner.database, Attempt) == 1

    def test_the_last_answer_four_times_at_once_is_one_record(self, learner: Learner) -> None:
        for step_id in ("ett-b", "ett-c", "tva-a", "tva-b"):
            learner.answer(step_id, RIGHT[step_id])
        with ThreadPoolExecutor(4) as pool:
            outcomes = list(pool.map(lambda _: learner.answer("tre-b", ["ratt"]), range(4)))
        assert len({outcome.record and outcome.record.id for outcome in outcomes}) == 1
        assert count(learner.database, TrainingRecord) == 1
        assert count(learner.database, Attempt) == 0


class TestVisitor:
    def test_practice_is_graded_and_not_kept(self, bare_database: Database, published: str) -> None:
        assert published
        with bare_database.reading() as session:
            done = learning.practise(
                session,
                Actor.visitor(),
                course_id="provkurs",
                module_id="ett",
                step_id="ett-b",
                chosen=["fel"],
            )
        assert (done.grade.passed, done.progress, done.record) == (False, None, None)
        assert done.onward.spot == Spot("ett", "ett-c")
        assert count(bare_database, Attempt) == 0

    def test_a_closed_course_asks_for_sign_in(
        self, bare_database: Database, clock: FakeClock
    ) -> None:
        publish(bare_database, clock, course(is_open=False))
        with bare_database.reading() as session:
            assert learning.courses_for(session, Actor.visitor()) == []
            with pytest.raises(NotSignedIn):
                learning.place(session, Actor.visitor(), course_id="provkurs", clock=clock)

    def test_a_visitor_cannot_begin(self, bare_database: Database, clock: FakeClock) -> None:
        publish(bare_database, clock, COURSE)
        with pytest.raises(NotSignedIn), bare_database.writing() as session:
            learning.start_or_resume(session, Actor.visitor(), course_id="provkurs", clock=clock)


class TestOperator:
    def test_only_a_person_can_take_a_course(
        self, bare_database: Database, clock: FakeClock, published: str
    ) -> None:
        operator = Actor.system("test")
        with pytest.raises(NotFound), bare_database.writing() as session:
            learning.start_or_resume(session, operator, course_id="provkurs", clock=clock)
        with bare_database.reading() as session:
            assert learning.held(session, operator, course_id="provkurs") is None
            assert learning.started_courses(session, operator) == frozenset()


class TestHeld:
    def test_the_record_that_holds_longest_is_told(self, learner: Learner) -> None:
        for day in (date(2026, 3, 1), date(2025, 1, 1)):
            learner.hold(day, day.replace(year=day.year + 1))
        assert str(learner.held().valid_until) == "2027-03-01"
        learner.hold(date(2024, 1, 1), date(2028, 1, 1))
        assert str(learner.held().valid_until) == "2028-01-01"
        learner.hold(date(2023, 1, 1), None)
        assert learner.held().valid_until is None


class TestCoursesFor:
    def test_tells_progress_and_record(self, learner: Learner) -> None:
        learner.answer_all()
        learner.clock.day = learner.clock.day.replace(month=12)
        learner.answer("ett-b", ["ratt"])
        with learner.database.reading() as session:
            (line,) = learning.courses_for(session, learner.actor)
            started = learning.started_courses(session, learner.actor)
        assert started == {"provkurs"}
        assert line.progress is not None
        assert line.record is not None
        assert str(line.record.valid_until) == "2027-11-22"

    def test_an_attempt_keeps_its_edition_in_the_list(self, learner: Learner) -> None:
        learner.read("ett-a")
        publish(learner.database, learner.clock, course(title="Ny rubrik"))
        with learner.database.reading() as session:
            (line,) = learning.courses_for(session, learner.actor)
        assert line.course.title == "Provkursen"

    def test_one_learner_sees_nothing_of_another(self, learner: Learner) -> None:
        learner.read("ett-a")
        other = Learner(learner.database, learner.clock)
        assert other.place().progress is None
        with learner.database.reading() as session:
            assert learning.started_courses(session, other.actor) == frozenset()

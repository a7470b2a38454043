"""Refreshers against real databases: wanted or not, asked once, and nothing kept of the answer."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect
from sqlmodel import func, select

from api.access.actor import Actor
from api.db.session import Database
from api.errors import NotFound, NotSignedIn, RuleBroken
from api.learning.grading import Grade
from api.refreshers import service as refreshers
from api.refreshers.models import RefresherChoice, RefresherSeen
from api.refreshers.service import Asked
from tests.conftest import FakeClock
from tests.service.learning.learner import COURSE, Learner, publish
from tests.unit.learning.sample import RIGHT, WRONG

COMPLETED = date(2026, 11, 22)


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    """Somebody who completed the course a week ago and wants refreshers."""
    publish(bare_database, clock, COURSE)
    made = Learner(bare_database, clock)
    made.answer_all()
    clock.day = COMPLETED + timedelta(days=7)
    wish(made)
    return made


def wish(learner: Learner, *, wanted: bool = True) -> None:
    with learner.database.writing() as session:
        if wanted:
            refreshers.choose(session, learner.actor, by_mail=False, clock=learner.clock)
        else:
            refreshers.decline(session, learner.actor)


def next_one(learner: Learner) -> Asked | None:
    with learner.database.reading() as session:
        return refreshers.next_one(session, learner.actor, clock=learner.clock)


def asked(learner: Learner) -> Asked:
    found = next_one(learner)
    assert found is not None
    return found


def answer(learner: Learner, which: Asked, answers: Iterable[str] | None = None) -> Grade:
    step_id = which.check.step.id
    with learner.database.writing() as session:
        _asked, graded = refreshers.answer(
            session,
            learner.actor,
            record_id=which.refresher.record_id,
            days=which.refresher.days,
            answers=list(answers or RIGHT[step_id]),
            clock=learner.clock,
        )
    return graded


def rows(database: Database, table: type[RefresherChoice | RefresherSeen]) -> int:
    with database.reading() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


class TestWish:
    def test_nobody_is_asked_who_has_not_said_so(self, learner: Learner) -> None:
        wish(learner, wanted=False)
        assert next_one(learner) is None
        wish(learner)
        wish(learner)
        assert asked(learner).refresher.days == 7
        assert rows(learner.database, RefresherChoice) == 1

    def test_who_wants_none_leaves_nothing_behind(self, learner: Learner) -> None:
        answer(learner, asked(learner))
        wish(learner, wanted=False)
        assert rows(learner.database, RefresherChoice) == 0
        assert rows(learner.database, RefresherSeen) == 0

    def test_one_persons_wish_is_not_anothers(self, learner: Learner) -> None:
        other = Learner(learner.database, learner.clock)
        other.hold(COMPLETED, None)
        assert next_one(other) is None
        wish(other)
        which = asked(learner)
        with pytest.raises(NotFound):
            answer(other, which)
        wish(other, wanted=False)
        assert next_one(learner) == which

    def test_a_visitor_has_no_wish(self, learner: Learner) -> None:
        with pytest.raises(NotSignedIn), learner.database.writing() as session:
            refreshers.choose(session, Actor.visitor(), by_mail=False, clock=learner.clock)


class TestAnswer:
    @pytest.mark.parametrize("answers", [RIGHT, WRONG])
    def test_it_is_explained_and_does_not_come_back(
        self, learner: Learner, answers: dict[str, list[str]]
    ) -> None:
        which = asked(learner)
        graded = answer(learner, which, answers[which.check.step.id])
        assert graded.passed is (answers is RIGHT)
        assert next_one(learner) is None

    def test_the_three_come_in_their_time(self, learner: Learner) -> None:
        questions = set()
        for days in (7, 30, 90):
            learner.clock.day = COMPLETED + timedelta(days=days - 1)
            assert next_one(learner) is None
            learner.clock.day = COMPLETED + timedelta(days=days)
            which = asked(learner)
            assert which.refresher.days == days
            questions.add(which.check.step.id)
            answer(learner, which)
        assert len(questions) == 3

    def test_one_that_nobody_answers_passes(self, learner: Learner) -> None:
        which = asked(learner)
        learner.clock.day = COMPLETED + timedelta(days=20)
        assert next_one(learner) == which
        learner.clock.day = COMPLETED + timedelta(days=21)
        assert next_one(learner) is None
        with pytest.raises(NotFound):
            answer(learner, which)

    def test_an_impossible_answer_keeps_nothing(self, learner: Learner) -> None:
        with pytest.raises(RuleBroken):
            answer(learner, asked(learner), ["okänd"])
        assert rows(learner.database, RefresherSeen) == 0

    def test_a_double_click_is_explained_twice(self, learner: Learner) -> None:
        which = asked(learner)
        with ThreadPoolExecutor(4) as pool:
            grades = list(pool.map(lambda _: answer(learner, which), range(4)))
        assert all(each.passed for each in grades)
        assert rows(learner.database, RefresherSeen) == 1

    def test_a_course_given_elsewhere_asks_nothing(self, learner: Learner) -> None:
        answer(learner, asked(learner))
        learner.hold(COMPLETED, None, "annan-kurs")
        assert next_one(learner) is None


class TestKept:
    def test_no_column_can_hold_an_answer_or_its_outcome(self, bare_database: Database) -> None:
        columns = inspect(bare_database.engine).get_columns
        assert {column["name"] for column in columns("refresher_choice")} == {
            "person_id",
            "wanted_since",
            "by_mail",
        }
        assert {column["name"] for column in columns("refresher_seen")} == {
            "id",
            "person_id",
            "record_id",
            "days",
        }

    def test_right_and_wrong_leave_the_same(self, learner: Learner) -> None:
        other = Learner(learner.database, learner.clock)
        other.hold(COMPLETED, None)
        wish(other)
        which = asked(other)
        answer(learner, asked(learner))
        answer(other, which, WRONG[which.check.step.id])
        with learner.database.reading() as session:
            kept = list(session.execute(select(RefresherSeen)).scalars())
        assert [each.days for each in kept] == [7, 7]

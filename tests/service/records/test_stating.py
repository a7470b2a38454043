"""A certificate states the course by the edition that was trained on."""

from __future__ import annotations

from datetime import date

import pytest

from api.catalogue.schema import Course
from api.db.session import Database
from api.records.models import RecordSource, TrainingRecord
from api.records.stating import Stated, stated
from tests import catalogue_samples
from tests.conftest import TODAY, FakeClock
from tests.service.learning.learner import publish

INTRODUCTION = "genomförd introduktion"


def state(database: Database, course_id: str, edition_hash: str | None) -> Stated:
    record = TrainingRecord(  # type: ignore[call-arg]
        person_id=1,
        course_id=course_id,
        completed_on=date(2026, 3, 1),
        source=RecordSource.WEB if edition_hash else RecordSource.CLASSROOM,
        edition_hash=edition_hash,
        check_code="X",
    )
    with database.reading() as session:
        return stated(session, record)


@pytest.fixture
def course() -> Course:
    return catalogue_samples.course()


class TestStated:
    def test_it_is_by_the_edition_however_the_course_is_changed_later(
        self, bare_database: Database, clock: FakeClock, course: Course
    ) -> None:
        old = course.model_copy(update={"certifies": INTRODUCTION, "title": "Förr"})
        trained_on = publish(bare_database, clock, old)
        publish(bare_database, clock, course.model_copy(update={"title": "Nu"}))
        assert state(bare_database, course.id, trained_on) == Stated("Förr", TODAY, INTRODUCTION)

    def test_without_an_edition_it_is_as_the_course_stands_now(
        self, bare_database: Database, clock: FakeClock, course: Course
    ) -> None:
        publish(bare_database, clock, course.model_copy(update={"certifies": INTRODUCTION}))
        assert state(bare_database, course.id, None) == Stated(
            course.title, None, certifies=INTRODUCTION
        )

    def test_a_course_given_elsewhere_is_its_id(self, bare_database: Database) -> None:
        assert state(bare_database, "kurs-b", None) == Stated("kurs-b")

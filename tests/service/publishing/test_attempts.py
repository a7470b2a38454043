"""Whoever has begun a course finishes on the edition they began, whatever is published meanwhile."""

from __future__ import annotations

import pytest
from sqlmodel import select

from api.catalogue.schema import Course
from api.catalogue.verdicts import COSMETIC, Verdict, retake
from api.db.session import Database
from api.records.models import TrainingRecord
from tests.conftest import TODAY, FakeClock
from tests.service.learning.learner import COURSE, Learner
from tests.service.publishing.editor import Editor
from tests.unit.learning.sample import RIGHT


def without_the_last_module(found: Course) -> Course:
    return found.model_copy(update={"modules": found.modules[:-1]})


def records(database: Database) -> list[TrainingRecord]:
    with database.reading() as session:
        found = list(session.execute(select(TrainingRecord)).scalars())
        session.expunge_all()
    return found


@pytest.mark.parametrize("verdict", [COSMETIC, retake(TODAY)], ids=str)
def test_an_attempt_under_way_finishes_on_its_edition(
    database: Database, clock: FakeClock, editor: Editor, verdict: Verdict
) -> None:
    (begun,) = editor.publish(COURSE).publications
    learner = Learner(database, clock)
    first, *others = RIGHT
    learner.answer(first, RIGHT[first])
    attempts = editor.rows("attempt"), editor.rows("attempt_check")
    (later,) = editor.publish(without_the_last_module(COURSE), provkurs=verdict).publications
    assert (editor.rows("attempt"), editor.rows("attempt_check")) == attempts
    assert learner.place().course == COURSE
    for step_id in others:
        learner.answer(step_id, RIGHT[step_id])
    (record,) = records(database)
    assert record.edition_hash == begun.content_hash != later.content_hash
    assert record.completed_on == TODAY

"""Whatever an author writes: a cosmetic change touches no figure and no record, a retake no record."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.catalogue.schema import Course
from api.catalogue.verdicts import COSMETIC, retake
from api.coverage import queries, words
from api.coverage.facts import Ground, PersonFacts
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from tests.catalogue_samples import course
from tests.conftest import FakeClock
from tests.property.municipality import COURSES, FIRST, SPAN, Municipality, build, telling_days
from tests.property.test_editions import courses
from tests.service.coverage.town import store
from tests.service.publishing.editor import Editor

TODAY = FIRST + timedelta(SPAN // 2)
FACTS = ("training_record", "exemption", "post", "absence", "key_person_appointment")
DERIVED = ("standing", "ledger_entry")
A_DATABASE_FOR_ALL = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
edits = st.lists(st.tuples(st.sampled_from(COURSES), courses), min_size=1, max_size=4)


def furnish(database: Database, seed: int) -> tuple[Editor, Municipality]:
    """A municipality with its courses published once, some time in the middle of its history."""
    empty_all_tables(database.engine)
    town = build(random.Random(seed), units=5, persons=6, requirements=3)
    store(database, town.ground, town.persons)
    editor = Editor(database, FakeClock(TODAY))
    editor.publish(*(course(course_id=course_id) for course_id in COURSES))
    return editor, town


def known(database: Database) -> tuple[Ground, dict[int, PersonFacts]]:
    with database.reading() as session:
        everybody = queries.these(queries.person_ids(session))
        return queries.ground(session), queries.person_facts(session, everybody)


@A_DATABASE_FOR_ALL
@given(seed=st.integers(0, 2**32), edits=edits)
def test_editing_and_publishing_cosmetically_changes_nothing_but_the_text(
    database: Database, seed: int, edits: list[tuple[str, Course]]
) -> None:
    editor, _ = furnish(database, seed)
    tables = (*FACTS, *DERIVED, "requirement_period")
    before = [editor.rows(table) for table in tables]
    texts: set[Course] = set()
    for course_id, drawn in edits:
        text = drawn.model_copy(update={"id": course_id})
        if text in texts:
            continue
        editor.publish(text, **{course_id: COSMETIC})
        texts.add(text)
    assert [editor.rows(table) for table in tables] == before
    assert len(editor.rows("edition")) == len(COURSES) + len(texts)


@A_DATABASE_FOR_ALL
@given(
    seed=st.integers(0, 2**32),
    course_id=st.sampled_from(COURSES),
    wait=st.integers(0, SPAN),
    drawn=courses,
)
def test_a_retake_touches_no_record_and_no_day_before_it(
    database: Database, seed: int, course_id: str, wait: int, drawn: Course
) -> None:
    editor, town = furnish(database, seed)
    since = TODAY + timedelta(wait)
    text = drawn.model_copy(update={"id": course_id})
    earlier, later = _days(town, since)
    facts = [editor.rows(table) for table in FACTS]
    figures = editor.coverage(earlier)
    ground, persons = known(database)
    told = editor.rehearse(text, **{course_id: retake(since)})
    editor.publish(text, **{course_id: retake(since)})
    assert [editor.rows(table) for table in FACTS] == facts
    assert editor.coverage(earlier) == figures
    assert editor.differences([*earlier, *later]) == []
    after, still = known(database)
    assert still == persons
    for touched in told:
        day, requirement = touched.loss.changing
        covered = {n for n, p in persons.items() if words.covered(ground, p, requirement, day)}
        remain = {n for n, p in persons.items() if words.covered(after, p, requirement, day)}
        assert remain <= covered
        assert touched.loss.lost == covered - remain
    _assert_only_newer_training_counts(after, persons, course_id, since, later)


def _days(town: Municipality, since: date) -> tuple[list[date], list[date]]:
    """Telling days on either side of a day, that day and the one before among them."""
    telling = telling_days(town)[::7]
    before = [day for day in telling if day < since]
    after = [day for day in telling if day > since]
    return [*before, since - timedelta(1)], [since, *after]


def _assert_only_newer_training_counts(
    ground: Ground,
    persons: dict[int, PersonFacts],
    course_id: str,
    since: date,
    days: list[date],
) -> None:
    for requirement in ground.terms_of:
        for day in days:
            terms = words.terms_on(ground, requirement, day)
            if terms is None or course_id not in terms.accepts:
                continue
            for person in persons.values():
                counted = words.valid_records(ground, person, requirement, day)
                assert all(record.completed_on >= since for record in counted)

"""A retake changes requirements from a day on, and tells beforehand whom it touches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.access.actor import Actor
from api.catalogue.verdicts import COSMETIC, retake
from api.coverage.facts import Terms
from api.db import facts
from api.errors import Forbidden, RuleBroken
from api.publishing import service
from api.publishing.telling import retake_lines
from api.requirements import service as requirements
from tests.conftest import TODAY
from tests.service.coverage.town import entry, record_row, store
from tests.service.publishing.editor import OPERATOR, Editor, edition
from tests.unit.coverage.builders import START, ground, person, record, terms

NEW_YEAR = date(2027, 1, 1)
DAY = timedelta(days=1)
FIRST, LATER = edition("a", "Först"), edition("a", "Sedan")


def furnish(editor: Editor, *asked: Terms) -> None:
    """Three people: two trained in course a, one in course b; course a is published."""
    people = [
        person(person_id=1, records=(record(TODAY - DAY),)),
        person(person_id=2, records=(record(TODAY - DAY, NEW_YEAR - DAY),)),
        person(person_id=3, records=(record(TODAY - DAY, course_id="b"),)),
    ]
    store(editor.database, ground(*asked), people)
    editor.publish(FIRST)


class TestRequirement:
    """The dated change."""

    def test_what_is_in_force_is_changed_from_the_day(self, editor: Editor) -> None:
        furnish(editor, terms())
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.requirements() == [
            ("10", str(START), "2026-12-31", None, ""),
            ("10", "2027-01-01", None, "2027-01-01", ""),
        ]

    def test_what_ends_before_the_day_is_left_alone(self, editor: Editor) -> None:
        furnish(editor, terms(last_day=date(2026, 12, 31)))
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.requirements() == [("10", str(START), "2026-12-31", None, "")]

    def test_the_end_of_what_is_in_force_is_kept(self, editor: Editor) -> None:
        furnish(editor, terms(last_day=date(2027, 6, 30)))
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.requirements()[1][1:3] == ("2027-01-01", "2027-06-30")

    @pytest.mark.parametrize("first", [NEW_YEAR, NEW_YEAR + 90 * DAY])
    def test_what_is_yet_to_begin_begins_stricter(self, editor: Editor, first: date) -> None:
        furnish(editor, terms(first_day=first))
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.requirements() == [("10", str(first), None, "2027-01-01", "")]

    def test_what_is_stricter_already_is_left_alone(self, editor: Editor) -> None:
        furnish(editor, terms(not_before=NEW_YEAR + DAY))
        before = editor.rows("requirement_period")
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.rows("requirement_period") == before

    def test_what_accepts_other_courses_only_is_left_alone(self, editor: Editor) -> None:
        furnish(editor, terms(accepts=frozenset({"ab", "b"})))
        before = editor.rows("requirement_period")
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.rows("requirement_period") == before

    def test_a_cosmetic_change_touches_no_requirement(self, editor: Editor) -> None:
        furnish(editor, terms())
        before = editor.rows("requirement_period")
        editor.publish(LATER, a=COSMETIC)
        assert editor.rows("requirement_period") == before

    def test_the_earlier_row_is_retracted_by_the_operator_and_never_shortened(
        self, editor: Editor
    ) -> None:
        furnish(editor, terms())
        (before,) = editor.rows("requirement_period")
        editor.publish(LATER, a=retake(NEW_YEAR))
        kept = editor.rows("requirement_period")[0]
        changed = [(old, new) for old, new in zip(before, kept, strict=True) if old != new]
        assert [old for old, _ in changed] == [None, None]
        assert OPERATOR.label in [new for _, new in changed]

    def test_today_is_the_first_day_it_can_begin(self, editor: Editor) -> None:
        furnish(editor, terms())
        with pytest.raises(RuleBroken, match="retake_in_past"):
            editor.publish(LATER, a=retake(TODAY - DAY))
        assert len(editor.rows("edition")) == 1
        editor.publish(LATER, a=retake(TODAY))

    def test_only_the_operator_may(self, editor: Editor) -> None:
        learner = Actor(label="person:1", person_id=1)
        with editor.database.writing() as session, pytest.raises(Forbidden):
            requirements.retake(session, learner, course_id="a", since=NEW_YEAR, clock=editor.clock)
        with editor.database.writing() as session, pytest.raises(Forbidden):
            service.rehearse(session, learner, courses=[FIRST], verdicts={}, clock=editor.clock)


class TestCoverage:
    """What comes of it."""

    def test_the_day_before_all_is_as_it_was_and_on_the_day_nobody_is_covered(
        self, editor: Editor
    ) -> None:
        furnish(editor, terms())
        days = [TODAY, NEW_YEAR - DAY]
        before = editor.coverage(days)
        editor.publish(LATER, a=retake(NEW_YEAR))
        assert editor.coverage(days) == before
        ((cell, *_),) = editor.coverage([NEW_YEAR])
        assert (cell.required, cell.covered) == (3, 0)
        assert editor.differences([*days, NEW_YEAR]) == []

    def test_training_from_the_day_on_counts(self, editor: Editor) -> None:
        furnish(editor, terms())
        editor.publish(LATER, a=retake(TODAY))
        with editor.database.writing() as session:
            facts.add(session, entry(), [record_row(3, record(TODAY))])
        ((cell, *_),) = editor.coverage([TODAY])
        assert (cell.required, cell.covered) == (3, 1)


class TestRehearsal:
    """How many it touches, before it is done."""

    def test_those_covered_on_the_day_are_touched(self, editor: Editor) -> None:
        furnish(editor, terms())
        (touched,) = editor.rehearse(LATER, a=retake(NEW_YEAR))
        assert touched.loss.covered == 1  # the other's certificate has lapsed by then
        assert touched.loss.lost == {1}

    def test_those_trained_in_another_accepted_course_are_touched_too(self, editor: Editor) -> None:
        furnish(editor, terms(accepts=frozenset({"a", "b"})))
        (touched,) = editor.rehearse(LATER, a=retake(NEW_YEAR))
        assert touched.loss.lost == {1, 3}
        assert touched.retake.also_accepts == ("b",)

    def test_a_requirement_yet_to_begin_is_counted_on_its_first_day(self, editor: Editor) -> None:
        furnish(editor, terms(), terms(11, first_day=NEW_YEAR + 31 * DAY))
        touched = editor.rehearse(LATER, a=retake(NEW_YEAR))
        assert [each.loss.changing for each in touched] == [
            (NEW_YEAR, 10),
            (NEW_YEAR + 31 * DAY, 11),
        ]

    def test_nothing_of_it_stays(self, editor: Editor) -> None:
        furnish(editor, terms())
        tables = ("edition", "requirement_period", "training_record", "standing", "ledger_entry")
        before = [editor.rows(table) for table in tables]
        editor.rehearse(LATER, a=retake(NEW_YEAR))
        assert [editor.rows(table) for table in tables] == before

    def test_it_refuses_what_publishing_would(self, editor: Editor) -> None:
        furnish(editor, terms())
        with pytest.raises(RuleBroken, match="verdict_missing"):
            editor.rehearse(LATER)
        with pytest.raises(RuleBroken, match="retake_in_past"):
            editor.rehearse(LATER, a=retake(TODAY - DAY))

    def test_two_courses_of_one_requirement_change_it_once(self, editor: Editor) -> None:
        furnish(editor, terms(accepts=frozenset({"a", "b"})))
        editor.publish(edition("b", "Först"))
        both = (LATER, edition("b", "Sedan"))
        (touched,) = editor.rehearse(*both, a=retake(NEW_YEAR), b=retake(NEW_YEAR))
        assert touched.loss.lost == {1, 3}

    def test_the_first_course_from_one_day_and_the_second_from_a_later(
        self, editor: Editor
    ) -> None:
        furnish(editor, terms(accepts=frozenset({"a", "b"})))
        editor.publish(edition("b", "Först"))
        both = (LATER, edition("b", "Sedan"))
        editor.publish(*both, a=retake(NEW_YEAR), b=retake(NEW_YEAR + 31 * DAY))
        assert [row[1:4] for row in editor.requirements()] == [
            (str(START), "2026-12-31", None),
            ("2027-01-01", "2027-01-31", "2027-01-01"),
            ("2027-02-01", None, "2027-02-01"),
        ]


class TestWords:
    """The preview."""

    def test_it_says_how_many_and_what_else_it_hits(self, editor: Editor) -> None:
        furnish(editor, terms(accepts=frozenset({"a", "b"})))
        verdicts = {"a": retake(NEW_YEAR)}
        told = "\n".join(retake_lines(verdicts, editor.rehearse(LATER, **verdicts)))
        assert "a ska göras om från 2027-01-01" in told
        assert "Kravet r10 (Krav 10) räknar från 2027-01-01" in told
        assert "är 2 personer utbildade" in told
        assert "Kravet godtar också b." in told
        assert "Sammanlagt berörs 2 personer. Inget intyg ändras." in told

    def test_a_person_of_two_requirements_is_one_person(self, editor: Editor) -> None:
        furnish(editor, terms(), terms(11))
        verdicts = {"a": retake(NEW_YEAR)}
        told = "\n".join(retake_lines(verdicts, editor.rehearse(LATER, **verdicts)))
        assert "Sammanlagt berörs 1 person." in told

    def test_it_says_so_when_no_requirement_is_changed(self, editor: Editor) -> None:
        furnish(editor, terms(accepts=frozenset({"b"})))
        verdicts = {"a": retake(NEW_YEAR)}
        told = "\n".join(retake_lines(verdicts, editor.rehearse(LATER, **verdicts)))
        assert "Inget krav ändras" in told
        assert "0 personer" in told

    def test_cosmetic_changes_need_no_words(self, editor: Editor) -> None:
        furnish(editor, terms())
        touched = editor.rehearse(LATER, a=COSMETIC)
        assert list(retake_lines({"a": COSMETIC}, touched)) == []

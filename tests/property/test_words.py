"""Laws of the contract's words, over random municipalities."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from api.coverage import statuses, words
from api.coverage.facts import PostFact
from api.coverage.words import Status
from tests.property.municipality import FIRST, Municipality, municipalities

COUNTED = (
    Status.VALID,
    Status.EXPIRING,
    Status.LAPSED,
    Status.OVERDUE,
    Status.STARTED,
    Status.NOT_STARTED,
)
some_days = st.integers(-5, 700).map(lambda days: FIRST + timedelta(days))


@settings(max_examples=250, deadline=None)
@given(municipalities(), some_days, st.booleans())
def test_required_is_the_sum_of_the_statuses_that_are_counted(
    town: Municipality,
    day: date,
    started: bool,
) -> None:
    for requirement in town.requirement_ids:
        told = Counter(
            statuses.status(town.ground, someone, requirement, day, started=started)
            for someone in town.persons
        )
        needed = sum(
            words.required(town.ground, someone, requirement, day) for someone in town.persons
        )
        spared = sum(
            words.exempt(town.ground, someone, requirement, day) for someone in town.persons
        )
        assert sum(told[status] for status in COUNTED) == needed
        assert told[Status.EXEMPT] == spared


@settings(max_examples=200, deadline=None)
@given(municipalities(), some_days)
def test_a_unit_counts_the_union_of_its_parts(town: Municipality, day: date) -> None:
    for requirement in town.requirement_ids:
        counted = {
            someone.person_id: words.units_counted_in(town.ground, someone, requirement, day)
            for someone in town.persons
        }
        for unit in town.unit_ids:
            parts = {-unit} | {
                below
                for below in town.unit_ids
                if below != unit and unit in words.chain(town.ground, below, day)[1:2]
            }
            of_parts = {number for number, units in counted.items() if units & parts}
            assert of_parts == {number for number, units in counted.items() if unit in units}


@settings(max_examples=200, deadline=None)
@given(municipalities(), some_days)
def test_moving_a_person_changes_no_day_before_the_move(town: Municipality, day: date) -> None:
    someone = town.persons[0]
    ended = tuple(
        replace(post, last_day=min(post.last_day or date.max, day - timedelta(1)))
        for post in someone.posts
        if post.first_day < day
    )
    moved = replace(someone, posts=(*ended, PostFact(first_day=day, unit_id=town.unit_ids[-1])))
    for requirement in town.requirement_ids:
        for earlier in (day - timedelta(days) for days in (1, 2, 40, 200)):
            for word in (words.units_counted_in, words.covered, statuses.status, words.due_date):
                before = word(town.ground, someone, requirement, earlier)
                after = word(town.ground, moved, requirement, earlier)
                assert before == after


@settings(max_examples=100, deadline=None)
@given(municipalities())
def test_due_date_by_stretches_equals_walking_back_day_by_day(town: Municipality) -> None:
    for someone in town.persons:
        for requirement in town.requirement_ids:
            began: date | None = None
            last: date | None = None
            for step in range(-5, 460):
                day = FIRST + timedelta(step)
                if not words.required(town.ground, someone, requirement, day):
                    continue
                if began is None or last is None or (day - last).days > words.GAP_DAYS + 1:
                    began = day
                last = day
                if step % 7 == 0:
                    terms = words.terms_on(town.ground, requirement, day)
                    assert terms is not None
                    expected = began + timedelta(terms.days_to_complete)
                    assert words.due_date(town.ground, someone, requirement, day) == expected

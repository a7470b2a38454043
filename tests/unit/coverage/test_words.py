"""The contract's words, each at its edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.coverage import words
from api.coverage.facts import Absence, Appointment, ExemptionFact
from tests.unit.coverage.builders import START, UNITS, ground, person, post, record, terms, unit

DAY = date(2025, 6, 1)
LATER = DAY + timedelta(1)
EARLIER = DAY - timedelta(1)


class TestPlaced:
    def test_post_holds_on_its_first_and_last_day(self) -> None:
        someone = person(post(first_day=DAY, last_day=LATER))
        told = [bool(words.placed(someone, day)) for day in (EARLIER, DAY, LATER)]
        assert told == [False, True, True]
        assert not words.placed(someone, LATER + timedelta(1))

    def test_open_post_holds_for_ever(self) -> None:
        assert words.placed(person(post()), date.max)


class TestSubtree:
    def test_unit_and_all_below_it(self) -> None:
        assert words.subtree(ground(), 2, DAY) == {2, 4}

    def test_parents_of_the_day_decide(self) -> None:
        moved = (*UNITS[:3], unit(4, 2, last_day=EARLIER), unit(4, 3, first_day=DAY))
        assert words.subtree(ground(units=moved), 2, EARLIER) == {2, 4}
        assert words.subtree(ground(units=moved), 2, DAY) == {2}
        assert words.subtree(ground(units=moved), 3, DAY) == {3, 4}

    def test_partner_lies_in_no_municipal_subtree(self) -> None:
        assert 9 not in words.subtree(ground(units=(*UNITS, unit(9))), 1, DAY)


class TestRequired:
    def test_post_below_the_requirements_unit(self) -> None:
        assert words.required(ground(), person(), 10, DAY)

    def test_not_in_a_sibling_unit(self) -> None:
        assert not words.required(ground(terms(unit_id=3)), person(), 10, DAY)

    def test_requirement_holds_on_its_first_and_last_day(self) -> None:
        one_day = ground(terms(first_day=DAY, last_day=DAY))
        asked = [words.required(one_day, person(), 10, day) for day in (EARLIER, DAY, LATER)]
        assert asked == [False, True, False]

    def test_terms_of_the_day_decide(self) -> None:
        changed = ground(terms(last_day=EARLIER), terms(first_day=DAY, unit_id=3))
        assert words.required(changed, person(), 10, EARLIER)
        assert not words.required(changed, person(), 10, DAY)

    def test_not_on_a_day_of_absence(self) -> None:
        away = person(absences=(Absence(first_day=DAY, last_day=DAY),))
        assert [words.required(ground(), away, 10, day) for day in (EARLIER, DAY, LATER)] == [
            True,
            False,
            True,
        ]

    def test_some_one_post_must_fit_in_every_respect(self) -> None:
        asks = ground(terms(unit_id=2, categories=frozenset({"lärare"})))
        apart = person(post(4, category="vaktmästare"), post(3, category="lärare"))
        assert not words.required(asks, apart, 10, DAY)
        assert words.required(asks, person(post(4, category="lärare")), 10, DAY)

    def test_hourly_staff_only_where_named(self) -> None:
        hourly = person(post(employment="timavlonad"))
        assert not words.required(ground(), hourly, 10, DAY)
        assert words.required(ground(terms(employments=frozenset({"timavlonad"}))), hourly, 10, DAY)

    def test_employments_named_shut_out_the_others(self) -> None:
        asks = ground(terms(employments=frozenset({"timavlonad"})))
        assert not words.required(asks, person(), 10, DAY)


class TestCategory:
    def test_title_gives_a_category_to_a_post_without_one(self) -> None:
        asks = ground(terms(categories=frozenset({"lärare"})), categories={"adjunkt": "lärare"})
        assert words.required(asks, person(post(title_key="adjunkt")), 10, DAY)

    def test_own_category_goes_before_the_titles(self) -> None:
        asks = ground(terms(categories=frozenset({"lärare"})), categories={"adjunkt": "lärare"})
        assert not words.required(asks, person(post(title_key="adjunkt", category="chef")), 10, DAY)

    def test_neither_is_asked_only_by_requirements_for_all(self) -> None:
        assert words.required(ground(), person(post()), 10, DAY)
        assert not words.required(
            ground(terms(categories=frozenset({"lärare"}))), person(post()), 10, DAY
        )


class TestKeyPeopleOnly:
    @pytest.mark.parametrize(
        ("appointed_to", "asked"), [(2, True), (4, True), (1, True), (3, False)]
    )
    def test_at_below_or_above_the_requirements_unit(
        self, *, appointed_to: int, asked: bool
    ) -> None:
        only = ground(terms(unit_id=2, key_people_only=True))
        someone = person(appointments=(Appointment(first_day=START, unit_id=appointed_to),))
        assert words.required(only, someone, 10, DAY) is asked

    def test_only_while_appointed(self) -> None:
        only = ground(terms(key_people_only=True))
        someone = person(appointments=(Appointment(first_day=DAY, last_day=DAY, unit_id=4),))
        assert [words.required(only, someone, 10, day) for day in (EARLIER, DAY, LATER)] == [
            False,
            True,
            False,
        ]


class TestExempt:
    def test_exempt_instead_of_required(self) -> None:
        spared = person(exemptions=(ExemptionFact(first_day=DAY, last_day=DAY, requirement_id=10),))
        assert words.exempt(ground(), spared, 10, DAY)
        assert not words.required(ground(), spared, 10, DAY)
        assert words.required(ground(), spared, 10, LATER)

    def test_nobody_is_exempt_from_what_does_not_ask_them(self) -> None:
        spared = person(post(3), exemptions=(ExemptionFact(first_day=DAY, requirement_id=10),))
        assert not words.exempt(ground(terms(unit_id=2)), spared, 10, DAY)

    def test_other_requirements_still_ask(self) -> None:
        spared = person(exemptions=(ExemptionFact(first_day=START, requirement_id=10),))
        assert words.required(ground(terms(), terms(11)), spared, 11, DAY)


class TestCovered:
    def test_valid_until_is_the_last_valid_day(self) -> None:
        done = person(records=(record(EARLIER, DAY),))
        assert [words.covered(ground(), done, 10, day) for day in (EARLIER, DAY, LATER)] == [
            True,
            True,
            False,
        ]

    def test_not_before_it_was_completed(self) -> None:
        assert not words.covered(ground(), person(records=(record(LATER),)), 10, DAY)

    def test_without_end_it_never_lapses(self) -> None:
        assert words.covered(ground(), person(records=(record(DAY),)), 10, date.max)

    def test_only_by_courses_the_requirement_accepts(self) -> None:
        done = person(records=(record(DAY, course_id="b"),))
        assert not words.covered(ground(), done, 10, DAY)
        assert words.covered(ground(terms(accepts=frozenset("ab"))), done, 10, DAY)

    def test_records_completed_before_not_before_do_not_count(self) -> None:
        asks = ground(terms(not_before=DAY))
        assert not words.covered(asks, person(records=(record(EARLIER),)), 10, DAY)
        assert words.covered(asks, person(records=(record(DAY),)), 10, DAY)

    def test_who_is_not_required_is_not_covered(self) -> None:
        elsewhere = person(post(3), records=(record(START),))
        assert not words.covered(ground(terms(unit_id=2)), elsewhere, 10, DAY)


class TestCoverage:
    def test_two_posts_in_one_unit_count_once(self) -> None:
        counts = words.coverage(ground(), [person(post(4), post(4))], 4, 10, DAY)
        assert counts.required == 1

    def test_posts_in_two_units_count_in_both_and_once_above(self) -> None:
        double = [person(post(4), post(3))]
        units = (4, 2, 3, 1)
        figures = [words.coverage(ground(), double, unit, 10, DAY).required for unit in units]
        assert figures == [1, 1, 1, 1]

    def test_only_posts_that_make_them_required_place_them(self) -> None:
        asks = ground(terms(categories=frozenset({"lärare"})))
        double = [person(post(4, category="lärare"), post(3, category="chef"))]
        assert words.coverage(asks, double, 4, 10, DAY).required == 1
        assert words.coverage(asks, double, 3, 10, DAY).required == 0

    def test_directly_under_counts_posts_in_the_unit_itself(self) -> None:
        people = [person(post(2)), person(post(4), person_id=2)]
        assert words.coverage(ground(), people, 2, 10, DAY).required == 2
        assert words.coverage(ground(), people, -2, 10, DAY).required == 1

    def test_counts_covered_key_people_and_exempt(self) -> None:
        key = (Appointment(first_day=START, unit_id=3),)
        spared = (ExemptionFact(first_day=START, requirement_id=10),)
        people = [
            person(appointments=key, records=(record(START),)),
            person(person_id=2, appointments=key),
            person(person_id=3, exemptions=spared),
        ]
        counts = words.coverage(ground(), people, 4, 10, START)
        assert counts == words.Counts(
            required=2,
            covered=1,
            within_time=1,
            key_required=2,
            key_covered=1,
            exempt=1,
            not_started=1,
        )

    def test_counts_who_has_lapsed_and_who_has_not_started(self) -> None:
        long_after = START + timedelta(400)
        people = [
            person(records=(record(START, START + timedelta(30)),)),
            person(person_id=2),
        ]
        soon = words.coverage(ground(), people, 4, 10, START + timedelta(31))
        assert soon == words.Counts(required=2, within_time=2, lapsed=1, not_started=1)
        late = words.coverage(ground(), people, 4, 10, long_after)
        assert late == words.Counts(required=2, lapsed=1)

    def test_nobody_required_is_no_share(self) -> None:
        assert words.share(words.Counts()) is None
        assert words.share(words.Counts(required=3, covered=1)) == 1 / 3


class TestDueDate:
    def due(self, someone: object, day: date) -> date | None:
        return words.due_date(ground(), someone, 10, day)  # type: ignore[arg-type]

    def test_first_required_day_and_the_days_to_complete(self) -> None:
        assert self.due(person(post(first_day=DAY)), DAY) == DAY + timedelta(90)

    def test_run_cannot_begin_before_the_requirement(self) -> None:
        assert self.due(person(post(first_day=date(2001, 1, 1))), DAY) == START + timedelta(90)

    def test_gap_of_thirty_days_does_not_break_the_run(self) -> None:
        back = person(post(last_day=DAY), post(first_day=DAY + timedelta(31)))
        assert self.due(back, DAY + timedelta(40)) == START + timedelta(90)

    def test_gap_of_thirty_one_days_breaks_it(self) -> None:
        back = person(post(last_day=DAY), post(first_day=DAY + timedelta(32)))
        assert self.due(back, DAY + timedelta(40)) == DAY + timedelta(32 + 90)

    def test_absence_and_exemption_break_the_run_like_any_gap(self) -> None:
        long_away = Absence(first_day=DAY, last_day=DAY + timedelta(30))
        spared = ExemptionFact(first_day=DAY, last_day=DAY + timedelta(30), requirement_id=10)
        back = DAY + timedelta(31)
        assert self.due(person(absences=(long_away,)), back) == back + timedelta(90)
        assert self.due(person(exemptions=(spared,)), back) == back + timedelta(90)

    def test_move_between_units_keeps_the_run(self) -> None:
        moved = person(post(4, last_day=DAY), post(3, first_day=LATER))
        assert self.due(moved, LATER) == START + timedelta(90)

    def test_days_to_complete_of_the_day_decide(self) -> None:
        changed = ground(terms(last_day=EARLIER), terms(first_day=DAY, days_to_complete=10))
        assert words.due_date(changed, person(), 10, DAY) == START + timedelta(10)

    def test_none_for_who_is_not_required(self) -> None:
        assert words.due_date(ground(), person(post(3)), 11, DAY) is None
        assert words.due_date(ground(terms(unit_id=2)), person(post(3)), 10, DAY) is None


class TestWithinTime:
    def test_until_and_with_the_due_date(self) -> None:
        due = START + timedelta(90)
        assert words.within_time(ground(), person(), 10, due)
        assert not words.within_time(ground(), person(), 10, due + timedelta(1))

    def test_who_is_covered_is_not_counted_as_having_time(self) -> None:
        assert not words.within_time(ground(), person(records=(record(START),)), 10, START)


class TestKeyPerson:
    def test_of_the_unit_and_of_all_above_it(self) -> None:
        someone = person(appointments=(Appointment(first_day=START, unit_id=4),))
        reached = [words.key_person_of(ground(), someone, unit, DAY) for unit in (4, 2, 1, 3)]
        assert reached == [True, True, True, False]

    def test_not_while_away(self) -> None:
        someone = person(
            appointments=(Appointment(first_day=START, unit_id=4),),
            absences=(Absence(first_day=DAY, last_day=DAY),),
        )
        assert not words.key_person_of(ground(), someone, 4, DAY)
        assert words.key_person_of(ground(), someone, 4, LATER)

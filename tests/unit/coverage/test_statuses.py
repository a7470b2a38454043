"""Status, trained and complete, each at its edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from api.coverage import statuses
from api.coverage.facts import ExemptionFact
from api.coverage.words import Counts, Status
from tests.unit.coverage.builders import START, ground, person, post, record, terms

DAY = date(2025, 6, 1)
DUE = START + timedelta(90)


class TestStatus:
    def test_exempt_goes_before_valid(self) -> None:
        spared = person(
            exemptions=(ExemptionFact(first_day=START, requirement_id=10),),
            records=(record(START),),
        )
        assert statuses.status(ground(), spared, 10, DAY) is Status.EXEMPT

    @pytest.mark.parametrize(
        ("days_left", "expected"),
        [
            (61, Status.VALID),
            (60, Status.EXPIRING),
            (0, Status.EXPIRING),
            (-1, Status.LAPSED),
        ],
    )
    def test_by_days_left(self, days_left: int, expected: Status) -> None:
        someone = person(records=(record(START, DAY + timedelta(days_left)),))
        assert statuses.status(ground(), someone, 10, DAY) is expected

    def test_latest_of_the_valid_records_decides_whether_it_expires(self) -> None:
        renewed = person(records=(record(START, DAY), record(START, DAY + timedelta(61))))
        assert statuses.status(ground(), renewed, 10, DAY) is Status.VALID

    def test_what_never_lapses_never_expires(self) -> None:
        someone = person(records=(record(START), record(START, DAY)))
        assert statuses.status(ground(), someone, 10, DAY) is Status.VALID

    def test_lapsed_goes_before_overdue_and_within_time(self) -> None:
        early = person(records=(record(date(2024, 1, 1), date(2024, 12, 31)),))
        assert statuses.status(ground(), early, 10, START) is Status.LAPSED
        assert statuses.status(ground(), early, 10, DUE + timedelta(1)) is Status.LAPSED

    def test_record_too_early_to_count_has_not_lapsed(self) -> None:
        early = person(records=(record(date(2024, 1, 1), date(2024, 12, 31)),))
        asks = ground(terms(not_before=START))
        assert statuses.status(asks, early, 10, START) is Status.NOT_STARTED

    def test_overdue_the_day_after_the_due_date(self) -> None:
        assert statuses.status(ground(), person(), 10, DUE) is Status.NOT_STARTED
        assert statuses.status(ground(), person(), 10, DUE + timedelta(1)) is Status.OVERDUE

    def test_started_is_told_only_where_said_and_not_past_the_due_date(self) -> None:
        assert statuses.status(ground(), person(), 10, DUE, started=True) is Status.STARTED
        late = statuses.status(ground(), person(), 10, DUE + timedelta(1), started=True)
        assert late is Status.OVERDUE

    def test_neither_required_nor_exempt(self) -> None:
        elsewhere = person(post(3), records=(record(START),))
        assert statuses.status(ground(terms(unit_id=2)), elsewhere, 10, DAY) is Status.NOT_REQUIRED


class TestTellingRecord:
    def test_the_one_that_lasts_longest_not_the_newest(self) -> None:
        lasting = record(START, None, id=1)
        someone = person(records=(lasting, record(DAY, DAY, id=2)))
        assert statuses.telling_record(ground(), someone, 10, DAY) == lasting

    def test_none_completed_by_the_day(self) -> None:
        someone = person(records=(record(DAY + timedelta(1)),))
        assert statuses.telling_record(ground(), someone, 10, DAY) is None
        assert statuses.telling_record(ground(), someone, 99, DAY) is None


class TestTrained:
    def test_covered_for_all_that_require(self) -> None:
        both = ground(terms(), terms(11, accepts=frozenset("b")))
        half = person(records=(record(START),))
        whole = person(records=(record(START), record(START, course_id="b")))
        assert not statuses.trained(both, half, DAY)
        assert statuses.trained(both, whole, DAY)

    def test_required_by_nothing_is_not_trained(self) -> None:
        assert not statuses.trained(ground(terms(unit_id=3)), person(), DAY)


class TestComplete:
    def test_share_reaches_its_goal_exactly(self) -> None:
        assert statuses.reaches(Counts(required=10, covered=9), 90) is True
        assert statuses.reaches(Counts(required=10, covered=8), 90) is False

    def test_one_short_share_is_enough_to_fail(self) -> None:
        good, bad = Counts(required=2, covered=2), Counts(required=2, covered=1)
        assert statuses.complete([(good, 100), (bad, 50)]) is True
        assert statuses.complete([(good, 100), (bad, 51)]) is False

    def test_requirements_of_nobody_do_not_count(self) -> None:
        assert statuses.complete([(Counts(), 90)]) is None
        assert statuses.complete([(Counts(), 90), (Counts(required=1, covered=1), 90)]) is True

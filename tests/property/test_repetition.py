"""A repetition is small, spread, and other than the one before it, for every course there can be."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from api.catalogue.schema import Check, Course
from api.learning.progress import Progress, Scope, Stop, complete, first_spot, spot_of
from api.learning.repetition import QUESTIONS, draw, size
from api.records.models import RecordSource, TrainingRecord
from api.refreshers.rule import DAYS_AFTER, DAYS_IT_WAITS, question, waiting
from tests.unit.learning.sample import course, module, single, text

VARIANTS = st.integers(min_value=0, max_value=25)
TODAY = date(2026, 11, 22)


@st.composite
def courses(draw_: st.DrawFn) -> Course:
    """Modules of texts and checks in any mixture, with at least one check somewhere."""
    kinds = draw_(
        st.lists(st.lists(st.booleans(), min_size=1, max_size=8), min_size=1, max_size=8).filter(
            lambda modules: any(map(any, modules))
        )
    )
    modules = tuple(
        module(
            f"m{m}",
            5,
            *(single(f"m{m}-s{s}") if asks else text(f"m{m}-s{s}") for s, asks in enumerate(steps)),
        )
        for m, steps in enumerate(kinds)
    )
    return course().model_copy(update={"modules": modules})


def drawn_ids(found: Course, variant: int) -> set[str]:
    return {check.step.id for check in draw(found, variant)}


@given(found=courses(), variant=VARIANTS)
def test_five_are_drawn_or_all_there_are(found: Course, variant: int) -> None:
    drawn = draw(found, variant)
    assert len(drawn) == size(found) == min(QUESTIONS, len(found.checks()))
    assert len(drawn_ids(found, variant)) == len(drawn)


@given(found=courses(), variant=VARIANTS)
def test_only_what_is_graded_is_drawn_and_in_course_order(found: Course, variant: int) -> None:
    drawn = draw(found, variant)
    assert all(isinstance(check.step, Check) for check in drawn)
    assert [c for c in found.checks() if c in drawn] == list(drawn)


@given(found=courses(), variant=VARIANTS)
def test_modules_give_alike_or_all_they_have(found: Course, variant: int) -> None:
    stock = Counter(check.module.id for check in found.checks())
    given_ = Counter(check.module.id for check in draw(found, variant))
    most = max(given_[module_id] for module_id in stock)
    for module_id, checks in stock.items():
        assert given_[module_id] >= most - 1 or given_[module_id] == checks


@given(found=courses(), variant=VARIANTS)
def test_the_same_variant_is_the_same_questions(found: Course, variant: int) -> None:
    again = Course.model_validate(found.model_dump())
    assert [c.step for c in draw(found, variant)] == [c.step for c in draw(again, variant)]


@given(found=courses(), variant=VARIANTS)
def test_the_next_variant_asks_others_where_there_are_others(found: Course, variant: int) -> None:
    assume(len(found.checks()) > QUESTIONS)
    assert drawn_ids(found, variant) != drawn_ids(found, variant + 1)


@given(found=courses())
def test_in_time_every_question_is_asked(found: Course) -> None:
    enough = len(found.checks()) * len(found.modules)
    asked = set().union(*(drawn_ids(found, variant) for variant in range(enough)))
    assert asked == {check.step.id for check in found.checks()}


@given(found=courses(), variant=VARIANTS, data=st.data())
def test_a_repetition_leads_through_exactly_the_modules_of_what_was_missed(
    found: Course, variant: int, data: st.DataObject
) -> None:
    """Whatever the order, and whatever is answered a second time: the first answer tells."""
    drawn = draw(found, variant)
    progress = Progress(
        found, {}, first_spot(found), scope=Scope(drawn=frozenset(drawn_ids(found, variant)))
    )
    order = data.draw(st.permutations(list(drawn)))
    missed = data.draw(st.sets(st.sampled_from([check.step.id for check in drawn])))
    for number, check in enumerate(order):
        assert not progress.complete
        assert progress.missed_modules == ()
        assert progress.minutes_left == len(drawn) - number
        progress = progress.answered(check.step.id, passed=check.step.id not in missed)
        progress = progress.answered(check.step.id, passed=data.draw(st.booleans()))
    assert {check.step.id for check in progress.missed} == missed
    assert progress.complete is (not missed)
    assert not progress.returning
    wanted = {check.module.id for check in drawn if check.step.id in missed}
    assert {each.id for each in progress.missed_modules} == wanted
    last = progress.onward(spot_of(order[-1]))
    assert last.stop is (Stop.MISSED if missed else Stop.END)


@given(found=courses(), variant=VARIANTS, data=st.data())
def test_the_way_through_what_was_missed_ends_by_the_ordinary_rule(
    found: Course, variant: int, data: st.DataObject
) -> None:
    drawn = draw(found, variant)
    missed = data.draw(st.sets(st.sampled_from([c.step.id for c in drawn]), min_size=1))
    results = {check.step.id: check.step.id not in missed for check in drawn}
    scope = Scope(drawn=frozenset(results))
    progress = Progress(found, results, first_spot(found), scope=scope).through_missed()
    assert progress.results == {}
    modules = {c.module.id for c in drawn if c.step.id in missed}
    asked = [check for check in found.checks() if check.module.id in modules]
    assert list(progress.checks) == asked
    passed = 0
    for check in asked:
        assert not progress.complete
        right = data.draw(st.booleans())
        passed += right
        progress = progress.answered(check.step.id, passed=right)
    assert progress.complete == complete(passed, len(asked), len(asked))


@given(found=courses(), variant=VARIANTS, data=st.data())
def test_going_on_reaches_every_question_of_the_repetition(
    found: Course, variant: int, data: st.DataObject
) -> None:
    """From wherever somebody has strayed to, the way leads to what is not yet answered."""
    scope = Scope(drawn=frozenset(drawn_ids(found, variant)))
    progress = Progress(found, {}, first_spot(found), scope=scope)
    spots = [spot_of(placed) for placed in found.steps()]
    while progress.unanswered:
        spot = progress.onward(data.draw(st.sampled_from(spots))).spot
        assert spot is not None
        assert spot.step_id in scope.drawn
        progress = progress.answered(spot.step_id, passed=True)
    assert progress.complete


def record(number: int, course_id: str, days_ago: int) -> TrainingRecord:
    return TrainingRecord(  # type: ignore[call-arg]
        id=number,
        person_id=1,
        course_id=course_id,
        completed_on=TODAY - timedelta(days=days_ago),
        source=RecordSource.WEB,
        check_code=f"K-{number}",
    )


HELD = st.lists(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(min_value=0, max_value=120)), max_size=6
)


@given(held=HELD)
def test_a_refresher_waits_two_weeks_and_only_for_the_latest_record(
    held: list[tuple[str, int]],
) -> None:
    records = [record(number, *each) for number, each in enumerate(held, start=1)]
    found = waiting(records, frozenset(), TODAY)
    for each in found:
        of_course = [r for r in records if r.course_id == each.course_id]
        latest = max(of_course, key=lambda r: (r.completed_on, r.id))
        assert each.record_id == latest.id
        assert each.variant == len(of_course)
        assert each.days in DAYS_AFTER
        assert 0 < (each.passes_on - TODAY).days <= DAYS_IT_WAITS
    assert list(found) == sorted(found, key=lambda each: each.passes_on)
    assert len({each.course_id for each in found}) == len(found)


@given(held=HELD, data=st.data())
def test_what_has_been_asked_does_not_come_back(
    held: list[tuple[str, int]], data: st.DataObject
) -> None:
    records = [record(number, *each) for number, each in enumerate(held, start=1)]
    found = waiting(records, frozenset(), TODAY)
    asked = data.draw(st.sets(st.sampled_from(found))) if found else set()
    seen = {(each.record_id, each.days) for each in asked}
    assert set(waiting(records, seen, TODAY)) == set(found) - asked


@given(found=courses(), times=st.integers(min_value=1, max_value=8))
def test_the_three_refreshers_of_a_record_ask_differently(found: Course, times: int) -> None:
    asked = [
        question(found, each).step.id
        for days in DAYS_AFTER
        for each in waiting(
            [record(number, "a", days) for number in range(1, times + 1)], frozenset(), TODAY
        )
    ]
    assert len(asked) == len(DAYS_AFTER)
    assert len(set(asked)) == min(len(DAYS_AFTER), len(found.checks()))

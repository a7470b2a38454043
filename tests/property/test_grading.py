"""Grading and progress hold for every question and every order of answers."""

from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.schema import Choice, QuestionStep
from api.learning.grading import grade
from api.learning.progress import Progress, first_spot
from tests.unit.learning.sample import course


@st.composite
def questions(draw: st.DrawFn) -> QuestionStep:
    keys = draw(
        st.lists(st.booleans(), min_size=2, max_size=7).filter(lambda k: any(k) and not all(k))
    )
    choices = tuple(
        Choice(id=f"c{i}", text=f"Val {i}", correct=correct, feedback="Därför.")
        for i, correct in enumerate(keys)
    )
    return QuestionStep(
        kind="question", id="q", title="Q", mode="several", choices=choices, stem="Vad?"
    )


@given(question=questions(), data=st.data())
def test_grading_is_monotone(question: QuestionStep, data: st.DataObject) -> None:
    """To set one more option right never turns a pass into a miss."""
    ids = [choice.id for choice in question.choices]
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    mended = chosen ^ {data.draw(st.sampled_from(sorted(chosen ^ question.key) or ids))}
    if not mended or len(mended ^ question.key) > len(chosen ^ question.key):
        return
    assert grade(question, mended).passed >= grade(question, chosen).passed


@given(question=questions(), data=st.data())
def test_passed_means_exactly_the_key(question: QuestionStep, data: st.DataObject) -> None:
    ids = [choice.id for choice in question.choices]
    chosen = data.draw(st.sets(st.sampled_from(ids), min_size=1))
    assert grade(question, chosen).passed == (chosen == question.key)


ANSWERS = st.lists(
    st.tuples(st.sampled_from([c.step.id for c in course().checks()]), st.booleans())
)


@given(answers=ANSWERS)
def test_what_has_been_passed_stays_passed(answers: list[tuple[str, bool]]) -> None:
    progress = Progress(course(), {}, first_spot(course()))
    for step_id, passed in answers:
        before = {key for key, value in progress.results.items() if value}
        progress = progress.answered(step_id, passed=passed)
        assert before <= {key for key, value in progress.results.items() if value}
        assert len(progress.unanswered) + len(progress.results) == len(progress.checks)


@given(answers=ANSWERS)
def test_complete_is_all_answered_and_four_fifths_passed(answers: list[tuple[str, bool]]) -> None:
    progress = Progress(course(), {}, first_spot(course()))
    for step_id, passed in answers:
        progress = progress.answered(step_id, passed=passed)
    share_passed = sum(progress.results.values()) / len(progress.checks)
    assert progress.complete == (not progress.unanswered and share_passed >= 0.8)
    waiting = {check.step.id for check in progress.returning}
    assert waiting == (
        set()
        if progress.complete or progress.unanswered
        else {key for key, passed in progress.results.items() if not passed}
    )

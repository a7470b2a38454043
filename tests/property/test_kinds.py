"""Laws of the checks that place things, of shuffling, and of conversations."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.kinds import paths
from api.learning.conversation import Conversation
from api.learning.grading import ask, grade
from tests.unit.learning.checks import match, order
from tests.unit.learning.conversations import dialogue


@given(count=st.integers(3, 6), data=st.data())
def test_only_the_right_order_passes(count: int, data: st.DataObject) -> None:
    numbers = [str(number) for number in range(1, count + 1)]
    given_numbers: Sequence[str] = data.draw(st.permutations(numbers))
    answer = [f"i{i}:{number}" for i, number in enumerate(given_numbers, start=1)]
    graded = grade(order(count=count), answer)
    assert graded.passed == (list(given_numbers) == numbers)
    assert graded.passed == all(mark.correct for mark in graded.choices)


@given(data=st.data())
def test_to_set_one_more_pair_right_never_turns_a_pass_into_a_miss(data: st.DataObject) -> None:
    check = match()
    targets = [target.id for target in check.targets]
    given_targets = {item.id: data.draw(st.sampled_from(targets)) for item in check.items}
    mended = data.draw(st.sampled_from(check.items))
    before = grade(check, [f"{item}:{target}" for item, target in given_targets.items()])
    given_targets[mended.id] = mended.target
    after = grade(check, [f"{item}:{target}" for item, target in given_targets.items()])
    assert after.passed >= before.passed
    assert sum(mark.correct for mark in after.choices) >= sum(
        mark.correct for mark in before.choices
    )


@given(seed=st.text(max_size=12), count=st.integers(3, 6))
def test_shuffling_loses_and_doubles_nothing(seed: str, count: int) -> None:
    asked = ask(order(count=count), seed)
    assert sorted(option.id for option in asked.options) == [f"i{i}" for i in range(1, count + 1)]


@given(data=st.data())
def test_a_walker_of_random_choices_always_comes_to_an_end(data: st.DataObject) -> None:
    conversation = Conversation(dialogue())
    longest = paths.lengths(dialogue().graph, dialogue().start)[1]
    while not conversation.ended:
        chosen = data.draw(st.sampled_from([reply.id for reply in conversation.here.replies]))
        conversation = conversation.say(chosen)
        assert len(conversation.said) <= longest

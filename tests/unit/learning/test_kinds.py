"""Checks in which things are ordered, matched and compared: asked without a key, graded with one."""

import pytest

from api.catalogue.schema import Graded
from api.errors import RuleBroken
from api.learning.grading import ask, grade
from tests.unit.learning.checks import compare, match, order


class TestOrder:
    def test_it_is_never_asked_in_the_right_order(self) -> None:
        for seed in range(50):
            asked = ask(order(), str(seed))
            assert [option.id for option in asked.options] != ["i1", "i2", "i3"]
            assert sorted(option.id for option in asked.options) == ["i1", "i2", "i3"]
            assert [slot.id for slot in asked.slots] == ["1", "2", "3"]

    def test_the_right_order_passes(self) -> None:
        assert grade(order(), ["i2:2", "i1:1", "i3:3"]).passed

    def test_another_order_tells_where_each_belongs(self) -> None:
        graded = grade(order(), ["i1:2", "i2:1", "i3:3"])
        assert not graded.passed
        told = [(mark.id, mark.given, mark.right, mark.correct) for mark in graded.choices]
        assert told == [("i1", "2", "1", False), ("i2", "1", "2", False), ("i3", "3", "3", True)]
        assert all(mark.feedback for mark in graded.choices)


class TestMatch:
    def test_all_pairs_pass_and_items_may_share_a_target(self) -> None:
        assert grade(match(), ["a:sett", "b:tror", "c:sett"]).passed

    def test_a_wrong_pair_tells_both_words(self) -> None:
        graded = grade(match(), ["a:sett", "b:sett", "c:sett"])
        assert not graded.passed
        wrong = next(mark for mark in graded.choices if not mark.correct)
        assert (wrong.given, wrong.right) == ("Iakttagelse", "Tolkning")


class TestCompare:
    def test_only_the_best_passes(self) -> None:
        assert grade(compare(), ["b"]).passed
        assert not grade(compare(), ["a"]).passed

    def test_every_note_is_explained(self) -> None:
        assert all(mark.feedback for mark in grade(compare(), ["c"]).choices)

    def test_it_is_shuffled_only_when_the_author_says_so(self) -> None:
        assert [option.id for option in ask(compare(), "1").options] == ["a", "b", "c"]
        orders = {
            tuple(option.id for option in ask(compare(shuffle=True), str(seed)).options)
            for seed in range(50)
        }
        assert len(orders) == 6


@pytest.mark.parametrize("check", [order(), match(), compare(shuffle=True)], ids=lambda c: c.kind)
def test_one_attempt_is_asked_in_one_order(check: Graded) -> None:
    assert ask(check, "17") == ask(check, "17")


@pytest.mark.parametrize(
    ("check", "answer", "code"),
    [
        (order(), [], "choice_missing"),
        (order(), ["i1:1", "i2:2"], "placing_missing"),
        (order(), ["i1:1", "i2:2", "i3:"], "placing_missing"),
        (order(), ["i1:1", "i2:1", "i3:3"], "order_repeated"),
        (order(), ["i1:1", "i2:2", "i3:4"], "choice_unknown"),
        (order(), ["i1:1", "i2:2", "i3:3", "x:1"], "choice_unknown"),
        (match(), [], "choice_missing"),
        (match(), ["a:sett", "b:", "c:sett"], "placing_missing"),
        (match(), ["a:sett", "b:nej", "c:sett"], "choice_unknown"),
        (compare(), [], "choice_missing"),
        (compare(), ["z"], "choice_unknown"),
        (compare(), ["a", "b"], "choice_single"),
    ],
)
def test_an_answer_it_cannot_have_is_refused(check: Graded, answer: list[str], code: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        grade(check, answer)
    assert refused.value.code == code

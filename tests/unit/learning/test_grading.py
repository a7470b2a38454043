"""Grading: what passes, what is told, and what no check can be answered with."""

import pytest

from api.errors import RuleBroken
from api.learning.grading import grade
from tests.unit.learning.sample import several, single


class TestGrade:
    def test_the_one_correct_choice_passes(self) -> None:
        assert grade(single("q"), ["ratt"]).passed

    def test_another_choice_does_not_pass(self) -> None:
        assert not grade(single("q"), ["fel"]).passed

    def test_several_passes_only_with_all_correct_choices(self) -> None:
        assert grade(several("q"), ["hort", "sett"]).passed
        assert not grade(several("q"), ["sett"]).passed
        assert not grade(several("q"), ["sett", "hort", "tror"]).passed

    def test_every_choice_is_explained(self) -> None:
        outcome = grade(several("q"), ["sett", "tror"])
        assert [(mark.id, mark.chosen, mark.correct) for mark in outcome.choices] == [
            ("sett", True, True),
            ("hort", False, True),
            ("tror", True, False),
        ]
        assert all(mark.feedback for mark in outcome.choices)
        assert [mark.id for mark in outcome.chosen] == ["sett", "tror"]

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            ([], "choice_missing"),
            (["okänd"], "choice_unknown"),
            (["ratt", "okänd"], "choice_unknown"),
            (["ratt", "fel"], "choice_single"),
        ],
    )
    def test_an_answer_the_check_cannot_have_is_refused(self, chosen: list[str], code: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            grade(single("q"), chosen)
        assert refused.value.code == code

    def test_choosing_the_same_twice_counts_once(self) -> None:
        assert grade(single("q"), ["ratt", "ratt"]).passed

"""A conversation is its dialogue and what was said: to say, take back, end and look back."""

import pytest

from api.errors import RuleBroken
from api.learning.conversation import Advice, Conversation, look_back
from tests.unit.learning.conversations import dialogue

BEGUN = Conversation(dialogue())


class TestSay:
    def test_it_leads_to_what_the_other_answers(self) -> None:
        assert BEGUN.say("a").here.id == "n2"
        assert BEGUN.say("a").say("a").ended

    @pytest.mark.parametrize(("chosen", "code"), [("", "reply_missing"), ("z", "reply_unknown")])
    def test_what_cannot_be_said_is_refused(self, chosen: str, code: str) -> None:
        with pytest.raises(RuleBroken) as refused:
            BEGUN.say(chosen)
        assert refused.value.code == code

    def test_a_way_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(RuleBroken):
            Conversation(dialogue(), ("a", "nej")).turns  # noqa: B018 - reading it walks the way

    def test_after_the_end_nothing_can_be_said(self) -> None:
        with pytest.raises(RuleBroken):
            BEGUN.say("a").say("a").say("a")


class TestBackTo:
    def test_any_turn_can_be_taken_back(self) -> None:
        later = BEGUN.say("b").say("b")
        assert later.back_to(1) == BEGUN.say("b")
        assert later.back_to(0) == BEGUN
        assert later.back_to(-3) == BEGUN


class TestTurn:
    def test_listening_and_duty_are_right_and_arguing_is_not(self) -> None:
        assert [turn.right for turn in BEGUN.say("a").say("b").say("a").turns] == [
            True,
            False,
            True,
        ]


class TestLookBack:
    def test_it_counts_turns_by_kind(self) -> None:
        found = look_back(BEGUN.say("a").say("a"))
        assert found.counts == {"SR": 1, "Q": 1, "CR": 1}
        assert found.strength == "CR"
        assert found.advice is Advice.AFFIRM

    def test_what_stood_in_the_way_is_said_first(self) -> None:
        found = look_back(BEGUN.say("b").say("b"))
        assert found.advice is Advice.CONFRONT

    def test_a_duty_is_a_strength(self) -> None:
        assert look_back(BEGUN.say("b").say("a")).strength == "plikt"

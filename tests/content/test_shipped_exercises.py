"""Every conversation and transcript that we ship keeps what its author promised."""

import random
from pathlib import Path

import pytest

from api.catalogue.kinds import paths
from api.catalogue.kinds.dialogue import Dialogue, Node
from api.catalogue.loader import load_folder
from api.learning.conversation import Conversation, look_back
from api.miti.codes import is_consistent

COURSES = Path(__file__).parents[2] / "courses"
DIALOGUES = [
    draft.content
    for course in load_folder(COURSES).courses
    for draft in course.exercises
    if draft and isinstance(draft.content, Dialogue)
]
FEWEST_NODES, FEWEST_TURNS, FEWEST_CONVERSATIONS = 25, 10, 4


def _right(node: Node) -> list[str]:
    return [
        reply.text for reply in node.replies if is_consistent(reply.marks) or "plikt" in reply.marks
    ]


def test_there_are_conversations_of_every_kind_asked_for() -> None:
    assert len(DIALOGUES) >= FEWEST_CONVERSATIONS
    assert {dialogue.tool for dialogue in DIALOGUES} == {"mi", "other"}


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda dialogue: dialogue.id)
class TestDialogue:
    def test_it_is_large_and_deep_enough(self, dialogue: Dialogue) -> None:
        assert len(dialogue.nodes) >= FEWEST_NODES
        assert paths.lengths(dialogue.graph, dialogue.start)[1] >= FEWEST_TURNS

    def test_it_ends_in_several_ways_and_one_is_a_respected_no(self, dialogue: Dialogue) -> None:
        kinds = [node.ending.kind for node in dialogue.nodes if node.ending]
        assert {"step", "respected_no", "stop"} <= set(kinds)
        assert len(kinds) >= 4

    def test_people_are_not_machines(self, dialogue: Dialogue) -> None:
        met = {reply.met: reply for node in dialogue.nodes for reply in node.replies if reply.met}
        assert is_consistent(met["silence"].marks) or "plikt" in met["silence"].marks
        assert "forgiveness" in met

    def test_it_has_a_stop_and_a_duty(self, dialogue: Dialogue) -> None:
        assert {"stop", "duty"} <= {node.turn for node in dialogue.nodes}

    def test_the_right_reply_is_not_given_away_by_its_length(self, dialogue: Dialogue) -> None:
        turns = [node for node in dialogue.nodes if _right(node)]
        longest = [
            node.id
            for node in turns
            if max((reply.text for reply in node.replies), key=len) in _right(node)
        ]
        assert len(longest) < len(turns) / 2, longest

    def test_every_turn_offers_a_choice_of_two_to_four(self, dialogue: Dialogue) -> None:
        few = [n.id for n in dialogue.nodes if not n.ending and len(n.replies) not in {2, 3, 4}]
        assert not few

    def test_a_thousand_random_walkers_come_to_an_end_and_to_every_end(
        self, dialogue: Dialogue
    ) -> None:
        dice, ends = random.Random(1), set()
        longest = paths.lengths(dialogue.graph, dialogue.start)[1]
        for _ in range(1000):
            conversation = Conversation(dialogue)
            while not conversation.ended:
                chosen = dice.choice(conversation.here.replies)
                conversation = conversation.say(chosen.id)
                assert len(conversation.said) <= longest
            ends.add(conversation.here.id)
            assert look_back(conversation).counts is not None
        assert ends <= {node.id for node in dialogue.nodes if node.ending}
        reached = paths.reachable(dialogue.graph, dialogue.start)
        assert {node.id for node in dialogue.nodes if node.ending} <= reached

"""The sealed state comes back as it was, and nobody else can make one."""

import pytest

from api.errors import RuleBroken
from api.learning.sealing import Seals, State

SEALS = Seals("a-secret-of-the-installation")
STATE = State("abc", "robin", ("a", "c"))


def test_it_opens_to_what_was_sealed() -> None:
    assert SEALS.open(SEALS.seal(STATE)) == STATE


def test_another_installation_cannot_open_it() -> None:
    with pytest.raises(RuleBroken, match="exercise_state"):
        Seals("another").open(SEALS.seal(STATE))


@pytest.mark.parametrize("forged", ["", ".", "x.y", "åäö.åäö", SEALS.seal(STATE)[:-4] + "AAAA"])
def test_what_is_not_ours_is_refused(forged: str) -> None:
    with pytest.raises(RuleBroken, match="exercise_state"):
        SEALS.open(forged)


def test_a_body_cannot_be_put_before_another_signature() -> None:
    body, signature = SEALS.seal(STATE).split(".")
    other = SEALS.seal(State("abc", "robin", ("b",))).split(".")[0]
    with pytest.raises(RuleBroken):
        SEALS.open(f"{other}.{signature}")
    assert SEALS.open(f"{body}.{signature}") == STATE

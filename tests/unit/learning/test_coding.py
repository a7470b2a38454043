"""The coding bench compares every utterance and rating with the key."""

import pytest

from api.errors import RuleBroken
from api.learning.coding import compare
from tests.unit.miti.test_measures import transcript

TRANSCRIPT = transcript()
CODES = [f"{said.id}:{said.code}" for said in TRANSCRIPT.utterances()]
RATINGS = [f"{rating.id}:{rating.score}" for rating in TRANSCRIPT.globals]


def test_the_key_itself_agrees_with_the_key() -> None:
    found = compare(TRANSCRIPT, CODES, RATINGS)
    assert found.agreeing == len(TRANSCRIPT.utterances())
    assert found.own == found.key
    assert found.own_globals == found.key_globals


def test_a_code_of_ones_own_counts_in_ones_own_measures_only() -> None:
    first = TRANSCRIPT.utterances()[0]
    found = compare(TRANSCRIPT, [f"{first.id}:Confront", *CODES[1:]], RATINGS)
    assert found.agreeing == len(TRANSCRIPT.utterances()) - 1
    assert (found.own.non_adherent, found.key.non_adherent) == (1, 0)


@pytest.mark.parametrize(
    ("codes", "ratings", "code"),
    [
        (CODES[1:], RATINGS, "coding_missing"),
        (CODES, RATINGS[1:], "coding_missing"),
        ([*CODES[1:], f"{TRANSCRIPT.utterances()[0].id}:"], RATINGS, "coding_missing"),
        ([*CODES[1:], f"{TRANSCRIPT.utterances()[0].id}:XX"], RATINGS, "choice_unknown"),
        (CODES, [*RATINGS[1:], f"{TRANSCRIPT.globals[0].id}:9"], "choice_unknown"),
        ([*CODES, "annat:Q"], RATINGS, "choice_unknown"),
    ],
)
def test_what_is_not_coded_or_cannot_be_is_refused(
    codes: list[str], ratings: list[str], code: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        compare(TRANSCRIPT, codes, ratings)
    assert refused.value.code == code

"""Pure: the coding bench. A learner's codes and ratings beside the coder's, with MITI's measures."""

from collections.abc import Collection
from dataclasses import dataclass

from api.catalogue.kinds.transcript import CodedUtterance, Rating, Transcript
from api.errors import RuleBroken
from api.learning.kinds.base import PLACED
from api.miti.codes import CODES, Mark
from api.miti.measures import Globals, Tally, tally

MARKS: tuple[Mark, ...] = (*CODES, "none")
SCORES = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Coded:
    """An utterance with the learner's code beside the key."""

    utterance: CodedUtterance
    given: str

    @property
    def agrees(self) -> bool:
        """Whether the learner gave the key's code."""
        return self.given == self.utterance.code


@dataclass(frozen=True)
class Rated:
    """A global rating with the learner's beside the coder's."""

    rating: Rating
    given: int


@dataclass(frozen=True)
class Comparison:
    """The learner's coding of a transcript beside the key."""

    coded: tuple[Coded, ...]
    rated: tuple[Rated, ...]
    own: Tally
    key: Tally
    own_globals: Globals
    key_globals: Globals

    @property
    def agreeing(self) -> int:
        """How many utterances the learner coded as the key does."""
        return sum(coded.agrees for coded in self.coded)


def compare(transcript: Transcript, codes: Collection[str], ratings: Collection[str]) -> Comparison:
    """Compare a coding with the key; parts are ``utterance:code`` and ``global:score``.

    Raises RuleBroken when something is not coded or rated, or cannot be so.
    """
    given = _given(codes, [said.id for said in transcript.utterances()], MARKS)
    scores = _given(ratings, [rating.id for rating in transcript.globals], SCORES)
    coded = tuple(Coded(said, given[said.id]) for said in transcript.utterances())
    rated = tuple(Rated(rating, int(scores[rating.id])) for rating in transcript.globals)
    return Comparison(
        coded=coded,
        rated=rated,
        own=tally(mark for mark in MARKS for found in coded if found.given == mark),
        key=tally(found.utterance.code for found in coded),
        own_globals=Globals(**{str(found.rating.id): found.given for found in rated}),
        key_globals=Globals(**{str(found.rating.id): found.rating.score for found in rated}),
    )


def _given(
    parts: Collection[str], wanted: Collection[str], allowed: Collection[str]
) -> dict[str, str]:
    given = dict(part.partition(PLACED)[::2] for part in parts)
    if any(not given.get(name) for name in wanted):
        raise RuleBroken("coding_missing")
    if not (given.keys() <= set(wanted) and set(given.values()) <= set(allowed)):
        raise RuleBroken("choice_unknown")
    return given

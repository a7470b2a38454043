"""Pure: the ground made ready for many persons: where each unit lay, and whom each requirement asks.

What is worked out for one post (by unit, category and employment) serves all like it, so a
municipality's persons cost little each.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple, TypeVar

from api.coverage import intervals
from api.coverage.facts import Dated, Ground, PostFact, Terms
from api.coverage.intervals import ALWAYS, Span, Spans
from api.coverage.words import asks_employment, category_of

Chain = tuple[int, ...]
AnyDated = TypeVar("AnyDated", bound=Dated)


class Piece(NamedTuple):
    """Days on which terms ask a post, and the units that count its holder (``-id``: directly)."""

    first: int
    last: int
    terms: Terms
    units: Chain

    def holds(self, day: int) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last


def span_of(dated: Dated) -> Span:
    """The days on which a fact holds."""
    return intervals.days(dated.first_day, dated.last_day)


def in_turn(periods: Iterable[AnyDated]) -> list[tuple[AnyDated, Spans]]:
    """Give each period the days that no earlier one in the row has taken (as ``words`` looks up)."""
    free = ALWAYS
    found: list[tuple[AnyDated, Spans]] = []
    for period in periods:
        first, last = span_of(period)
        found.append((period, intervals.clip(free, first, last)))
        free = intervals.difference(free, ((first, last),))
    return found


class Terrain:
    """Answers about the ground over all days, each worked out once."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._chains: dict[int, list[tuple[int, int, Chain]]] = {}
        self._asked: dict[tuple[int, str, str], dict[int, list[Piece]]] = {}
        self._asked_on: dict[tuple[int, str, str, int], dict[int, Piece]] = {}
        self._related: dict[tuple[int, int], Spans] = {}
        self._kept: dict[Chain, Chain] = {}

    @cached_property
    def terms(self) -> list[tuple[Terms, Spans]]:
        """All terms, with the days on which they are the ones that hold."""
        rows = (in_turn(all_of) for all_of in self.ground.terms_of.values())
        return [pair for row in rows for pair in row]

    def chains(self, unit_id: int) -> list[tuple[int, int, Chain]]:
        """Where the unit lay: first day, last day, the unit and all above it. Every day is there."""
        if unit_id not in self._chains:
            first, last = ALWAYS[0]
            found = sorted(self._chains_in(unit_id, first, last, ()))
            self._chains[unit_id] = found
        return self._chains[unit_id]

    def _chains_in(
        self, unit_id: int, first: int, last: int, below: Chain
    ) -> Iterator[tuple[int, int, Chain]]:
        chain = (*below, unit_id)
        periods = in_turn(self.ground.periods_of.get(unit_id, ()))
        taken = intervals.union(*(days for _, days in periods))
        for start, end in intervals.clip(intervals.difference(ALWAYS, taken), first, last):
            yield start, end, chain
        for unit, days in periods:
            for start, end in intervals.clip(days, first, last):
                if unit.parent_id is None or unit.parent_id in chain:
                    yield start, end, chain
                else:
                    yield from self._chains_in(unit.parent_id, start, end, chain)

    def asked(self, post: PostFact) -> Mapping[int, list[Piece]]:
        """Where each requirement asks a post like this, its own days and its holder left aside."""
        key = (post.unit_id, category_of(self.ground, post), post.employment)
        if key not in self._asked:
            self._asked[key] = self._pieces(*key)
        return self._asked[key]

    def asked_on(self, post: PostFact, day: int) -> Mapping[int, Piece]:
        """What asks a post like this on one day, by requirement."""
        key = (post.unit_id, category_of(self.ground, post), post.employment, day)
        if key not in self._asked_on:
            self._asked_on[key] = {
                requirement_id: piece
                for requirement_id, pieces in self.asked(post).items()
                for piece in pieces
                if piece.holds(day)
            }
        return self._asked_on[key]

    def _pieces(self, unit_id: int, category: str, employment: str) -> dict[int, list[Piece]]:
        found: dict[int, list[Piece]] = {}
        for terms, days in self.terms:
            if not asks_employment(terms, employment):
                continue
            if terms.categories and category not in terms.categories:
                continue
            pieces = [
                Piece(start, end, terms, tuple(sorted((-unit_id, *chain))))
                for first, last, chain in self.chains(unit_id)
                if terms.unit_id in chain
                for start, end in intervals.clip(days, first, last)
            ]
            if pieces:
                found.setdefault(terms.requirement_id, []).extend(pieces)
        return found

    def kept(self, units: Chain) -> Chain:
        """Give those of the units and parts that standings and ledger tell apart."""
        if units not in self._kept:
            self._kept[units] = tuple(
                unit_id for unit_id in units if self.ground.kept_as(unit_id) == unit_id
            )
        return self._kept[units]

    def related(self, unit_id: int, other_id: int) -> Spans:
        """Find the days on which one of the units is the other, or lies below it."""
        key = (unit_id, other_id)
        if key not in self._related:
            self._related[key] = intervals.spans(
                (first, last)
                for lower, upper in ((unit_id, other_id), (other_id, unit_id))
                for first, last, chain in self.chains(lower)
                if upper in chain
            )
        return self._related[key]

"""Rehearsals: whom a change of requirements would leave uncovered, by the contract's words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from api.coverage import queries, words
from api.coverage.facts import Ground, PersonFacts
from api.db.session import WriteSession


class Changing(NamedTuple):
    """A requirement that a draft changes, and the first day on which it differs."""

    day: date
    requirement_id: int


Draft = Callable[[], Iterable[Changing]]
"""Writes what it likes, none of which remains, and says which requirements that changes."""


@dataclass(frozen=True, slots=True)
class Loss:
    """On that day: how many are covered without the change, and who of them is not with it."""

    changing: Changing
    code: str
    name: str
    covered: int
    lost: frozenset[int]


def loss(before: Ground, after: Ground, persons: Iterable[PersonFacts], changing: Changing) -> Loss:
    """Compare who is covered on the day as the ground is, and as it would be."""
    day, requirement = changing
    covered = [one for one in persons if words.covered(before, one, requirement, day)]
    terms = words.terms_on(before, requirement, day)
    return Loss(
        changing,
        terms.code if terms else "",
        terms.name if terms else "",
        len(covered),
        frozenset(
            one.person_id for one in covered if not words.covered(after, one, requirement, day)
        ),
    )

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
    covered: int
    lost: frozenset[int]


def losses(session: WriteSession, draft: Draft) -> list[Loss]:
    """Carry out a draft, take it back, and tell what it would have cost, in order of days."""
    before = queries.ground(session)
    with session.begin_nested() as rehearsal:
        changing = sorted(set(draft()))
        session.flush()
        after = queries.ground(session)
        rehearsal.rollback()
    found = []
    for day, every in groupby(changing, key=lambda change: change.day):
        persons = list(queries.persons_placed(session, day))
        found += [loss(before, after, persons, change) for change in every]
    return found


def loss(before: Ground, after: Ground, persons: Iterable[PersonFacts], changing: Changing) -> Loss:
    """Compare who is covered on the day as the ground is, and as it would be."""
    day, requirement = changing
    covered = [one for one in persons if words.covered(before, one, requirement, day)]
    return Loss(
        changing,
        len(covered),
        frozenset(
            one.person_id for one in covered if not words.covered(after, one, requirement, day)
        ),
    )

"""Proves standings and ledger against the facts: ``kollen coverage verify``.

Three proofs: the stored standings are those the facts give; the ledger holds, row for row, what
these standings give it; and on sampled days its balances are what the contract's words say, counted
person by person without standings or ledger.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from api.coverage import ledger, queries, storage, words
from api.coverage.facts import Ground, PersonFacts
from api.coverage.ledger import Row
from api.coverage.settling import batches, changed
from api.coverage.spool import Spool
from api.coverage.standings import segments
from api.coverage.terrain import Terrain
from api.db.session import Progress, ReadSession, quietly

MOST = 1000  # Differences told; with so many wrong, rebuild.
BOUNDARIES = 3  # Days on which the ground changed that are sampled, on either side of today.


class Kind(StrEnum):
    """Where a difference was found."""

    STANDING = "standing"
    LEDGER = "ledger"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing stored that is not as the facts say. ``place`` names ids and days, no person."""

    kind: Kind
    place: str
    stored: str
    expected: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: stored {self.stored}, expected {self.expected}"


def verify(
    session: ReadSession,
    *,
    today: date,
    days: Collection[date] | None = None,
    progress: Progress = quietly,
) -> list[Difference]:
    """Recompute everything and give the differences, at most a thousand; none means all is well.

    ``days`` are those the words are counted on; None samples today, month ends and boundaries.
    Read in one transaction (on PostgreSQL REPEATABLE READ) or while nobody writes.
    """
    ground = queries.ground(session)
    check = _Check(ground, sampled_days(ground, today) if days is None else sorted(days))
    ids = queries.person_ids(session)
    done = 0
    for batch in batches(ids):
        check.batch(session, batch)
        done += len(batch)
        progress(done, len(ids))
    check.ledger(session)
    check.balances(session)
    return check.found[:MOST]


def sampled_days(ground: Ground, today: date) -> list[date]:
    """Choose today, the month ends around it, and days on which units or requirements changed."""
    month_ends = ledger.month_ends(today - timedelta(62), today + timedelta(62))
    turns = sorted(ground.turning_days)
    before = [day for day in turns if day <= today][-BOUNDARIES:]
    after = [day for day in turns if day > today][:BOUNDARIES]
    chosen = {today, *month_ends, *before, *(day - timedelta(1) for day in before), *after}
    return sorted(day for day in chosen if ledger.in_reach(day))


class _Check:
    """Gathers what should stand, and what stands wrong."""

    def __init__(self, ground: Ground, days: Sequence[date]) -> None:
        self.found: list[Difference] = []
        self._ground = ground
        self._terrain = Terrain(ground)
        self._days = days
        self._spool = Spool()
        self._counted: dict[date, dict[tuple[int, int], int]] = {day: {} for day in days}

    def batch(self, session: ReadSession, ids: Sequence[int]) -> None:
        """Check the standings of some persons, and count them by the words."""
        whom = queries.numbered(ids[0], ids[-1])
        stored = storage.standings(session, whom)
        facts = queries.person_facts(session, whom)
        for person_id in sorted(stored.keys() | facts.keys()):
            person = facts.get(person_id, PersonFacts(person_id))
            expected = segments(self._terrain, person)
            wrong, missing = changed(stored.get(person_id, ()), expected)
            for one in wrong:
                self._differs(Kind.STANDING, f"person {person_id}", str(one), "nothing such")
            for one in missing:
                self._differs(Kind.STANDING, f"person {person_id}", "nothing such", str(one))
            self._spool.change((), expected)
            self._count(person)

    def _count(self, person: PersonFacts) -> None:
        for day, counted in self._days_placed(person):
            for requirement_id in self._ground.terms_of:
                units = words.units_counted_in(self._ground, person, requirement_id, day)
                if units:
                    figures = self._figures(person, requirement_id, day)
                    for unit_id in units:
                        key = (unit_id, requirement_id)
                        counted[key] = counted.get(key, 0) + figures

    def _days_placed(
        self, person: PersonFacts
    ) -> Iterator[tuple[date, dict[tuple[int, int], int]]]:
        for day, counted in self._counted.items():
            if words.placed(person, day):
                yield day, counted

    def _figures(self, person: PersonFacts, requirement_id: int, day: date) -> int:
        if words.exempt(self._ground, person, requirement_id, day):
            return ledger.packed(words.Counts(exempt=1))
        covered = words.covered(self._ground, person, requirement_id, day)
        in_time = not covered and words.within_time(self._ground, person, requirement_id, day)
        key = bool(words.key_units(person, day))
        lapsed = not covered and words.lapsed(self._ground, person, requirement_id, day)
        return ledger.packed(
            words.Counts(
                required=1,
                covered=covered,
                within_time=in_time,
                key_required=key,
                key_covered=key and covered,
                lapsed=lapsed,
                not_started=in_time and not lapsed,
            )
        )

    def ledger(self, session: ReadSession) -> None:
        """Check the ledger, row for row."""
        for place, stored, expected in _unlike(storage.all_rows(session), self._spool.rows()):
            unit_id, slot, requirement_id = place
            named = f"unit {unit_id}, requirement {requirement_id}, slot {slot}"
            self._differs(Kind.LEDGER, named, str(stored), str(expected))

    def balances(self, session: ReadSession) -> None:
        """Check the balances of the sampled days against the words."""
        units = {unit_id for counted in self._counted.values() for unit_id, _ in counted}
        units.update(chain.from_iterable((unit, -unit) for unit in self._ground.periods_of))
        for day, counted in self._counted.items():
            stored = storage.balances(session, units, ledger.slots_on(day))
            expected = {key: ledger.unpacked(figures)[:-1] for key, figures in counted.items()}
            for key in sorted(stored.keys() | expected.keys()):
                was = stored.get(key, NOBODY)
                should = expected.get(key, NOBODY)
                if was != should:
                    named = f"unit {key[0]}, requirement {key[1]}, on {day}"
                    self._differs(Kind.WORDS, named, str(was), str(should))

    def _differs(self, kind: Kind, place: str, stored: str, expected: str) -> None:
        if len(self.found) < MOST:
            self.found.append(Difference(kind, place, stored, expected))


NOTHING = (0,) * ledger.FIGURES
NOBODY = words.Counts()


def _unlike(
    stored: Iterator[Row], expected: Iterable[Row]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]]:
    """Walk two sorted tables side by side; give the keys where they differ."""
    should_be = iter(expected)
    one, two = next(stored, None), next(should_be, None)
    while one is not None or two is not None:
        if two is None or (one is not None and one[:3] < two[:3]):
            assert one is not None  # noqa: S101 - one of the two is there
            yield one[:3], one[3:], NOTHING
            one = next(stored, None)
        elif one is None or two[:3] < one[:3]:
            yield two[:3], NOTHING, two[3:]
            two = next(should_be, None)
        else:
            if one[3:] != two[3:]:
                yield one[:3], one[3:], two[3:]
            one, two = next(stored, None), next(should_be, None)

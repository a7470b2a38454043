"""Proves standings and ledger against the facts: ``kollen coverage verify``.

Four proofs. Two are whole: the stored standings are, person by person, those the facts give; the
ledger holds, row for row, what these standings give it. Two are on sampled days: the balances read
from the ledger are what these standings sum to; and the standings say what the contract's words say,
of everybody today and on as many other days as there is time for.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from api.coverage import ledger, queries, storage, words
from api.coverage.facts import Ground, PersonFacts
from api.coverage.ledger import VALUES, Row
from api.coverage.settling import changed
from api.coverage.spool import Spool
from api.coverage.standings import (
    COVERED,
    EXEMPT,
    KEY,
    LAPSED,
    LAPSES,
    WITHIN_TIME,
    Segment,
    segments,
)
from api.coverage.terrain import Chain, Terrain
from api.db.session import Progress, ReadSession, quietly
from api.db.types import LARGEST_ID

MOST = 1000  # Differences told; with so many wrong, rebuild.
PERSON_DAYS = 100_000  # So many are told by the words, which are slow, beside everybody today.
BOUNDARIES = 3  # Days on which the ground changed that are sampled, on either side of today.


class Kind(StrEnum):
    """Where a difference was found."""

    STANDING = "standing"
    LEDGER = "ledger"
    BALANCE = "balance"
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

    ``days`` are those the words are asked about, of everybody; None samples today, month ends and
    boundaries. Read in one transaction (on PostgreSQL REPEATABLE READ) or while nobody writes.
    """
    ground = queries.ground(session)
    ids = queries.person_ids(session)
    if days is None:
        asked = Days.sampled(sampled_days(ground, today), today, len(ids))
    else:
        asked = Days((), sorted(days), len(days))
    check = _Check(ground, asked)
    done, first = 0, 1
    for batch in queries.in_batches(ids):
        check.persons(session, first, batch[-1])
        done, first = done + len(batch), batch[-1] + 1
        progress(done, len(ids))
    # What stands of persons that are no more would lie among the others, or beyond the last.
    check.persons(session, first, LARGEST_ID)
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


@dataclass(frozen=True)
class Days:
    """Days the words are asked about: some of everybody, and of each so many of the others."""

    always: Sequence[date]
    others: Sequence[date]
    each: int

    @classmethod
    def sampled(cls, days: Sequence[date], today: date, persons: int) -> "Days":
        """Today of everybody, and the others shared out among them."""
        others = [day for day in days if day != today]
        return cls((today,), others, max(1, PERSON_DAYS // max(1, persons)))

    @property
    def all(self) -> list[date]:
        """Every day that somebody is asked about."""
        return sorted({*self.always, *self.others})

    def of(self, person_id: int) -> Sequence[date]:
        """Give a person's days."""
        if self.each >= len(self.others):
            return [*self.always, *self.others]
        turns = (self.others[(person_id + turn) % len(self.others)] for turn in range(self.each))
        return [*self.always, *turns]


class _Check:
    """Gathers what should stand, and what stands wrong."""

    def __init__(self, ground: Ground, days: Days) -> None:
        self.found: list[Difference] = []
        self._ground = ground
        self._terrain = Terrain(ground)
        self._days = days
        self._spool = Spool()
        self._counted: dict[int, dict[tuple[int, int], int]] = {
            day.toordinal(): {} for day in days.all
        }

    def persons(self, session: ReadSession, first: int, last: int) -> None:
        """Check the standings of the persons with these ids, and count them."""
        whom = queries.numbered(first, last)
        for person_id, (person, stored) in queries.stored(session, whom).persons.items():
            expected = segments(self._terrain, person)
            wrong, missing = changed(stored, expected)
            for one in wrong:
                self._differs(Kind.STANDING, f"person {person_id}", str(one), "nothing such")
            for one in missing:
                self._differs(Kind.STANDING, f"person {person_id}", "nothing such", str(one))
            self._spool.change((), expected)
            self._count(expected)
            self._ask(person, expected)

    def _count(self, standing: Iterable[Segment]) -> None:
        for requirement_id, first, last, flags, units in standing:
            for day, counted in self._counted.items():
                if first <= day <= last:
                    for unit_id in units:
                        key = (unit_id, requirement_id)
                        counted[key] = counted.get(key, 0) + VALUES[flags]

    def _ask(self, person: PersonFacts, standing: Sequence[Segment]) -> None:
        """Ask the words how the person stands on their days."""
        for day in self._days.of(person.person_id):
            number = day.toordinal()
            stands = {one[0]: one for one in standing if one.first <= number <= one.last}
            for requirement_id in self._ground.terms_of:
                told = told_by_words(self._ground, person, requirement_id, day)
                one = stands.get(requirement_id)
                if told != (one and (one.flags & ~LAPSES, one.units)):
                    place = f"person {person.person_id}, requirement {requirement_id}, on {day}"
                    self._differs(Kind.WORDS, place, str(one), str(told))

    def ledger(self, session: ReadSession) -> None:
        """Check the ledger, row for row."""
        for place, stored, expected in _unlike(storage.all_rows(session), self._spool.rows()):
            unit_id, slot, requirement_id = place
            named = f"unit {unit_id}, requirement {requirement_id}, slot {slot}"
            self._differs(Kind.LEDGER, named, str(stored), str(expected))

    def balances(self, session: ReadSession) -> None:
        """Check the balances of the days against the standings."""
        units = {unit_id for counted in self._counted.values() for unit_id, _ in counted}
        every = chain.from_iterable((unit, -unit) for unit in self._ground.periods_of)
        units.update(map(self._ground.kept_as, every))
        for day in self._days.all:
            stored = storage.balances(session, self._ground, units, ledger.slots_on(day))
            counted = self._counted[day.toordinal()]
            expected = {key: ledger.unpacked(figures)[:-1] for key, figures in counted.items()}
            for key in sorted(stored.keys() | expected.keys()):
                was = stored.get(key, NOBODY)
                should = expected.get(key, NOBODY)
                if was != should:
                    named = f"unit {key[0]}, requirement {key[1]}, on {day}"
                    self._differs(Kind.BALANCE, named, str(was), str(should))

    def _differs(self, kind: Kind, place: str, stored: str, expected: str) -> None:
        if len(self.found) < MOST:
            self.found.append(Difference(kind, place, stored, expected))


NOTHING = (0,) * ledger.FIGURES
NOBODY = words.Counts()


def told_by_words(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date
) -> tuple[int, Chain] | None:
    """How the contract's words say a person stands: flags and units, as a segment has them."""
    counted_in = words.units_counted_in(ground, person, requirement_id, day)
    units = tuple(sorted(unit for unit in counted_in if ground.kept_as(unit) == unit))
    if not units:
        return None
    if words.exempted(person, requirement_id, day):
        return EXEMPT, units
    key = KEY if words.key_units(person, day) else 0
    if words.covered(ground, person, requirement_id, day):
        return key | COVERED, units
    if words.lapsed(ground, person, requirement_id, day):
        key |= LAPSED
    in_time = words.within_time(ground, person, requirement_id, day)
    return key | (WITHIN_TIME if in_time else 0), units


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

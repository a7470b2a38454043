"""Pure: one person's facts turned into standings: how they stand to each requirement, day by day.

A segment is a maximal run of days on which nothing changes: flags, and the units that count the
person. It must say of every day what ``api.coverage.words`` says of it (tested, and verified).
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from typing import NamedTuple

from api.coverage import intervals
from api.coverage.facts import PersonFacts, Terms
from api.coverage.intervals import FOREVER, NEVER, Span, Spans
from api.coverage.terrain import Chain, Piece, Terrain, span_of
from api.coverage.words import GAP_DAYS

COVERED, KEY, EXEMPT, WITHIN_TIME, LAPSED, LAPSES = 1, 2, 4, 8, 16, 32
"""Flags of a segment. LAPSED: not covered, and an accepted record has ended. LAPSES: and when last
required before this segment, the person was covered."""


class Asked(NamedTuple):
    """By which terms a requirement asks a person on a day, and since when without a longer gap.

    ``since`` is the first day (an ordinal) of the run of required days; None: they are exempt.
    """

    terms: Terms
    since: int | None


class Segment(NamedTuple):
    """Days on which a person is required by (or EXEMPT from) a requirement, all alike.

    ``first`` and ``last`` are ordinals, both included. ``units`` is sorted; ``-id`` is "directly
    under", named where some unit lies below (``Ground.kept_as``).
    """

    requirement_id: int
    first: int
    last: int
    flags: int
    units: Chain


def segments(terrain: Terrain, person: PersonFacts) -> list[Segment]:
    """Work out the person's standings, by requirement and day."""
    pieces = pieces_asked(terrain, person)
    if not pieces:
        return []
    holder = Holder(terrain, person)
    return [
        segment
        for requirement_id in sorted(pieces)
        for segment in lapsing(merged(holder.stand(requirement_id, pieces[requirement_id])))
    ]


def asked_on(terrain: Terrain, person: PersonFacts, day: int) -> dict[int, Asked]:
    """Find the requirements that ask the person on the day, exempt from them or not."""
    holder = Holder(terrain, person)
    found: dict[int, Asked] = {}
    for requirement_id, pieces in pieces_asked(terrain, person).items():
        if asked := holder.asked_on(requirement_id, pieces, day):
            found[requirement_id] = asked
    return found


def pieces_asked(terrain: Terrain, person: PersonFacts) -> dict[int, list[Piece]]:
    """Find where each requirement asks each of the person's posts, on the days of the post."""
    pieces: dict[int, list[Piece]] = {}
    for post in person.posts:
        first, last = span_of(post)
        for requirement_id, asked in terrain.asked(post).items():
            for piece in asked:
                start, end = max(first, piece.first), min(last, piece.last)
                if start <= end:
                    clipped = Piece(start, end, piece.terms, piece.units)
                    pieces.setdefault(requirement_id, []).append(clipped)
    return pieces


def merged(found: Iterable[Segment]) -> list[Segment]:
    """Join neighbours that are alike. Takes segments of one requirement in the order of days."""
    made: list[Segment] = []
    for segment in found:
        before = made[-1] if made else None
        if (
            before is not None
            and before.last + 1 == segment.first
            and before.flags == segment.flags
            and before.units == segment.units
        ):
            made[-1] = before._replace(last=segment.last)
        else:
            made.append(segment)
    return made


def lapsing(found: list[Segment]) -> list[Segment]:
    """Mark the segments of one requirement with which somebody's cover lapses.

    Days away or exempt between are passed over: who comes back to an ended record lapses then.
    """
    was_covered = False
    for place, segment in enumerate(found):
        if segment.flags & EXEMPT:
            continue
        if was_covered and segment.flags & LAPSED:
            found[place] = segment._replace(flags=segment.flags | LAPSES)
        was_covered = bool(segment.flags & COVERED)
    return found


class Holder:
    """What of the person's facts does not depend on the requirement, worked out once."""

    def __init__(self, terrain: Terrain, person: PersonFacts) -> None:
        self.terrain = terrain
        self.person = person
        self.done = [
            (record, intervals.days(record.completed_on, record.valid_until))
            for record in person.records
        ]
        self.away = intervals.spans(map(span_of, person.absences))
        self.key = intervals.difference(
            intervals.spans(map(span_of, person.appointments)), self.away
        )

    def stand(self, requirement_id: int, pieces: list[Piece]) -> Iterator[Segment]:
        """Give segments of one requirement in the order of days, neighbours perhaps alike."""
        asked = self._really_asked(pieces)
        spared = self._spared(requirement_id)
        runs = _runs(asked, spared)
        for piece in asked:
            kept = piece._replace(units=self.terrain.kept(piece.units))
            yield from _cut(requirement_id, kept, self._held(spared, piece.terms, runs))

    def in_time(self, requirement_id: int, pieces: list[Piece], day: int) -> bool:
        """Whether the due date lies ahead on a day on which the person is required."""
        runs = _runs(self._really_asked(pieces), self._spared(requirement_id))
        terms = next(piece.terms for piece in pieces if piece.holds(day))
        return intervals.holds(_in_time(terms, runs), day)

    def _held(self, spared: Spans, terms: Terms, runs: Spans) -> tuple[Spans, ...]:
        """Give the days of each flag, in the order of ``_flags``."""
        return spared, self._covered(terms), self.key, _in_time(terms, runs), self._ended(terms)

    def asked_on(self, requirement_id: int, pieces: list[Piece], day: int) -> Asked | None:
        """Tell how the requirement asks on the day; None if it does not, once days away are out."""
        asked = self._really_asked(pieces)
        for piece in asked:
            if piece.first <= day <= piece.last:
                spared = self._spared(requirement_id)
                for begun, ended in _runs(asked, spared):
                    if begun <= day <= ended and not intervals.holds(spared, day):
                        return Asked(piece.terms, begun)
                return Asked(piece.terms, None)
        return None

    def _spared(self, requirement_id: int) -> Spans:
        if not self.person.exemptions:
            return NEVER
        return intervals.spans(
            span_of(exemption)
            for exemption in self.person.exemptions
            if exemption.requirement_id == requirement_id
        )

    def _really_asked(self, pieces: list[Piece]) -> list[Piece]:
        """Take out the days away, and for key people's requirements those not appointed there."""
        found: list[Piece] = []
        for piece in disjoint(pieces):
            if not self.away and not piece.terms.key_people_only:
                found.append(piece)
                continue
            left = intervals.difference(((piece.first, piece.last),), self.away)
            if piece.terms.key_people_only:
                left = intervals.intersection(left, self._appointed_near(piece.terms.unit_id))
            found += [Piece(first, last, piece.terms, piece.units) for first, last in left]
        return found

    def _appointed_near(self, unit_id: int) -> Spans:
        return intervals.union(
            *(
                intervals.clip(
                    self.terrain.related(unit_id, appointed.unit_id), *span_of(appointed)
                )
                for appointed in self.person.appointments
            )
        )

    def _covered(self, terms: Terms) -> Spans:
        return intervals.spans(self._accepted(terms))

    def _ended(self, terms: Terms) -> Spans:
        """The days on which an accepted record has ended."""
        first_end = min((last for _, last in self._accepted(terms)), default=FOREVER)
        return NEVER if first_end >= FOREVER else ((first_end + 1, FOREVER),)

    def _accepted(self, terms: Terms) -> Iterator[Span]:
        return (
            days
            for record, days in self.done
            if record.course_id in terms.accepts
            and (terms.not_before is None or record.completed_on >= terms.not_before)
        )


def _cut(requirement_id: int, piece: Piece, held: tuple[Spans, ...]) -> Iterator[Segment]:
    """Cut a piece wherever its flags change."""
    for first, last, flags in intervals.split((piece.first, piece.last), *held):
        yield Segment(requirement_id, first, last, _FLAGS[flags], piece.units)


def _flags(*, spared: bool, covered: bool, key: bool, in_time: bool, ended: bool) -> int:
    if spared:
        return EXEMPT
    if covered:
        return COVERED | KEY * key
    return KEY * key | WITHIN_TIME * in_time | LAPSED * ended


_FLAGS = {
    held: _flags(spared=held[0], covered=held[1], key=held[2], in_time=held[3], ended=held[4])
    for held in product((False, True), repeat=5)
}


def _runs(asked: list[Piece], spared: Spans) -> Spans:
    """Find the runs of required days: short gaps do not break them. Takes pieces in order."""
    days = tuple([(piece.first, piece.last) for piece in asked])
    return intervals.closed_up(intervals.difference(days, spared), GAP_DAYS)


def _in_time(terms: Terms, runs: Spans) -> Spans:
    """The days up to the due date of each run."""
    return tuple((begun, min(ended, begun + terms.days_to_complete)) for begun, ended in runs)


def disjoint(pieces: list[Piece]) -> list[Piece]:
    """Where pieces of several posts share days, unite the units that count the person."""
    if len(pieces) == 1:
        return pieces
    ordered = sorted(pieces, key=lambda piece: (piece.first, piece.last))
    if all(one.last < two.first for one, two in pairwise(ordered)):
        return ordered
    begun = sorted({piece.first for piece in pieces} | {piece.last + 1 for piece in pieces})
    found: list[Piece] = []
    for first, following in pairwise(begun):
        here = [piece for piece in ordered if piece.first <= first <= piece.last]
        if here:
            units = here[0].units
            if len(here) > 1:
                units = tuple(sorted({unit for piece in here for unit in piece.units}))
            found.append(Piece(first, following - 1, here[0].terms, units))
    return found

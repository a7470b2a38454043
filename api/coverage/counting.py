"""Pure: the figures of one day straight from the facts, for answers as known at an instant.

The present knowledge is read from the ledger instead, in a time that does not grow with the staff.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from api.coverage import intervals, words
from api.coverage.facts import Ground, PersonFacts, PostFact
from api.coverage.figures import Figures
from api.coverage.ledger import VALUES, unpacked
from api.coverage.standings import (
    COVERED,
    EXEMPT,
    KEY,
    LAPSED,
    WITHIN_TIME,
    Holder,
    Segment,
    pieces_asked,
)
from api.coverage.terrain import Chain, Piece, Terrain
from api.coverage.words import Counts


def count(ground: Ground, persons: Iterable[PersonFacts], on: date) -> Figures:
    """Count every unit and requirement on the day, each person once in each unit."""
    terrain, day = Terrain(ground), on.toordinal()
    alike: dict[tuple[int, Chain], int] = {}
    for person in persons:
        for requirement_id, _, _, flags, units in on_day(terrain, person, day):
            place = (requirement_id, units)
            alike[place] = alike.get(place, 0) + VALUES[flags]
    sums: dict[tuple[int, int], int] = {}
    for (requirement_id, units), figures in alike.items():
        for unit_id in units:
            key = (unit_id, requirement_id)
            sums[key] = sums.get(key, 0) + figures
    return figures_of(sums)


def figures_of(sums: Mapping[tuple[int, int], int]) -> Figures:
    """Take the figures out of sums of ``VALUES``."""
    return {key: Counts._make(unpacked(figures)[:-1]) for key, figures in sums.items()}


def on_day(terrain: Terrain, person: PersonFacts, day: int) -> Iterator[Segment]:
    """Work out how the person stands on one day only: the segments of that day, cut to it."""
    on = date.fromordinal(day)
    posts = words.placed(person, on)
    if not posts or words.away(person, on):
        return
    today = _Today(terrain, person, on)
    for requirement_id, piece in _asked_on(terrain, posts, day).items():
        flags = today.flags(requirement_id, piece)
        if flags is not None:
            yield Segment(requirement_id, day, day, flags, piece.units)


def _asked_on(terrain: Terrain, posts: Collection[PostFact], day: int) -> Mapping[int, Piece]:
    """Find what asks the posts on the day, since when, and the units that then count their holder."""
    found: dict[int, Piece] = {}
    for post in posts:
        begun = post.first_day.toordinal()
        for requirement_id, piece in terrain.asked_on(post, day).items():
            first, units = max(begun, piece.first), piece.units
            if (other := found.get(requirement_id)) is not None:
                first, units = min(first, other.first), tuple(sorted({*units, *other.units}))
            found[requirement_id] = Piece(first, day, piece.terms, units)
    return found


class _Today:
    """A person on one day, by the words; only the due date takes the runs of all days."""

    def __init__(self, terrain: Terrain, person: PersonFacts, on: date) -> None:
        self.terrain = terrain
        self.person = person
        self.on = on
        self.day = on.toordinal()
        self.appointed = [each.unit_id for each in person.appointments if each.on(on)]
        self.valid = [record for record in person.records if record.valid(on)]
        self.ended = [record for record in person.records if record.ended(on)]
        self.is_plain = not (person.absences or person.exemptions)

    def flags(self, requirement_id: int, asked: Piece) -> int | None:
        """Tell how the person stands to what asks one of their posts; None if it asks them not."""
        terms = asked.terms
        if terms.key_people_only and not self._is_appointed_near(terms.unit_id):
            return None
        if words.exempted(self.person, requirement_id, self.on):
            return EXEMPT
        key = KEY if self.appointed else 0
        if any(words.accepts(terms, record) for record in self.valid):
            return key | COVERED
        if any(words.accepts(terms, record) for record in self.ended):
            key |= LAPSED
        return key | (WITHIN_TIME if self._in_time(requirement_id, asked) else 0)

    def _is_appointed_near(self, unit_id: int) -> bool:
        return any(
            intervals.holds(self.terrain.related(unit_id, each), self.day)
            for each in self.appointed
        )

    def _in_time(self, requirement_id: int, asked: Piece) -> bool:
        terms = asked.terms
        is_plain = self.is_plain and not terms.key_people_only
        if is_plain and self.day - asked.first > terms.days_to_complete:
            return False  # Required on all these days, and perhaps before: the run is no shorter.
        pieces = pieces_asked(self.terrain, self.person)[requirement_id]
        return Holder(self.terrain, self.person).in_time(requirement_id, pieces, self.day)

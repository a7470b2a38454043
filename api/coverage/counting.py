"""Pure: the figures of one day straight from the facts, for answers as known at an instant.

The present knowledge is read from the ledger instead, in a time that does not grow with the staff.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from api.coverage.facts import Ground, PersonFacts
from api.coverage.figures import Figures
from api.coverage.ledger import VALUES, unpacked
from api.coverage.standings import on_day
from api.coverage.terrain import Terrain
from api.coverage.words import Counts


def count(ground: Ground, persons: Iterable[PersonFacts], on: date) -> Figures:
    """Count every unit and requirement on the day, each person once in each unit."""
    terrain, day = Terrain(ground), on.toordinal()
    sums: dict[tuple[int, int], int] = {}
    for person in persons:
        for requirement_id, _, _, flags, units in on_day(terrain, person, day):
            for unit_id in units:
                key = (unit_id, requirement_id)
                sums[key] = sums.get(key, 0) + VALUES[flags]
    return figures_of(sums)


def figures_of(sums: Mapping[tuple[int, int], int]) -> Figures:
    """Take the figures out of sums of ``VALUES``."""
    return {key: Counts._make(unpacked(figures)[:-1]) for key, figures in sums.items()}

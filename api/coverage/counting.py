"""Pure: the figures of one day straight from the facts, for answers as known at an instant.

The present knowledge is read from the ledger instead, in a time that does not grow with the staff.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple
from datetime import date

from api.coverage import words
from api.coverage.facts import Ground, PersonFacts
from api.coverage.figures import Figures
from api.coverage.words import Counts


def count(ground: Ground, persons: Iterable[PersonFacts], on: date) -> Figures:
    """Count every unit and requirement on the day, each person once in each unit."""
    sums: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * 6)
    for person in persons:
        for requirement_id in ground.terms_of:
            units = words.units_counted_in(ground, person, requirement_id, on)
            own = astuple(_counts_of_one(ground, person, requirement_id, on)) if units else ()
            for unit_id in units:
                total = sums[unit_id, requirement_id]
                for number, figure in enumerate(own):
                    total[number] += figure
    return {key: Counts(*figures) for key, figures in sums.items()}


def _counts_of_one(ground: Ground, person: PersonFacts, requirement_id: int, on: date) -> Counts:
    if not words.required(ground, person, requirement_id, on):
        return Counts(exempt=1)
    covered = words.covered(ground, person, requirement_id, on)
    key = bool(words.key_units(person, on))
    return Counts(
        required=1,
        covered=int(covered),
        within_time=int(words.within_time(ground, person, requirement_id, on)),
        key_required=int(key),
        key_covered=int(key and covered),
    )

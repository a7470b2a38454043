"""Reading the facts of other rooms: the only place of the project that may (ARCHITECTURE.md).

``known_at``, where taken: None reads what is known now, an instant what was known then.
"""

from api.coverage.queries.concerned import concerned
from api.coverage.queries.expiring import ending_in, expiring
from api.coverage.queries.ground import ground, ground_mark, ground_under, terms
from api.coverage.queries.persons import (
    Whom,
    appointed_in,
    names,
    numbered,
    person_facts,
    person_ids,
    placed_in,
    placed_on,
    placed_people,
    these,
    these_at_least,
)

__all__ = [
    "Whom",
    "appointed_in",
    "concerned",
    "ending_in",
    "expiring",
    "ground",
    "ground_mark",
    "ground_under",
    "names",
    "numbered",
    "person_facts",
    "person_ids",
    "placed_in",
    "placed_on",
    "placed_people",
    "terms",
    "these",
    "these_at_least",
]

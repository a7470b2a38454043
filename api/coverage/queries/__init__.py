"""Reading the facts of other rooms: the only place of the project that may (ARCHITECTURE.md).

``known_at``, where taken: None reads what is known now, an instant what was known then.
"""

from api.coverage.queries.concerned import concerned
from api.coverage.queries.expiring import ending_in, expiring
from api.coverage.queries.ground import ground, ground_mark, terms
from api.coverage.queries.person_facts import person_facts, stored
from api.coverage.queries.persons import (
    in_batches,
    names,
    person_ids,
    persons_placed,
    placed_people,
)
from api.coverage.queries.reporting import away_on, newly_required
from api.coverage.queries.since import changed_since, placed_then_or_now
from api.coverage.queries.whom import (
    Whom,
    appointed_in,
    numbered,
    placed_in,
    placed_on,
    these,
    these_at_least,
)

__all__ = [
    "Whom",
    "appointed_in",
    "away_on",
    "changed_since",
    "concerned",
    "ending_in",
    "expiring",
    "ground",
    "ground_mark",
    "in_batches",
    "names",
    "newly_required",
    "numbered",
    "person_facts",
    "person_ids",
    "persons_placed",
    "placed_in",
    "placed_on",
    "placed_people",
    "placed_then_or_now",
    "stored",
    "terms",
    "these",
    "these_at_least",
]

"""What coverage answers: one function a question, the same for page, JSON, CSV and command line.

Rights first, then figures, then what must be withheld. Days are Stockholm days; ``known_at`` None
means as known now (read from the ledger), an instant means as known then (counted from the facts).

Errors, everywhere: NotSignedIn, Forbidden; NotFound("unit_not_found") for a unit that does not
exist or lies outside what the actor may know of; RuleBroken("day_out_of_range").
"""

from api.coverage.service.cells import cells, overview
from api.coverage.service.changes import changes, changes_in_each
from api.coverage.service.explanation import explanation
from api.coverage.service.follow_up import follow_up
from api.coverage.service.lapses import lapses
from api.coverage.service.people import People, behind, key_people, mine, people
from api.coverage.service.plan import plan
from api.coverage.service.trend import development, trend
from api.coverage.service.upkeep import rebuild, rehearse, renew, verify

__all__ = [
    "People",
    "behind",
    "cells",
    "changes",
    "changes_in_each",
    "development",
    "explanation",
    "follow_up",
    "key_people",
    "lapses",
    "mine",
    "overview",
    "people",
    "plan",
    "rebuild",
    "rehearse",
    "renew",
    "trend",
    "verify",
]

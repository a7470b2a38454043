"""Pure: the words that judge a person or a unit (docs/contract.md): status, trained, complete."""

from collections.abc import Iterable
from datetime import date, timedelta

from api.coverage import words
from api.coverage.facts import Ground, PersonFacts, RecordFact
from api.coverage.words import Counts, Status


def status(
    ground: Ground,
    person: PersonFacts,
    requirement_id: int,
    day: date,
    *,
    started: bool = False,
) -> Status:
    """How the person stands that day. ``started``: an attempt is under way, told to them alone."""
    if words.exempt(ground, person, requirement_id, day):
        return Status.EXEMPT
    if not words.required(ground, person, requirement_id, day):
        return Status.NOT_REQUIRED
    if words.covered(ground, person, requirement_id, day):
        return Status.EXPIRING if expiring(ground, person, requirement_id, day) else Status.VALID
    return _status_of_missing(ground, person, requirement_id, day, started=started)


def _status_of_missing(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date, *, started: bool
) -> Status:
    if words.lapsed(ground, person, requirement_id, day):
        return Status.LAPSED
    if not words.within_time(ground, person, requirement_id, day):
        return Status.OVERDUE
    return Status.STARTED if started else Status.NOT_STARTED


def expiring(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the longest valid record ends within 60 days. One that never lapses never expires."""
    ends = [
        record.valid_until or date.max
        for record in words.valid_records(ground, person, requirement_id, day)
    ]
    return bool(ends) and max(ends) - day <= timedelta(words.EXPIRING_DAYS)


def telling_record(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date
) -> RecordFact | None:
    """Give the record to show: the valid one that lasts longest, else the one that ended last."""
    terms = words.terms_on(ground, requirement_id, day)
    if terms is None:
        return None
    done = [record for record in words.accepted(terms, person) if record.completed_on <= day]
    return max(
        done,
        key=lambda record: (record.valid_until or date.max, record.completed_on, record.id),
        default=None,
    )


def trained(ground: Ground, person: PersonFacts, day: date) -> bool:
    """Whether some requirement requires the person, and they are covered for all that do."""
    asked = [
        requirement_id
        for requirement_id in ground.terms_of
        if words.required(ground, person, requirement_id, day)
    ]
    return bool(asked) and all(
        words.covered(ground, person, requirement_id, day) for requirement_id in asked
    )


def reaches(counts: Counts, goal: int) -> bool | None:
    """Whether the share reaches the goal (percent), in whole numbers; None: there is no share."""
    return counts.covered * 100 >= goal * counts.required if counts.required else None


def people_to_goal(covered: int, required: int, goal: int) -> int:
    """How many more must be trained for the share to reach the goal; 0 when it has."""
    return max(-(-goal * required // 100) - covered, 0)


def complete(shares: Iterable[tuple[Counts, int]]) -> bool | None:
    """Whether every share in a unit reaches its goal; None when it has no share at all.

    ``shares`` holds the unit's figures for each requirement in force, with its goal in percent.
    """
    told = [reached for counts, goal in shares if (reached := reaches(counts, goal)) is not None]
    return all(told) if told else None

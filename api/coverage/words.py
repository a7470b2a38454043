"""What the words mean: the contract's definitions, one function each (docs/contract.md).

This is the reference. Standings and ledger are quick; these are plain, and ``kollen coverage
verify`` holds the quick ones to them. A *requirement* is its id; what it asks on a day are its
``Terms`` of that day. Days are calendar days in Stockholm.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from api.coverage.facts import (
    HOURLY,
    Ground,
    PersonFacts,
    PostFact,
    RecordFact,
    Terms,
    UnitFact,
    turns,
)

GAP_DAYS = 30  # A gap of so many days does not break a run of required days.
EXPIRING_DAYS = 60  # Valid for at most so many more days: expiring.


class Status(StrEnum):
    """How a person stands towards a requirement on a day: the first that fits, in this order."""

    EXEMPT = "exempt"
    VALID = "valid"
    EXPIRING = "expiring"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    STARTED = "started"
    NOT_STARTED = "not_started"
    NOT_REQUIRED = "not_required"


class Counts(NamedTuple):
    """Numbers of persons in one unit for one requirement on one day."""

    required: int = 0
    covered: int = 0
    within_time: int = 0
    key_required: int = 0
    key_covered: int = 0
    exempt: int = 0
    lapsed: int = 0
    not_started: int = 0


def unit_on(ground: Ground, unit_id: int, day: date) -> UnitFact | None:
    """Give the unit as it is on the day, or None if it does not exist then."""
    return next((unit for unit in ground.periods_of.get(unit_id, ()) if unit.on(day)), None)


def chain(ground: Ground, unit_id: int, day: date) -> tuple[int, ...]:
    """Give the unit and every unit above it, by the parents that hold on the day."""
    found: list[int] = []
    above: int | None = unit_id
    while above is not None and above not in found:
        found.append(above)
        unit = unit_on(ground, above, day)
        above = unit.parent_id if unit else None
    return tuple(found)


def subtree(ground: Ground, unit_id: int, day: date) -> frozenset[int]:
    """Give the unit and every unit below it, by the parents that hold on the day."""
    units = {unit_id, *ground.periods_of}
    return frozenset(unit for unit in units if unit_id in chain(ground, unit, day))


def placed(person: PersonFacts, day: date) -> tuple[PostFact, ...]:
    """Give the posts in force: start <= day <= end."""
    return tuple(post for post in person.posts if post.on(day))


def away(person: PersonFacts, day: date) -> bool:
    """Whether an absence covers the day. Who is away is asked nothing, is no key person."""
    return any(absence.on(day) for absence in person.absences)


def category_of(ground: Ground, post: PostFact) -> str:
    """Give the post's own category, else its title's; empty if it has neither."""
    return post.category or ground.categories.get(post.title_key, "")


def key_units(person: PersonFacts, day: date) -> frozenset[int]:
    """Give the units the person is key person for on the day: appointed, and not away."""
    if away(person, day):
        return frozenset()
    return frozenset(appointed.unit_id for appointed in person.appointments if appointed.on(day))


def key_person_of(ground: Ground, person: PersonFacts, unit_id: int, day: date) -> bool:
    """Whether the person is key person for the unit, or for one in its subtree."""
    return any(unit_id in chain(ground, unit, day) for unit in key_units(person, day))


def terms_on(ground: Ground, requirement_id: int, day: date) -> Terms | None:
    """Give what the requirement asks that day, or None when it is not in force."""
    return next((terms for terms in ground.terms_of.get(requirement_id, ()) if terms.on(day)), None)


def asks_employment(terms: Terms, employment: str) -> bool:
    """Whether the form of employment is among the requirement's; none named: all but hourly."""
    return employment in terms.employments if terms.employments else employment != HOURLY


def asked_posts(
    ground: Ground, person: PersonFacts, terms: Terms, day: date
) -> tuple[PostFact, ...]:
    """Give the posts that fit by themselves: each by unit, category and employment at once."""
    return tuple(
        post
        for post in placed(person, day)
        if terms.unit_id in chain(ground, post.unit_id, day)
        and (not terms.categories or category_of(ground, post) in terms.categories)
        and asks_employment(terms, post.employment)
    )


def asks_of_key_person(ground: Ground, person: PersonFacts, terms: Terms, day: date) -> bool:
    """Whether a requirement of key people reaches the person's appointments: at, below or above."""
    return any(
        terms.unit_id in chain(ground, unit, day) or unit in chain(ground, terms.unit_id, day)
        for unit in key_units(person, day)
    )


def posts_asked(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date
) -> tuple[PostFact, ...]:
    """Give the posts through which the requirement asks the person, exemptions left aside."""
    terms = terms_on(ground, requirement_id, day)
    if terms is None or away(person, day):
        return ()
    if terms.key_people_only and not asks_of_key_person(ground, person, terms, day):
        return ()
    return asked_posts(ground, person, terms, day)


def exempted(person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether an exemption from the requirement covers the day."""
    return any(
        exemption.requirement_id == requirement_id and exemption.on(day)
        for exemption in person.exemptions
    )


def required(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the requirement requires the person on the day."""
    return bool(posts_asked(ground, person, requirement_id, day)) and not exempted(
        person, requirement_id, day
    )


def exempt(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the person would be required but for an exemption."""
    return bool(posts_asked(ground, person, requirement_id, day)) and exempted(
        person, requirement_id, day
    )


def accepted(terms: Terms, person: PersonFacts) -> tuple[RecordFact, ...]:
    """Give the person's records that the requirement counts: of its courses, and not too early."""
    return tuple(
        record
        for record in person.records
        if record.course_id in terms.accepts
        and (terms.not_before is None or record.completed_on >= terms.not_before)
    )


def valid_records(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date
) -> tuple[RecordFact, ...]:
    """Give the accepted records that are valid on the day."""
    terms = terms_on(ground, requirement_id, day)
    if terms is None:
        return ()
    return tuple(record for record in accepted(terms, person) if record.valid(day))


def covered(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the person is required, and has an accepted record valid on the day."""
    return required(ground, person, requirement_id, day) and bool(
        valid_records(ground, person, requirement_id, day)
    )


def lapsed(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether an accepted record ended before the day."""
    terms = terms_on(ground, requirement_id, day)
    return terms is not None and any(
        record.valid_until is not None and record.valid_until < day
        for record in accepted(terms, person)
    )


def units_counted_in(
    ground: Ground, person: PersonFacts, requirement_id: int, day: date
) -> frozenset[int]:
    """Every unit that counts the person for the requirement; ``-u`` is directly under u."""
    posts = posts_asked(ground, person, requirement_id, day)
    above = {unit for post in posts for unit in chain(ground, post.unit_id, day)}
    return frozenset(above | {-post.unit_id for post in posts})


def coverage(
    ground: Ground, persons: Iterable[PersonFacts], unit_id: int, requirement_id: int, day: date
) -> Counts:
    """Count, each once, those with a post in the unit's subtree that makes them required."""
    here = [
        person
        for person in persons
        if unit_id in units_counted_in(ground, person, requirement_id, day)
    ]
    needed = [person for person in here if required(ground, person, requirement_id, day)]
    trained_ones = [person for person in needed if covered(ground, person, requirement_id, day)]
    return Counts(
        required=len(needed),
        covered=len(trained_ones),
        within_time=sum(within_time(ground, person, requirement_id, day) for person in needed),
        key_required=sum(bool(key_units(person, day)) for person in needed),
        key_covered=sum(bool(key_units(person, day)) for person in trained_ones),
        exempt=len(here) - len(needed),
        lapsed=sum(lapsed_for(ground, person, requirement_id, day) for person in needed),
        not_started=sum(not_begun(ground, person, requirement_id, day) for person in needed),
    )


def share(counts: Counts) -> float | None:
    """Covered of required, unrounded; None (never 0 or 1) when nobody is required."""
    return counts.covered / counts.required if counts.required else None


def turning_days(ground: Ground, person: PersonFacts, until: date) -> list[date]:
    """Find the days up to ``until`` on which anything begins to hold or has ceased to."""
    own = [*person.posts, *person.absences, *person.appointments, *person.exemptions]
    return sorted(day for day in ground.turning_days | turns(own) if day <= until)


def required_spans(
    ground: Ground, person: PersonFacts, requirement_id: int, until: date
) -> Iterator[tuple[date, date]]:
    """First and last day of each stretch of required days up to ``until``."""
    turns = [*turning_days(ground, person, until), until + timedelta(1)]
    for first, following in pairwise(turns):
        # Between two turning days nothing changes, so one day speaks for all.
        if required(ground, person, requirement_id, first):
            yield first, following - timedelta(1)


def due_date(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> date | None:
    """First day of the current run of required days + days to complete; None if not required."""
    terms = terms_on(ground, requirement_id, day)
    if terms is None or not required(ground, person, requirement_id, day):
        return None
    run_began: date | None = None
    last_required = date.min
    for first, last in required_spans(ground, person, requirement_id, day):
        if run_began is None or (first - last_required).days - 1 > GAP_DAYS:
            run_began = first
        last_required = last
    return days_after(run_began, terms.days_to_complete) if run_began else None


def days_after(day: date, days: int) -> date:
    """Give the day so many days later, or the calendar's last if that lies beyond it."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def within_time(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the person is required, not covered, and has not passed the due date."""
    if covered(ground, person, requirement_id, day):
        return False
    due = due_date(ground, person, requirement_id, day)
    return due is not None and day <= due


def lapsed_for(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the person is required, not covered, and was once: an accepted record has ended."""
    return (
        required(ground, person, requirement_id, day)
        and not covered(ground, person, requirement_id, day)
        and lapsed(ground, person, requirement_id, day)
    )


def not_begun(ground: Ground, person: PersonFacts, requirement_id: int, day: date) -> bool:
    """Whether the person has time left and no record that has ended: *not started*, to others."""
    return within_time(ground, person, requirement_id, day) and not lapsed(
        ground, person, requirement_id, day
    )

"""Pure: people and how they stand, one line a person and requirement, as files have them."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from api.coverage.figures import PersonStatus
from api.coverage.words import Status

BETWEEN = "|"  # As files that come in have it between the parts of a list.


class Line(NamedTuple):
    """A person and a requirement. Hidden (*Visas inte*): all else is None.

    Somebody of whom nothing is asked has one line, without requirement: *not_required*.
    """

    employee_id: str | None = None
    name: str | None = None
    units: str | None = None
    unit_names: str | None = None
    requirement: str | None = None
    requirement_name: str | None = None
    status: Status | None = None
    completed_on: date | None = None
    valid_until: date | None = None
    due: date | None = None
    key_person: bool | None = None
    away: bool | None = None
    hidden: bool = False


HIDDEN = Line(hidden=True)


def lines(people: Iterable[PersonStatus]) -> Iterator[Line]:
    """Write out each person."""
    for person in people:
        if person.hidden:
            yield HIDDEN
        else:
            yield from _lines_of(person)


def _lines_of(person: PersonStatus) -> Iterator[Line]:
    who = (
        person.employee_id,
        person.name,
        BETWEEN.join([unit.code for unit in person.units]),
        BETWEEN.join([unit.name for unit in person.units]),
    )
    as_whole = (person.key_person, person.away)
    if not person.statuses:
        yield Line(*who, None, None, Status.NOT_REQUIRED, None, None, None, *as_whole)
    for told in person.statuses:
        yield Line(
            *who,
            told.requirement_code,
            told.requirement_name,
            told.status,
            told.completed_on,
            told.valid_until,
            told.due,
            *as_whole,
        )

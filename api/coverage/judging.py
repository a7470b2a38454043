"""Pure: how persons stand on one day, quickly, for lists of many.

It must say of everybody what ``api.coverage.statuses`` says of them (tested): that is the contract's
definition, word for word, and this is the same from a terrain made ready once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.coverage import words
from api.coverage.facts import PersonFacts, RecordFact, Terms
from api.coverage.figures import RequirementRef, RequirementStatus
from api.coverage.standings import Asked, asked_on
from api.coverage.terrain import Terrain
from api.coverage.words import EXPIRING_DAYS, Status, days_after


@dataclass(frozen=True)
class Judge:
    """Tells how persons stand on a day towards some requirements in force on it.

    ``tells_all``: towards those too that ask nothing of the person.
    """

    terrain: Terrain
    on: date
    requirements: Sequence[tuple[RequirementRef, Terms]]
    tells_all: bool

    @classmethod
    def of(
        cls, terrain: Terrain, on: date, requirements: Sequence[RequirementRef], *, tells_all: bool
    ) -> "Judge":
        """Find what each of the requirements asks on the day."""
        day = on.toordinal()
        terms_of = {
            terms.requirement_id: terms
            for terms, days in terrain.terms
            if any(first <= day <= last for first, last in days)
        }
        return cls(terrain, on, [(each, terms_of[each.id]) for each in requirements], tells_all)

    def statuses(self, person: PersonFacts) -> tuple[RequirementStatus, ...]:
        """Tell how the person stands towards each requirement."""
        asked = asked_on(self.terrain, person, self.on.toordinal())
        return tuple(
            self._status(requirement, terms, person, asked.get(requirement.id))
            for requirement, terms in self.requirements
            if self.tells_all or requirement.id in asked
        )

    def counts_in(self, person: PersonFacts, unit_id: int) -> bool:
        """Whether the unit counts the person for some of the requirements, as required or exempt."""
        return any(
            unit_id in words.units_counted_in(self.terrain.ground, person, requirement.id, self.on)
            for requirement, _terms in self.requirements
        )

    def _status(
        self, requirement: RequirementRef, terms: Terms, person: PersonFacts, asked: Asked | None
    ) -> RequirementStatus:
        record = telling_record(terms, person, self.on)
        due = None
        if asked is not None and asked.since is not None:
            due = days_after(date.fromordinal(asked.since), terms.days_to_complete)
        return RequirementStatus(
            requirement_code=requirement.code,
            requirement_name=requirement.name,
            status=status(asked, record, due, self.on),
            completed_on=record.completed_on if record else None,
            valid_until=record.valid_until if record else None,
            due=due,
            source=record.source if record else None,
            record_id=record.id if record else None,
        )


def telling_record(terms: Terms, person: PersonFacts, on: date) -> RecordFact | None:
    """Give the record to show: the valid one that lasts longest, else the one that ended last."""
    found: RecordFact | None = None
    for record in person.records:
        if (
            record.completed_on <= on
            and record.course_id in terms.accepts
            and (terms.not_before is None or record.completed_on >= terms.not_before)
            and (found is None or _lasting(record) > _lasting(found))
        ):
            found = record
    return found


def _lasting(record: RecordFact) -> tuple[date, date, int]:
    return record.valid_until or date.max, record.completed_on, record.id


def status(asked: Asked | None, record: RecordFact | None, due: date | None, on: date) -> Status:
    """How somebody stands, by the record that lasts longest. An attempt is nobody else's business."""
    if asked is None:
        return Status.NOT_REQUIRED
    if asked.since is None:
        return Status.EXEMPT
    if record is not None:
        return _status_by_record(record.valid_until, on)
    return Status.NOT_STARTED if due is not None and on <= due else Status.OVERDUE


def _status_by_record(valid_until: date | None, on: date) -> Status:
    days_left = ((valid_until or date.max) - on).days
    if days_left < 0:
        return Status.LAPSED
    return Status.EXPIRING if days_left <= EXPIRING_DAYS else Status.VALID

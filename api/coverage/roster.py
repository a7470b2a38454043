"""Pure: who among the persons of a unit may be named to an actor, and how each of them stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.scope import Scope
from api.coverage import statuses, words
from api.coverage.facts import Ground, Named, PersonFacts
from api.coverage.figures import (
    OwnRequirement,
    PersonStatus,
    RequirementRef,
    RequirementStatus,
    UnitRef,
)
from api.coverage.judging import Judge
from api.coverage.matrix import Place
from api.coverage.words import Status


@dataclass(frozen=True)
class Viewer:
    """The one who asks, and how far they see. ``named``: units whose people they see by name."""

    actor: Actor
    scope: Scope
    named: frozenset[int]

    def told(self, who: Named, units: Collection[int]) -> frozenset[int]:
        """Those of the units in which this person may be shown with name; protected few may see."""
        if not who.protected:
            return self.named.intersection(units)
        if who.id == self.actor.person_id:
            return (self.named | self.scope.protected).intersection(units)
        return self.scope.protected.intersection(units)

    def sees_a_row(self, units: Collection[int]) -> bool:
        """Whether somebody placed in these units shows at all, if only as *Visas inte*."""
        return not self.named.isdisjoint(units)


@dataclass(frozen=True)
class Listed:
    """Somebody who may be named, and the units of theirs that may be told."""

    who: Named
    units: tuple[UnitRef, ...]

    def row(self, facts: PersonFacts, judge: Judge) -> PersonStatus:
        """Tell how they stand."""
        return PersonStatus(
            person_id=self.who.id,
            employee_id=self.who.employee_id,
            name=self.who.name,
            units=self.units,
            statuses=judge.statuses(facts),
            away=words.away(facts, judge.on),
            key_person=bool(words.key_units(facts, judge.on)),
        )


def listed(
    viewer: Viewer, place: Place, placed: Iterable[tuple[Named, Collection[int]]]
) -> tuple[list[Listed], int]:
    """Choose who may be named among those placed; of the others, how many show as *Visas inte*."""
    refs: dict[frozenset[int], tuple[UnitRef, ...]] = {}
    shown: list[Listed] = []
    hidden = 0
    for who, units in placed:
        if told := viewer.told(who, units):
            if told not in refs:
                refs[told] = unit_refs(place, told)
            shown.append(Listed(who, refs[told]))
        elif viewer.sees_a_row(units):
            hidden += 1
    return shown, hidden


def unit_refs(place: Place, unit_ids: Iterable[int]) -> tuple[UnitRef, ...]:
    """Give the units by code, as they are on the day."""
    found = (place.tree.units[unit_id] for unit_id in unit_ids if unit_id in place.tree.units)
    ordered = sorted(found, key=lambda unit: unit.code)
    return tuple(UnitRef(unit.id, unit.code, unit.name) for unit in ordered)


def _status(
    ground: Ground,
    facts: PersonFacts,
    requirement: RequirementRef,
    on: date,
    *,
    started: bool,
) -> RequirementStatus:
    record = statuses.telling_record(ground, facts, requirement.id, on)
    return RequirementStatus(
        requirement_code=requirement.code,
        requirement_name=requirement.name,
        status=statuses.status(ground, facts, requirement.id, on, started=started),
        completed_on=record.completed_on if record else None,
        valid_until=record.valid_until if record else None,
        due=words.due_date(ground, facts, requirement.id, on),
        source=record.source if record else None,
        record_id=record.id if record else None,
    )


def own_requirements(
    ground: Ground,
    facts: PersonFacts,
    requirements: Sequence[RequirementRef],
    on: date,
    started_courses: frozenset[str],
) -> list[OwnRequirement]:
    """Tell how the person stands towards what requires or spares them, attempts under way too."""
    found: list[OwnRequirement] = []
    for requirement in requirements:
        terms = words.terms_on(ground, requirement.id, on)
        accepts = terms.accepts if terms else frozenset()
        started = not accepts.isdisjoint(started_courses)
        told = _status(ground, facts, requirement, on, started=started)
        if told.status is not Status.NOT_REQUIRED:
            found.append(
                OwnRequirement(
                    requirement_code=told.requirement_code,
                    requirement_name=told.requirement_name,
                    accepts=accepts,
                    not_before=terms.not_before if terms else None,
                    status=told.status,
                    completed_on=told.completed_on,
                    valid_until=told.valid_until,
                    due=told.due,
                    source=told.source,
                    record_id=told.record_id,
                )
            )
    return found


def counts_from(mine: Iterable[OwnRequirement], course_id: str) -> date | None:
    """Give the first day of training in the course that counts for all that requires the person."""
    days = [
        found.not_before
        for found in mine
        if found.not_before and course_id in found.accepts and found.status is not Status.EXEMPT
    ]
    return max(days, default=None)

"""Pure: who among the persons of a unit may be named to an actor, and how each of them stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.access.actor import Actor
from api.access.scope import Scope
from api.coverage import statuses, words
from api.coverage.facts import Ground, Named, PersonFacts
from api.coverage.figures import (
    HIDDEN_PERSON,
    OwnRequirement,
    PersonStatus,
    RequirementRef,
    RequirementStatus,
    UnitRef,
)
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
class Picture:
    """All that is known of the persons asked about, and who they are."""

    ground: Ground
    persons: Mapping[int, PersonFacts]
    names: Sequence[Named]


def counted_in(picture: Picture, unit_id: int, requirement_id: int, on: date) -> Picture:
    """Keep of a picture those whom a cell counts, as required or as exempt."""
    return replace(
        picture,
        names=[
            who
            for who in picture.names
            if unit_id
            in words.units_counted_in(picture.ground, picture.persons[who.id], requirement_id, on)
        ],
    )


def person_rows(
    viewer: Viewer,
    picture: Picture,
    place: Place,
    requirements: Sequence[RequirementRef],
    leave_out: Collection[Status],
) -> list[PersonStatus]:
    """One row a person who may be named, in the order of names; the hidden ones last."""
    inside = place.subtree(place.unit.id)
    shown: list[PersonStatus] = []
    hidden = 0
    for who in picture.names:
        facts = picture.persons[who.id]
        units = inside.intersection(post.unit_id for post in words.placed(facts, place.on))
        if told := viewer.told(who, units):
            row = _person_row(who, facts, place, told)
            asked = _statuses(picture.ground, facts, requirements, place.on)
            told_of = tuple(each for each in asked if each.status not in leave_out)
            shown.append(replace(row, statuses=told_of))
        elif viewer.sees_a_row(units):
            hidden += 1
    return shown + [HIDDEN_PERSON] * hidden


def _person_row(who: Named, facts: PersonFacts, place: Place, told: frozenset[int]) -> PersonStatus:
    return PersonStatus(
        person_id=who.id,
        employee_id=who.employee_id,
        name=who.name,
        units=unit_refs(place, told),
        statuses=(),
        away=words.away(facts, place.on),
        key_person=bool(words.key_units(facts, place.on)),
    )


def unit_refs(place: Place, unit_ids: Iterable[int]) -> tuple[UnitRef, ...]:
    """Give the units by code, as they are on the day."""
    found = (place.tree.units[unit_id] for unit_id in unit_ids if unit_id in place.tree.units)
    ordered = sorted(found, key=lambda unit: unit.code)
    return tuple(UnitRef(unit.id, unit.code, unit.name) for unit in ordered)


def _statuses(
    ground: Ground, facts: PersonFacts, requirements: Sequence[RequirementRef], on: date
) -> tuple[RequirementStatus, ...]:
    return tuple(_status(ground, facts, requirement, on) for requirement in requirements)


def _status(
    ground: Ground,
    facts: PersonFacts,
    requirement: RequirementRef,
    on: date,
    *,
    started: bool = False,
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

"""Small random municipalities: units that move, double posts, absences, exemptions, key people.

Sizes are drawn by Hypothesis, so that they shrink; the rest comes of a drawn seed, which is quick.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from api.coverage.facts import (
    Absence,
    Appointment,
    ExemptionFact,
    Ground,
    PersonFacts,
    PostFact,
    RecordFact,
    Terms,
    UnitFact,
)

FIRST = date(2025, 1, 1)
SPAN = 420  # Days over which things happen.
COURSES = ("a", "b", "c")
CATEGORIES = ("lärare", "socialsekreterare", "")
TITLES = ("rektor", "handläggare", "vaktmästare")
EMPLOYMENTS = ("tillsvidare", "visstid", "timavlonad")


@dataclass(frozen=True)
class Municipality:
    ground: Ground
    persons: tuple[PersonFacts, ...]

    @property
    def unit_ids(self) -> list[int]:
        return sorted(self.ground.periods_of)

    @property
    def requirement_ids(self) -> list[int]:
        return sorted(self.ground.terms_of)


@st.composite
def municipalities(draw: st.DrawFn) -> Municipality:
    return build(
        random.Random(draw(st.integers(0, 2**32))),
        units=draw(st.integers(1, 8)),
        persons=draw(st.integers(1, 5)),
        requirements=draw(st.integers(1, 3)),
    )


def build(dice: random.Random, *, units: int, persons: int, requirements: int) -> Municipality:
    ground = Ground(
        units=tuple(period for unit in range(1, units + 1) for period in unit_life(dice, unit)),
        terms=tuple(
            terms
            for requirement in range(1, requirements + 1)
            for terms in requirement_life(dice, requirement, units)
        ),
        categories={title: dice.choice(CATEGORIES) for title in TITLES[:2]},
    )
    people = tuple(person(dice, number, units, requirements) for number in range(1, persons + 1))
    return Municipality(ground, people)


def some_day(dice: random.Random) -> date:
    return FIRST + timedelta(dice.randrange(SPAN))


def some_days(dice: random.Random, open_share: float = 0.4) -> dict[str, Any]:
    first = some_day(dice)
    length = timedelta(dice.choice((0, 1, 20, 30, 31, 90, 200)))
    last = None if dice.random() < open_share else first + length
    return {"first_day": first, "last_day": last}


def unit_life(dice: random.Random, unit: int) -> list[UnitFact]:
    """A unit lies under one with a lower number, so no cycle; it may move once and may close."""
    parents = [None, *range(1, unit), *range(1, unit)]
    first = UnitFact(first_day=date(2020, 1, 1), unit_id=unit, parent_id=dice.choice(parents[-3:]))
    if dice.random() < 0.5:
        return [first]
    move = some_day(dice)
    last = None if dice.random() < 0.7 else move + timedelta(100)
    return [
        replace(first, last_day=move - timedelta(1)),
        UnitFact(first_day=move, last_day=last, unit_id=unit, parent_id=dice.choice(parents)),
    ]


def requirement_life(dice: random.Random, requirement: int, units: int) -> list[Terms]:
    first = some_terms(dice, requirement, units, date(2025, 1, 1) + timedelta(dice.choice((0, 40))))
    if dice.random() < 0.5:
        return [first]
    change = some_day(dice) + timedelta(60)
    last = None if dice.random() < 0.7 else change + timedelta(150)
    later = replace(some_terms(dice, requirement, units, change), last_day=last)
    return [replace(first, last_day=change - timedelta(1)), later]


def some_terms(dice: random.Random, requirement: int, units: int, first: date) -> Terms:
    return Terms(
        first_day=first,
        requirement_id=requirement,
        unit_id=dice.choice((1, 1, dice.randint(1, units))),
        accepts=frozenset(dice.sample(COURSES, dice.choice((1, 2)))),
        categories=frozenset(dice.sample(CATEGORIES[:2], dice.choice((0, 0, 1, 2)))),
        employments=frozenset(dice.sample(EMPLOYMENTS, dice.choice((0, 0, 1, 2)))),
        key_people_only=dice.random() < 0.25,
        not_before=some_day(dice) if dice.random() < 0.3 else None,
        days_to_complete=dice.choice((0, 30, 90)),
        goal=dice.choice((None, 80, 100)),
    )


def person(dice: random.Random, number: int, units: int, requirements: int) -> PersonFacts:
    return PersonFacts(
        person_id=number,
        posts=tuple(post(dice, units) for _ in range(dice.choice((1, 1, 2, 3)))),
        absences=tuple(Absence(**some_days(dice, 0.1)) for _ in range(dice.choice((0, 0, 1, 2)))),
        appointments=tuple(
            Appointment(**some_days(dice), unit_id=dice.randint(1, units))
            for _ in range(dice.choice((0, 0, 1, 2)))
        ),
        exemptions=tuple(
            ExemptionFact(**some_days(dice, 0.1), requirement_id=dice.randint(1, requirements))
            for _ in range(dice.choice((0, 0, 1, 2)))
        ),
        records=tuple(record(dice, number_of) for number_of in range(dice.choice((0, 1, 2, 3)))),
    )


def post(dice: random.Random, units: int) -> PostFact:
    when = some_days(dice, 0.6)
    return PostFact(
        first_day=min(when["first_day"], some_day(dice)),
        last_day=when["last_day"],
        unit_id=dice.randint(1, units),
        title_key=dice.choice(TITLES),
        category=dice.choice(CATEGORIES),
        employment=dice.choice((*EMPLOYMENTS, "tillsvidare", "tillsvidare")),
    )


def record(dice: random.Random, number: int) -> RecordFact:
    done = some_day(dice)
    return RecordFact(
        id=number + 1,
        course_id=dice.choice(COURSES),
        completed_on=done,
        valid_until=dice.choice((None, done, done + timedelta(59), done + timedelta(200))),
    )


def days(every: int = 1) -> list[date]:
    """All days on which anything happens, and some on either side."""
    return [FIRST + timedelta(step) for step in range(-5, SPAN + 330, every)]


def telling_days(municipality: Municipality) -> list[date]:
    """Every day on which a figure may change, the day before and the day after."""
    dated = [*municipality.ground.units, *municipality.ground.terms]
    found: set[date] = set()
    for one in municipality.persons:
        dated += [*one.posts, *one.absences, *one.appointments, *one.exemptions]
        for made in one.records:
            found |= {made.completed_on, *([made.valid_until] if made.valid_until else [])}
    for period in dated:
        found |= {period.first_day, *([period.last_day] if period.last_day else [])}
    return sorted({day + timedelta(step) for day in found for step in (-1, 0, 1)})

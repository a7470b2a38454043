"""Writes pure facts into a database, so that what is stored can be held against the words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from api.coverage.facts import Ground, PersonFacts, PostFact, RecordFact, Terms, UnitFact
from api.db import facts
from api.db.facts import Entry, Fact
from api.db.session import Database
from api.organisation.models import Unit, UnitKind, UnitPeriod
from api.people.models import (
    Absence,
    Employment,
    KeyPersonAppointment,
    Person,
    Post,
    TitleCategory,
)
from api.records.models import RecordSource, TrainingRecord
from api.requirements.models import Exemption, ExemptionReason, Requirement, RequirementPeriod

THEN = datetime(2025, 1, 1, 12, tzinfo=UTC)
codes = iter(range(10**9))


def entry(at: datetime = THEN) -> Entry:
    return Entry(at=at, by="system:test")


def unit_row(unit: UnitFact) -> UnitPeriod:
    kind = UnitKind.KOMMUN if unit.unit_id == 1 else UnitKind.ENHET
    return UnitPeriod(  # type: ignore[call-arg]
        first_day=unit.first_day,
        last_day=unit.last_day,
        unit_id=unit.unit_id,
        name=f"Enhet {unit.unit_id}",
        kind=kind,
        parent_id=unit.parent_id,
    )


def terms_row(terms: Terms) -> RequirementPeriod:
    return RequirementPeriod(  # type: ignore[call-arg]
        first_day=terms.first_day,
        last_day=terms.last_day,
        requirement_id=terms.requirement_id,
        name=f"Krav {terms.requirement_id}",
        accepts="|".join(sorted(terms.accepts)),
        unit_id=terms.unit_id,
        categories="|".join(sorted(terms.categories)),
        employments="|".join(sorted(terms.employments)),
        key_people_only=terms.key_people_only,
        not_before=terms.not_before,
        days_to_complete=terms.days_to_complete,
        goal=terms.goal,
    )


def post_row(person_id: int, post: PostFact, **more: Any) -> Post:
    return Post(
        first_day=post.first_day,
        last_day=post.last_day,
        person_id=person_id,
        unit_id=post.unit_id,
        title=post.title_key,
        title_key=post.title_key,
        category=post.category,
        employment=Employment(post.employment),
        **more,
    )


def record_row(person_id: int, record: RecordFact) -> TrainingRecord:
    return TrainingRecord(  # type: ignore[call-arg]
        person_id=person_id,
        course_id=record.course_id,
        completed_on=record.completed_on,
        valid_until=record.valid_until,
        source=RecordSource.IMPORTED,
        check_code=f"code-{next(codes)}",
    )


def title_row(title: str, category: str) -> TitleCategory:
    given: dict[str, Any] = {"title": title, "title_key": title, "category": category}
    return TitleCategory(**given)


def dated_rows(person: PersonFacts) -> Iterable[Fact]:
    def days(dated: Any) -> dict[str, Any]:
        return {"first_day": dated.first_day, "last_day": dated.last_day}

    number = person.person_id
    for absence in person.absences:
        yield Absence(person_id=number, **days(absence))
    for appointed in person.appointments:
        yield KeyPersonAppointment(person_id=number, unit_id=appointed.unit_id, **days(appointed))
    for exemption in person.exemptions:
        yield Exemption(
            person_id=number,
            requirement_id=exemption.requirement_id,
            reason=ExemptionReason.OTHER,
            **days(exemption),
        )


def person_rows(person: PersonFacts) -> list[Fact]:
    return [
        *(post_row(person.person_id, post) for post in person.posts),
        *dated_rows(person),
        *(record_row(person.person_id, record) for record in person.records),
    ]


def identity(number: int, *, protected: bool = False) -> Person:
    name = f"Person {number:03}"
    return Person(
        id=number,
        employee_id=f"e{number}",
        name=name,
        sort_key=name.casefold(),
        protected=protected,
    )


def store_ground(session: Session, ground: Ground, when: Entry) -> None:
    session.add_all(Unit(id=unit_id, code=f"u{unit_id}") for unit_id in ground.periods_of)
    session.add_all(Requirement(id=number, code=f"r{number}") for number in ground.terms_of)
    session.flush()
    facts.add(session, when, [unit_row(unit) for unit in ground.units])
    facts.add(session, when, [terms_row(terms) for terms in ground.terms])
    titles = [title_row(title, category) for title, category in ground.categories.items()]
    facts.add(session, when, titles)


def store(
    database: Database, ground: Ground, persons: Iterable[PersonFacts], at: datetime = THEN
) -> None:
    """Everything in one transaction, settled at its end."""
    with database.writing() as session:
        people = list(persons)
        store_ground(session, ground, entry(at))
        session.add_all(identity(person.person_id) for person in people)
        session.flush()
        for person in people:
            facts.add(session, entry(at), person_rows(person))

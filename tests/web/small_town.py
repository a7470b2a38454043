"""A small municipality whose every figure can be counted by hand, and readers of its pages.

Nämnd 2 has the units 4 (a school) and 5, and one person directly under it; nämnd 3 has none below.
Requirement r10 asks course "a" of all; r11 asks course "b" of key people. Today is 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import col, select

from api.access.permissions import Role
from api.audit.models import AuditEntry
from api.coverage.facts import (
    Absence,
    Appointment,
    ExemptionFact,
    PersonFacts,
    RecordFact,
)
from api.coverage.settling import settle
from api.db import facts
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.identity.models import RoleGrant
from api.people.models import Person, Post
from tests.conftest import TODAY, FakeClock
from tests.service.coverage.town import entry, post_row, store
from tests.stage import Browser, parse, settings_for
from tests.unit.coverage.builders import START, ground, person, post, record, terms, unit
from web.main import create_app

ROOT, NAMND, OTHER, SCHOOL, CLUB = 1, 2, 3, 4, 5
TAFA, BOSS, SIBLING, HR, HEAD, DELEGATE, STAFF = 201, 202, 203, 204, 205, 206, 1
LAPSED, EXPIRING, NEW, OVERDUE, VALID, HIDDEN, HOURLY, AWAY, EXEMPT = range(1, 10)
VALID_UNTIL = date(2027, 5, 14)


def done(until: date, course: str = "a") -> RecordFact:
    return record(date(until.year - 1, until.month, until.day), until, course_id=course)


def school() -> list[PersonFacts]:
    """Each status once, and twelve who are valid."""
    here = post(SCHOOL)
    return [
        person(here, person_id=LAPSED, records=(done(date(2026, 11, 8)),)),
        person(here, person_id=EXPIRING, records=(done(date(2026, 12, 14)),)),
        person(post(SCHOOL, first_day=date(2026, 11, 1)), person_id=NEW),
        person(here, person_id=OVERDUE),
        person(here, person_id=VALID, records=(done(VALID_UNTIL),)),
        person(here, person_id=HIDDEN, records=(done(date(2026, 11, 9)),)),
        person(post(SCHOOL, employment="timavlonad"), person_id=HOURLY),
        person(here, person_id=AWAY, absences=(Absence(first_day=START),)),
        person(
            here,
            person_id=EXEMPT,
            exemptions=(ExemptionFact(first_day=START, requirement_id=10),),
        ),
        *trained(SCHOOL, 12, 11),
    ]


def trained(unit_id: int, count: int, first: int) -> list[PersonFacts]:
    return [
        person(post(unit_id), person_id=number, records=(done(VALID_UNTIL),))
        for number in range(first, first + count)
    ]


def untrained(unit_id: int, count: int, first: int) -> list[PersonFacts]:
    return [person(post(unit_id), person_id=number) for number in range(first, first + count)]


def key_person(unit_id: int, number: int, *records: RecordFact) -> PersonFacts:
    appointed = (Appointment(first_day=START, unit_id=unit_id),)
    return person(post(unit_id), person_id=number, appointments=appointed, records=records)


def everybody() -> list[PersonFacts]:
    return [
        *school(),
        *trained(CLUB, 6, 41),
        *untrained(CLUB, 4, 51),
        key_person(CLUB, 61, done(VALID_UNTIL), done(VALID_UNTIL, "b")),
        key_person(CLUB, 62, done(VALID_UNTIL)),
        # Directly under the nämnd, and in the club too.
        person(post(NAMND), post(CLUB), person_id=71, records=(done(VALID_UNTIL),)),
        *trained(OTHER, 9, 81),
        *untrained(OTHER, 1, 91),
    ]


GROUND = ground(
    terms(),
    terms(11, accepts=frozenset("b"), key_people_only=True, goal=80),
    units=(
        unit(ROOT),
        unit(NAMND, ROOT),
        unit(OTHER, ROOT),
        unit(SCHOOL, NAMND),
        unit(CLUB, NAMND),
    ),
)
MANAGERS = {BOSS: SCHOOL, SIBLING: CLUB, HEAD: NAMND}
GRANTS = {
    TAFA: (Role.COORDINATOR, ROOT),
    HR: (Role.HR, ROOT),
    DELEGATE: (Role.DELEGATE, SCHOOL),
}


@dataclass(frozen=True)
class SmallTown:
    """The application, and a browser for each of its people."""

    app: FastAPI
    database: Database

    def client(self, person_id: int) -> Browser:
        """A browser that bears the person's token: it needs no session."""
        house = self.app.state.house
        client = Browser(self.app, base_url=house.settings.base_url, follow_redirects=False)
        token = house.tokens.issue(person_id, now=house.clock.now(), hours=1)
        client.headers["Authorization"] = f"Bearer {token}"
        return client

    def visitor(self) -> Browser:
        base_url = self.app.state.house.settings.base_url
        return Browser(self.app, base_url=base_url, follow_redirects=False)

    def looks(self) -> list[tuple[str, str, int | None, int]]:
        """The log of looks."""
        with self.database.reading() as session:
            found = session.execute(select(AuditEntry).order_by(col(AuditEntry.id))).scalars()
            return [(look.actor, look.action, look.unit_id, look.people) for look in found]


def build(database: Database, persons: list[PersonFacts]) -> None:
    """Write the people, and those who lead, follow up and import (they are asked nothing)."""
    store(database, GROUND, persons)
    with database.writing() as session:
        for number in {*MANAGERS, *GRANTS}:
            name = f"Ledare {number}"
            row = Person(id=number, employee_id=f"e{number}", name=name, sort_key=name.casefold())
            session.add(row)
        hidden = session.get(Person, HIDDEN)
        if hidden is not None:
            hidden.protected = True
        session.flush()
        facts.add(session, entry(), [*_leading(), *_granted()])


def _leading() -> Iterator[Post]:
    for number, unit_id in MANAGERS.items():
        hourly = post(unit_id, employment="timavlonad", title_key="chef")
        yield post_row(number, hourly, manager=True)


def _granted() -> Iterator[RoleGrant]:
    for number, (role, unit_id) in GRANTS.items():
        grant = RoleGrant(  # type: ignore[call-arg]
            person_id=number, role=role, unit_id=unit_id, first_day=START
        )
        yield grant


@contextmanager
def small_town(
    engine: Engine, persons: list[PersonFacts] | None = None, **settings: Any
) -> Iterator[SmallTown]:
    """The municipality behind a whole application, on a database that is empty again afterwards."""
    database = Database(engine, settle)
    try:
        build(database, everybody() if persons is None else persons)
        with opened(database, **settings) as made:
            yield made
    finally:
        empty_all_tables(engine)


@pytest.fixture
def town(engine: Engine) -> Iterator[SmallTown]:
    """The municipality as it is."""
    with small_town(engine) as made:
        yield made


@pytest.fixture
def open_town(engine: Engine) -> Iterator[SmallTown]:
    """The same, where nothing is withheld."""
    with small_town(engine, small_group=1) as made:
        yield made


@contextmanager
def opened(database: Database, **settings: Any) -> Iterator[SmallTown]:
    """An application on whatever the database holds."""
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(settings_for(url, **settings), FakeClock(TODAY))
    try:
        yield SmallTown(app, database)
    finally:
        app.state.house.database.engine.dispose()


def text_of(element: Element) -> str:
    """What an element says, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def table(text: str, which: int = -1) -> list[list[str]]:
    """A table of a page, row by row; the last one unless another is asked for."""
    found = list(parse(text).iter("table"))[which]
    return [[text_of(cell) for cell in row if cell.tag in {"th", "td"}] for row in found.iter("tr")]


def fragment_of(text: str) -> str:
    """A fragment without the title that comes along."""
    return text.partition("</title>")[2].strip()

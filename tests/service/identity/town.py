"""A small municipality with somebody in each role."""

from dataclasses import dataclass, field
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Role
from api.clock import Clock
from api.db.facts import Entry, Fact, add
from api.db.session import Database
from api.identity import service
from api.identity.models import Credential, RoleGrant
from api.identity.passwords import CHEAP
from api.organisation.models import Unit, UnitKind, UnitPeriod
from api.people.models import Employment, Person, Post

START = date(2024, 1, 1)
UNITS = (
    ("K", UnitKind.KOMMUN, None),
    ("F", UnitKind.FORVALTNING, "K"),
    ("S1", UnitKind.ENHET, "F"),
    ("S2", UnitKind.ENHET, "F"),
)
# Name, unit of the post, manager, protected. Rut has left.
PEOPLE = (
    ("anna", "S1", False, False),
    ("arvid", "S1", False, False),
    ("bo", "S1", True, False),
    ("bea", "S2", True, False),
    ("britt", "F", True, False),
    ("cecilia", "S1", False, False),
    ("david", "K", False, False),
    ("eva", "K", False, False),
    ("olle", "S1", False, False),
    ("pia", "S1", False, True),
    ("sixten", "K", False, False),
    ("rut", "S1", False, False),
)
ROLES = (
    ("cecilia", Role.COORDINATOR, "K"),
    ("david", Role.HR, "K"),
    ("eva", Role.ADMIN, "K"),
    ("olle", Role.DELEGATE, "S1"),
    ("sixten", Role.PROTECTION_HANDLER, "K"),
)


@dataclass
class Town:
    """The ids of what was built, by name."""

    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)


def build(database: Database, clock: Clock) -> Town:
    town = Town()
    with database.writing() as session:
        for code, _, _ in UNITS:
            unit = Unit(code=code)
            session.add(unit)
            session.flush()
            town.units[code] = unit.id or 0
        for name, _, _, protected in PEOPLE:
            person = Person(
                employee_id=employee_id(name),
                name=name.title(),
                sort_key=name,
                email=f"{name.title()}@kommun.invalid",
                email_key=f"{name}@kommun.invalid",
                protected=protected,
            )
            session.add(person)
            session.flush()
            town.people[name] = person.id or 0
        add(session, Entry(clock.now(), "system:test"), facts(town))
    return town


def facts(town: Town) -> list[Fact]:
    periods: list[Fact] = [
        UnitPeriod(  # type: ignore[call-arg]
            unit_id=town.units[code],
            name=f"Enhet {code}",
            kind=kind,
            parent_id=town.units[parent] if parent else None,
            first_day=START,
        )
        for code, kind, parent in UNITS
    ]
    posts: list[Fact] = [
        post(
            town, name, unit, manager=manager, last_day=date(2025, 1, 1) if name == "rut" else None
        )
        for name, unit, manager, _ in PEOPLE
    ]
    return periods + posts + [grant(town, *row) for row in ROLES]


def post(
    town: Town, name: str, unit: str, *, manager: bool = False, last_day: date | None = None
) -> Post:
    return Post(  # type: ignore[call-arg]
        person_id=town.people[name],
        unit_id=town.units[unit],
        title="Lärare",
        title_key="lärare",
        employment=Employment.PERMANENT,
        manager=manager,
        first_day=START,
        last_day=last_day,
    )


def grant(town: Town, name: str, role: Role, unit: str) -> RoleGrant:
    return RoleGrant(  # type: ignore[call-arg]
        person_id=town.people[name], role=role, unit_id=town.units[unit], first_day=START
    )


def employee_id(name: str) -> str:
    return f"E-{name.upper()}"


def give_password(database: Database, clock: Clock, town: Town, name: str, password: str) -> None:
    with database.writing() as session:
        session.add(
            Credential(
                person_id=town.people[name],
                password_hash=CHEAP.hash(password),
                set_at=clock.now(),
            )
        )


def actor(database: Database, clock: Clock, name: str) -> Actor:
    with database.reading() as session:
        return service.actor_of_person(session, employee_id=employee_id(name), clock=clock)

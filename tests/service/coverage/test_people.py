"""Who is named to whom, how each stands, one's own requirements, and key people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from api.access.actor import Actor, Grant
from api.access.permissions import Permission, Role
from api.coverage import service
from api.coverage.facts import Appointment
from api.coverage.figures import HIDDEN_KEY_PERSON, HIDDEN_PERSON
from api.coverage.rules import CoverageRules
from api.coverage.words import Status
from api.db import facts
from api.db.session import Database
from api.errors import Forbidden, NotFound
from api.people.models import Person
from api.people.service import nameable
from tests.service.coverage.town import entry, identity, person_rows, store, store_ground
from tests.unit.coverage.builders import START, ground, person, post, record, terms, unit

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPERATOR = Actor.system("test")
PROTECTED = 3


def actor(role: Role, unit_id: int, person_id: int = 99) -> Actor:
    return Actor(f"person:{person_id}", person_id=person_id, grants=(Grant(role, unit_id),))


@pytest.fixture
def town(database: Database) -> Database:
    """1 trained and key person, 2 not trained, 3 protected: all in unit 4. 4 works in unit 3."""
    key = (Appointment(first_day=START, unit_id=4),)
    people = [
        person(person_id=1, records=(record(START, DAY + timedelta(10)),), appointments=key),
        person(person_id=2),
        person(person_id=PROTECTED, appointments=key),
        person(post(3), person_id=4),
    ]
    with database.writing() as session:
        store_ground(session, ground(terms(), terms(11, unit_id=3)), entry())
        session.add_all(
            identity(one.person_id, protected=one.person_id == PROTECTED) for one in people
        )
        session.flush()
        for one in people:
            facts.add(session, entry(), person_rows(one))
    return database


class TestPeople:
    def ask(
        self, town: Database, who: Actor, unit_code: str = "u4", **more: object
    ) -> list[object]:
        with town.reading() as session:
            return list(
                service.people(
                    session,
                    who,
                    unit_code=unit_code,
                    on=DAY,
                    rules=RULES,
                    **more,  # type: ignore[arg-type]
                )
            )

    def test_manager_sees_status_record_and_due_date(self, town: Database) -> None:
        with town.reading() as session:
            rows = list(
                service.people(
                    session, actor(Role.UNIT_MANAGER, 4), unit_code="u4", on=DAY, rules=RULES
                )
            )
        told = [(row.employee_id, row.statuses[0].status) for row in rows if not row.hidden]
        assert told == [("e1", Status.EXPIRING), ("e2", Status.OVERDUE)]
        first = rows[0]
        assert (first.unit_name, first.key_person) == ("Enhet 4", True)
        assert first.statuses[0].completed_on == START
        assert first.statuses[0].valid_until == DAY + timedelta(10)
        assert first.statuses[0].due == START + timedelta(90)
        assert first.statuses[0].source == "import"

    def test_protected_person_is_a_row_without_anything(self, town: Database) -> None:
        rows = self.ask(town, actor(Role.UNIT_MANAGER, 4))
        assert rows[-1] == HIDDEN_PERSON
        assert rows.count(HIDDEN_PERSON) == 1

    def test_handler_sees_only_the_protected(self, town: Database) -> None:
        with town.reading() as session:
            rows = service.people(
                session, actor(Role.PROTECTION_HANDLER, 4), unit_code="u4", on=DAY, rules=RULES
            )
            assert [row.person_id for row in rows] == [PROTECTED]

    def test_protected_manager_sees_themselves(self, town: Database) -> None:
        with town.reading() as session:
            rows = service.people(
                session,
                actor(Role.UNIT_MANAGER, 4, person_id=PROTECTED),
                unit_code="u4",
                on=DAY,
                rules=RULES,
            )
            assert [row.person_id for row in rows] == [1, 2, PROTECTED]

    def test_operator_names_all_but_the_protected(self, town: Database) -> None:
        """What the command line prints is passed on: it goes to nobody's handler."""
        with town.reading() as session:
            rows = service.people(session, OPERATOR, unit_code="u1", on=DAY, rules=RULES)
            assert [row.person_id for row in rows] == [1, 2, 4, None]
            assert (rows.named, rows.hidden) == (3, 1)

    def test_one_requirement_tells_not_required_too(self, town: Database) -> None:
        with town.reading() as session:
            rows = service.people(
                session,
                OPERATOR,
                unit_code="u1",
                on=DAY,
                rules=RULES,
                requirement_code="r11",
            )
            told = [row.statuses[0].status for row in rows if not row.hidden]
        assert told == [Status.NOT_REQUIRED, Status.NOT_REQUIRED, Status.OVERDUE]

    def test_unknown_requirement_is_not_found(self, town: Database) -> None:
        with pytest.raises(NotFound):
            self.ask(town, OPERATOR, requirement_code="none")

    def test_tafa_may_count_but_not_name(self, town: Database) -> None:
        with pytest.raises(Forbidden):
            self.ask(town, actor(Role.COORDINATOR, 1))

    def test_manager_of_a_sibling_finds_no_such_unit(self, town: Database) -> None:
        with pytest.raises(NotFound):
            self.ask(town, actor(Role.UNIT_MANAGER, 3))


class TestMine:
    def mine(self, session: Session, number: int, *courses: str) -> list[Status]:
        told = service.mine(
            session,  # type: ignore[arg-type]
            Actor(f"person:{number}", person_id=number),
            rules=replace(RULES, today=START),
            started_courses=frozenset(courses),
        )
        return [own.status for own in told]

    def test_started_is_told_to_oneself(self, town: Database) -> None:
        with town.reading() as session:
            assert self.mine(session, 2) == [Status.NOT_STARTED]
            assert self.mine(session, 2, "a") == [Status.STARTED]
            assert self.mine(session, 2, "z") == [Status.NOT_STARTED]

    def test_only_what_requires_or_spares_one(self, town: Database) -> None:
        with town.reading() as session:
            assert len(self.mine(session, 4)) == 2
            assert service.mine(session, OPERATOR, rules=RULES) == []

    def test_protected_person_sees_their_own(self, town: Database) -> None:
        with town.reading() as session:
            assert self.mine(session, PROTECTED) == [Status.NOT_STARTED]


class TestKeyPeople:
    def test_counts_by_unit_and_names_for_tafa_but_the_protected(self, town: Database) -> None:
        with town.reading() as session:
            told = service.key_people(
                session, actor(Role.COORDINATOR, 1), unit_code="u2", on=DAY, rules=RULES
            )
        assert [(row.unit_code, row.appointed, row.trained) for row in told.rows] == [
            ("u2", 2, 1),
            ("u4", 2, 1),
        ]
        assert told.direct.appointed == 0
        assert [row.name for row in told.people if not row.hidden] == ["Person 001"]
        assert told.people[-1] == HIDDEN_KEY_PERSON

    def test_manager_lacks_the_right(self, town: Database) -> None:
        with town.reading() as session, pytest.raises(Forbidden):
            service.key_people(
                session, actor(Role.UNIT_MANAGER, 2), unit_code="u2", on=DAY, rules=RULES
            )


class TestUnitsThatAreNotThereToday:
    """Unit 4, under 2, was closed a month ago; unit 5 opens under it in a month."""

    CLOSED, OPENS = DAY - timedelta(30), DAY + timedelta(30)

    @pytest.fixture
    def moved(self, database: Database) -> Database:
        units = (
            *(unit(1), unit(2, 1), unit(3, 1)),
            unit(4, 2, last_day=self.CLOSED),
            unit(5, 2, first_day=self.OPENS),
        )
        persons = [
            person(post(4, last_day=self.CLOSED), person_id=1),
            person(post(5, first_day=self.OPENS), person_id=2),
            person(post(3), person_id=3),
        ]
        store(database, ground(units=units), persons)
        return database

    @pytest.mark.parametrize("role", [Role.UNIT_MANAGER, Role.HR])
    def test_whoever_names_the_people_of_the_unit_above_names_theirs(
        self, moved: Database, role: Role
    ) -> None:
        found = [self.ids(moved, actor(role, 2), "u2", day) for day in (self.CLOSED, self.OPENS)]
        assert found == [[1], [2]]
        assert self.ids(moved, actor(role, 2), "u4", self.CLOSED) == [1]

    def test_nothing_of_them_is_withheld_from_them(self, moved: Database) -> None:
        with moved.reading() as session:
            for who, hidden in ((Role.UNIT_MANAGER, False), (Role.COORDINATOR, True)):
                told = service.cells(
                    session, actor(who, 2), unit_code="u2", on=self.CLOSED, rules=RULES
                )
                assert {cell.suppressed for cell in told.rows} == {hidden}

    def test_who_sees_another_unit_does_not_find_them(self, moved: Database) -> None:
        with pytest.raises(NotFound):
            self.ids(moved, actor(Role.UNIT_MANAGER, 3), "u4", self.CLOSED)

    def test_who_has_left_with_their_unit_is_handled_as_those_of_the_unit_above(
        self, moved: Database
    ) -> None:
        writing = Permission.RECORD_WRITE
        with moved.reading() as session:
            left = session.get(Person, 1)
            assert left is not None
            handled = [
                nameable(session, actor(Role.HR, unit), person=left, permission=writing, today=DAY)
                for unit in (1, 2, 3)
            ]
        assert handled == [True, True, False]

    def ids(self, moved: Database, who: Actor, code: str, day: date) -> list[int | None]:
        with moved.reading() as session:
            found = service.people(session, who, unit_code=code, on=day, rules=RULES)
            return [each.person_id for each in found]

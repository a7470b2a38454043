"""Somebody who takes the sample course, by the service or in a browser."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from sqlmodel import func, select
from starlette.testclient import TestClient

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.catalogue.verdicts import COSMETIC
from api.db.facts import Entry, add
from api.db.session import Database
from api.identity.models import BrowserSession
from api.identity.secrecy import sha256
from api.learning import service as learning
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import Spot
from api.learning.service import Submitted
from api.people.models import Person
from api.records.models import RecordSource, TrainingRecord
from tests.conftest import FakeClock
from tests.service.identity.browser import browser
from tests.unit.learning.sample import RIGHT, WRONG, course

COURSE = course()
numbers = itertools.count(1)
MODULE_OF = {placed.step.id: placed.module.id for placed in COURSE.steps()}


def publish(database: Database, clock: FakeClock, *found: Course) -> str:
    """Publish courses; a text that replaces another is a cosmetic change."""
    operator = Actor.system("test")
    with database.writing() as session:
        proposed = catalogue.proposals(session, operator, courses=found)
        changed = [each.course.id for each in proposed if each.changes_what_was_published]
        lines = catalogue.publish(
            session,
            operator,
            courses=found,
            verdicts=dict.fromkeys(changed, COSMETIC),
            clock=clock,
        )
        return lines[0].content_hash


def count(database: Database, table: type[Attempt | AttemptCheck | TrainingRecord]) -> int:
    with database.reading() as session:
        return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def add_person(database: Database) -> int:
    with database.writing() as session:
        person = Person(employee_id=f"E-{next(numbers)}", name="Anna Alm", sort_key="anna alm")
        session.add(person)
        session.flush()
        assert person.id is not None
        return person.id


class Learner:
    """Each act is a transaction of its own."""

    def __init__(
        self, database: Database, clock: FakeClock, *, person_id: int | None = None
    ) -> None:
        self.database, self.clock = database, clock
        self.person_id = person_id or add_person(database)
        self.actor = Actor(label=f"person:{self.person_id}", person_id=self.person_id)
        self.cookie = f"kaka-{self.person_id}"
        with database.writing() as session:
            now = clock.now()
            session.add(
                BrowserSession(
                    token_hash=sha256(self.cookie),
                    person_id=self.person_id,
                    started_at=now,
                    expires_at=now + timedelta(days=800),
                )
            )

    def answer(self, step_id: str, chosen: list[str]) -> Submitted:
        with self.database.writing() as session:
            return learning.submit_check(
                session,
                self.actor,
                course_id="provkurs",
                module_id=MODULE_OF[step_id],
                step_id=step_id,
                chosen=chosen,
                clock=self.clock,
            )

    def answer_all(self, *missed: str) -> Submitted:
        for step_id in RIGHT:
            done = self.answer(step_id, (WRONG if step_id in missed else RIGHT)[step_id])
        return done

    def repeat(self, counts_from: date | None = None) -> learning.Place:
        with self.database.writing() as session:
            return learning.repeat(
                session,
                self.actor,
                course_id="provkurs",
                counts_from=counts_from,
                clock=self.clock,
            )

    def read(self, step_id: str) -> Spot | None:
        with self.database.writing() as session:
            onward = learning.visit(
                session,
                self.actor,
                course_id="provkurs",
                module_id=MODULE_OF[step_id],
                step_id=step_id,
                clock=self.clock,
            )
            return onward.spot

    def place(self) -> learning.Place:
        with self.database.reading() as session:
            return learning.place(session, self.actor, course_id="provkurs", clock=self.clock)

    def hold(
        self, completed_on: date, valid_until: date | None, course_id: str = "provkurs"
    ) -> None:
        """Training in a classroom, on record."""
        with self.database.writing() as session:
            record = TrainingRecord(  # type: ignore[call-arg]
                person_id=self.person_id,
                course_id=course_id,
                completed_on=completed_on,
                valid_until=valid_until,
                source=RecordSource.CLASSROOM,
                check_code=f"K-{next(numbers)}",
            )
            add(session, Entry(self.clock.now(), "system:test"), [record])

    def held(self) -> TrainingRecord:
        with self.database.reading() as session:
            record = learning.held(session, self.actor, course_id="provkurs")
            assert record is not None
            session.expunge(record)
            return record

    @contextmanager
    def browser(self) -> Iterator[TestClient]:
        with browser(self.database, self.clock) as client:
            client.cookies.set("kollen", self.cookie)
            yield client

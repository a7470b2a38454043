"""Somebody who publishes courses, and what the database holds before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from api.access.actor import Actor
from api.catalogue.schema import Course
from api.catalogue.verdicts import Verdict
from api.coverage import service as coverage
from api.coverage.figures import Cell
from api.coverage.rules import CoverageRules
from api.coverage.verifying import Difference, verify
from api.db.session import Database
from api.errors import NotFound
from api.publishing import service
from api.publishing.service import Published, Touched
from tests.catalogue_samples import course
from tests.conftest import FakeClock

OPERATOR = Actor.system("publish courses")
Rows = list[tuple[object, ...]]


def edition(course_id: str, title: str) -> Course:
    return course(course_id=course_id).model_copy(update={"title": title})


@dataclass
class Editor:
    """Publishes in a transaction of its own, as the command line does."""

    database: Database
    clock: FakeClock

    def publish(self, *courses: Course, **verdicts: Verdict) -> Published:
        with self.database.writing() as session:
            return service.publish(
                session, OPERATOR, courses=courses, verdicts=verdicts, clock=self.clock
            )

    def rehearse(self, *courses: Course, **verdicts: Verdict) -> list[Touched]:
        """A rehearsal whose session is finished all the same: nothing of it may stay."""
        with self.database.writing() as session:
            return service.rehearse(
                session, OPERATOR, courses=courses, verdicts=verdicts, clock=self.clock
            )

    def revise(self, course_id: str, verdict: Verdict) -> Published:
        """Publish a course, and then a text that replaces it."""
        self.publish(edition(course_id, "Först"))
        return self.publish(edition(course_id, "Sedan"), **{course_id: verdict})

    def rows(self, table: str) -> Rows:
        order = {"standing": "1, 2, 3", "ledger_entry": "1, 2, 3"}.get(table, "id")
        with self.database.reading() as session:
            found = session.execute(text(f"SELECT * FROM {table} ORDER BY {order}"))
            return [tuple(row) for row in found]

    def requirements(self) -> Rows:
        """What is known of them: days, earliest day of training and source."""
        with self.database.reading() as session:
            found = session.execute(
                text(
                    "SELECT requirement_id, first_day, last_day, not_before, feed"
                    " FROM requirement_period WHERE retracted_at IS NULL"
                    " ORDER BY requirement_id, first_day"
                )
            )
            return [tuple(None if each is None else str(each) for each in row) for row in found]

    def coverage(self, days: Sequence[date], unit: str = "u1") -> list[tuple[Cell, ...]]:
        """The unit's figures on each day; none where a municipality drawn by chance lacks the unit."""
        return [self._cells(day, unit) for day in days]

    def _cells(self, day: date, unit: str) -> tuple[Cell, ...]:
        rules = CoverageRules(small_group=1, goal=90, today=self.clock.today())
        with self.database.reading() as session:
            try:
                return coverage.cells(session, OPERATOR, unit_code=unit, on=day, rules=rules).rows
            except NotFound:
                return ()

    def differences(self, days: Sequence[date]) -> list[Difference]:
        with self.database.reading_one_state() as session:
            return verify(session, today=self.clock.today(), days=days)

"""What has changed since a report: its frozen figures against today's, and through what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from api.coverage import service as coverage
from api.coverage.changes import Counted, Kind
from api.db import facts
from api.db.session import Database
from api.people.models import Post
from api.records.models import TrainingRecord
from api.reports.since import ChangedCell, Today, changed_cells
from tests.conftest import FakeClock
from tests.service.coverage.town import entry, post_row, record_row
from tests.service.reports.test_reports import (
    RULES,
    TAFA,
    build,
    create,
    everybody,
    issue,
    read,
)
from tests.unit.coverage.builders import START, post, record

LATER = FakeClock().instant + timedelta(days=1)


@pytest.fixture
def town(database: Database) -> Database:
    build(database, everybody())
    return database


def changed(town: Database, report_id: int) -> list[ChangedCell]:
    report = read(town, report_id)
    with town.reading() as session:
        codes = [table.unit_code for table in report.figures.tables]
        changes = coverage.changes_in_each(
            session, TAFA, unit_codes=codes, on=report.on, known_at=report.known_at, rules=RULES
        )
        today = {
            code: Today(
                coverage.cells(session, TAFA, unit_code=code, on=report.on, rules=RULES), changed
            )
            for code, changed in changes.items()
        }
    return list(changed_cells(report.figures, today))


def told(cells: list[ChangedCell]) -> dict[tuple[str, str], tuple[Counted, Counted]]:
    return {(cell.unit_name, cell.part): (cell.before, cell.after) for cell in cells}


class TestChangedCells:
    def test_nothing_has_changed(self, town: Database) -> None:
        number = create(town)
        issue(town, number)
        assert changed(town, number) == []

    def test_each_cell_once_with_what_it_comes_of(self, town: Database) -> None:
        """Three of unit 3 revoked: the municipality's cell and the nämnd's, no withheld one."""
        number = create(town)
        issue(town, number)
        with town.writing() as session:
            held = session.exec(select(TrainingRecord).where(TrainingRecord.person_id >= 16)).all()
            facts.retract(session, entry(LATER), held[:3])
        found = changed(town, number)
        assert told(found) == {
            ("Enhet 1", "whole"): (Counted(20, 14), Counted(20, 11)),
            ("Nämnd 3", "below"): (Counted(8, 8), Counted(8, 5)),
        }
        assert {cell.kinds for cell in found} == {(Kind.RECORDS_REVOKED,)}

    def test_what_the_report_withheld_is_not_compared(self, town: Database) -> None:
        """Unit 4 and the two directly under unit 2 hide each other; unit 2 itself is told."""
        number = create(town)
        issue(town, number)
        with town.writing() as session:
            facts.add(session, entry(LATER), [record_row(7, record(START))])
        assert set(told(changed(town, number))) == {("Enhet 1", "whole"), ("Nämnd 2", "below")}

    def test_a_cell_that_the_report_did_not_have(self, town: Database) -> None:
        """Nobody was directly under the municipality; five turn out to have been."""
        number = create(town)
        issue(town, number)
        with town.writing() as session:
            facts.add(session, entry(LATER), [post_row(each, post(1)) for each in range(1, 6)])
        found = told(changed(town, number))
        assert found == {("Enhet 1", "direct"): (Counted(), Counted(5, 5))}

    def test_the_report_is_the_point_it_is_told_from(self, town: Database) -> None:
        """What was corrected before it was issued is in it, and no change."""
        with town.writing() as session:
            facts.retract(session, entry(), session.exec(select(Post)).all()[:1])
        number = create(town)
        issue(town, number)
        assert changed(town, number) == []

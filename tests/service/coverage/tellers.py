"""All that tells a coordinator of the cells of one day and requirement: each cell, with its figures.

A cell is a unit, or (``-id``) the part directly under it. What is withheld is not among what is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from api.access.actor import Actor
from api.coverage import service
from api.coverage.explaining import Explanation
from api.coverage.figures import Cell, UnitCoverage
from api.coverage.following import FollowUp
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.errors import NotFound


class Told(NamedTuple):
    """What one page says of a cell; None where it says nothing of that figure."""

    unit_id: int
    required: int | None
    covered: int | None = None
    exempt: int | None = None


@dataclass(frozen=True)
class Reader:
    """Somebody who asks everything about a day, and perhaps as known at an instant."""

    session: ReadSession
    actor: Actor
    rules: CoverageRules
    codes: tuple[str, ...]
    on: date
    known_at: datetime | None = None

    def pages(self) -> Iterator[UnitCoverage]:
        """Every unit's own page, and as long as it is about now, each with every row open."""
        for code in self.codes:
            yield service.cells(
                self.session,
                self.actor,
                unit_code=code,
                on=self.on,
                rules=self.rules,
                known_at=self.known_at,
            )
            if self.known_at is None:
                whole = service.overview(
                    self.session,
                    self.actor,
                    unit_code=code,
                    on=self.on,
                    rules=self.rules,
                    opened=self.codes,
                )
                assert whole is not None
                yield from (whole.coverage, *whole.opened, *whole.partners)

    def explanations(self, requirement: str) -> Iterator[Explanation]:
        """What stands behind every cell."""
        for code in self.codes:
            for direct in (False, True):
                yield service.explanation(
                    self.session,
                    self.actor,
                    unit_code=code,
                    requirement_code=requirement,
                    on=self.on,
                    rules=self.rules,
                    known_at=self.known_at,
                    direct=direct,
                )

    def reports(self) -> Iterator[FollowUp]:
        """A follow-up report on every unit."""
        for code in self.codes:
            yield service.follow_up(
                self.session, self.actor, unit_code=code, on=self.on, rules=self.rules
            )

    def plans(self, requirement: str) -> Iterator[Told]:
        """The plan of the months ahead, made the day before ``on``."""
        rules = CoverageRules(self.rules.small_group, self.rules.goal, self.on - timedelta(1))
        for code in self.codes:
            try:
                plan = service.plan(
                    self.session,
                    self.actor,
                    unit_code=code,
                    rules=rules,
                    requirement_code=requirement,
                )
            except NotFound:
                continue
            assert plan is not None
            for row in plan.rows:
                for need in row.needs:
                    if need.before == self.on and not need.suppressed:
                        yield Told(row.unit.id, need.required, need.covered)

    def changes(self, requirement: str, known_at: datetime) -> Iterator[tuple[Told, Told]]:
        """What is other than it was known to be: the cells as known then, and as known now."""
        for code in self.codes:
            found = service.changes(
                self.session,
                self.actor,
                unit_code=code,
                on=self.on,
                known_at=known_at,
                rules=self.rules,
            )
            for change in found.rows:
                if change.requirement.code == requirement:
                    yield (
                        Told(change.unit.id, *change.before),
                        Told(change.unit.id, *change.after),
                    )


def in_tables(tables: Iterable[UnitCoverage], requirement: str) -> Iterator[Told]:
    """The cells of some matrices that are shown."""
    for page in tables:
        yield from in_cells((*page.rows, *page.direct), requirement)


def in_cells(cells: Iterable[Cell], requirement: str) -> Iterator[Told]:
    """Those of the requirement that are shown."""
    for cell in cells:
        if cell.requirement_code == requirement and not cell.suppressed:
            yield Told(cell.unit_id, cell.required, cell.covered, cell.exempt)


def in_explanations(found: Iterable[Explanation], requirement: str) -> Iterator[Told]:
    """Each cell, its parts, and the sum of those by status."""
    for one in found:
        yield from in_cells((one.cell, *one.parts), requirement)
        if one.statuses:
            yield Told(one.cell.unit_id, sum(one.statuses.values()))


def in_reports(found: Iterable[FollowUp], requirement: str) -> Iterator[Told]:
    """The tables of reports, and where their curves end."""
    for report in found:
        yield from in_tables(report.tables, requirement)
        for trend in report.trends:
            last = trend.points[-1]
            if trend.requirement_code == requirement and not last.suppressed:
                yield Told(report.place.unit.id, last.required, last.covered)

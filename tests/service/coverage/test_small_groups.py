"""Whoever puts together all that is told of a day derives nothing that is withheld (contract)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import ledger, service, words
from api.coverage.figures import Cell, UnitCoverage
from api.coverage.rules import CoverageRules
from api.coverage.withholding import Node
from api.db.session import Database, ReadSession
from tests.property.municipality import FIRST, Municipality, build
from tests.property.test_withholding import leaks
from tests.service.coverage.town import store

TODAY = ledger.month_ends(FIRST, FIRST + timedelta(300))[-3]
RULES = CoverageRules(small_group=5, goal=90, today=TODAY)
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))


def nodes_of(town: Municipality, requirement: int, day: date = TODAY) -> dict[int, Node]:
    """The cells of the day by the words: what the reader must not get at."""
    found: dict[int, Node] = {}
    for unit in town.unit_ids:
        period = words.unit_on(town.ground, unit, day)
        if period is None:
            continue
        for cell, parent in ((unit, period.parent_id), (-unit, unit)):
            counts = words.coverage(town.ground, town.persons, cell, requirement, day)
            if counts.required or counts.exempt:
                found[cell] = Node(counts.required, counts.exempt, parent)
    return found


def pages(session: ReadSession, town: Municipality) -> Iterator[UnitCoverage]:
    """Every unit's own page, and each with every row open."""
    codes = [f"u{unit}" for unit in town.unit_ids if words.unit_on(town.ground, unit, TODAY)]
    for code in codes:
        yield service.cells(session, TAFA, unit_code=code, on=TODAY, rules=RULES)
        whole = service.overview(session, TAFA, unit_code=code, on=TODAY, rules=RULES, opened=codes)
        assert whole is not None
        yield from (whole.coverage, *whole.opened)


@pytest.mark.parametrize("seed", range(12))
def test_no_withheld_cell_follows_from_all_pages(database: Database, seed: int) -> None:
    dice = random.Random(seed)
    town = build(dice, units=dice.randint(4, 9), persons=dice.randint(25, 90), requirements=2)
    store(database, town.ground, town.persons)
    found = 0
    with database.reading() as session:
        told = list(pages(session, town))
        for requirement in town.requirement_ids:
            nodes = nodes_of(town, requirement)
            code = f"r{requirement}"
            cells = [
                cell
                for page in told
                for cell in (*page.rows, *page.direct)
                if cell.requirement_code == code
            ]
            hidden = {cell.unit_id for cell in cells if cell.suppressed}
            shown = {cell.unit_id for cell in cells if not cell.suppressed}
            assert not hidden & shown, "withheld on one page and told on another"
            assert hidden | shown == nodes.keys()
            found += len(hidden)
            assert not leaks(nodes, hidden, RULES.small_group)
            nothing_is_told_of_the_withheld(cells)
            the_lines_fit_the_parts(told, code, hidden)
            the_months_withhold_the_same(session, town, code, hidden)
    assert found


def nothing_is_told_of_the_withheld(cells: list[Cell]) -> None:
    for cell in cells:
        figures = (
            cell.required,
            cell.covered,
            cell.within_time,
            cell.key_required,
            cell.key_covered,
            cell.exempt,
            cell.lapsed,
            cell.not_started,
            cell.missing,
            cell.overdue,
            cell.share,
        )
        assert not cell.suppressed or set(figures) == {None}


def the_lines_fit_the_parts(told: list[UnitCoverage], code: str, hidden: set[int]) -> None:
    """The merged line and that of the several stand only under a unit that is told itself."""
    for page in told:
        with_lines = {line.requirement_code for line in page.several}
        with_lines |= {line.requirement_code for line in page.merged}
        assert code not in with_lines or page.unit.id not in hidden
        for line in page.merged:
            if line.requirement_code == code:
                parts = {-page.unit.id, *(child.id for child in page.children)}
                assert line.parts == len(parts & hidden) > 1
                assert line.counts.required not in range(1, RULES.small_group)
                assert line.counts.exempt not in range(1, RULES.small_group)


def the_months_withhold_the_same(
    session: ReadSession, town: Municipality, code: str, hidden: set[int]
) -> None:
    """A trend's point on the day, and a development's, tell no more than the page of that day."""
    for unit in town.unit_ids:
        if words.unit_on(town.ground, unit, TODAY) is None:
            continue
        (point,) = service.trend(
            session,
            TAFA,
            unit_code=f"u{unit}",
            requirement_code=code,
            first=TODAY,
            last=TODAY,
            rules=RULES,
        )
        assert point.suppressed == (unit in hidden)

"""How many lapse in a month, part by part: as the words say, and told only where cells are."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import service, words
from api.coverage.facts import Ground
from api.coverage.figures import UnitCoverage
from api.coverage.lapses import LapsesBelow, Month
from api.coverage.rules import CoverageRules
from api.db.session import Database, ReadSession
from api.errors import NotFound, RuleBroken
from tests.property.municipality import FIRST, Municipality, build
from tests.service.coverage.test_trend import lapses_by_words
from tests.service.coverage.town import store
from tests.unit.coverage.builders import START, ground, person, post, record

DAY = date(2026, 11, 22)
JANUARY = Month(date(2027, 1, 1), date(2027, 1, 31))
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))


def ask(
    session: ReadSession,
    who: Actor,
    unit: str,
    month: Month = JANUARY,
    code: str = "r10",
    rules: CoverageRules = RULES,
) -> LapsesBelow:
    return service.lapses(
        session, who, unit_code=unit, requirement_code=code, month=month, rules=rules
    )


@pytest.fixture
def town(database: Database) -> Database:
    """Six in unit 4 and six in unit 3, of whom four there lapse with 2027-01-31; one in both."""
    lapsing = (record(START, date(2027, 1, 31)),)
    people = [person(post(4), person_id=number, records=lapsing) for number in range(1, 6)]
    people += [person(post(3), person_id=number, records=lapsing) for number in range(11, 14)]
    people += [person(post(3), person_id=number) for number in range(21, 23)]
    people += [person(post(3), post(4), person_id=31, records=lapsing)]
    store(database, ground(), people)
    return database


class TestLapses:
    def test_persons_are_counted_once_in_each_unit(self, town: Database) -> None:
        with town.reading() as session:
            told = ask(session, TAFA, "u1")
            parts = {part.unit.code: part.lapses for part in told.parts if part.unit.id > 0}
            below = ask(session, TAFA, "u4")
        assert told.lapses == 9
        assert sum(count or 0 for count in parts.values()) == 10
        assert (below.lapses, below.parts) == (6, ())

    def test_the_last_valid_day_decides_the_month(self, town: Database) -> None:
        february = Month(date(2027, 2, 1), date(2027, 2, 28))
        with town.reading() as session:
            assert ask(session, TAFA, "u4", february).lapses == 0

    def test_unknown_requirements_and_days_out_of_reach(self, town: Database) -> None:
        with town.reading() as session:
            with pytest.raises(NotFound):
                ask(session, TAFA, "u1", code="none")
            with pytest.raises(RuleBroken):
                ask(session, TAFA, "u1", Month(date(2090, 1, 1), date(2090, 1, 31)))


@pytest.mark.parametrize("seed", range(6))
class TestRandomMunicipalities:
    @pytest.fixture
    def made(self, database: Database, seed: int) -> Municipality:
        made = build(random.Random(seed), units=6, persons=40, requirements=2)
        store(database, made.ground, made.persons)
        return made

    def test_is_what_the_words_say(self, database: Database, made: Municipality, seed: int) -> None:
        month, rules = _month(seed)
        following = month.last + timedelta(1)
        asked = 0
        with database.reading() as session:
            for unit in _units(made.ground, month):
                for code in _codes(made.ground, month):
                    told = ask(session, OPERATOR, f"u{unit}", month, f"r{code}", rules)
                    for part, count in (
                        (unit, told.lapses),
                        *((part.unit.id, part.lapses) for part in told.parts),
                    ):
                        assert count == lapses_by_words(made, part, code, month.first, following)
                        asked += 1
        assert asked

    def test_is_told_exactly_where_the_cell_is_on_both_days(
        self, database: Database, made: Municipality, seed: int
    ) -> None:
        month, rules = _month(seed)
        following = month.last + timedelta(1)
        with database.reading() as session:
            for unit in _units(made.ground, month):
                if words.unit_on(made.ground, unit, following) is None:
                    continue
                days = [
                    service.cells(session, TAFA, unit_code=f"u{unit}", on=day, rules=rules)
                    for day in (month.first, following)
                ]
                for code in _codes(made.ground, month):
                    told = ask(session, TAFA, f"u{unit}", month, f"r{code}", rules)
                    hidden = {place for day in days for place in _suppressed(day, f"r{code}")}
                    assert (told.lapses is None) == (unit in hidden)
                    for part in told.parts:
                        assert part.lapses is None or part.unit.id not in hidden
                    _nothing_follows(told, days)


def _nothing_follows(told: LapsesBelow, days: list[UnitCoverage]) -> None:
    """Where the parts were the same on both days, no sum has exactly one unknown."""
    if len({tuple(child.id for child in day.children) for day in days}) == 1 and told.parts:
        unknown = [part for part in told.parts if part.lapses is None]
        assert len(unknown) + (told.lapses is None) != 1
        assert told.merged_parts in {0, len(unknown)}


def _month(seed: int) -> tuple[Month, CoverageRules]:
    first = (FIRST + timedelta(120 + 20 * seed)).replace(day=1)
    last = (first + timedelta(31)).replace(day=1) - timedelta(1)
    return Month(first, last), CoverageRules(small_group=4, goal=90, today=first)


def _units(found: Ground, month: Month) -> list[int]:
    return [unit for unit in (1, 2, 3) if words.unit_on(found, unit, month.first) is not None]


def _codes(found: Ground, month: Month) -> list[int]:
    return [code for code in (1, 2) if words.terms_on(found, code, month.first) is not None]


def _suppressed(told: UnitCoverage, code: str) -> set[int]:
    cells = (*told.rows, *told.direct)
    return {cell.unit_id for cell in cells if cell.suppressed and cell.requirement_code == code}

"""Month ends past and future, withheld as on those days; and what pages cost in queries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Engine, event

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import ledger, service, words
from api.coverage.facts import PersonFacts
from api.coverage.rules import CoverageRules
from api.db.session import Database, ReadSession
from api.errors import NotFound, RuleBroken
from tests.property.municipality import FIRST, Municipality, build, telling_days
from tests.service.coverage.town import store
from tests.unit.coverage.builders import START, ground, person, post, record

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def town(database: Database) -> Database:
    """Six in unit 4 whose training lapses with 2027-01-31, and three in unit 3."""
    lapsing = (record(START, date(2027, 1, 31)),)
    people = [person(post(4), person_id=number, records=lapsing) for number in range(1, 7)]
    store(database, ground(), [*people, *(person(post(3), person_id=n) for n in (7, 8, 9))])
    return database


class TestTrend:
    def ask(
        self, town: Database, who: Actor, unit: str, first: date, last: date, code: str = "r10"
    ) -> list[tuple[date, int | None, int | None]]:
        with town.reading() as session:
            told = service.trend(
                session,
                who,
                unit_code=unit,
                requirement_code=code,
                first=first,
                last=last,
                rules=RULES,
            )
        return [(point.on, point.required, point.covered) for point in told]

    def test_month_ends_past_and_future_as_if_nobody_renews(self, town: Database) -> None:
        told = self.ask(town, OPERATOR, "u4", date(2026, 12, 31), date(2027, 2, 28))
        assert told == [
            (date(2026, 12, 31), 6, 6),
            (date(2027, 1, 31), 6, 6),
            (date(2027, 2, 28), 6, 0),
        ]

    def test_small_group_is_withheld_on_each_day(self, town: Database) -> None:
        told = self.ask(town, TAFA, "u3", date(2024, 12, 31), date(2025, 1, 31))
        assert told == [(date(2024, 12, 31), 0, 0), (date(2025, 1, 31), None, None)]

    def test_points_are_the_cells_of_their_days(self, database: Database) -> None:
        dice = random.Random(5)
        made = build(dice, units=6, persons=25, requirements=2)
        store(database, made.ground, made.persons)
        for who in (OPERATOR, TAFA):
            for code in ("r1", "r2"):
                points = self.ask(database, who, "u1", FIRST, FIRST + timedelta(500), code)
                with database.reading() as session:
                    for on, required, covered in points:
                        told = service.cells(session, who, unit_code="u1", on=on, rules=RULES)
                        cell = next(
                            (c for c in told.cells_of(told.unit) if c.requirement_code == code),
                            None,
                        )
                        want = (cell.required, cell.covered) if cell else (0, 0)
                        assert (required, covered) == want

    @pytest.mark.parametrize("seed", range(4))
    def test_a_manager_is_told_what_the_page_of_each_day_tells(
        self, database: Database, seed: int
    ) -> None:
        """Units open, close and move meanwhile: who sees what of them is decided day by day."""
        dice = random.Random(seed)
        made = build(dice, units=7, persons=30, requirements=1)
        store(database, made.ground, made.persons)
        rules = CoverageRules(small_group=5, goal=90, today=FIRST + timedelta(200))
        first, last = FIRST, FIRST + timedelta(500)
        with database.reading() as session:
            for above, unit in product((2, 3), range(1, 8)):
                who = Actor("person:98", person_id=98, grants=(Grant(Role.UNIT_MANAGER, above),))
                asked: dict[str, Any] = {"unit_code": f"u{unit}", "rules": rules}
                try:
                    points = service.trend(
                        session, who, requirement_code="r1", first=first, last=last, **asked
                    )
                except NotFound:
                    continue
                for point in points:
                    page = the_page(session, who, on=point.on, **asked)
                    assert (point.required, point.covered) == page, (above, unit, point.on)

    def test_refuses_reversed_days_and_days_beyond_the_ledger(self, town: Database) -> None:
        with pytest.raises(RuleBroken):
            self.ask(town, OPERATOR, "u4", DAY, DAY - timedelta(1))
        with pytest.raises(RuleBroken):
            self.ask(town, OPERATOR, "u4", DAY, ledger.LAST_DAY + timedelta(1))
        with pytest.raises(RuleBroken):
            self.ask(town, OPERATOR, "u4", ledger.FIRST_DAY - timedelta(1), DAY)

    def test_unknown_requirement_is_not_found(self, town: Database) -> None:
        with pytest.raises(NotFound):
            self.ask(town, OPERATOR, "u4", DAY, DAY, "none")


def the_page(session: ReadSession, who: Actor, **asked: Any) -> tuple[int | None, int | None]:
    """What the page of a day shows: nothing of a unit that is not found."""
    try:
        told = service.cells(session, who, **asked)
    except NotFound:
        with suppress(NotFound):
            if service.cells(session, OPERATOR, **asked).rows:
                return None, None
        return 0, 0
    found = next(iter(told.cells_of(told.unit)), None)
    return (found.required, found.covered) if found else (0, 0)


class TestDevelopment:
    """A year back, today, half a year ahead; and who lapses, if nobody renews."""

    def test_two_scenarios_and_lapses_of_each_month(self, town: Database) -> None:
        with town.reading() as session:
            told = service.development(
                session, OPERATOR, unit_code="u4", requirement_code="r10", rules=RULES
            )
        assert [point.on for point in told.points][:2] == [date(2025, 11, 30), date(2025, 12, 31)]
        assert [(each.on, each.covered, each.kept) for each in told.points][-8:] == [
            (date(2026, 10, 31), 6, None),
            (DAY, 6, 6),
            (date(2026, 11, 30), 6, 6),
            (date(2026, 12, 31), 6, 6),
            (date(2027, 1, 31), 6, 6),
            (date(2027, 2, 28), 0, 6),
            (date(2027, 3, 31), 0, 6),
            (date(2027, 4, 30), 0, 6),
        ]
        assert [(each.first, each.last, each.lapses) for each in told.months] == [
            (DAY, date(2026, 11, 30), 0),
            (date(2026, 12, 1), date(2026, 12, 31), 0),
            (date(2027, 1, 1), date(2027, 1, 31), 6),
            (date(2027, 2, 1), date(2027, 2, 28), 0),
            (date(2027, 3, 1), date(2027, 3, 31), 0),
            (date(2027, 4, 1), date(2027, 4, 30), 0),
            (date(2027, 5, 1), date(2027, 5, 31), 0),
        ]

    def test_a_withheld_unit_tells_nothing(self, town: Database) -> None:
        with town.reading() as session:
            told = service.development(
                session, TAFA, unit_code="u3", requirement_code="r10", rules=RULES
            )
        assert all(each.suppressed and each.kept is None for each in told.points)
        assert all(each.suppressed and each.lapses is None for each in told.months)

    @pytest.mark.parametrize("seed", range(6))
    def test_is_what_the_words_say_day_by_day(self, database: Database, seed: int) -> None:
        made = build(random.Random(seed), units=6, persons=40, requirements=2)
        store(database, made.ground, made.persons)
        today = FIRST + timedelta(120 + 20 * seed)
        rules = CoverageRules(small_group=1, goal=90, today=today)
        in_force = [code for code in (1, 2) if words.terms_on(made.ground, code, today) is not None]
        with database.reading() as session:
            for unit, code in product((1, 2, 3), in_force):
                if words.unit_on(made.ground, unit, today) is None:
                    continue
                told = service.development(
                    session,
                    OPERATOR,
                    unit_code=f"u{unit}",
                    requirement_code=f"r{code}",
                    rules=rules,
                )
                for point in told.points:
                    want = words.coverage(made.ground, made.persons, unit, code, point.on)
                    assert (point.required, point.covered) == (want.required, want.covered)
                    if point.on >= today:
                        assert point.kept == kept_by_words(made, unit, code, today, point.on)
                for month in told.months:
                    last = month.last + timedelta(1)
                    assert month.lapses == lapses_by_words(made, unit, code, month.first, last)


def lapse_days(made: Municipality, person: PersonFacts, code: int) -> list[date]:
    """The days on which somebody lapses: covered when last required, and now ended."""
    found, was_covered = [], False
    for day in telling_days(made):
        if words.required(made.ground, person, code, day):
            if was_covered and words.lapsed_for(made.ground, person, code, day):
                found.append(day)
            was_covered = words.covered(made.ground, person, code, day)
    return found


def lapses_by_words(made: Municipality, unit: int, code: int, after: date, until: date) -> int:
    return sum(
        after < day <= until and unit in words.units_counted_in(made.ground, person, code, day)
        for person in made.persons
        for day in lapse_days(made, person, code)
    )


def kept_by_words(made: Municipality, unit: int, code: int, today: date, day: date) -> int:
    """Required there on the day, and covered then, or lapsed since today."""
    here = [
        person
        for person in made.persons
        if unit in words.units_counted_in(made.ground, person, code, day)
        and words.required(made.ground, person, code, day)
    ]
    return sum(
        words.covered(made.ground, person, code, day)
        or (
            words.lapsed_for(made.ground, person, code, day)
            and any(today < lapsed <= day for lapsed in lapse_days(made, person, code))
        )
        for person in here
    )


class TestQueries:
    def test_a_development_needs_at_most_five(self, town: Database) -> None:
        with town.reading() as session, counted(town.engine) as said:
            service.development(session, TAFA, unit_code="u4", requirement_code="r10", rules=RULES)
        assert len(said) <= 8
        with town.reading() as session, counted(town.engine) as said:
            service.development(session, TAFA, unit_code="u4", requirement_code="r10", rules=RULES)
        assert len(said) <= 3

    @pytest.mark.parametrize("on", [DAY, DAY - timedelta(200)])
    def test_cells_need_at_most_five(self, town: Database, on: date) -> None:
        with town.reading() as session, counted(town.engine) as said:
            service.cells(session, TAFA, unit_code="u1", on=on, rules=RULES)
        assert len(said) <= 5


@pytest.mark.parametrize("seed", range(4))
def test_ledger_and_facts_give_the_same_answer(database: Database, seed: int) -> None:
    """Known now is read from the ledger, known at an instant counted from the facts."""
    made = build(random.Random(seed), units=6, persons=12, requirements=3)
    store(database, made.ground, made.persons)
    for on in (FIRST, FIRST + timedelta(150), FIRST + timedelta(300)):
        with database.reading() as session:
            now, then = (
                service.cells(
                    session, OPERATOR, unit_code="u1", on=on, rules=RULES, known_at=known_at
                )
                for known_at in (None, datetime(2030, 1, 1, tzinfo=UTC))
            )
        assert (now.rows, now.direct, now.several) == (then.rows, then.direct, then.several)

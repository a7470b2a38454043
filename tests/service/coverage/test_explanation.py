"""What stands behind each number: it adds up, it equals the words, and it gives nothing away."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import matrix, service, statuses, words
from api.coverage.explaining import COUNTED, Explanation
from api.coverage.facts import Absence, ExemptionFact
from api.coverage.figures import Cell
from api.coverage.narrowing import EVERYBODY, Group
from api.coverage.rules import CoverageRules
from api.coverage.words import Counts, Status
from api.db.maintenance import empty_all_tables
from api.db.session import Database
from api.errors import Forbidden, NotFound, RuleBroken
from api.people.models import Employment
from tests.property.municipality import FIRST, SPAN, Municipality, build, telling_days
from tests.service.coverage.town import THEN, store
from tests.unit.coverage.builders import START, ground, person, post, record, terms

DAY = date(2026, 11, 22)
RULES = CoverageRules(small_group=5, goal=90, today=DAY)
OPERATOR = Actor.system("test")
TAFA = Actor("person:99", person_id=99, grants=(Grant(Role.COORDINATOR, 1),))
BOSS = Actor("person:99", person_id=99, grants=(Grant(Role.UNIT_MANAGER, 4),))
GROUPS = tuple(
    Group(key_people=key_people, employment=employment)
    for key_people in (False, True)
    for employment in (None, *Employment)
    if key_people or employment
)
seeds = st.integers(0, 2**32)


def explained(
    database: Database, actor: Actor, unit: str = "u4", code: str = "r10", **more: object
) -> Explanation:
    asked = {"on": DAY, "rules": RULES, **more}
    with database.reading() as session:
        return service.explanation(
            session,
            actor,
            unit_code=unit,
            requirement_code=code,
            **asked,  # type: ignore[arg-type]
        )


def counts_of(cell: Cell) -> Counts:
    return Counts(**{name: getattr(cell, name) or 0 for name in Counts._fields})


def told(database: Database, actor: Actor, **more: object) -> dict[str, int]:
    found = explained(database, actor, **more)  # type: ignore[arg-type]
    return {status.value: number for status, number in found.statuses.items()}


class TestSmallTown:
    """In unit 4 somebody of each status, and six more who are valid; two directly under 2."""

    @pytest.fixture
    def town(self, database: Database) -> Database:
        here = [
            person(person_id=1, records=(record(START, DAY - timedelta(1)),)),
            person(person_id=2, records=(record(START, DAY + timedelta(60)),)),
            person(post(first_day=DAY), person_id=3),
            person(person_id=4),
            person(person_id=5, records=(record(START, DAY + timedelta(61)),)),
            person(person_id=6, absences=(Absence(first_day=START),)),
            # Lapsed, and has time left as well: counted as lapsed.
            person(post(first_day=DAY), person_id=7, records=(record(START, START),)),
            person(person_id=8, exemptions=(ExemptionFact(first_day=START, requirement_id=10),)),
            *(person(person_id=number, records=(record(START),)) for number in range(11, 17)),
            *(person(post(2), person_id=number) for number in (21, 22)),
        ]
        store(database, ground(terms(goal=80, not_before=START)), here)
        return database

    def test_it_holds_the_cell_its_terms_and_its_statuses(self, town: Database) -> None:
        found = explained(town, BOSS)
        assert (found.cell.required, found.cell.covered, found.cell.exempt) == (12, 8, 1)
        assert found.cell.within_time == 2
        assert {status.value: number for status, number in found.statuses.items()} == {
            "valid": 7,
            "expiring": 1,
            "lapsed": 2,
            "overdue": 1,
            "not_started": 1,
        }
        assert (found.terms.not_before, found.requirement.goal) == (START, 80)
        assert found.asked_of is not None
        assert (found.asked_of.code, found.unit.code) == ("u1", "u4")
        assert found.parts == ()
        assert found.is_named

    def test_the_parts_less_those_in_several_are_the_cell(self, database: Database) -> None:
        double = person(post(4), post(2), person_id=3)
        single = [person(person_id=number, records=(record(START),)) for number in (1, 2)]
        store(database, ground(), [*single, double])
        found = explained(database, OPERATOR, "u2")
        assert [(part.unit_id, part.required) for part in found.parts] == [(4, 3), (-2, 1)]
        assert found.several is not None
        assert (found.several.counts.required, found.cell.required) == (1, 3)
        direct = explained(database, OPERATOR, "u2", direct=True)
        assert (direct.cell.unit_id, direct.cell.required, direct.parts) == (-2, 1, ())
        assert direct.statuses[Status.OVERDUE] == 1

    def test_a_withheld_cell_explains_no_more_than_that(self, town: Database) -> None:
        for found in (
            explained(town, TAFA),
            explained(town, TAFA, "u2"),
            explained(town, TAFA, "u2", direct=True),
        ):
            assert found.cell.suppressed
            assert (found.cell.required, found.cell.covered) == (None, None)
            assert (found.statuses, found.parts, found.merged, found.several) == (
                {},
                (),
                None,
                None,
            )
            assert found.terms.code == "r10"

    def test_nobody_required_is_explained_by_the_rule(self, town: Database) -> None:
        found = explained(town, OPERATOR, "u3")
        assert (found.cell.required, found.cell.exempt, found.cell.share) == (0, 0, None)
        assert sum(found.statuses.values()) == 0

    def test_as_known_at_an_instant(self, town: Database) -> None:
        now, then, before = (
            told(town, OPERATOR, known_at=instant)
            for instant in (None, THEN, THEN + timedelta(days=1))
        )
        assert now == then == before
        with pytest.raises(NotFound, match="requirement_not_found"):
            explained(town, OPERATOR, known_at=THEN - timedelta(seconds=1), unit="u1")

    def test_what_is_not_there_is_not_found(self, town: Database) -> None:
        with pytest.raises(NotFound, match="requirement_not_found"):
            explained(town, OPERATOR, code="r99")
        with pytest.raises(NotFound, match="requirement_not_found"):
            explained(town, OPERATOR, on=START - timedelta(1))
        with pytest.raises(NotFound, match="unit_not_found"):
            explained(town, BOSS, "u2")
        with pytest.raises(RuleBroken, match="day_out_of_range"):
            explained(town, OPERATOR, on=date(1900, 1, 1))
        with pytest.raises(Forbidden):
            explained(town, Actor("person:99", person_id=99))

    def test_the_people_behind_are_those_it_counts(self, town: Database) -> None:
        with town.reading() as session:
            found = service.behind(
                session, BOSS, unit_code="u4", requirement_code="r10", on=DAY, rules=RULES
            )
            assert Counter(each.statuses[0].status for each in found) == Counter(
                valid=7, expiring=1, lapsed=2, overdue=1, not_started=1, exempt=1
            )
            with pytest.raises(Forbidden):
                service.behind(
                    session, TAFA, unit_code="u4", requirement_code="r10", on=DAY, rules=RULES
                )


# --- every cell of a municipality drawn by chance -------------------------------------------------

EVERY_CELL = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def cells_of(
    database: Database,
    actor: Actor,
    town: Municipality,
    asked: CoverageRules,
    group: Group = EVERYBODY,
    known_at: datetime | None = None,
) -> Iterator[Explanation]:
    """Explain every cell of the day."""
    with database.reading() as session:
        for unit_id in town.unit_ids:
            for each in town.requirement_ids:
                if words.terms_on(town.ground, each, asked.today) is None:
                    continue
                for direct in (False, True):
                    try:
                        yield service.explanation(
                            session,
                            actor,
                            unit_code=f"u{unit_id}",
                            requirement_code=f"r{each}",
                            on=asked.today,
                            rules=asked,
                            direct=direct,
                            group=group,
                            known_at=known_at,
                        )
                    except NotFound:
                        return  # a unit that is not there that day


def turns_of_status(town: Municipality) -> list[date]:
    """The days about which valid becomes expiring; with nothing recorded, a day like any other."""
    found = {
        made.valid_until - timedelta(words.EXPIRING_DAYS + step)
        for someone in town.persons
        for made in someone.records
        if made.valid_until
        for step in (0, 1)
    }
    return sorted({FIRST, FIRST + timedelta(1), FIRST + timedelta(2), *found})


def by_the_words(town: Municipality, found: Explanation) -> Counter[Status]:
    """Count the statuses person by person."""
    asked, on = found.requirement.id, found.on
    return Counter(
        statuses.status(town.ground, someone, asked, on)
        for someone in town.persons
        if (member := found.group.member(someone, on))
        and found.cell.unit_id in words.units_counted_in(town.ground, member, asked, on)
    )


def check_sums(found: Explanation) -> None:
    assert tuple(found.statuses) == COUNTED
    assert sum(found.statuses.values()) == found.cell.required
    valid, expiring = found.statuses[Status.VALID], found.statuses[Status.EXPIRING]
    assert valid + expiring == found.cell.covered
    if not found.parts:
        return
    if found.group.key_people:  # Of the parts only these are told.
        cell = replace(found.cell, within_time=None, lapsed=None, not_started=None)
        cell = replace(cell, key_required=cell.required, key_covered=cell.covered)
        found = replace(found, cell=cell)
    shown = [counts_of(part) for part in found.parts if not part.suppressed]
    merged = [found.merged.counts] if found.merged else []
    if not merged and len(shown) < len(found.parts):
        return  # one part is withheld alone, as its reader may name those of all the others
    several = found.several.counts if found.several else Counts()
    assert matrix.minus(matrix.added([*shown, *merged]), several) == counts_of(found.cell)


def check_people(database: Database, found: Explanation, asked: CoverageRules) -> None:
    with database.reading() as session:
        listed = service.behind(
            session,
            OPERATOR,
            unit_code=found.unit.code,
            requirement_code=found.requirement.code,
            on=found.on,
            rules=asked,
            direct=found.direct,
            group=found.group,
        )
    named = Counter(each.statuses[0].status for each in listed)
    assert named[Status.EXEMPT] == (found.cell.exempt or 0)
    assert {status: named[status] for status in COUNTED} == found.statuses
    assert len(listed) == (found.cell.required or 0) + (found.cell.exempt or 0)


class TestEveryCell:
    @EVERY_CELL
    @given(seeds)
    def test_it_adds_up_and_is_what_the_words_say_of_each_person(
        self, database: Database, seed: int
    ) -> None:
        dice = random.Random(seed)
        town = build(dice, units=6, persons=14, requirements=2)
        store(database, town.ground, town.persons)
        for day in (*dice.sample(telling_days(town), 2), *dice.sample(turns_of_status(town), 3)):
            asked = CoverageRules(small_group=1, goal=90, today=day)
            for found in cells_of(database, OPERATOR, town, asked):
                check_sums(found)
                counted = by_the_words(town, found)
                assert counted[Status.EXEMPT] == found.cell.exempt
                assert {status: counted[status] for status in COUNTED} == found.statuses
                check_people(database, found, asked)
        empty_all_tables(database.engine)

    @EVERY_CELL
    @given(seeds)
    def test_so_does_every_cell_under_every_filter(self, database: Database, seed: int) -> None:
        dice = random.Random(seed)
        town = build(dice, units=6, persons=20, requirements=2)
        store(database, town.ground, town.persons)
        day = dice.choice([dice.choice(telling_days(town)), dice.choice(turns_of_status(town))])
        asked = CoverageRules(small_group=1, goal=90, today=day)
        for group in GROUPS:
            for found in cells_of(database, OPERATOR, town, asked, group):
                assert found.group == group
                check_sums(found)
                counted = by_the_words(town, found)
                assert group.key_people or counted[Status.EXEMPT] == found.cell.exempt
                assert {status: counted[status] for status in COUNTED} == found.statuses
                assert found.cell.within_time is not None
                check_people(database, found, asked)
        empty_all_tables(database.engine)

    @EVERY_CELL
    @given(seeds)
    def test_as_known_now_is_as_known_at_the_last_instant(
        self, database: Database, seed: int
    ) -> None:
        dice = random.Random(seed)
        town = build(dice, units=4, persons=10, requirements=2)
        store(database, town.ground, town.persons)
        day = dice.choice(telling_days(town))
        asked = CoverageRules(small_group=1, goal=90, today=day)
        for found in cells_of(database, OPERATOR, town, asked):
            with database.reading() as session:
                then = service.explanation(
                    session,
                    OPERATOR,
                    unit_code=found.unit.code,
                    requirement_code=found.requirement.code,
                    on=day,
                    rules=asked,
                    known_at=THEN,
                    direct=found.direct,
                )
            assert replace(then, known_at=None) == found
        empty_all_tables(database.engine)

    @EVERY_CELL
    @given(seeds)
    def test_under_a_filter_too(self, database: Database, seed: int) -> None:
        dice = random.Random(seed)
        town = build(dice, units=4, persons=12, requirements=1)
        store(database, town.ground, town.persons)
        asked = CoverageRules(small_group=1, goal=90, today=dice.choice(telling_days(town)))
        group = dice.choice(GROUPS)
        for now, then in zip(
            cells_of(database, OPERATOR, town, asked, group),
            cells_of(database, OPERATOR, town, asked, group, known_at=THEN),
            strict=True,
        ):
            assert replace(then, known_at=None) == now
        empty_all_tables(database.engine)

    @EVERY_CELL
    @given(seeds)
    def test_it_withholds_what_the_matrix_withholds(self, database: Database, seed: int) -> None:
        dice = random.Random(seed)
        town = build(dice, units=5, persons=25, requirements=1)
        store(database, town.ground, town.persons)
        tafa = replace(TAFA, grants=tuple(Grant(Role.COORDINATOR, unit) for unit in town.unit_ids))
        day = FIRST + timedelta(dice.randrange(SPAN))
        asked = CoverageRules(small_group=3, goal=90, today=day)
        for found in cells_of(database, tafa, town, asked):
            with database.reading() as session:
                table = service.cells(session, tafa, unit_code=found.unit.code, on=day, rules=asked)
            ours = {
                (cell.unit_id, cell.requirement_code): cell
                for cell in chain(table.rows, table.direct)
            }
            cell = ours.get((found.cell.unit_id, found.requirement.code))
            assert cell == found.cell or (cell is None and not found.cell.required)
            if found.cell.suppressed:
                assert (found.statuses, found.parts, found.merged) == ({}, (), None)
            else:
                check_sums(found)
            assert all(part == ours[part.unit_id, part.requirement_code] for part in found.parts)
        empty_all_tables(database.engine)

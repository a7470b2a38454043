"""Standings and ledger follow the facts, whatever is corrected, and whoever writes at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import product
from threading import Barrier, Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from api.access.actor import Actor
from api.coverage import ledger, queries, service, storage, words
from api.coverage.facts import Appointment
from api.coverage.rules import CoverageRules
from api.coverage.settling import rebuild
from api.coverage.verifying import Days, Kind, verify
from api.db import facts
from api.db.engine import is_sqlite
from api.db.facts import Fact
from api.db.maintenance import empty_all_tables
from api.db.session import Database, settle
from api.organisation.models import UnitPeriod
from api.people.models import Absence, KeyPersonAppointment, Post, TitleCategory
from api.records.models import TrainingRecord
from api.requirements.models import Exemption, RequirementPeriod
from tests.property.municipality import (
    FIRST,
    SPAN,
    TITLES,
    Municipality,
    build,
    person,
    requirement_life,
    telling_days,
    unit_life,
)
from tests.service.coverage.town import (
    THEN,
    entry,
    person_rows,
    record_row,
    store,
    terms_row,
    title_row,
    unit_row,
)
from tests.unit.coverage.builders import START, ground, post, record, terms, unit
from tests.unit.coverage.builders import person as someone

TODAY = FIRST + timedelta(SPAN // 2)
A_DATABASE_FOR_ALL = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
seeds = st.integers(0, 2**32)


def random_town(dice: random.Random) -> Municipality:
    return build(dice, units=6, persons=8, requirements=3)


def derived(database: Database) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """All standings, and all ledger rows that say something."""
    with database.reading() as session:
        standings = session.execute(
            text("SELECT * FROM standing ORDER BY person_id, requirement_id, first_day")
        )
        ledger = session.execute(
            text("SELECT * FROM ledger_entry ORDER BY unit_id, slot, requirement_id")
        )
        return [tuple(row) for row in standings], [tuple(r) for r in ledger if any(r[3:])]


def units_kept(database: Database) -> set[object]:
    """The units and parts that the ledger tells of."""
    return {row[0] for row in derived(database)[1]}


def some_fact(session: Session, dice: random.Random, table: type[Fact]) -> list[Fact]:
    found = session.exec(select(table).where(facts.known(table)).order_by(col(table.id))).all()
    return [dice.choice(found)] if found else []


def correct_a_person(session: Session, dice: random.Random, town: Municipality) -> None:
    """New facts about somebody, and some of anybody's taken back."""
    number = dice.choice(town.persons).person_id
    later = person(dice, number, len(town.unit_ids), len(town.requirement_ids))
    rows = person_rows(later)
    facts.add(session, entry(), dice.sample(rows, dice.randint(1, len(rows))))
    for table in (Post, Absence, KeyPersonAppointment, Exemption, TrainingRecord):
        if dice.random() < 0.4:
            facts.retract(session, entry(), some_fact(session, dice, table))


def move_a_unit(session: Session, dice: random.Random, town: Municipality) -> None:
    """A unit's life told anew: other parents, other days."""
    moved = dice.choice(town.unit_ids)
    rows = session.exec(
        select(UnitPeriod).where(UnitPeriod.unit_id == moved, facts.known(UnitPeriod))
    ).all()
    facts.retract(session, entry(), rows)
    facts.add(session, entry(), [unit_row(period) for period in unit_life(dice, moved)])


def change_a_requirement(session: Session, dice: random.Random, town: Municipality) -> None:
    number = dice.choice(town.requirement_ids)
    rows = session.exec(
        select(RequirementPeriod).where(
            RequirementPeriod.requirement_id == number, facts.known(RequirementPeriod)
        )
    ).all()
    facts.retract(session, entry(), rows)
    life = requirement_life(dice, number, len(town.unit_ids))
    facts.add(session, entry(), [terms_row(terms) for terms in life])


def recategorise_a_title(session: Session, dice: random.Random, _town: Municipality) -> None:
    facts.retract(session, entry(), some_fact(session, dice, TitleCategory))
    title = dice.choice(TITLES)
    known = session.exec(
        select(TitleCategory).where(TitleCategory.title_key == title, facts.known(TitleCategory))
    ).all()
    facts.retract(session, entry(), known)
    facts.add(session, entry(), [title_row(title, "Lärare ")])


def move_unit_4_under_3(session: Session) -> None:
    old = session.exec(select(UnitPeriod).where(UnitPeriod.unit_id == 4)).all()
    facts.retract(session, entry(), old)
    facts.add(session, entry(), [unit_row(unit(4, 3))])


CHANGES: tuple[Callable[[Session, random.Random, Municipality], None], ...] = (
    correct_a_person,
    correct_a_person,
    move_a_unit,
    change_a_requirement,
    recategorise_a_title,
)


class TestSettle:
    @A_DATABASE_FOR_ALL
    @given(seed=seeds)
    def test_follows_every_correction_and_equals_the_words(
        self, database: Database, seed: int
    ) -> None:
        empty_all_tables(database.engine)
        dice = random.Random(seed)
        town = random_town(dice)
        store(database, town.ground, town.persons)
        for _ in range(4):
            with database.writing() as session:
                for change in dice.sample(CHANGES, dice.randint(1, 2)):
                    change(session, dice, town)
                    session.flush()
                    if dice.random() < 0.3:
                        settle(session)
        with database.reading_one_state() as session:
            days = telling_days(town)[:: dice.randint(5, 9)]
            assert verify(session, today=TODAY, days=days) == []

    @A_DATABASE_FOR_ALL
    @given(seed=seeds)
    def test_equals_a_rebuild_row_for_row(self, database: Database, seed: int) -> None:
        empty_all_tables(database.engine)
        dice = random.Random(seed)
        town = random_town(dice)
        store(database, town.ground, town.persons)
        with database.writing() as session:
            for change in CHANGES:
                change(session, dice, town)
        before = derived(database)
        with database.writing() as session:
            rebuild(session)
        assert derived(database) == before

    def test_import_of_many_settles_in_batches(self, database: Database) -> None:
        many = [
            someone(person_id=number, records=(record(START),) * (number % 2))
            for number in range(1, 1301)
        ]
        store(database, ground(), many)
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
            # Covered: one segment. Missing: within time, and then not.
            assert len(derived(database)[0]) == 650 + 2 * 650

    def test_tells_how_far_it_has_come_with_many_and_nothing_of_a_few(
        self, database: Database
    ) -> None:
        store(database, ground(), [someone(person_id=number) for number in range(1, 1301)])
        seen: list[tuple[int, int]] = []
        for last in (1300, 3):
            with database.writing(lambda done, total: seen.append((done, total))) as session:
                chosen = range(1, last + 1)
                facts.add(session, entry(), [record_row(each, record(START)) for each in chosen])
        assert seen == [(500, 1300), (1000, 1300), (1300, 1300)]
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []

    def test_many_far_apart_settle_as_well_as_many_together(self, database: Database) -> None:
        """A range over ids would read too many others."""
        store(database, ground(), [someone(person_id=number * 9) for number in range(1, 251)])
        with database.writing() as session:
            chosen = [each * 9 for each in range(1, 251)]
            facts.add(session, entry(), [record_row(each, record(START)) for each in chosen])
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
            assert len(derived(database)[0]) == 250

    def test_moved_unit_settles_its_key_people_who_work_elsewhere(self, database: Database) -> None:
        """The requirement reaches them by their appointment at unit 4, below its own unit 2."""
        key = someone(post(2), appointments=(Appointment(first_day=START, unit_id=4),))
        asks = terms(unit_id=2, key_people_only=True)
        store(database, ground(asks), [key])
        with database.writing() as session:
            move_unit_4_under_3(session)
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
        assert derived(database) == ([], [])

    def test_moved_unit_of_a_requirement_settles_those_appointed_above_it(
        self, database: Database
    ) -> None:
        """The requirement's own unit 4 leaves unit 2, for which they are appointed."""
        key = someone(post(4), appointments=(Appointment(first_day=START, unit_id=2),))
        store(database, ground(terms(unit_id=4, key_people_only=True)), [key])
        with database.writing() as session:
            move_unit_4_under_3(session)
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
        assert derived(database) == ([], [])

    def test_a_unit_gets_a_part_of_its_own_with_its_first_unit_below_and_loses_it_with_the_last(
        self, database: Database
    ) -> None:
        """Directly under unit 3 is all of it, and not kept, until unit 4 comes to lie below it."""
        store(database, ground(), [someone(post(3))])
        assert -3 not in units_kept(database)
        with database.writing() as session:
            move_unit_4_under_3(session)
        assert -3 in units_kept(database)
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
        with database.writing() as session:
            under_3 = session.exec(select(UnitPeriod).where(facts.known(UnitPeriod))).all()
            facts.retract(session, entry(), [each for each in under_3 if each.parent_id == 3])
            facts.add(session, entry(), [unit_row(unit(4, 2))])
        assert -3 not in units_kept(database)
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []

    def test_facts_taken_back_leave_nothing_in_the_ledger(self, database: Database) -> None:
        store(database, ground(), [someone(records=(record(START),))])
        with database.writing() as session:
            facts.retract(session, entry(), session.exec(select(Post)).all())
        assert derived(database) == ([], [])

    def test_rolled_back_with_the_facts(self, database: Database) -> None:
        store(database, ground(), [someone()])
        before = derived(database)
        with database.open_writer() as session:
            facts.add(session, entry(), [record_row(1, record(START))])
            settle(session)
        assert derived(database) == before


class TestVerify:
    def test_reports_a_tampered_ledger_row(self, database: Database) -> None:
        store(database, ground(), [someone()])
        with database.writing() as session:
            session.execute(text("UPDATE ledger_entry SET covered = covered + 1 WHERE unit_id = 2"))
        with database.reading_one_state() as session:
            found = verify(session, today=TODAY)
        assert {difference.kind for difference in found} == {Kind.LEDGER, Kind.BALANCE}
        assert "unit 2" in str(found[0])

    def test_reports_a_missing_and_an_invented_ledger_row(self, database: Database) -> None:
        store(database, ground(), [someone()])
        with database.writing() as session:
            session.execute(text("DELETE FROM ledger_entry WHERE unit_id = 4"))
            session.execute(
                text("INSERT INTO ledger_entry VALUES (77, 8192, 10, 1, 0, 0, 0, 0, 0, 0, 0, 0)")
            )
        with database.reading_one_state() as session:
            told = [str(difference) for difference in verify(session, today=TODAY)]
        assert any("unit 4," in one for one in told)
        assert any("unit 77," in one for one in told)

    def test_reports_a_tampered_standing(self, database: Database) -> None:
        store(database, ground(), [someone()])
        with database.writing() as session:
            session.execute(text("UPDATE standing SET flags = 1 WHERE flags <> 1"))
        with database.reading_one_state() as session:
            found = verify(session, today=TODAY)
        assert {difference.kind for difference in found} == {Kind.STANDING}

    def test_reports_a_fact_that_was_never_settled(self, database: Database) -> None:
        store(database, ground(), [someone()])
        with Database(database.engine).writing() as session:
            facts.add(session, entry(), [record_row(1, record(START))])
        with database.reading_one_state() as session:
            kinds = {difference.kind for difference in verify(session, today=TODAY)}
        assert kinds == {Kind.STANDING, Kind.LEDGER, Kind.BALANCE}

    @pytest.mark.parametrize("gone", [1, 5, 99], ids=["before", "between", "beyond"])
    def test_reports_standings_of_somebody_removed_around_the_foreign_keys(
        self, database: Database, gone: int
    ) -> None:
        store(database, ground(), [someone(person_id=number) for number in (2, 9)])
        insert_around_foreign_keys(
            database, f"INSERT INTO standing VALUES ({gone}, 10, '2026-01-01', NULL, 1, '1')"
        )
        with database.reading_one_state() as session:
            (found,) = verify(session, today=TODAY)
        assert found.kind is Kind.STANDING
        assert found.place == f"person {gone}"

    def test_asks_the_words_of_each_person_on_days_of_their_own(self) -> None:
        days = [TODAY + timedelta(number) for number in range(6)]
        few = Days.sampled(days, TODAY, persons=10)
        many = Days.sampled(days, TODAY, persons=60_000)
        assert few.of(3) == days
        told = [many.of(person_id) for person_id in range(1, 11)]
        assert {len(each) for each in told} == {2}
        assert {each[0] for each in told} == {TODAY}
        assert {each[1] for each in told} == set(days[1:])
        assert many.all == days

    def test_rebuild_mends_what_verify_found(self, database: Database) -> None:
        store(database, ground(), [someone()])
        seen: list[tuple[int, int]] = []
        with database.writing() as session:
            session.execute(text("UPDATE ledger_entry SET required = 7"))
        with database.writing() as session:
            rebuild(session, lambda done, total: seen.append((done, total)))
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY) == []
        assert seen == [(1, 1)]


class TestWritersAtOnce:
    """Eight threads at the same units and people: nothing lost, nothing doubled, no deadlock."""

    def test_no_change_is_lost_or_doubled(self, database: Database) -> None:
        dice = random.Random(1)
        town = random_town(dice)
        store(database, town.ground, town.persons)

        def write(number: int) -> None:
            own_dice = random.Random(number)
            for _ in range(12):
                with database.writing() as session:
                    # One re-parents and changes requirements while the others write of people.
                    change = own_dice.choice(CHANGES) if number == 0 else correct_by_adding
                    change(session, own_dice, town)

        assert failures_at_once(write) == []
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY, days=telling_days(town)[::10]) == []
        assert_ledger_equals_the_words(database, town, telling_days(town)[::25])

    def test_settling_twice_in_a_transaction_does_not_deadlock(self, database: Database) -> None:
        """After the first settlement they would hold the rows of the units they all share."""
        dice = random.Random(2)
        town = random_town(dice)
        store(database, town.ground, town.persons)

        def write(number: int) -> None:
            own_dice = random.Random(number)
            for _ in range(8):
                with database.writing() as session:
                    correct_by_adding(session, own_dice, town)
                    if number % 2:
                        settle(session)
                    correct_by_adding(session, own_dice, town)

        assert failures_at_once(write) == []
        with database.reading_one_state() as session:
            assert verify(session, today=TODAY, days=telling_days(town)[::10]) == []
        assert_ledger_equals_the_words(database, town, telling_days(town)[::25])


def assert_ledger_equals_the_words(
    database: Database, town: Municipality, days: Iterable[date]
) -> None:
    """Every balance against the definitions, with nothing of ``verify`` between."""
    units = [*town.unit_ids, *(-unit for unit in town.unit_ids)]
    with database.reading() as session:
        known = queries.ground(session)
        persons = list(queries.person_facts(session, queries.numbered(1, 10**6)).values())
        for day in days:
            stored = storage.balances(session, known, units, ledger.slots_on(day))
            for unit_id, requirement_id in product(units, known.terms_of):
                told = words.coverage(known, persons, unit_id, requirement_id, day)
                assert tuple(stored.get((unit_id, requirement_id), words.Counts())) == told


def insert_around_foreign_keys(database: Database, sql: str) -> None:
    """As a hand with a database tool might."""
    on_sqlite = is_sqlite(database.engine)
    off, on = (
        ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON")
        if on_sqlite
        else ("SET session_replication_role = replica", "RESET session_replication_role")
    )
    raw = database.engine.raw_connection()
    cursor = raw.cursor()
    for statement in (off, sql, on):
        cursor.execute(statement)
    raw.commit()
    raw.close()


def failures_at_once(write: Callable[[int], None]) -> list[BaseException]:
    """Eight threads begin to write at the same moment; what went wrong in them."""
    start, failures = Barrier(8), list[BaseException]()

    def begin(number: int) -> None:
        start.wait()
        try:
            write(number)
        except BaseException as failure:  # noqa: BLE001 - told by the main thread
            failures.append(failure)

    threads = [Thread(target=begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


def correct_by_adding(session: Session, dice: random.Random, town: Municipality) -> None:
    """Facts about several people in no special order."""
    for one in dice.sample(town.persons, 3):
        later = person(dice, one.person_id, len(town.unit_ids), len(town.requirement_ids))
        facts.add(session, entry(), dice.sample(rows := person_rows(later), min(2, len(rows))))


def test_late_evidence_changes_only_later_known_at(database: Database) -> None:
    store(database, ground(), [someone(person_id=number) for number in range(1, 7)])
    day = TODAY
    rules = CoverageRules(small_group=1, goal=90, today=day)
    late = datetime(2026, 3, 1, tzinfo=UTC)

    def covered(known_at: datetime | None) -> int | None:
        with database.reading() as session:
            told = service.cells(
                session,
                Actor.system("test"),
                unit_code="u1",
                on=day,
                rules=rules,
                known_at=known_at,
            )
        return told.rows[0].covered if told.rows else None

    before = {at: covered(at) for at in (THEN - timedelta(1), THEN, late - timedelta(1))}
    with database.writing() as session:
        facts.add(session, entry(late), [record_row(1, record(START))])
    assert {at: covered(at) for at in before} == before
    assert before == {THEN - timedelta(1): None, THEN: 0, late - timedelta(1): 0}
    assert covered(late) == covered(None) == 1

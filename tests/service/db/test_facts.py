"""Facts, and the law of transactions, on both databases."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlmodel import col

from api.db.engine import make_engine
from api.db.facts import Entry, Touched, add, add_one, in_force, known, retract, touched
from api.db.maintenance import empty_all_tables
from api.db.session import Database, WriteSession, settle
from api.organisation.models import Unit, UnitKind, UnitPeriod
from api.people.models import Absence, Person

FIRST = datetime(2026, 1, 1, 8, tzinfo=UTC)
LATER = FIRST + timedelta(days=30)


def person(session: WriteSession, employee_id: str = "1") -> int:
    found = Person(employee_id=employee_id, name="Åsa Öst", sort_key="{sa |st")
    session.add(found)
    session.flush()
    assert found.id is not None
    return found.id


def absence(person_id: int, first: date, last: date | None = None) -> Absence:
    return Absence(person_id=person_id, first_day=first, last_day=last)  # type: ignore[call-arg]


def test_a_retracted_fact_is_known_as_it_was(bare_database: Database) -> None:
    with bare_database.writing() as session:
        fact = absence(person(session), date(2026, 2, 1))
        add(session, Entry(FIRST, "person:1"), [fact])
    with bare_database.writing() as session:
        retract(session, Entry(LATER, "person:2"), session.execute(select(Absence)).scalars())
    counts = {}
    with bare_database.reading() as reader:
        for moment in (None, FIRST - timedelta(seconds=1), FIRST, LATER):
            statement = select(func.count()).select_from(Absence).where(known(Absence, moment))
            counts[moment] = reader.execute(statement).scalar_one()
    assert counts == {None: 0, FIRST - timedelta(seconds=1): 0, FIRST: 1, LATER: 0}


def test_one_given_as_values_is_a_fact_like_any_other(bare_database: Database) -> None:
    entry = Entry(FIRST, "person:1", feed="lista")
    with bare_database.writing() as session:
        owner = person(session)
        row = {"person_id": owner, "first_day": date(2026, 2, 1), "last_day": None}
        number = add_one(session, entry, Absence, row)
        assert touched(session) == Touched(persons={owner})
        as_object = absence(owner, date(2026, 3, 1))
        add(session, entry, [as_object])
        session.flush()
        told = session.get_one(Absence, number).model_dump(exclude={"id", "first_day"})
        assert told == as_object.model_dump(exclude={"id", "first_day"})
        retract(session, Entry(LATER, "person:2"), [session.get_one(Absence, number)])
        session.flush()
        left = session.execute(select(col(Absence.id)).where(known(Absence))).scalars().all()
        assert left == [as_object.id]


def test_retracting_twice_keeps_the_first(bare_database: Database) -> None:
    with bare_database.writing() as session:
        fact = absence(person(session), date(2026, 2, 1))
        add(session, Entry(FIRST, "person:1"), [fact])
        session.flush()
        retract(session, Entry(LATER, "person:2"), [fact])
        session.flush()
        retract(session, Entry(LATER + timedelta(days=1), "person:3"), [fact])
        assert (fact.retracted_at, fact.retracted_by) == (LATER, "person:2")


@pytest.mark.parametrize(
    ("day", "included"),
    [
        (date(2026, 1, 31), False),
        (date(2026, 2, 1), True),
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
    ],
)
def test_the_last_day_is_included(bare_database: Database, day: date, included: bool) -> None:
    with bare_database.writing() as session:
        fact = absence(person(session), date(2026, 2, 1), date(2026, 2, 28))
        add(session, Entry(FIRST, "x"), [fact])
    with bare_database.reading() as reader:
        found = reader.execute(select(Absence).where(in_force(Absence, day))).scalars().all()
        assert bool(found) is included


def test_what_was_touched_is_settled_before_the_commit(bare_database: Database) -> None:
    seen: list[Touched] = []
    watched = Database(bare_database.engine, lambda _session, touched: seen.append(touched))
    with watched.writing() as session:
        who = person(session)
        unit = Unit(code="K")
        session.add(unit)
        session.flush()
        unit_id = unit.id
        assert unit_id is not None
        add(session, Entry(FIRST, "x"), [absence(who, date(2026, 2, 1))])
        settle(session)
        kommun = UnitPeriod(  # type: ignore[call-arg]
            unit_id=unit_id, name="K", kind=UnitKind.KOMMUN, first_day=date(2026, 1, 1)
        )
        add(session, Entry(FIRST, "x"), [kommun])
    assert [touched.persons for touched in seen] == [{who}, set()]
    assert seen[1].units == {unit_id}


def test_a_raise_rolls_back_whole(bare_database: Database) -> None:
    def write() -> None:
        with bare_database.writing() as session:
            add(session, Entry(FIRST, "x"), [absence(person(session), date(2026, 2, 1))])
            session.flush()
            raise ValueError("planted")

    with pytest.raises(ValueError, match="planted"):
        write()
    with bare_database.reading() as reader:
        assert reader.execute(select(func.count()).select_from(Person)).scalar_one() == 0


def test_a_failing_settlement_rolls_back_whole(bare_database: Database) -> None:
    def fail(_session: WriteSession, _touched: Touched) -> None:
        raise RuntimeError("planted")

    def write() -> None:
        with Database(bare_database.engine, fail).writing() as session:
            add(session, Entry(FIRST, "x"), [absence(person(session), date(2026, 2, 1))])

    with pytest.raises(RuntimeError, match="planted"):
        write()
    with bare_database.reading() as session:
        assert session.execute(select(func.count()).select_from(Absence)).scalar_one() == 0


def test_read_then_write_by_many_loses_nothing(bare_database: Database) -> None:
    with bare_database.writing() as session:
        person(session, "0")

    def work() -> None:
        for _ in range(10):
            with bare_database.writing() as session:
                row = session.execute(select(Person).with_for_update()).scalar_one()
                row.employee_id = str(int(row.employee_id) + 1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with bare_database.reading() as reader:
        assert reader.execute(select(col(Person.employee_id))).scalar_one() == "40"


def test_emptying_leaves_no_row_and_keeps_the_guards(bare_database: Database) -> None:
    with bare_database.writing() as session:
        add(session, Entry(FIRST, "x"), [absence(person(session), date(2026, 2, 1))])
    empty_all_tables(bare_database.engine)
    with bare_database.reading() as reader:
        assert reader.execute(select(func.count()).select_from(Absence)).scalar_one() == 0
    with bare_database.writing() as session:
        add(session, Entry(FIRST, "x"), [absence(person(session), date(2026, 2, 1))])
    with pytest.raises(Exception, match="never changed or deleted"), bare_database.writing() as it:
        it.execute(text("DELETE FROM absence"))


def test_sqlite_is_durable_and_checks_references(tmp_path: object) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/x.db")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }

"""The demo in real tables: the same in every database, quick to come, and gone without a trace."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from api.access.actor import Actor, Grant
from api.access.permissions import Role
from api.coverage import queries, words
from api.coverage.facts import Ground, PersonFacts
from api.coverage.statuses import complete, status, trained
from api.coverage.words import Status
from api.db.engine import make_engine
from api.db.facts import take_touched
from api.db.session import Database
from api.demo import cast, service
from api.errors import Conflict, Forbidden, RuleBroken
from api.tables import fact_tables
from tests.conftest import TODAY, FakeClock
from tests.schema import migrate

OPERATOR = Actor.system("tests")
LONGEST_SECONDS = 10
GOAL = 90


def load(database: Database, courses_dir: Path, day: date = TODAY) -> None:
    with database.writing() as session:
        service.load(session, OPERATOR, clock=FakeClock(day), courses_dir=courses_dir)


def dump(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, instants and days alike on both databases."""
    with engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(map(plain, row)) for row in connection.execute(table.select())), key=repr
            )
            for table in SQLModel.metadata.sorted_tables
        }


def plain(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def rows_in(engine: Engine) -> dict[str, int]:
    return {name: len(rows) for name, rows in dump(engine).items()}


@dataclass(frozen=True)
class Loaded:
    """The demo's facts as coverage reads them, and ids by codes."""

    ground: Ground
    people: dict[int, PersonFacts]
    units: dict[str, int]
    requirements: dict[str, int]
    ids: dict[str, int]

    def counts(self, unit: str, requirement: str, day: date = TODAY) -> words.Counts:
        return words.coverage(
            self.ground, self.people.values(), self.units[unit], self.requirements[requirement], day
        )

    def percent(self, unit: str, requirement: str) -> float:
        counts = self.counts(unit, requirement)
        return 100 * counts.covered / counts.required

    def status(self, employee_id: str, requirement: str) -> Status:
        person = self.people[self.ids[employee_id]]
        return status(self.ground, person, self.requirements[requirement], TODAY)

    def statuses(self, unit: str, requirement: str) -> Counter[Status]:
        required, here = self.requirements[requirement], self.units[unit]
        return Counter(
            status(self.ground, person, required, TODAY)
            for person in self.people.values()
            if here in words.units_counted_in(self.ground, person, required, TODAY)
        )


def read(database: Database, known_at: datetime | None = None) -> Loaded:
    with database.reading() as session:
        found = {
            table: dict(session.execute(text(f"SELECT {code}, id FROM {table}")).all())
            for table, code in (
                ("unit", "code"),
                ("requirement", "code"),
                ("person", "employee_id"),
            )
        }
        everybody = queries.numbered(1, max(found["person"].values()))
        return Loaded(
            ground=queries.ground(session, known_at),
            people=queries.person_facts(session, everybody, known_at),
            units=found["unit"],
            requirements=found["requirement"],
            ids=found["person"],
        )


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demo in a SQLite of its own, loaded once for all that only look."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo')}/demo.db"
    migrate(url)
    database = Database(make_engine(url))
    load(database, Path(__file__).parents[3] / "courses")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="module")
def loaded(sqlite: Database) -> Loaded:
    return read(sqlite)


class TestLoad:
    def test_content_is_the_same_in_two_databases(
        self, bare_database: Database, sqlite: Database, courses_dir: Path
    ) -> None:
        load(bare_database, courses_dir)
        assert dump(bare_database.engine) == dump(sqlite.engine)

    def test_content_is_the_same_after_clearing(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        load(bare_database, courses_dir)
        first = dump(bare_database.engine)
        service.clear(bare_database.engine)
        load(bare_database, courses_dir)
        assert dump(bare_database.engine) == first

    def test_loading_takes_seconds(self, bare_database: Database, courses_dir: Path) -> None:
        began = time.perf_counter()
        load(bare_database, courses_dir)
        assert time.perf_counter() - began < LONGEST_SECONDS

    def test_nothing_is_read_or_retracted_row_by_row(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(bare_database.engine, "before_cursor_execute", note)
        load(bare_database, courses_dir)
        event.remove(bare_database.engine, "before_cursor_execute", note)
        # SQLite inserts row by row, since it must tell each row's id; all else is one of a kind.
        others = [each for each in statements if not each.startswith("INSERT")]
        assert len(others) < 30

    def test_everybody_written_about_is_left_to_settle(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        with bare_database.open_writer() as session:
            service.load(session, OPERATOR, clock=FakeClock(), courses_dir=courses_dir)
            touched = take_touched(session)
            people = session.execute(text("SELECT id FROM person")).scalars().all()
        assert touched.persons == set(people)
        assert touched.units
        assert touched.requirements

    def test_progress_is_told(self, bare_database: Database, courses_dir: Path) -> None:
        told: list[str] = []
        with bare_database.writing() as session:
            service.load(
                session,
                OPERATOR,
                clock=FakeClock(),
                courses_dir=courses_dir,
                progress=told.append,
            )
        assert told == ["courses", "organisation", "people", "requirements", "records"]

    def test_a_database_in_use_is_refused(self, bare_database: Database, courses_dir: Path) -> None:
        load(bare_database, courses_dir)
        with pytest.raises(Conflict, match="database_not_empty"):
            load(bare_database, courses_dir)

    def test_faulty_courses_are_refused_and_nothing_is_written(
        self, bare_database: Database, tmp_path: Path
    ) -> None:
        (tmp_path / "kurs").mkdir()
        with pytest.raises(RuleBroken, match="courses_invalid"):
            load(bare_database, tmp_path)
        assert not any(rows_in(bare_database.engine).values())

    def test_only_the_operator_may(self, bare_database: Database, courses_dir: Path) -> None:
        admin = Actor(label="person:1", person_id=1, grants=(Grant(Role.ADMIN, 1),))
        with pytest.raises(Forbidden), bare_database.writing() as session:
            service.load(session, admin, clock=FakeClock(), courses_dir=courses_dir)


class TestEmptiness:
    def test_empty_before_full_after_and_empty_when_cleared(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        assert self.empty(bare_database)
        load(bare_database, courses_dir)
        assert not self.empty(bare_database)
        service.clear(bare_database.engine)
        assert self.empty(bare_database)

    def test_clear_leaves_no_row_in_any_table(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        load(bare_database, courses_dir)
        service.clear(bare_database.engine)
        assert not any(rows_in(bare_database.engine).values())

    def test_facts_are_guarded_still_after_clearing(
        self, bare_database: Database, courses_dir: Path
    ) -> None:
        load(bare_database, courses_dir)
        service.clear(bare_database.engine)
        load(bare_database, courses_dir)
        for table in fact_tables():
            for change in (f"DELETE FROM {table}", f"UPDATE {table} SET recorded_by = 'x'"):
                with pytest.raises(DBAPIError), bare_database.engine.begin() as connection:
                    connection.execute(text(change))

    def empty(self, database: Database) -> bool:
        with database.reading() as session:
            return service.is_empty(session, OPERATOR)


class TestWhatIsSeen:
    def test_about_forty_units_and_six_hundred_people(self, loaded: Loaded) -> None:
        units = [unit for unit in loaded.ground.units if unit.on(TODAY)]
        here = [person for person in loaded.people.values() if words.placed(person, TODAY)]
        assert 40 <= len(units) <= 48
        assert 590 <= len(here) <= 610

    @pytest.mark.parametrize("board", ["BUN", "KS", "KUN", "SN"])
    def test_every_board_lies_between_poor_and_perfect(self, loaded: Loaded, board: str) -> None:
        assert 55 <= loaded.percent(board, "GRUND") <= 95

    def test_boards_differ(self, loaded: Loaded) -> None:
        shares = [loaded.percent(board, "GRUND") for board in ("BUN", "KS", "KUN", "SN")]
        assert max(shares) - min(shares) > 12

    def test_one_unit_is_complete_and_one_lags(self, loaded: Loaded) -> None:
        shares = [
            (loaded.counts("KUN-102", code), terms.goal or GOAL)
            for code, requirement in loaded.requirements.items()
            if (terms := words.terms_on(loaded.ground, requirement, TODAY))
        ]
        assert complete(shares) is True
        assert loaded.percent("VAF-102", "GRUND") < 50

    def test_small_groups_are_there_to_be_withheld(self, loaded: Loaded) -> None:
        for unit in ("KUN-104", "SN-107"):
            assert 0 < loaded.counts(unit, "GRUND").required < 5

    def test_the_school_has_a_little_of_everything(self, loaded: Loaded) -> None:
        found = loaded.statuses("BUN-101", "GRUND")
        for state in (Status.LAPSED, Status.EXPIRING, Status.OVERDUE, Status.NOT_STARTED):
            assert found[state] >= 2, found
        assert 20 <= sum(found.values()) <= 27

    def test_the_cast_play_their_parts(self, loaded: Loaded) -> None:
        assert loaded.status(cast.STAFF, "GRUND") is Status.EXPIRING
        assert loaded.status(cast.STAFF, "RISK") is Status.VALID
        assert loaded.status(cast.STAFF, "DIGITALT") is Status.NOT_STARTED
        assert loaded.status(cast.VETERAN, "GRUND") is Status.EXPIRING
        assert loaded.status(cast.NEWCOMER, "GRUND") is Status.NOT_STARTED
        assert loaded.status(cast.UNTRAINED_KEY_PERSON, "MI") is Status.OVERDUE

    def test_most_key_people_are_trained_but_one_is_not(self, loaded: Loaded) -> None:
        people = [each for each in loaded.people.values() if words.key_units(each, TODAY)]
        done = [each for each in people if trained(loaded.ground, each, TODAY)]
        assert loaded.people[loaded.ids[cast.UNTRAINED_KEY_PERSON]] not in done
        assert len(people) >= 18
        assert 5 <= len(done) < len(people)
        assert loaded.counts("K", "MI").covered >= 0.6 * loaded.counts("K", "MI").required

    def test_some_are_exempt_and_some_within_time(self, loaded: Loaded) -> None:
        assert loaded.counts("K", "GRUND").exempt + loaded.counts("K", "RISK").exempt >= 5
        assert loaded.counts("K", "DIGITALT").within_time > 20

    def test_partners_are_counted_apart(self, loaded: Loaded) -> None:
        assert loaded.counts("EXT-FK", "PARTNER").required == 8
        assert loaded.counts("K", "PARTNER").required == 0

    def test_the_reorganisation_moved_people_between_boards(self, loaded: Loaded) -> None:
        before, after = TODAY - timedelta(450), TODAY - timedelta(400)
        assert loaded.counts("VAF", "GRUND", before).required > 20
        executive = [loaded.counts("KS", "GRUND", day).required for day in (before, after)]
        assert executive[0] - executive[1] > 20
        assert loaded.counts("SN-103", "GRUND", before).required == 0
        assert loaded.counts("SN-103", "GRUND", after).required > 10

    def test_an_ended_requirement_asks_nobody_today(self, loaded: Loaded) -> None:
        assert loaded.counts("K", "START").required == 0
        assert loaded.counts("K", "START", TODAY - timedelta(600)).required > 20

    def test_coverage_grew_from_nothing(self, loaded: Loaded) -> None:
        years = [TODAY - timedelta(days) for days in (1080, 950, 720)]
        shares = [loaded.counts("K", "GRUND", day) for day in years]
        percents = [100 * each.covered // each.required for each in shares]
        assert percents[0] < 15 < percents[1] < 60 < percents[2]

    def test_what_was_known_then_differs_from_what_is_known_now(
        self, sqlite: Database, loaded: Loaded
    ) -> None:
        day = TODAY - timedelta(120)
        then = read(sqlite, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert then.counts("K", "GRUND", day) != loaded.counts("K", "GRUND", day)
        assert then.counts("K", "RISK", day) != loaded.counts("K", "RISK", day)

    def test_before_the_first_import_nothing_was_known(self, sqlite: Database) -> None:
        then = read(sqlite, datetime(2023, 11, 1, 1, tzinfo=UTC))
        assert not then.people
        assert not then.ground.units

    def test_records_made_here_name_the_edition_of_their_day(self, sqlite: Database) -> None:
        mismatched = """
            SELECT count(*) FROM training_record r JOIN edition e
            ON e.content_hash = r.edition_hash AND e.course_id = r.course_id
            WHERE r.source = 'webb' AND date(e.published_at) > r.completed_on
        """
        nameless = """
            SELECT count(*) FROM training_record
            WHERE (source = 'webb') <> (edition_hash IS NOT NULL)
        """
        with sqlite.reading() as session:
            assert session.execute(text(mismatched)).scalar_one() == 0
            assert session.execute(text(nameless)).scalar_one() == 0

    def test_attempts_under_way_are_on_the_current_edition(self, sqlite: Database) -> None:
        stale = """
            SELECT count(*) FROM attempt WHERE edition_hash <>
            (SELECT content_hash FROM edition WHERE course_id = 'forsta-steget'
             ORDER BY id DESC LIMIT 1)
        """
        with sqlite.reading() as session:
            assert session.execute(text(stale)).scalar_one() == 0
            assert session.execute(text("SELECT count(*) FROM attempt")).scalar_one() >= 5

"""Counting without persons against real databases: what is counted, once, and by many at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlmodel import select

from api.access.actor import Actor
from api.access.permissions import Role
from api.db.engine import is_sqlite
from api.db.facts import Touched
from api.db.session import Database, WriteSession, do_last
from api.errors import Conflict, Forbidden
from api.learning import service as learning
from api.tallies import service as tallies
from api.tallies.models import ConfidenceCount, ItemCount, Moment, Sureness
from tests.conftest import FakeClock
from tests.service.identity.town import actor, build
from tests.service.learning.learner import COURSE, Learner, publish
from tests.unit.learning.sample import RIGHT, WRONG, course

MANY = 12


@pytest.fixture
def edition(bare_database: Database, clock: FakeClock) -> str:
    return publish(bare_database, clock, COURSE)


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock, edition: str) -> Learner:
    assert edition
    return Learner(bare_database, clock)


def items(database: Database) -> dict[tuple[str, str], tuple[int, int]]:
    with database.reading() as session:
        rows = session.execute(select(ItemCount)).scalars().all()
        return {(row.edition_hash, row.step_id): (row.first_tries, row.first_right) for row in rows}


def answers(database: Database) -> dict[tuple[str, int], int]:
    with database.reading() as session:
        rows = session.execute(select(ConfidenceCount)).scalars().all()
        return {(row.moment.value, row.step): row.count for row in rows}


def start(who: Learner, sure: Sureness | None) -> None:
    with who.database.writing() as session:
        learning.start_or_resume(
            session, who.actor, course_id="provkurs", clock=who.clock, sure=sure
        )


def tell(who: Learner, sure: Sureness | None) -> None:
    with who.database.writing() as session:
        learning.tell_after(session, who.actor, course_id="provkurs", clock=who.clock, sure=sure)


class TestFirstTry:
    def test_only_the_first_answer_in_an_attempt_counts(
        self, learner: Learner, edition: str
    ) -> None:
        learner.answer("ett-b", WRONG["ett-b"])
        learner.answer("ett-b", RIGHT["ett-b"])
        learner.answer("ett-c", RIGHT["ett-c"])
        assert items(learner.database) == {
            (edition, "ett-b"): (1, 0),
            (edition, "ett-c"): (1, 1),
        }

    def test_what_comes_back_is_not_counted_again_nor_a_double_click_at_the_end(
        self, learner: Learner, edition: str
    ) -> None:
        learner.answer_all("ett-b", "tva-b")
        learner.answer("ett-b", RIGHT["ett-b"])
        learner.answer("ett-b", RIGHT["ett-b"])
        found = items(learner.database)
        assert found == {
            (edition, step_id): (1, int(step_id not in {"ett-b", "tva-b"})) for step_id in RIGHT
        }

    def test_a_new_attempt_counts_anew_and_by_its_edition(
        self, learner: Learner, edition: str
    ) -> None:
        learner.answer_all()
        later = publish(learner.database, learner.clock, course(title="Ny rubrik"))
        learner.clock.day = learner.clock.day.replace(year=2027)
        learner.answer("ett-b", RIGHT["ett-b"])
        found = items(learner.database)
        assert (found[edition, "ett-b"], found[later, "ett-b"]) == ((1, 1), (1, 1))

    def test_a_visitors_answer_is_not_counted(self, bare_database: Database, edition: str) -> None:
        assert edition
        with bare_database.reading() as session:
            learning.practise(
                session,
                Actor.visitor(),
                course_id="provkurs",
                module_id="ett",
                step_id="ett-b",
                chosen=["ratt"],
            )
        assert items(bare_database) == {}

    def test_many_at_once_are_all_counted(
        self, bare_database: Database, clock: FakeClock, edition: str
    ) -> None:
        learners = [Learner(bare_database, clock) for _ in range(MANY)]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda who: who.answer_all("ett-b"), learners))
        found = items(bare_database)
        assert found.pop((edition, "ett-b")) == (MANY, 0)
        assert set(found.values()) == {(MANY, MANY)}
        assert len(found) == len(RIGHT) - 1

    def test_nobody_waits_at_a_counter_while_another_settles(
        self, bare_database: Database, clock: FakeClock, edition: str
    ) -> None:
        if is_sqlite(bare_database.engine):
            pytest.skip("SQLite: there is one writer at a time, whatever is written")
        settling, go_on = Event(), Event()

        def settle(_session: WriteSession, _touched: Touched) -> None:
            settling.set()
            assert go_on.wait(20)

        slow = Learner(bare_database, clock)
        for step_id in [step_id for step_id in RIGHT if step_id != "tre-b"]:
            slow.answer(step_id, RIGHT[step_id])
        slow.database = Database(bare_database.engine, settle)
        with ThreadPoolExecutor(1) as pool:
            last = pool.submit(slow.answer, "tre-b", RIGHT["tre-b"])
            assert settling.wait(20)
            Learner(bare_database, clock).answer("tre-b", RIGHT["tre-b"])
            assert items(bare_database)[edition, "tre-b"] == (1, 1)
            go_on.set()
            assert last.result().record is not None
        assert items(bare_database)[edition, "tre-b"] == (2, 2)


class TestLast:
    def test_counters_are_written_after_all_else_and_go_when_it_fails(
        self, bare_database: Database
    ) -> None:
        order: list[str] = []
        told = Database(bare_database.engine)
        with told.writing() as session:
            do_last(session, lambda: order.append("counted"))
            order.append("done")
        assert order == ["done", "counted"]
        with pytest.raises(RuntimeError):
            self.fail(told, order)
        assert order == ["done", "counted"]

    def fail(self, database: Database, order: list[str]) -> None:
        with database.writing() as session:
            do_last(session, lambda: order.append("never"))
            raise RuntimeError


class TestBefore:
    def test_it_is_counted_when_the_course_begins_and_only_then(self, learner: Learner) -> None:
        start(learner, Sureness.A_LITTLE)
        start(learner, Sureness.A_LITTLE)
        start(learner, Sureness.COMPLETELY)
        assert answers(learner.database) == {("before", 2): 1}

    def test_passing_on_counts_nothing(self, learner: Learner) -> None:
        start(learner, None)
        assert answers(learner.database) == {}

    def test_sent_four_times_at_once_it_is_counted_once(self, learner: Learner) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: start(learner, Sureness.FAIRLY_WELL), range(4)))
        assert answers(learner.database) == {("before", 3): 1}


class TestAfter:
    def test_it_is_counted_for_whoever_has_completed_today(self, learner: Learner) -> None:
        learner.answer_all()
        tell(learner, None)
        tell(learner, Sureness.COMPLETELY)
        assert answers(learner.database) == {("after", 4): 1}

    def test_not_before_and_not_another_day(self, learner: Learner) -> None:
        with pytest.raises(Conflict, match="course_not_just_completed"):
            tell(learner, Sureness.COMPLETELY)
        learner.answer_all()
        learner.clock.day = learner.clock.day.replace(month=12)
        with pytest.raises(Conflict, match="course_not_just_completed"):
            tell(learner, Sureness.COMPLETELY)
        assert answers(learner.database) == {}


class TestReading:
    @pytest.mark.parametrize("name", ["anna", "bo", "david", "olle", "sixten"])
    def test_only_those_who_follow_up_may(
        self, bare_database: Database, clock: FakeClock, name: str
    ) -> None:
        build(bare_database, clock)
        who = actor(bare_database, clock, name)
        with bare_database.reading() as session, pytest.raises(Forbidden):
            tallies.items(session, who, edition_hash="x")
        with bare_database.reading() as session, pytest.raises(Forbidden):
            tallies.sureness(session, who, course_id="provkurs")

    @pytest.mark.parametrize("name", ["cecilia", "eva"])
    def test_what_enough_have_answered_is_told(
        self, bare_database: Database, clock: FakeClock, edition: str, name: str
    ) -> None:
        build(bare_database, clock)
        who = actor(bare_database, clock, name)
        assert who.roles & {Role.COORDINATOR, Role.ADMIN}
        with bare_database.writing() as session:
            for number, step_id in ((20, "ett-b"), (19, "ett-c")):
                session.add(
                    ItemCount(
                        edition_hash=edition, step_id=step_id, first_tries=number, first_right=5
                    )
                )
            session.add(
                ConfidenceCount(course_id="provkurs", moment=Moment.AFTER, step=4, count=20)
            )
        with bare_database.reading() as session:
            found = tallies.items(session, who, edition_hash=edition)
            sure = tallies.sureness(session, who, course_id="provkurs")
        assert {step_id: figure.right for step_id, figure in found.items()} == {"ett-b": 5}
        assert (sure[Moment.BEFORE].shown, sure[Moment.AFTER].shown) == (False, True)

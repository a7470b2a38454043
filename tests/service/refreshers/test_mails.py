"""Refreshers by mail: for those who want it, once, and saying only that a question waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select
from typer.testing import CliRunner, Result

from api.access.actor import Actor
from api.cli.__main__ import app
from api.db.session import Database
from api.outbox.models import OutboxMail
from api.people.models import Person
from api.refreshers import mails
from api.refreshers import service as refreshers
from tests.conftest import FakeClock
from tests.service.learning.learner import COURSE, Learner, publish
from tests.service.outbox.post_office import PostOffice, post_office
from tests.stage import QueryRecorder
from tests.unit.learning.sample import RIGHT

OPERATOR = Actor.system("test")
ADDRESS = "anna.alm@kommun.invalid"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    """Somebody who completed the course a week ago, and wants a mail when a question waits."""
    publish(bare_database, clock, COURSE)
    return wisher(bare_database, clock)


def wisher(database: Database, clock: FakeClock, *, address: str = ADDRESS) -> Learner:
    made = Learner(database, clock)
    made.hold(clock.day - timedelta(days=7), None)
    write_to(made, address)
    wish(made)
    return made


def write_to(learner: Learner, address: str, *, protected: bool = False) -> None:
    with learner.database.writing() as session:
        person = session.get(Person, learner.person_id)
        assert person is not None
        person.email, person.protected = address, protected


def wish(learner: Learner, *, by_mail: bool = True) -> None:
    with learner.database.writing() as session:
        refreshers.choose(session, learner.actor, by_mail=by_mail, clock=learner.clock)


def decline(learner: Learner) -> None:
    with learner.database.writing() as session:
        refreshers.decline(session, learner.actor)


def plan(learner: Learner) -> int:
    with learner.database.writing() as session:
        return mails.plan(session, OPERATOR, clock=learner.clock)


def waiting(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(select(func.count()).select_from(OutboxMail)).scalar_one())


def run(learner: Learner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, port: int = 0) -> Result:
    """Run ``kollen jobs run`` on the learner's database and day."""
    url = learner.database.engine.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "DEMO": "1", "TODAY": learner.clock.day.isoformat()}
    given |= {"BASE_URL": "https://kollen.example/"}
    if port:
        given |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_TLS": "none"}
        given |= {"SMTP_FROM": "Kompetenskollen <kollen@kommun.invalid>"}
    monkeypatch.chdir(tmp_path)
    return CliRunner().invoke(
        app, ["jobs", "run"], env={f"KOLLEN_{k}": v for k, v in given.items()}
    )


class TestPlan:
    def test_planned_twice_it_is_one_mail(self, learner: Learner) -> None:
        assert [plan(learner), plan(learner)] == [1, 0]

    def test_only_for_those_who_want_mail_and_have_an_address(self, learner: Learner) -> None:
        wish(wisher(learner.database, learner.clock), by_mail=False)
        wisher(learner.database, learner.clock, address="")
        assert plan(learner) == 1

    def test_each_of_several_in_their_own_right(self, learner: Learner) -> None:
        other = wisher(learner.database, learner.clock)
        other.hold(learner.clock.day - timedelta(days=30), None, "annan-kurs")
        assert plan(learner) == 2

    def test_not_one_that_has_been_asked(self, learner: Learner) -> None:
        with learner.database.reading() as session:
            asked = refreshers.next_one(session, learner.actor, clock=learner.clock)
        assert asked is not None
        with learner.database.writing() as session:
            refreshers.answer(
                session,
                learner.actor,
                record_id=asked.refresher.record_id,
                days=7,
                answers=RIGHT[asked.check.step.id],
                clock=learner.clock,
            )
        assert plan(learner) == 0

    def test_it_costs_no_more_for_many(self, learner: Learner) -> None:
        costs = []
        for _ in range(2):
            with QueryRecorder(learner.database.engine).recording() as statements:
                plan(learner)
            costs.append(len(statements))
            for _ in range(4):
                wisher(learner.database, learner.clock)
        assert costs[0] == costs[1]


class TestWish:
    def test_who_wants_no_mail_any_more_gets_none_that_was_planned(self, learner: Learner) -> None:
        other = wisher(learner.database, learner.clock)
        plan(learner)
        wish(learner, by_mail=False)
        assert waiting(learner.database) == 1
        decline(other)
        assert waiting(learner.database) == 0

    def test_what_was_sent_is_not_sent_again_unless_all_is_forgotten(
        self,
        learner: Learner,
        office: PostOffice,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        run(learner, monkeypatch, tmp_path, office.port)
        wish(learner, by_mail=False)
        wish(learner)
        assert plan(learner) == 0
        decline(learner)
        assert waiting(learner.database) == 0


class TestRun:
    def test_the_mail_says_only_that_a_question_waits_and_where(
        self,
        learner: Learner,
        office: PostOffice,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        write_to(learner, ADDRESS, protected=True)
        result = run(learner, monkeypatch, tmp_path, office.port)
        assert (result.exit_code, result.output) == (0, "")
        run(learner, monkeypatch, tmp_path, office.port)
        [(address, mail)] = office.received
        text = mail.get_content()
        assert address == ADDRESS
        links = re.findall(r"https://kollen\.example(/\S+)", text)
        assert re.fullmatch(r"/minnesfraga/\d+/7", links[0])
        assert links[1:] == ["/mina-uppgifter"]
        said = f"{mail['Subject']} {text}"
        assert COURSE.title not in said
        assert "Anna" not in said
        for placed in COURSE.steps():
            assert placed.step.title not in said
        with learner.browser() as browser:
            assert browser.get(links[0]).status_code == 200

    def test_one_that_waits_no_more_is_not_sent(
        self,
        learner: Learner,
        office: PostOffice,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        plan(learner)
        learner.clock.day += timedelta(days=15)
        assert run(learner, monkeypatch, tmp_path, office.port).exit_code == 0
        assert (office.received, waiting(learner.database)) == ([], 0)

    def test_without_a_server_it_says_so_and_the_mail_waits(
        self, learner: Learner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        result = run(learner, monkeypatch, tmp_path)
        assert result.exit_code == 0
        assert "KOLLEN_SMTP_HOST är inte satt: inga mejl skickas. 1 väntar." in result.output
        assert waiting(learner.database) == 1

    def test_a_refusal_is_told_without_the_address(
        self,
        learner: Learner,
        office: PostOffice,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        office.refused.add(ADDRESS)
        result = run(learner, monkeypatch, tmp_path, office.port)
        assert result.exit_code == 1
        told = "1 mejl kunde inte skickas (SMTPRecipientsRefused 550).\n"
        assert result.output == told

    def test_a_server_that_is_away_is_told(
        self, learner: Learner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        with post_office() as gone:
            pass
        result = run(learner, monkeypatch, tmp_path, gone.port)
        assert result.exit_code == 1
        assert "E-postservern svarade inte som den skulle (ConnectionRefusedError)" in result.output
        assert waiting(learner.database) == 1

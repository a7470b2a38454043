"""Mails are sent once each, whoever sends; a failure is told without an address and tried again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect
from sqlmodel import col, select

from api.access.actor import Actor
from api.db.session import Database, ReadSession
from api.errors import Forbidden
from api.outbox import service as outbox
from api.outbox.models import OutboxMail
from api.outbox.post import Letter
from api.outbox.sending import Sender, Sent
from api.outbox.service import FIRST_PAUSE, LEASE, MOST_CLAIMS, Mail
from api.settings import MailSecurity, Settings
from tests.conftest import FakeClock
from tests.service.learning.learner import add_person
from tests.service.outbox.post_office import PostOffice, post_office

OPERATOR = Actor.system("test")
KIND = "test"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def person_id(bare_database: Database) -> int:
    return add_person(bare_database)


def settings(port: int) -> Settings:
    values: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_from": "k@k.invalid",
    }
    return Settings(_env_file=None, demo=True, smtp_tls=MailSecurity.NONE, **values)


def letter(_session: ReadSession, mail: Mail) -> Letter:
    return Letter(f"{mail.key.replace(':', '-')}@k.invalid", "Åh", "Hej på dig.\n")


def sender(database: Database, clock: FakeClock, office: PostOffice, write: Any = letter) -> Sender:
    return Sender(database, OPERATOR, settings(office.port), clock, {KIND: write})


def plan(database: Database, clock: FakeClock, person_id: int, *keys: str) -> int:
    with database.writing() as session:
        mails = [Mail(KIND, key, person_id) for key in keys]
        return outbox.plan(session, OPERATOR, mails=mails, clock=clock)


def rows(database: Database) -> list[OutboxMail]:
    with database.reading() as session:
        return list(session.execute(select(OutboxMail).order_by(col(OutboxMail.key))).scalars())


class TestPlan:
    def test_the_same_key_twice_is_one_mail(
        self, bare_database: Database, clock: FakeClock, person_id: int
    ) -> None:
        assert plan(bare_database, clock, person_id, "a", "b") == 2
        assert plan(bare_database, clock, person_id, "b", "c") == 1
        assert [each.key for each in rows(bare_database)] == ["a", "b", "c"]

    def test_it_is_for_the_operator(
        self, bare_database: Database, clock: FakeClock, person_id: int
    ) -> None:
        actor = Actor(label=f"person:{person_id}", person_id=person_id)
        with pytest.raises(Forbidden), bare_database.writing() as session:
            outbox.plan(session, actor, mails=[], clock=clock)

    def test_no_column_can_hold_a_text_or_an_address(self, bare_database: Database) -> None:
        columns = inspect(bare_database.engine).get_columns("outbox_mail")
        assert " ".join(column["name"] for column in columns) == (
            "id kind key person_id run_at leased_until claims done_at failure"
        )


class TestSend:
    def test_it_is_sent_once_and_plain(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a:1")
        assert sender(bare_database, clock, office).send_due() == Sent(sent=1)
        assert sender(bare_database, clock, office).send_due() == Sent()
        [(address, mail)] = office.received
        assert address == "a-1@k.invalid"
        assert mail["Subject"] == "Åh"
        assert mail["Message-ID"] == "<a.1@127.0.0.1>"
        assert mail.get_content_type() == "text/plain"
        assert mail.get_content() == "Hej på dig.\r\n"
        assert rows(bare_database)[0].done_at is not None

    def test_several_who_send_at_once_send_each_mail_once(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        keys = [f"m{number:02}" for number in range(24)]
        plan(bare_database, clock, person_id, *keys)
        done: list[Sent] = []
        both = threading.Barrier(3)

        def run() -> None:
            both.wait()
            done.append(sender(bare_database, clock, office).send_due())

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert office.addresses == [f"{key}@k.invalid" for key in keys]
        assert sum(each.sent for each in done) == 24

    def test_a_mail_without_a_reason_any_more_is_deleted(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a")
        done = sender(bare_database, clock, office, lambda *_: None).send_due()
        assert done == Sent(dropped=1)
        assert (office.received, rows(bare_database)) == ([], [])

    def test_nothing_is_held_open_while_a_mail_is_on_its_way(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a")
        with bare_database.writing() as session:
            held = outbox.claim(session, OPERATOR, clock=clock)
        assert held is not None
        assert plan(bare_database, clock, person_id, "b") == 1  # nobody waits for the sender
        assert sender(bare_database, clock, office).send_due() == Sent(sent=1)
        assert office.addresses == ["b@k.invalid"]


class TestFailure:
    def test_it_is_tried_again_after_longer_and_longer_and_then_left_with_its_reason(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a", "b")
        office.refused.add("a@k.invalid")
        for number in range(MOST_CLAIMS):
            done = sender(bare_database, clock, office).send_due()
            assert done.failures == {"SMTPRecipientsRefused 550": 1}
            clock.instant += FIRST_PAUSE * 2**number - timedelta(seconds=1)
            assert sender(bare_database, clock, office).send_due() == Sent()
            clock.instant += timedelta(seconds=1)
        office.refused.clear()
        assert sender(bare_database, clock, office).send_due() == Sent()
        assert office.addresses == ["b@k.invalid"]
        left = rows(bare_database)[0]
        assert (left.claims, left.done_at) == (MOST_CLAIMS, None)
        assert left.failure == "SMTPRecipientsRefused 550"

    def test_a_mail_that_fails_once_comes_later(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a")
        office.refused.add("a@k.invalid")
        sender(bare_database, clock, office).send_due()
        office.refused.clear()
        clock.instant += FIRST_PAUSE
        assert sender(bare_database, clock, office).send_due() == Sent(sent=1)
        assert rows(bare_database)[0].failure is None

    def test_a_line_that_breaks_ends_the_run_and_the_rest_waits_untouched(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a", "b")
        office.busy = True
        done = sender(bare_database, clock, office).send_due()
        assert done.failures == {"SMTPServerDisconnected": 1}
        assert [each.claims for each in rows(bare_database)] == [1, 0]

    def test_a_server_that_is_away_costs_no_claim(
        self, bare_database: Database, clock: FakeClock, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a")
        with post_office() as gone:
            pass
        with pytest.raises(ConnectionRefusedError):
            sender(bare_database, clock, gone).send_due()
        assert rows(bare_database)[0].claims == 0

    def test_what_a_dead_sender_held_is_due_again_and_its_late_word_counts_for_nothing(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a")
        with bare_database.writing() as session:
            held = outbox.claim(session, OPERATOR, clock=clock)
        assert held is not None
        assert sender(bare_database, clock, office).send_due() == Sent()
        clock.instant += LEASE
        assert sender(bare_database, clock, office).send_due() == Sent(sent=1)
        with bare_database.writing() as session:
            outbox.failed(session, OPERATOR, claim=held, reason="late", clock=clock)
        assert rows(bare_database)[0].failure is None

    def test_an_address_that_cannot_be_written_fails_alone(
        self, bare_database: Database, clock: FakeClock, office: PostOffice, person_id: int
    ) -> None:
        plan(bare_database, clock, person_id, "a", "b\n")
        done = sender(bare_database, clock, office).send_due()
        assert (done.sent, done.failures) == (1, {"ValueError": 1})

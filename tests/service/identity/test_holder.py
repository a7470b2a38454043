"""Somebody who has left proves by code and employee id together that a certificate is theirs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from api.audit.models import AuditEntry
from api.db.facts import Entry, add
from api.db.session import Database
from api.identity.holder import Holder, prove_holder
from api.identity.models import SignInAttempt
from api.identity.signing_in import TOO_MANY, Refused, Visit
from api.identity.throttle import FAILURES_PER_ADDRESS, FAILURES_PER_IDENTIFIER, WINDOW
from api.records.models import RecordSource, TrainingRecord
from tests.conftest import FakeClock
from tests.service.identity.town import Town, build, employee_id

CODES = {"rut": "RRRR-2222-RRRR-2222", "pia": "PPPP-3333-PPPP-3333"}
NO = Refused("certificate_refused")
HERE = Visit("10.0.0.1")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    """Rut, who has left, and Pia, who is protected, hold a certificate each."""
    made = build(bare_database, clock)
    with bare_database.writing() as session:
        records = [
            TrainingRecord(  # type: ignore[call-arg]
                person_id=made.people[name],
                course_id="kurs-a",
                completed_on=date(2026, 3, 1),
                source=RecordSource.WEB,
                check_code=code,
            )
            for name, code in CODES.items()
        ]
        add(session, Entry(clock.now(), "system:test"), records)
    return made


@pytest.fixture
def prove(bare_database: Database, clock: FakeClock, town: Town) -> Prove:
    return Prove(bare_database, clock)


class Prove:
    """Somebody at the check page."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock

    def __call__(self, code: str, who: str, visit: Visit = HERE) -> Holder | Refused:
        with self.database.writing() as session:
            return prove_holder(session, code=code, employee_id=who, visit=visit, clock=self.clock)


class TestProof:
    def test_code_and_id_together_name_the_holder(self, prove: Prove) -> None:
        assert prove(CODES["rut"], employee_id("rut")) == Holder("Rut")

    def test_both_may_be_typed_carelessly(self, prove: Prove) -> None:
        typed = f" {employee_id('rut').lower()} "
        assert prove(CODES["rut"].replace("-", " ").lower(), typed) == Holder("Rut")

    @pytest.mark.parametrize(
        ("code", "who"),
        [
            (CODES["rut"], "anna"),
            (CODES["rut"], "nobody"),
            (CODES["rut"], "pia"),
            ("XXXX-XXXX-XXXX-XXXX", "rut"),
            (CODES["pia"], "rut"),
            (CODES["pia"], "pia"),
        ],
        ids=["another's id", "no id", "a protected id", "no code", "a protected code", "both"],
    )
    def test_everything_else_is_refused_alike(self, prove: Prove, code: str, who: str) -> None:
        assert prove(code, employee_id(who)) == NO

    def test_it_is_written_down(self, prove: Prove, town: Town) -> None:
        prove(CODES["rut"], employee_id("rut"))
        prove(CODES["rut"], employee_id("anna"))
        with prove.database.reading() as session:
            (entry,) = session.execute(select(AuditEntry)).scalars()
            assert (entry.action, entry.person_id) == ("certificate.fetched", town.people["rut"])


class TestThrottle:
    @pytest.mark.parametrize("code", [CODES["rut"], CODES["pia"], "XXXX-XXXX-XXXX-XXXX"])
    def test_a_code_is_closed_for_a_while_known_or_not(self, prove: Prove, code: str) -> None:
        for _ in range(FAILURES_PER_IDENTIFIER):
            assert prove(code, "E-X", Visit("")) == NO
        assert prove(code, employee_id("rut"), Visit("10.9.9.9")) == Refused(TOO_MANY)
        prove.clock.instant += WINDOW + timedelta(seconds=1)
        assert prove(code, "E-X", Visit("")) == NO

    def test_an_address_is_closed_over_many_codes(self, prove: Prove) -> None:
        for number in range(FAILURES_PER_ADDRESS):
            assert prove(f"CODE-{number}", "E-X") == NO
        assert prove(CODES["rut"], employee_id("rut")) == Refused(TOO_MANY)
        assert prove(CODES["rut"], employee_id("rut"), Visit("10.0.0.2")) == Holder("Rut")

    def test_success_opens_the_code_again(self, prove: Prove) -> None:
        for _ in range(FAILURES_PER_IDENTIFIER - 1):
            prove(CODES["rut"], "E-X")
        assert prove(CODES["rut"], employee_id("rut")) == Holder("Rut")
        assert prove(CODES["rut"], "E-X") == NO
        assert prove(CODES["rut"], employee_id("rut")) == Holder("Rut")

    def test_neither_code_nor_id_is_stored(self, prove: Prove) -> None:
        prove(CODES["rut"], employee_id("anna"))
        with prove.database.reading() as session:
            kept = [each.key_hash for each in session.execute(select(SignInAttempt)).scalars()]
        assert len(kept) == 2
        assert all(len(key) == 64 for key in kept)

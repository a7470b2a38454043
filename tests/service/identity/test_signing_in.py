import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import func, select

from api.db.session import Database
from api.errors import NotFound
from api.identity import service, signing_in
from api.identity.models import BrowserSession, Credential, SignInAttempt, SignInCode
from api.identity.passwords import CHEAP, Passwords
from api.identity.signing_in import Checked, Refused, SignedIn, Visit
from api.people.models import Person
from api.settings import Settings
from tests.conftest import FakeClock
from tests.service.identity.town import Town, actor, build, employee_id, give_password

PASSWORD = "hästen äter gröt"
HERE = Visit("10.0.0.1")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    made = build(bare_database, clock)
    give_password(bare_database, clock, made, "anna", PASSWORD)
    return made


class Door:
    """Somebody at the sign-in page."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock

    def check(
        self, who: str, password: str = PASSWORD, visit: Visit = HERE, cost: Passwords = CHEAP
    ) -> Checked | Refused:
        with self.database.reading() as session:
            return signing_in.check_password(
                session,
                identifier=who,
                password=password,
                visit=visit,
                passwords=cost,
                clock=self.clock,
            )

    def knock(
        self, who: str, password: str = PASSWORD, visit: Visit = HERE, cost: Passwords = CHEAP
    ) -> SignedIn | Refused:
        checked = self.check(who, password, visit, cost)
        return checked if isinstance(checked, Refused) else self.enter(checked, visit)

    def enter(self, checked: Checked | Refused, visit: Visit = HERE) -> SignedIn | Refused:
        assert isinstance(checked, Checked)
        with self.database.writing() as session:
            return signing_in.sign_in(session, checked=checked, visit=visit, clock=self.clock)

    def fail(self, times: int, who: str = "E-ANNA", visit: Visit = HERE) -> None:
        for _ in range(times):
            assert self.knock(who, "något annat", visit) == Refused("sign_in_refused")

    def redeem(
        self, who: str, code: str, password: str = "ett nytt lösenord", visit: Visit = HERE
    ) -> SignedIn | Refused:
        with self.database.reading() as session:
            prepared = signing_in.prepare_password(
                session,
                employee_id=who,
                password=password,
                visit=visit,
                passwords=CHEAP,
                clock=self.clock,
            )
        if isinstance(prepared, Refused):
            return prepared
        with self.database.writing() as session:
            return signing_in.redeem(
                session, prepared=prepared, code=code, visit=visit, clock=self.clock
            )

    def is_in(self, outcome: SignedIn | Refused) -> bool:
        assert isinstance(outcome, SignedIn)
        with self.database.reading() as session:
            return bool(service.actor_of_session(session, token=outcome.token, clock=self.clock))

    def count(self, table: type) -> int:
        with self.database.reading() as session:
            return int(session.execute(select(func.count()).select_from(table)).scalar_one())


@pytest.fixture
def door(bare_database: Database, clock: FakeClock, town: Town) -> Iterator[Door]:
    return Door(bare_database, clock)  # type: ignore[return-value]


class TestSignIn:
    @pytest.mark.parametrize(
        "who",
        ["E-ANNA", " E-ANNA ", "e-anna", "anna@kommun.invalid", "ANNA@Kommun.Invalid"],
    )
    def test_by_id_or_address_in_any_case(self, door: Door, town: Town, who: str) -> None:
        outcome = door.knock(who)
        assert isinstance(outcome, SignedIn)
        assert outcome.person_id == town.people["anna"]
        assert door.is_in(outcome)

    @pytest.mark.parametrize(
        "who", ["E-ANNA", "E-BO", "E-NOBODY", "nobody@kommun.invalid", "", "%"]
    )
    def test_wrong_unknown_and_without_password_are_refused_alike(
        self, door: Door, who: str
    ) -> None:
        assert door.knock(who, "något annat") == Refused("sign_in_refused")

    def test_nobody_without_an_address_is_found_by_an_empty_one(
        self, door: Door, town: Town
    ) -> None:
        with door.database.writing() as session:
            anna = session.get(Person, town.people["anna"])
            assert anna
            anna.email = anna.email_key = ""
        assert door.knock("") == Refused("sign_in_refused")
        assert door.knock("  ") == Refused("sign_in_refused")

    def test_an_address_two_share_is_refused_like_a_wrong_password(
        self, door: Door, town: Town
    ) -> None:
        with door.database.writing() as session:
            bo = session.get(Person, town.people["bo"])
            assert bo
            bo.email_key = "anna@kommun.invalid"
        assert door.knock("anna@kommun.invalid") == Refused("sign_in_refused")
        assert door.is_in(door.knock("E-ANNA"))

    def test_ids_that_differ_only_in_case_are_told_apart(self, door: Door, town: Town) -> None:
        with door.database.writing() as session:
            session.add(Person(employee_id="e-anna", name="Annan", sort_key="annan"))
        assert door.is_in(door.knock("E-ANNA"))
        assert door.knock("e-anna") == Refused("sign_in_refused")

    def test_unknown_people_cost_a_hash_too(
        self, door: Door, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried: list[str | None] = []
        honest = Passwords.verify

        def watched(self: Passwords, password: str, stored: str | None) -> tuple[bool, str | None]:
            tried.append(stored)
            return honest(self, password, stored)

        monkeypatch.setattr(Passwords, "verify", watched)
        door.knock("E-NOBODY")
        door.knock("E-BO")
        assert tried == [None, None]

    def test_the_token_is_kept_as_a_hash_only(self, door: Door) -> None:
        outcome = door.knock("E-ANNA")
        assert isinstance(outcome, SignedIn)
        assert outcome.token not in repr(outcome)
        with door.database.reading() as session:
            kept = session.execute(select(BrowserSession.token_hash)).scalar_one()
        assert outcome.token not in kept
        assert len(kept) == 64

    def test_signing_in_again_ends_the_browsers_old_session(self, door: Door) -> None:
        first = door.knock("E-ANNA")
        other = door.knock("E-ANNA")
        assert isinstance(first, SignedIn)
        second = door.knock("E-ANNA", visit=Visit("10.0.0.1", first.token))
        assert isinstance(second, SignedIn)
        assert second.token != first.token
        assert not door.is_in(first)
        assert door.is_in(other)
        assert door.is_in(second)

    def test_a_refused_attempt_leaves_the_old_session_be(self, door: Door) -> None:
        first = door.knock("E-ANNA")
        assert isinstance(first, SignedIn)
        door.knock("E-ANNA", "något annat", Visit("10.0.0.1", first.token))
        assert door.is_in(first)

    def test_a_hash_of_older_cost_is_renewed(self, door: Door, town: Town) -> None:
        dearer = Passwords(memory_kib=16, time_cost=1)
        assert door.is_in(door.knock("E-ANNA", cost=dearer))
        with door.database.reading() as session:
            kept = session.get(Credential, town.people["anna"])
            assert kept
            assert "m=16," in kept.password_hash
        assert door.is_in(door.knock("E-ANNA", cost=dearer))

    def test_a_password_changed_between_the_steps_is_wrong(self, door: Door, town: Town) -> None:
        checked = door.check("E-ANNA")
        with door.database.writing() as session:
            kept = session.get(Credential, town.people["anna"])
            assert kept
            kept.password_hash = CHEAP.hash("ett annat lösenord")
        assert door.enter(checked) == Refused("sign_in_refused")

    def test_what_is_past_its_time_is_forgotten(self, door: Door, clock: FakeClock) -> None:
        door.knock("E-ANNA")
        door.fail(1)
        with door.database.writing() as session:
            service.invite(
                session, actor(door.database, clock, "bo"), employee_id="E-ARVID", clock=clock
            )
        clock.instant += timedelta(days=15)
        door.knock("E-ANNA")
        assert door.count(BrowserSession) == 1
        assert door.count(SignInAttempt) == 1
        assert door.count(SignInCode) == 0


class TestThrottle:
    def test_five_failures_close_the_door_even_for_the_right_password(self, door: Door) -> None:
        door.fail(5)
        refused = door.knock("E-ANNA")
        assert refused == Refused("too_many_attempts")
        assert isinstance(refused, Refused)
        assert refused.status == 429

    def test_four_do_not(self, door: Door) -> None:
        door.fail(4)
        assert door.is_in(door.knock("E-ANNA"))

    def test_failures_are_kept_though_the_request_was_refused(self, door: Door) -> None:
        door.fail(1)
        assert door.count(SignInAttempt) == 2

    def test_it_opens_again_after_a_quarter_of_an_hour(self, door: Door, clock: FakeClock) -> None:
        door.fail(5)
        clock.instant += timedelta(minutes=15)
        assert door.is_in(door.knock("E-ANNA"))

    def test_knocking_while_closed_does_not_prolong_it(self, door: Door, clock: FakeClock) -> None:
        door.fail(5)
        clock.instant += timedelta(minutes=14)
        door.knock("E-ANNA", "något annat")
        clock.instant += timedelta(minutes=1)
        assert door.is_in(door.knock("E-ANNA"))

    def test_id_and_address_count_together(self, door: Door) -> None:
        door.fail(3, "E-ANNA")
        door.fail(2, "anna@kommun.invalid")
        assert door.knock("e-anna") == Refused("too_many_attempts")

    def test_a_name_that_does_not_exist_closes_in_the_same_way(self, door: Door) -> None:
        door.fail(5, "E-NOBODY")
        assert door.knock("e-nobody") == Refused("too_many_attempts")
        assert door.is_in(door.knock("E-ANNA"))

    def test_success_lets_the_person_start_afresh(self, door: Door) -> None:
        door.fail(4)
        door.knock("E-ANNA")
        door.fail(4)
        assert door.is_in(door.knock("E-ANNA"))

    def test_thirty_failures_close_an_address_whoever_is_tried(self, door: Door) -> None:
        for number in range(30):
            door.fail(1, f"E-{number}")
        assert door.knock("E-ANNA") == Refused("too_many_attempts")
        assert door.is_in(door.knock("E-ANNA", visit=Visit("10.0.0.2")))

    def test_an_own_account_does_not_wash_an_address_clean(self, door: Door) -> None:
        for number in range(29):
            door.fail(1, f"E-{number}")
        door.knock("E-ANNA")
        door.fail(1, "E-X")
        assert door.knock("E-ANNA") == Refused("too_many_attempts")

    def test_attempts_side_by_side_are_counted_one_by_one(self, door: Door) -> None:
        ready = [door.check("E-ANNA", "något annat") for _ in range(8)]
        outcomes: list[object] = []
        threads = [
            threading.Thread(target=lambda checked=checked: outcomes.append(door.enter(checked)))
            for checked in ready
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes.count(Refused("sign_in_refused")) == 5
        assert outcomes.count(Refused("too_many_attempts")) == 3


class TestRedeem:
    @pytest.fixture
    def code(self, door: Door, clock: FakeClock) -> str:
        return self.invite(door, clock)

    @staticmethod
    def invite(door: Door, clock: FakeClock, who: str = "anna") -> str:
        boss = actor(door.database, clock, "bo")
        with door.database.writing() as session:
            return service.invite(session, boss, employee_id=employee_id(who), clock=clock)

    def test_a_code_sets_a_password_and_signs_in(self, door: Door, code: str) -> None:
        assert door.is_in(door.redeem("E-ANNA", code))
        assert door.is_in(door.knock("E-ANNA", "ett nytt lösenord"))
        assert door.knock("E-ANNA", PASSWORD) == Refused("sign_in_refused")

    def test_for_somebody_who_never_had_one(self, door: Door, clock: FakeClock) -> None:
        code = self.invite(door, clock, "arvid")
        assert door.is_in(door.redeem("E-ARVID", code.lower().replace("-", " ")))
        assert door.is_in(door.knock("E-ARVID", "ett nytt lösenord"))

    def test_it_works_once(self, door: Door, code: str) -> None:
        door.redeem("E-ANNA", code)
        assert door.redeem("E-ANNA", code) == Refused("code_refused")

    def test_it_ends_the_persons_other_sessions(self, door: Door, code: str) -> None:
        before = door.knock("E-ANNA")
        door.redeem("E-ANNA", code)
        assert not door.is_in(before)

    def test_a_new_code_voids_the_one_before(self, door: Door, clock: FakeClock, code: str) -> None:
        newer = self.invite(door, clock)
        assert door.redeem("E-ANNA", code) == Refused("code_refused")
        assert door.is_in(door.redeem("E-ANNA", newer))

    def test_it_lasts_fourteen_days(self, door: Door, clock: FakeClock, code: str) -> None:
        clock.instant += timedelta(days=14)
        assert door.redeem("E-ANNA", code) == Refused("code_refused")
        clock.instant -= timedelta(seconds=1)
        assert door.is_in(door.redeem("E-ANNA", code))

    def test_anothers_code_is_no_code(self, door: Door, code: str) -> None:
        assert door.redeem("E-BO", code) == Refused("code_refused")
        assert door.redeem("E-NOBODY", code) == Refused("code_refused")

    def test_it_is_kept_as_a_hash_only(self, door: Door, code: str) -> None:
        with door.database.reading() as session:
            kept = session.execute(select(SignInCode)).scalar_one()
        assert code not in str(kept)
        assert code.replace("-", "") not in str(kept)
        assert kept.made_by.startswith("person:")

    def test_a_bad_password_costs_no_attempt_and_no_code(self, door: Door, code: str) -> None:
        assert door.redeem("E-ANNA", code, "för kort") == Refused("password_too_short")
        assert door.redeem("E-ANNA", code, "jag är e-anna") == Refused("password_contains_id")
        assert door.count(SignInAttempt) == 0
        assert door.is_in(door.redeem("E-ANNA", code))

    def test_a_code_tried_too_often_meanwhile_is_refused(self, door: Door, code: str) -> None:
        with door.database.reading() as session:
            prepared = signing_in.prepare_password(
                session,
                employee_id="E-ANNA",
                password="ett nytt lösenord",
                visit=HERE,
                passwords=CHEAP,
                clock=door.clock,
            )
        assert isinstance(prepared, signing_in.Prepared)
        for _ in range(5):
            door.redeem("E-ANNA", "K7QF-92MD-XW3P")
        with door.database.writing() as session:
            outcome = signing_in.redeem(
                session, prepared=prepared, code=code, visit=HERE, clock=door.clock
            )
        assert outcome == Refused("too_many_attempts")

    def test_five_wrong_codes_close_the_door_but_not_the_passwords(
        self, door: Door, code: str
    ) -> None:
        for _ in range(5):
            assert door.redeem("E-ANNA", "K7QF-92MD-XW3P") == Refused("code_refused")
        assert door.redeem("E-ANNA", code) == Refused("too_many_attempts")
        assert door.is_in(door.knock("E-ANNA"))


class TestDemo:
    def enter(self, door: Door, town: Town, name: str, settings: Settings) -> SignedIn:
        with door.database.writing() as session:
            return signing_in.sign_in_demo(
                session,
                person_id=town.people[name],
                visit=HERE,
                settings=settings,
                clock=door.clock,
            )

    def test_one_click_in_demo_mode(self, door: Door, town: Town) -> None:
        assert door.is_in(self.enter(door, town, "bo", Settings(demo=True)))

    def test_never_outside_it(self, door: Door, town: Town) -> None:
        with pytest.raises(NotFound):
            self.enter(door, town, "bo", Settings(secret_key="x1" * 20))
        assert door.count(BrowserSession) == 0

    @pytest.mark.parametrize("name", ["pia", "rut"])
    def test_only_as_those_on_offer(self, door: Door, town: Town, name: str) -> None:
        with pytest.raises(NotFound):
            self.enter(door, town, name, Settings(demo=True))


class TestSignOut:
    def test_only_this_browsers_session_ends(self, door: Door, clock: FakeClock) -> None:
        first, second = door.knock("E-ANNA"), door.knock("E-ANNA")
        assert isinstance(first, SignedIn)
        with door.database.writing() as session:
            signing_in.sign_out(session, visit=Visit("", first.token), clock=clock)
            signing_in.sign_out(session, visit=Visit(""), clock=clock)
            signing_in.sign_out(session, visit=Visit("", "unknown"), clock=clock)
        assert not door.is_in(first)
        assert door.is_in(second)

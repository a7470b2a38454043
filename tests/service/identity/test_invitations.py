import re
from datetime import date

import pytest
from sqlmodel import select

from api.access.actor import Actor
from api.access.permissions import Role
from api.audit.models import AuditEntry
from api.db.facts import Entry, add
from api.db.session import Database
from api.errors import DomainError, Forbidden, NotFound, NotSignedIn, RuleBroken
from api.identity import service
from api.identity.demo import demo_people
from api.identity.models import SignInCode
from api.identity.tokens import Tokens
from api.settings import Settings
from tests.conftest import FakeClock
from tests.service.identity.town import Town, actor, build, employee_id, give_password, grant, post

OPERATOR = Actor.system("cli")
TOKENS = Tokens(secret="x1" * 20, issuer="i", audience="a")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    return build(bare_database, clock)


class Office:
    """Somebody who makes codes."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        self.database, self.clock = database, clock

    def actor(self, name: str) -> Actor:
        if name == "operator":
            return OPERATOR
        return Actor.visitor() if name == "visitor" else actor(self.database, self.clock, name)

    def invite(self, by: str, whom: str) -> str:
        who = self.actor(by)
        with self.database.writing() as session:
            return service.invite(session, who, employee_id=employee_id(whom), clock=self.clock)

    def outcome(self, by: str, whom: str) -> str:
        try:
            return "code" if self.invite(by, whom) else ""
        except DomainError as refused:
            return refused.code

    def slips(self, by: str, unit: str = "S1") -> service.SlipSheet:
        who = self.actor(by)
        with self.database.writing() as session:
            return service.slips(session, who, unit_code=unit, clock=self.clock)

    def slip(self, by: str, whom: str, unit: str = "S1") -> service.SlipSheet:
        who = self.actor(by)
        with self.database.writing() as session:
            return service.slip(
                session, who, unit_code=unit, employee_id=employee_id(whom), clock=self.clock
            )

    def need(self, by: str, unit: str = "S1") -> service.SlipNeed:
        who = self.actor(by)
        with self.database.reading() as session:
            return service.slips_needed(session, who, unit_code=unit, clock=self.clock)

    def audit(self) -> list[AuditEntry]:
        with self.database.reading() as session:
            return list(session.execute(select(AuditEntry)).scalars())

    def codes(self) -> int:
        with self.database.reading() as session:
            return len(session.execute(select(SignInCode)).all())


@pytest.fixture
def office(bare_database: Database, clock: FakeClock, town: Town) -> Office:
    return Office(bare_database, clock)


class TestInvite:
    def test_a_code_can_be_read_and_typed(self, office: Office) -> None:
        assert re.fullmatch(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}", office.invite("operator", "anna"))

    @pytest.mark.parametrize(
        ("by", "whom", "outcome"),
        [
            ("operator", "anna", "code"),
            ("operator", "eva", "code"),
            ("operator", "pia", "code"),
            ("operator", "nobody", "person_unknown"),
            ("visitor", "anna", "not_signed_in"),
            ("anna", "anna", "forbidden"),
            ("cecilia", "anna", "forbidden"),
            ("olle", "anna", "forbidden"),
            ("bo", "anna", "code"),
            ("bo", "bo", "code"),
            ("bo", "rut", "code"),
            ("bo", "olle", "code"),
            ("bo", "pia", "person_unknown"),
            ("bo", "bea", "person_unknown"),
            ("bo", "nobody", "person_unknown"),
            ("bea", "anna", "person_unknown"),
            ("britt", "anna", "person_unknown"),
            ("david", "anna", "code"),
            ("david", "bo", "code"),
            ("eva", "cecilia", "code"),
            ("david", "pia", "person_unknown"),
            ("eva", "david", "code"),
            ("eva", "pia", "person_unknown"),
            ("sixten", "pia", "code"),
            ("sixten", "anna", "person_unknown"),
        ],
    )
    def test_who_may_make_a_code_for_whom(
        self, office: Office, by: str, whom: str, outcome: str
    ) -> None:
        assert office.outcome(by, whom) == outcome

    def test_who_has_left_belongs_to_their_last_unit_alone(
        self, office: Office, town: Town
    ) -> None:
        earlier = post(town, "rut", "S2", last_day=date(2024, 6, 30))
        with office.database.writing() as session:
            add(session, Entry(office.clock.now(), "t"), [earlier])
        assert office.outcome("bea", "rut") == "person_unknown"
        assert office.outcome("bo", "rut") == "code"

    @pytest.mark.parametrize(
        ("by", "whom"),
        [
            ("bo", "cecilia"),
            ("david", "cecilia"),
            ("david", "eva"),
            ("david", "sixten"),
            ("eva", "sixten"),
        ],
    )
    def test_nobody_reaches_further_through_anothers_code(
        self, office: Office, by: str, whom: str
    ) -> None:
        assert office.outcome(by, whom) == "invite_reaches_further"
        assert office.codes() == 0

    def test_a_colleague_who_manages_elsewhere_is_beyond_a_manager(
        self, office: Office, town: Town
    ) -> None:
        with office.database.writing() as session:
            add(session, Entry(office.clock.now(), "t"), [post(town, "bea", "S1")])
        assert office.outcome("bo", "bea") == "invite_reaches_further"
        assert office.outcome("david", "bea") == "code"

    def test_the_same_role_elsewhere_is_beyond(self, office: Office, town: Town) -> None:
        with office.database.writing() as session:
            grants = [grant(town, "bo", Role.HR, "S1"), grant(town, "anna", Role.HR, "S2")]
            add(session, Entry(office.clock.now(), "t"), grants)
        assert office.outcome("bo", "anna") == "invite_reaches_further"

    def test_it_is_written_down(self, office: Office, town: Town) -> None:
        office.invite("bo", "anna")
        (entry,) = office.audit()
        assert (entry.action, entry.person_id) == ("invite", town.people["anna"])
        assert entry.actor == f"person:{town.people['bo']}"


class TestSlips:
    def test_one_for_each_without_a_password_whom_the_manager_sees(
        self, office: Office, clock: FakeClock, town: Town
    ) -> None:
        give_password(office.database, clock, town, "arvid", "hästen äter gröt")
        sheet = office.slips("bo")
        assert [slip.name for slip in sheet.slips] == ["Anna", "Bo", "Olle"]
        assert sheet.others == ("Cecilia",)
        assert len({slip.code for slip in sheet.slips}) == 3
        assert office.codes() == 3
        assert sheet.last_day.isoformat() == "2026-12-06"

    def test_the_page_before_counts_and_names_nobody(
        self, office: Office, clock: FakeClock, town: Town
    ) -> None:
        give_password(office.database, clock, town, "arvid", "hästen äter gröt")
        need = office.need("bo")
        assert (need.without_password, need.with_password, need.hidden) == (4, 1, 1)
        assert "Anna" not in repr(need)
        assert office.codes() == 0

    def test_protected_persons_come_to_their_handlers_only(self, office: Office) -> None:
        assert [slip.name for slip in office.slips("sixten").slips] == ["Pia"]
        assert office.need("sixten").hidden == 5

    def test_hr_sees_the_managers_others_too(self, office: Office) -> None:
        sheet = office.slips("david")
        assert [slip.name for slip in sheet.slips] == ["Anna", "Arvid", "Bo", "Olle"]
        assert sheet.others == ("Cecilia",)  # who issues reports

    @pytest.mark.parametrize(
        ("by", "unit"), [("bea", "S1"), ("bo", "S2"), ("bo", "K"), ("britt", "S1"), ("bo", "X")]
    )
    def test_other_units_are_not_found(self, office: Office, by: str, unit: str) -> None:
        for act in (office.slips, office.need):
            with pytest.raises(NotFound) as refused:
                act(by, unit)
            assert refused.value.code == "unit_not_found"

    @pytest.mark.parametrize("by", ["anna", "cecilia", "olle"])
    def test_others_lack_the_right(self, office: Office, by: str) -> None:
        for act in (office.slips, office.need):
            with pytest.raises(Forbidden):
                act(by)

    def test_a_visitor_is_not_signed_in(self, office: Office) -> None:
        with pytest.raises(NotSignedIn):
            office.slips("visitor")

    def test_making_them_again_voids_the_earlier(self, office: Office) -> None:
        first = office.slips("bo")
        second = office.slips("bo")
        assert {slip.code for slip in first.slips}.isdisjoint(slip.code for slip in second.slips)
        assert office.codes() == len(second.slips)

    def test_it_is_written_down_for_the_unit(self, office: Office, town: Town) -> None:
        office.slips("bo")
        (entry,) = office.audit()
        assert (entry.action, entry.unit_id, entry.people) == ("slips", town.units["S1"], 5)

    def test_the_code_is_not_printed_by_chance(self, office: Office) -> None:
        sheet = office.slips("bo")
        assert sheet.slips[0].code not in repr(sheet)


class TestSlip:
    def test_one_person_may_have_a_new_one_though_there_is_a_password(
        self, office: Office, clock: FakeClock, town: Town
    ) -> None:
        give_password(office.database, clock, town, "arvid", "hästen äter gröt")
        assert [slip.name for slip in office.slip("bo", "arvid").slips] == ["Arvid"]

    def test_others_codes_stand(self, office: Office) -> None:
        office.slips("bo")
        before = office.codes()
        office.slip("bo", "anna")
        assert office.codes() == before

    @pytest.mark.parametrize("whom", ["pia", "bea", "rut", "nobody"])
    def test_whoever_is_not_there_to_be_seen_is_not_found(self, office: Office, whom: str) -> None:
        with pytest.raises(NotFound) as refused:
            office.slip("bo", whom)
        assert refused.value.code == "person_unknown"

    def test_somebody_with_wider_rights_is_named_without_a_code(self, office: Office) -> None:
        sheet = office.slip("bo", "cecilia")
        assert (sheet.slips, sheet.others) == ((), ("Cecilia",))
        assert office.codes() == 0


class TestBearerToken:
    def make(self, office: Office, by: str, whom: str = "anna", hours: int = 1) -> int:
        who = office.actor(by)
        with office.database.writing() as session:
            token = service.bearer_token(
                session,
                who,
                employee_id=employee_id(whom),
                hours=hours,
                tokens=TOKENS,
                clock=office.clock,
            )
        return TOKENS.read(token, now=office.clock.now())

    def test_the_operator_makes_one_for_anybody(self, office: Office, town: Town) -> None:
        assert self.make(office, "operator") == town.people["anna"]
        (entry,) = office.audit()
        assert (entry.action, entry.actor) == ("token", "system:cli")

    @pytest.mark.parametrize("by", ["anna", "eva", "visitor"])
    def test_nobody_else_does(self, office: Office, by: str) -> None:
        with pytest.raises(Forbidden):
            self.make(office, by)

    @pytest.mark.parametrize("hours", [0, -1, 366 * 24 + 1])
    def test_it_is_neither_dead_nor_eternal(self, office: Office, hours: int) -> None:
        with pytest.raises(RuleBroken):
            self.make(office, "operator", hours=hours)

    def test_an_unknown_person_gets_none(self, office: Office) -> None:
        with pytest.raises(NotFound):
            self.make(office, "operator", whom="nobody")


class TestDemoPeople:
    def people(self, office: Office, settings: Settings) -> list[tuple[str, str]]:
        with office.database.reading() as session:
            found = demo_people(session, settings=settings, clock=office.clock)
        return [(person.part.value, person.name) for person in found]

    def test_somebody_of_each_kind_the_same_every_time(self, office: Office) -> None:
        expected = [
            ("newcomer", "Anna"),
            ("veteran", "Arvid"),
            ("unit_manager", "Bo"),
            ("head", "Britt"),
            ("coordinator", "Cecilia"),
            ("hr", "David"),
            ("delegate", "Olle"),
            ("protection_handler", "Sixten"),
            ("admin", "Eva"),
        ]
        assert self.people(office, Settings(demo=True)) == expected
        assert self.people(office, Settings(demo=True)) == expected

    def test_nobody_outside_demo_mode(self, office: Office) -> None:
        assert self.people(office, Settings(secret_key="x1" * 20)) == []

    def test_nobody_in_an_empty_database(self, bare_database: Database, clock: FakeClock) -> None:
        assert self.people(Office(bare_database, clock), Settings(demo=True)) == []

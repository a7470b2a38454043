from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from api.access.actor import Grant
from api.access.permissions import Role
from api.db.facts import Entry, add, retract
from api.db.session import Database
from api.errors import NotFound
from api.identity import service, signing_in
from api.identity.models import RoleGrant
from api.identity.signing_in import Visit
from api.settings import Settings
from tests.conftest import FakeClock
from tests.service.identity.town import Town, actor, build, employee_id, grant, post

DEMO = Settings(demo=True)


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    return build(bare_database, clock)


def token_of(database: Database, clock: FakeClock, town: Town, name: str) -> str:
    with database.writing() as session:
        return signing_in.sign_in_demo(
            session, person_id=town.people[name], visit=Visit(""), settings=DEMO, clock=clock
        ).token


class TestActorOfSession:
    def test_a_live_session_is_its_person_with_roles(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        token = token_of(bare_database, clock, town, "bo")
        with bare_database.reading() as session:
            found = service.actor_of_session(session, token=token, clock=clock)
        assert found is not None
        assert found.label == f"person:{town.people['bo']}"
        assert found.name == "Bo"
        assert found.grants == (Grant(Role.UNIT_MANAGER, town.units["S1"]),)

    def test_it_takes_one_query(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        token = token_of(bare_database, clock, town, "bo")
        asked: list[str] = []

        def listen(*arguments: Any) -> None:
            asked.append(arguments[2])

        event.listen(bare_database.engine, "before_cursor_execute", listen)
        with bare_database.reading() as session:
            service.actor_of_session(session, token=token, clock=clock)
        event.remove(bare_database.engine, "before_cursor_execute", listen)
        assert len([statement for statement in asked if "BEGIN" not in statement]) == 1

    def test_an_unknown_token_is_nobody(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with bare_database.reading() as session:
            assert service.actor_of_session(session, token="x", clock=clock) is None
            assert service.actor_of_session(session, token="", clock=clock) is None

    def test_a_session_ends_after_twelve_hours(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        token = token_of(bare_database, clock, town, "bo")
        clock.instant += timedelta(hours=12) - timedelta(seconds=1)
        with bare_database.reading() as session:
            assert service.actor_of_session(session, token=token, clock=clock)
        clock.instant += timedelta(seconds=1)
        with bare_database.reading() as session:
            assert service.actor_of_session(session, token=token, clock=clock) is None

    def test_a_revoked_session_is_nobody(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        token = token_of(bare_database, clock, town, "bo")
        with bare_database.writing() as session:
            signing_in.sign_out(session, visit=Visit("", token), clock=clock)
        with bare_database.reading() as session:
            assert service.actor_of_session(session, token=token, clock=clock) is None


class TestActorOfPerson:
    def test_roles_come_of_grants_and_posts(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with bare_database.writing() as session:
            entry = Entry(clock.now(), "system:test")
            add(
                session,
                entry,
                [
                    grant(town, "bo", Role.HR, "S2"),
                    grant(town, "bo", Role.HR, "S2"),
                    post(town, "bo", "S2", manager=True),
                ],
            )
        assert actor(bare_database, clock, "bo").grants == (
            Grant(Role.UNIT_MANAGER, town.units["S1"]),
            Grant(Role.UNIT_MANAGER, town.units["S2"]),
            Grant(Role.HR, town.units["S2"]),
        )

    def test_a_role_holds_only_on_its_days_and_while_known(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        day = clock.today()
        with bare_database.writing() as session:
            past, future = (grant(town, "anna", Role.HR, unit) for unit in ("S1", "S2"))
            past.last_day = day - timedelta(days=1)
            future.first_day = day + timedelta(days=1)
            taken_back = grant(town, "anna", Role.ADMIN, "K")
            add(session, Entry(clock.now(), "system:test"), [past, future, taken_back])
            session.flush()
            taken_back_id = taken_back.id
        with bare_database.writing() as session:
            found = session.get(RoleGrant, taken_back_id)
            assert found is not None
            retract(session, Entry(clock.now(), "system:test"), [found])
        assert actor(bare_database, clock, "anna").grants == ()
        clock.day = day + timedelta(days=1)
        assert [held.unit_id for held in actor(bare_database, clock, "anna").grants] == [
            town.units["S2"]
        ]

    def test_whoever_has_left_may_still_come_in(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        found = actor(bare_database, clock, "rut")
        assert found.signed_in
        assert not found.roles

    def test_an_unknown_person_is_not_found(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with bare_database.reading() as session:
            for wanted in ({"person_id": 9999}, {"employee_id": "X"}, {}):
                with pytest.raises(NotFound) as refused:
                    service.actor_of_person(session, clock=clock, **wanted)
                assert refused.value.code == "person_unknown"

    def test_it_is_the_same_by_either_id(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with bare_database.reading() as session:
            by_id = service.actor_of_person(session, person_id=town.people["eva"], clock=clock)
            named = service.actor_of_person(session, employee_id=employee_id("eva"), clock=clock)
        assert by_id == named


def test_the_day_may_be_moved_without_moving_the_instant(
    bare_database: Database, clock: FakeClock, town: Town
) -> None:
    token = token_of(bare_database, clock, town, "bo")
    clock.day = date(2020, 1, 1)
    with bare_database.reading() as session:
        found = service.actor_of_session(session, token=token, clock=clock)
    assert found is not None
    assert found.grants == ()

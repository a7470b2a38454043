"""Coverage, trend, people and one's own requirements as JSON, to the letter of the contract."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import col, select

from api.db import facts
from api.db.facts import Entry
from api.records.models import TrainingRecord
from tests.stage import QueryRecorder
from tests.web.small_town import (
    BOSS,
    DELEGATE,
    EXPIRING,
    HEAD,
    HIDDEN,
    HR,
    SCHOOL,
    SIBLING,
    STAFF,
    TAFA,
    VALID,
    SmallTown,
)

DAY = "2026-11-22"
COVERAGE = f"/api/v1/coverage?unit=u1&on={DAY}"
PEOPLE = f"/api/v1/units/u4/people?on={DAY}&requirement=r10"
TREND = "/api/v1/coverage/trend?unit=u2&requirement=r10"
MINE = "/api/v1/me/requirements"


def get(town: SmallTown, reader: int, address: str, **query: str) -> Any:
    return town.client(reader).get(address, params=query or None)


class TestCoverage:
    def test_of_one_form_of_employment_with_the_same_keys(self, open_town: SmallTown) -> None:
        every = get(open_town, TAFA, COVERAGE).json()
        found = get(open_town, TAFA, f"{COVERAGE}&employment=tillsvidare").json()
        assert [row.keys() for row in found["rows"]] == [row.keys() for row in every["rows"]]
        assert found == every, "nobody else is asked here"
        assert get(open_town, TAFA, f"{COVERAGE}&employment=timavlonad").json()["rows"] == []

    def test_a_form_of_employment_that_is_none_is_refused(self, open_town: SmallTown) -> None:
        assert get(open_town, TAFA, f"{COVERAGE}&employment=konsult").status_code == 422

    def test_the_unit_then_its_children_a_row_for_each_requirement(
        self, open_town: SmallTown
    ) -> None:
        answer = get(open_town, TAFA, COVERAGE).json()
        assert (answer["unit"], answer["on"]) == ("u1", DAY)
        assert answer["rows"][0] == {
            "unit": "u1",
            "unit_name": "Enhet 1",
            "requirement": "r10",
            "required": 41,
            "covered": 32,
            "share": 32 / 41,
            "within_time": 1,
            "key_required": 2,
            "key_covered": 2,
            "exempt": 1,
            "suppressed": False,
        }
        assert [(row["unit"], row["requirement"]) for row in answer["rows"]] == [
            ("u1", "r10"),
            ("u1", "r11"),
            ("u2", "r10"),
            ("u2", "r11"),
            ("u3", "r10"),
        ]

    def test_small_groups_are_null(self, town: SmallTown) -> None:
        row = get(town, TAFA, COVERAGE).json()["rows"][1]
        assert row["suppressed"] is True
        figures = ("required", "covered", "share", "within_time", "key_required", "key_covered")
        assert {row[name] for name in (*figures, "exempt")} == {None}

    def test_whoever_names_them_all_sees_the_figures(self, town: SmallTown) -> None:
        answer = get(town, BOSS, f"/api/v1/coverage?unit=u4&on={DAY}").json()
        assert [(row["required"], row["covered"], row["exempt"]) for row in answer["rows"]] == [
            (18, 14, 1)
        ]

    def test_nobody_required_has_no_share(self, open_town: SmallTown) -> None:
        answer = get(open_town, TAFA, "/api/v1/coverage?unit=u1&on=2024-12-31").json()
        assert answer["rows"] == []

    @pytest.mark.parametrize(
        "instant",
        ["2026-11-22T09:30:00Z", "2026-11-22T10:30:00+01:00", "2026-11-22T10:30:00%2B01:00"],
    )
    def test_known_at_answers_as_it_was_known(self, open_town: SmallTown, instant: str) -> None:
        revoke_records_of(open_town, VALID, at=datetime(2026, 11, 22, 10, tzinfo=UTC))
        before = get(open_town, TAFA, f"{COVERAGE}&known_at={instant}").json()
        after = get(open_town, TAFA, COVERAGE).json()
        assert (before["rows"][0]["covered"], after["rows"][0]["covered"]) == (32, 31)

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "unit=u1",
            f"on={DAY}",
            "unit=u1&on=i-dag",
            "unit=u1&on=2026-02-30",
            "unit=u1&on=86400",
            f"unit=u1&on={DAY}&known_at=2026-11-22",
            f"unit=u1&on={DAY}&known_at=2026-11-22T10:00:00",
            f"unit=u1&on={DAY}&known_at=nu",
        ],
    )
    def test_what_cannot_be_read_is_a_problem(self, town: SmallTown, query: str) -> None:
        found = get(town, TAFA, f"/api/v1/coverage?{query}")
        assert found.status_code == 422
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["code"] == "invalid_request"
        assert found.json()["errors"]

    @pytest.mark.parametrize(
        ("reader", "address", "status"),
        [
            (TAFA, f"/api/v1/coverage?unit=saknas&on={DAY}", 404),
            (SIBLING, f"/api/v1/coverage?unit=u4&on={DAY}", 404),
            (BOSS, COVERAGE, 404),
            (STAFF, COVERAGE, 403),
            (HR, COVERAGE, 403),
            (TAFA, "/api/v1/coverage?unit=u1&on=9999-12-31", 422),
        ],
    )
    def test_refusals(self, town: SmallTown, reader: int, address: str, status: int) -> None:
        found = get(town, reader, address)
        assert found.status_code == status
        assert found.headers["content-type"] == "application/problem+json"

    def test_a_visitor_is_told_to_bring_a_token(self, town: SmallTown) -> None:
        found = town.visitor().get(COVERAGE)
        assert (found.status_code, found.headers["www-authenticate"]) == (401, "Bearer")

    def test_it_takes_five_queries(self, town: SmallTown) -> None:
        recorder = QueryRecorder(town.app.state.house.database.engine)
        client = town.client(TAFA)
        with recorder.recording() as statements:
            client.get(COVERAGE)
        assert len(statements) <= 5


def revoke_records_of(town: SmallTown, person_id: int, at: datetime) -> None:
    with town.database.writing() as session:
        statement = select(TrainingRecord).where(col(TrainingRecord.person_id) == person_id)
        facts.retract(session, Entry(at, "system:test"), session.execute(statement).scalars())


class TestChanges:
    KNOWN = f"/api/v1/coverage/changes?unit=u4&on={DAY}&known_at=2026-06-01T00:00:00Z"

    def test_what_is_other_now_and_through_what(self, open_town: SmallTown) -> None:
        with open_town.database.writing() as session:
            table = TrainingRecord
            held = session.exec(select(table).where(col(table.person_id) == VALID)).all()
            now = Entry(at=datetime(2026, 11, 1, tzinfo=UTC), by="system:test")
            facts.retract(session, now, held)
        answer = get(open_town, TAFA, self.KNOWN).json()
        assert (answer["unit"], answer["on"]) == ("u4", DAY)
        assert answer["known_at"] == "2026-06-01T00:00:00Z"
        row = next(row for row in answer["rows"] if row["requirement"] == "r10")
        assert list(row) == [
            "unit",
            "unit_name",
            "direct",
            "requirement",
            "before",
            "after",
            "kinds",
        ]
        assert row["before"]["covered"] - row["after"]["covered"] == 1
        assert row["kinds"] == ["records_revoked"]

    def test_the_instant_must_be_said(self, town: SmallTown) -> None:
        found = get(town, TAFA, f"/api/v1/coverage/changes?unit=u4&on={DAY}")
        assert (found.status_code, found.json()["code"]) == (422, "invalid_request")


class TestTrend:
    def test_one_point_a_month_end_past_and_to_come(self, open_town: SmallTown) -> None:
        found = get(open_town, TAFA, f"{TREND}&from=2026-10-01&to=2027-06-15").json()
        points = found["points"]
        assert [point["on"] for point in points][:3] == ["2026-10-31", "2026-11-30", "2026-12-31"]
        assert points[-1]["on"] == "2027-05-31"
        assert points[1] == {
            "on": "2026-11-30",
            "required": 31,
            "covered": 23,
            "suppressed": False,
        }
        # Nobody renews: on the last of May all have gone out.
        assert points[-1]["covered"] == 0

    def test_small_groups_are_null(self, town: SmallTown) -> None:
        found = get(town, TAFA, f"{TREND}&from=2026-11-01&to=2026-11-30").json()
        assert found["points"] == [
            {"on": "2026-11-30", "required": None, "covered": None, "suppressed": True}
        ]

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("&from=2026-11-01", 422),
            ("&from=2026-11-01&to=snart", 422),
            ("&from=2026-11-30&to=2026-11-01", 422),
        ],
    )
    def test_refusals(self, town: SmallTown, query: str, status: int) -> None:
        assert get(town, TAFA, f"{TREND}{query}").status_code == status

    def test_an_unknown_requirement_is_not_found(self, town: SmallTown) -> None:
        address = "/api/v1/coverage/trend?unit=u2&requirement=x&from=2026-11-01&to=2026-11-30"
        assert get(town, TAFA, address).status_code == 404


class TestPeople:
    def test_each_with_status_and_days_and_the_protected_as_hidden(self, town: SmallTown) -> None:
        answer = get(town, BOSS, PEOPLE).json()
        assert {name: answer[name] for name in ("unit", "on", "requirement")} == {
            "unit": "u4",
            "on": DAY,
            "requirement": "r10",
        }
        rows = {row.get("employee_id"): row for row in answer["people"]}
        assert rows[f"e{EXPIRING}"] == {
            "employee_id": f"e{EXPIRING}",
            "name": "Person 002",
            "status": "expiring",
            "completed_on": "2025-12-14",
            "valid_until": "2026-12-14",
            "due": "2025-04-01",
        }
        statuses = [rows[f"e{number}"]["status"] for number in range(1, 10) if number != HIDDEN]
        assert statuses == [
            "lapsed",
            "expiring",
            "not_started",
            "overdue",
            "valid",
            "not_required",
            "not_required",
            "exempt",
        ]
        assert [row for row in answer["people"] if "employee_id" not in row] == [{"hidden": True}]

    def test_the_look_is_logged(self, town: SmallTown) -> None:
        get(town, BOSS, PEOPLE)
        assert town.looks() == [(f"person:{BOSS}", "unit.people", SCHOOL, 21)]

    @pytest.mark.parametrize(
        ("reader", "status"),
        [(BOSS, 200), (DELEGATE, 200), (HR, 200), (SIBLING, 404), (TAFA, 403), (STAFF, 403)],
    )
    def test_by_role(self, town: SmallTown, reader: int, status: int) -> None:
        assert get(town, reader, PEOPLE).status_code == status

    def test_above_a_manager_nobody_is_named(self, town: SmallTown) -> None:
        assert get(town, HEAD, PEOPLE).json()["people"] == []
        assert town.looks() == []

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            (f"/api/v1/units/u4/people?on={DAY}", 422),
            ("/api/v1/units/u4/people?requirement=r10", 422),
            ("/api/v1/units/u4/people?on=nu&requirement=r10", 422),
            (f"/api/v1/units/u4/people?on={DAY}&requirement=saknas", 404),
            (f"/api/v1/units/saknas/people?on={DAY}&requirement=r10", 404),
        ],
    )
    def test_refusals(self, town: SmallTown, address: str, status: int) -> None:
        found = get(town, BOSS, address)
        assert found.status_code == status
        assert found.headers["content-type"] == "application/problem+json"


class TestMine:
    def test_what_is_asked_of_me(self, town: SmallTown) -> None:
        assert get(town, EXPIRING, MINE).json() == {
            "requirements": [
                {
                    "requirement": "r10",
                    "requirement_name": "Krav 10",
                    "accepts": ["a"],
                    "status": "expiring",
                    "completed_on": "2025-12-14",
                    "valid_until": "2026-12-14",
                    "due": "2025-04-01",
                }
            ]
        }

    def test_the_protected_see_their_own(self, town: SmallTown) -> None:
        assert get(town, HIDDEN, MINE).json()["requirements"][0]["status"] == "lapsed"

    def test_a_visitor_has_none(self, town: SmallTown) -> None:
        assert town.visitor().get(MINE).status_code == 401

"""Records of training elsewhere, registered and revoked as JSON, to the letter of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from api.access.permissions import Role
from api.db import facts
from api.identity.models import RoleGrant
from tests.service.coverage.town import entry, post_row
from tests.unit.coverage.builders import START, post
from tests.web.small_town import (
    HIDDEN,
    HR,
    OTHER,
    OVERDUE,
    SCHOOL,
    TAFA,
    SmallTown,
    small_town,
)

RECORDS = "/api/v1/records"


@pytest.fixture
def town(engine: Engine) -> Iterator[SmallTown]:
    with small_town(engine, small_group=1) as made:
        yield made


def register(town: SmallTown, person_id: int = OVERDUE, **said: Any) -> Any:
    body = {
        "employee_id": f"e{person_id}",
        "course_id": "a",
        "completed_on": "2026-11-02",
        "valid_until": "2027-11-02",
        "source": "klassrum",
    }
    return town.client(HR).post(RECORDS, json=body | said)


def covered(town: SmallTown) -> int:
    answer = town.client(TAFA).get("/api/v1/coverage?unit=u1&on=2026-11-22").json()
    return int(next(row["covered"] for row in answer["rows"] if row["requirement"] == "r10"))


class TestRegister:
    def test_a_record_is_made_and_counts(self, town: SmallTown) -> None:
        before = covered(town)
        answer = register(town)
        assert answer.status_code == 201
        assert answer.json() == {
            "id": int(answer.headers["Location"].rpartition("/")[2]),
            "course_id": "a",
            "completed_on": "2026-11-02",
            "valid_until": "2027-11-02",
            "source": "klassrum",
            "revoked": False,
        }
        assert covered(town) == before + 1

    def test_never_lapses(self, town: SmallTown) -> None:
        assert register(town, valid_until="aldrig").json()["valid_until"] is None

    @pytest.mark.parametrize(
        ("said", "status", "code"),
        [
            ({"completed_on": "2026-11-23"}, 422, "record_in_future"),
            ({"completed_on": "1899-12-31"}, 422, "bad_day"),
            ({"valid_until": "2200-01-01"}, 422, "bad_day"),
            ({"valid_until": "2026-11-01"}, 422, "record_ends_before"),
            ({"valid_until": None}, 422, "record_validity_unknown"),
            ({"completed_on": "2026-11-02T00:00:00"}, 422, "invalid_request"),
            ({"completed_on": 1793577600}, 422, "invalid_request"),
            ({"completed_on": "2026-02-30"}, 422, "invalid_request"),
            ({"source": "web"}, 422, "invalid_request"),
            ({"note": "x" * 201}, 422, "invalid_request"),
            ({"note": "a\0b"}, 422, "invalid_request"),
            ({"extra": 1}, 422, "invalid_request"),
            ({"course_id": "no-such-course"}, 404, "course_not_found"),
            ({"employee_id": "nobody"}, 404, "person_unknown"),
            ({"employee_id": f"e{HIDDEN}"}, 404, "person_unknown"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, town: SmallTown, said: dict[str, Any], status: int, code: str
    ) -> None:
        answer = register(town, **said)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"

    def test_the_same_record_again_is_a_conflict(self, town: SmallTown) -> None:
        register(town)
        assert register(town).status_code == 409

    def test_nobody_handles_themselves_beyond_their_scope(self, town: SmallTown) -> None:
        with town.database.writing() as session:
            whole = session.execute(select(RoleGrant).where(RoleGrant.person_id == HR)).scalar_one()
            facts.retract(session, entry(), [whole])
            narrow = RoleGrant(  # type: ignore[call-arg]
                person_id=HR, role=Role.HR, unit_id=SCHOOL, first_day=START
            )
            facts.add(session, entry(), [narrow, post_row(HR, post(OTHER))])
        assert register(town, OVERDUE).status_code == 201
        assert register(town, HR).status_code == 404


class TestRevoke:
    def test_it_counts_no_more_and_is_revoked_once(self, town: SmallTown) -> None:
        before = covered(town)
        place = f"{RECORDS}/{register(town).json()['id']}/revocation"
        answer = town.client(HR).post(place)
        assert (answer.status_code, answer.json()["revoked"]) == (200, True)
        assert covered(town) == before
        again = town.client(HR).post(place)
        assert (again.status_code, again.json()["code"]) == (409, "record_revoked")

    @pytest.mark.parametrize("number", ["0", "999999", "3000000000", "9" * 30])
    def test_what_is_not_there_is_not_found(self, town: SmallTown, number: str) -> None:
        answer = town.client(HR).post(f"{RECORDS}/{number}/revocation")
        assert (answer.status_code, answer.json()["code"]) == (404, "record_unknown")
        assert town.client(HR).get(f"/intyg/{number}").status_code == 404
        assert town.client(HR).post(f"/import/{number}/angra").status_code == 404


class TestUnstorable:
    """PostgreSQL refuses a NUL even in a question. The asker's fault, and no error of ours."""

    def test_in_an_address_it_names_nothing(self, town: SmallTown) -> None:
        client = town.client(HR)
        client.strict = False
        assert client.get("/kurser/%00").status_code == 404

    def test_in_a_form_it_is_refused(self, town: SmallTown) -> None:
        client = town.visitor()
        client.strict = False
        form = {"who": "\0", "password": "something-long"}
        assert client.post("/logga-in", data=form).status_code == 422

    def test_in_json_it_is_refused(self, town: SmallTown) -> None:
        assert register(town, course_id="\0").status_code in {404, 422}

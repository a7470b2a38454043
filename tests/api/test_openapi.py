"""The API says what it is, and every refusal is a problem document with a stable code."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response

from api.http.routing import guarded_routes
from tests.stage import OWN_UNIT, VISITOR, Stage

PROBLEM = "application/problem+json"
DAY = "2026-11-22"
# The contract: method, path, and the parameters it names.
PROMISED = {
    ("get", "/api/v1/coverage"): {"unit", "on", "known_at"},
    ("get", "/api/v1/coverage/changes"): {"unit", "on", "known_at"},
    ("get", "/api/v1/coverage/explanation"): {"unit", "requirement", "on", "known_at"},
    ("get", "/api/v1/coverage/trend"): {"unit", "requirement", "from", "to"},
    ("get", "/api/v1/units/{code}/people"): {"code", "on", "requirement"},
    ("post", "/api/v1/records"): set(),
    ("get", "/api/v1/records/{record_id}"): {"record_id"},
    ("post", "/api/v1/records/{record_id}/revocation"): {"record_id"},
    ("post", "/api/v1/records/{record_id}/notes/{note_id}/striking"): {"record_id", "note_id"},
    ("get", "/api/v1/me/requirements"): set(),
    ("get", "/api/v1/courses"): set(),
}
COVERAGE_ROW = {
    "unit",
    "unit_name",
    "requirement",
    "required",
    "covered",
    "share",
    "within_time",
    "key_required",
    "key_covered",
    "exempt",
    "suppressed",
}


@pytest.fixture
def document(read_only: Stage) -> dict[str, Any]:
    answer = read_only.client_as(VISITOR).get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method, path): operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


class TestDocument:
    def test_it_holds_what_the_contract_promises(self, document: dict[str, Any]) -> None:
        found = operations(document)
        for key, parameters in PROMISED.items():
            named = {each["name"] for each in found[key].get("parameters", [])}
            assert parameters <= named, key

    def test_it_holds_the_whole_api_and_no_page(
        self, document: dict[str, Any], read_only: Stage
    ) -> None:
        api = {
            (method.lower(), path.replace(":path", ""))
            for method, path, _guard, _dependant in guarded_routes(read_only.app)
            if path.startswith("/api/")
        }
        assert set(operations(document)) == api

    def test_every_operation_says_what_it_does(self, document: dict[str, Any]) -> None:
        for key, operation in operations(document).items():
            assert operation.get("description"), key

    def test_a_coverage_row_has_the_contracts_fields(self, document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        assert set(schemas["CoverageRow"]["properties"]) == COVERAGE_ROW
        assert set(schemas["CoverageOut"]["properties"]) == {"unit", "on", "rows"}

    def test_refusals_are_described_as_they_are(self, document: dict[str, Any]) -> None:
        for key, operation in operations(document).items():
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")):
                    assert list(answer.get("content", {PROBLEM: {}})) == [PROBLEM], (key, status)

    def test_it_names_no_address_of_ours(self, document: dict[str, Any]) -> None:
        assert "servers" not in document


def record(stage: Stage, **other: str) -> dict[str, str]:
    return {
        "employee_id": stage.person("anna").employee_id,
        "course_id": "forsta-steget",
        "completed_on": "2026-11-02",
        "valid_until": "2027-11-02",
        "source": "klassrum",
        **other,
    }


def refused(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert body["type"] == f"urn:kompetenskollen:problem:{code}"
    assert body["status"] == status
    assert body["title"] not in {"", code}, "a code without a sentence"
    return body


class TestRefusals:
    def test_not_signed_in(self, read_only: Stage) -> None:
        client = read_only.client_as(VISITOR)
        answer = client.get("/api/v1/coverage", params={"unit": OWN_UNIT, "on": DAY})
        refused(answer, 401, "not_signed_in")
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_a_key_that_is_none(self, read_only: Stage) -> None:
        headers = {"Authorization": "Bearer a.b.c"}
        answer = read_only.client_as(VISITOR).get("/api/v1/courses", headers=headers)
        refused(answer, 401, "token_invalid")

    def test_a_lacking_right(self, read_only: Stage) -> None:
        client = read_only.client_as("anna")
        answer = client.get("/api/v1/coverage", params={"unit": OWN_UNIT, "on": DAY})
        refused(answer, 403, "forbidden")

    @pytest.mark.parametrize("code", ["FINNS-INTE", OWN_UNIT])
    def test_a_unit_out_of_scope_is_as_one_that_is_not(self, read_only: Stage, code: str) -> None:
        client = read_only.client_as("david")
        answer = client.get("/api/v1/coverage", params={"unit": code, "on": DAY})
        refused(answer, 404, "unit_not_found")

    def test_a_path_that_is_not(self, read_only: Stage) -> None:
        refused(read_only.client_as(VISITOR).get("/api/v2/coverage"), 404, "not_found")

    def test_a_method_that_is_not(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).delete("/api/v1/courses")
        refused(answer, 405, "method_not_allowed")
        assert "GET" in answer.headers["allow"]

    @pytest.mark.parametrize("day", ["2026-13-01", "igår", "", "20261122", "1700000000"])
    def test_a_day_that_is_none(self, read_only: Stage, day: str) -> None:
        client = read_only.client_as("cecilia")
        answer = client.get("/api/v1/coverage", params={"unit": OWN_UNIT, "on": day})
        body = refused(answer, 422, "invalid_request")
        assert [error["place"] for error in body["errors"]] == ["query.on"]

    def test_an_instant_without_its_zone(self, read_only: Stage) -> None:
        asked = {"unit": OWN_UNIT, "on": DAY, "known_at": "2026-11-22T09:00:00"}
        answer = read_only.client_as("cecilia").get("/api/v1/coverage", params=asked)
        refused(answer, 422, "invalid_request")

    def test_what_is_missing_is_named(self, read_only: Stage) -> None:
        answer = read_only.client_as("cecilia").get("/api/v1/coverage")
        body = refused(answer, 422, "invalid_request")
        assert {error["place"] for error in body["errors"]} == {"query.unit", "query.on"}

    def test_a_body_that_is_no_json(self, read_only: Stage) -> None:
        headers = {"Content-Type": "application/json"}
        answer = read_only.client_as("henrik").post(
            "/api/v1/records", content=b"{", headers=headers
        )
        refused(answer, 422, "invalid_request")

    def test_a_refusal_repeats_nothing_of_what_was_sent(self, read_only: Stage) -> None:
        body = record(read_only, completed_on="hemligt", note="x" * 500, extra="hemligt")
        answer = read_only.client_as("henrik").post("/api/v1/records", json=body)
        refused(answer, 422, "invalid_request")
        assert "hemligt" not in answer.text

    def test_a_day_to_come(self, read_only: Stage) -> None:
        body = record(read_only, completed_on="2026-11-23")
        answer = read_only.client_as("henrik").post("/api/v1/records", json=body)
        refused(answer, 422, "record_in_future")

    def test_the_same_record_twice(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        made = client.post("/api/v1/records", json=record(stage))
        assert made.status_code == 201
        assert made.headers["location"] == f"/api/v1/records/{made.json()['id']}"
        refused(client.post("/api/v1/records", json=record(stage)), 409, "record_exists")

    def test_a_revocation_twice(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        made = client.post("/api/v1/records", json=record(stage)).json()["id"]
        once = client.post(f"/api/v1/records/{made}/revocation")
        assert (once.status_code, once.json()["revoked"]) == (200, True)
        refused(client.post(f"/api/v1/records/{made}/revocation"), 409, "record_revoked")

    def test_in_english_under_en(self, read_only: Stage) -> None:
        client = read_only.client_as(VISITOR)
        swedish = refused(client.get("/api/v1/me/requirements"), 401, "not_signed_in")
        english = refused(client.get("/en/api/v1/me/requirements"), 401, "not_signed_in")
        assert swedish["title"] == "Logga in för att fortsätta."
        assert english["title"] != swedish["title"]

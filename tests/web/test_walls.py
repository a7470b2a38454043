"""The walls around every answer: where a request may come from, and what an answer may let out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import func, update
from sqlmodel import select

from api.access.permissions import PUBLIC, Permission
from api.db.session import Database
from api.http.deps import ActorDep, Writer
from api.http.routing import GuardedRouter
from api.identity.models import BrowserSession
from api.learning.models import Attempt
from api.tables import METADATA
from tests.conftest import FakeClock
from tests.stage import (
    VISITOR,
    Browser,
    Loaded,
    QueryRecorder,
    Stage,
    parse,
    stage_on,
    words,
)
from web.logs import configure
from web.routes import ROUTERS

COURSE = "/kurser/forsta-steget"
PROBLEM = "application/problem+json"
SECRET = "q7Vd-tUe0xM2_nKz8RwYb4LpGs6JhCf1AoTi"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://ond.invalid"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
]
OWN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://127.0.0.1:8000"},
]


def count_rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


class TestWritesFromElsewhere:
    @pytest.mark.parametrize("headers", FOREIGN, ids=str)
    def test_a_page_of_another_site_cannot_write(
        self, stage: Stage, headers: dict[str, str]
    ) -> None:
        client = stage.client_as("anna")
        before = count_rows(stage.database)
        answer = client.post(COURSE, headers=headers)
        assert answer.status_code == 403
        assert "Begäran kom från en annan webbplats" in words(answer)
        assert "Du har inte rätt att se sidan" in words(answer)
        assert count_rows(stage.database) == before

    @pytest.mark.parametrize("headers", FOREIGN, ids=str)
    def test_nor_through_the_api(self, stage: Stage, headers: dict[str, str]) -> None:
        client = stage.client_as("henrik")
        before = count_rows(stage.database)
        answer = client.post("/api/v1/records", headers=headers, json=a_record(stage))
        assert answer.status_code == 403
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["code"] == "cross_site"
        assert count_rows(stage.database) == before

    @pytest.mark.parametrize("headers", FOREIGN, ids=str)
    def test_nor_sign_somebody_out(self, stage: Stage, headers: dict[str, str]) -> None:
        client = stage.client_as("anna")
        assert client.post("/logga-ut", headers=headers).status_code == 403
        assert client.get("/mina-uppgifter").status_code == 200

    @pytest.mark.parametrize("headers", OWN, ids=str)
    def test_our_own_pages_and_programs_can(self, stage: Stage, headers: dict[str, str]) -> None:
        client = stage.client_as("anna")
        assert client.post(COURSE, headers=headers).status_code == 303
        with stage.database.reading() as session:
            begun = select(func.count()).where(Attempt.person_id == stage.person_id("anna"))
            assert session.execute(begun).scalar_one() == 1

    @pytest.mark.parametrize("headers", FOREIGN, ids=str)
    def test_a_link_from_elsewhere_may_be_followed(
        self, read_only: Stage, headers: dict[str, str]
    ) -> None:
        assert read_only.client_as(VISITOR).get("/stod", headers=headers).status_code == 200


def a_record(stage: Stage) -> dict[str, str]:
    return {
        "employee_id": stage.person("anna").employee_id,
        "course_id": "forsta-steget",
        "completed_on": "2026-11-02",
        "valid_until": "2027-11-02",
        "source": "klassrum",
    }


class TestHeaders:
    """The client checks every header on every answer of every test; here on the odd ones."""

    @pytest.mark.parametrize(
        "path",
        ["/", "/en/", "/stod", "/finns/inte", "/tackning", "/logga-in", "/kontroll/inget"],
    )
    def test_pages_and_their_errors_wear_them(self, read_only: Stage, path: str) -> None:
        answer = read_only.client_as(VISITOR).get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"

    def test_so_does_a_refused_method(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).post("/stod")
        assert answer.status_code == 405
        assert "Sidan kan inte ta emot det du skickade" in words(answer)

    def test_static_files_may_be_kept_and_still_wear_the_rest(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/static/app.css")
        assert answer.status_code == 200
        assert "no-store" not in answer.headers.get("cache-control", "")

    def test_behind_https_browsers_are_told_to_stay_there(
        self, loaded: Loaded, tmp_path: Path
    ) -> None:
        with (
            loaded.copy(tmp_path) as url,
            stage_on(url, base_url="https://kollen.invalid") as secure,
        ):
            answer = secure.client_as(VISITOR).get("/stod")
            assert answer.headers["strict-transport-security"].startswith("max-age=31536000")

    def test_on_loopback_they_are_not(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/stod")
        assert "strict-transport-security" not in answer.headers

    def test_every_answer_has_an_id_of_its_own(self, read_only: Stage) -> None:
        client = read_only.client_as(VISITOR)
        ids = {client.get("/stod").headers["x-request-id"] for _ in range(3)}
        assert len(ids) == 3

    def test_a_callers_id_is_not_taken_over(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/stod", headers={"X-Request-Id": "evil"})
        assert answer.headers["x-request-id"] != "evil"


@pytest.fixture
def faulty(stage: Stage) -> Stage:
    """An application with routes that break: planted, as none of ours may."""
    router = GuardedRouter()

    @router.get("/trasig", requires=PUBLIC)
    def page(_actor: ActorDep) -> None:
        raise ZeroDivisionError("Kalle Kanin, kalle@hemlig.invalid")

    @router.post("/trasig", requires=PUBLIC)
    def half_written(session: Writer, actor: ActorDep) -> None:
        session.execute(update(BrowserSession).values(person_id=actor.person_id))
        raise ZeroDivisionError("after writing")

    @router.get("/api/v1/trasig", requires=PUBLIC)
    def api(_actor: ActorDep) -> None:
        raise ZeroDivisionError("Kalle Kanin, kalle@hemlig.invalid")

    stage.app.include_router(router)
    return stage


class TestOurOwnFaults:
    def test_a_page_says_so_without_detail(self, faulty: Stage) -> None:
        answer = faulty.client_as("anna").get("/trasig")
        assert answer.status_code == 500
        said = words(answer)
        assert "Något gick fel hos oss" in said
        assert "Logga ut" in said, "the frame still knows who is signed in"
        assert "Kalle" not in answer.text
        assert "ZeroDivision" not in answer.text

    def test_the_page_gives_the_id_to_find_the_fault_by(self, faulty: Stage) -> None:
        answer = faulty.client_as("anna").get("/trasig")
        assert answer.headers["x-request-id"] in words(answer)

    def test_in_english_too(self, faulty: Stage) -> None:
        answer = faulty.client_as(VISITOR).get("/en/trasig")
        assert answer.status_code == 500
        assert 'lang="en"' in answer.text

    def test_the_api_answers_with_a_problem(self, faulty: Stage) -> None:
        answer = faulty.client_as(VISITOR).get("/api/v1/trasig")
        assert answer.status_code == 500
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["code"] == "internal"
        assert "Kalle" not in answer.text

    def test_what_was_written_before_the_fault_is_gone(self, faulty: Stage) -> None:
        faulty.client_as("bo")
        client = faulty.client_as("anna")
        assert client.post("/trasig").status_code == 500
        with faulty.database.reading() as session:
            holders = select(func.count(func.distinct(BrowserSession.person_id)))
            assert session.execute(holders).scalar_one() == 2

    def test_the_log_tells_where_with_the_answers_id(
        self, faulty: Stage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = logged(faulty, capsys, lambda client: client.get("/trasig"))
        told = next(line for line in lines if line["event"] == "unhandled")
        asked = next(line for line in lines if line["event"] == "request")
        assert "ZeroDivisionError" in told["exception"]
        assert told["request_id"] == asked["request_id"]
        assert asked["status"] == 500


def logged(
    stage: Stage, capsys: pytest.CaptureFixture[str], act: Callable[[Browser], object]
) -> list[dict[str, Any]]:
    """What the application logs meanwhile. It must be told anew where standard error is."""
    configure()
    capsys.readouterr()
    act(stage.client_as("anna"))
    lines = capsys.readouterr().err.splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


class TestLog:
    def test_a_line_a_request_with_method_path_and_status(
        self, stage: Stage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (line,) = logged(stage, capsys, lambda client: client.get("/stod"))
        assert (line["method"], line["path"], line["status"]) == ("GET", "/stod", 200)
        assert line["actor"] == f"person:{stage.person_id('anna')}"
        assert set(line) == {
            "actor",
            "event",
            "level",
            "method",
            "ms",
            "path",
            "request_id",
            "status",
            "timestamp",
        }

    def test_what_was_fetched_of_coverage_is_told_with_by_whom(
        self, stage: Stage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """The differences between days can tell of one person: TAFA is a named and logged role."""

        def act(_client: Browser) -> None:
            client = stage.client_as("cecilia")
            client.get("/tackning?enhet=BUN-101&dag=2026-11-01")
            client.get("/api/v1/coverage?unit=BUN-101&on=2026-11-02")
            client.get("/en/api/v1/coverage?unit=BUN-101&on=2026-11-03")
            client.get("/mina-uppgifter?dag=2026-11-04")

        lines = logged(stage, capsys, act)
        assert {line["actor"] for line in lines} == {f"person:{stage.person_id('cecilia')}"}
        assert [line.get("query") for line in lines] == [
            "enhet=BUN-101&dag=2026-11-01",
            "unit=BUN-101&on=2026-11-02",
            "unit=BUN-101&on=2026-11-03",
            None,
        ]

    def test_it_holds_no_query_form_name_or_code(
        self, stage: Stage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        anna = stage.person("anna")

        def act(client: Browser) -> None:
            client.get("/logga-in", params={"vidare": "/hemlig-sida"})
            client.get("/mina-uppgifter")
            client.get("/kontroll/ABCD-EFGH-JKLM-NPQR")
            client.get("/en/kontroll/ABCD-EFGH-JKLM-NPQR")
            client.get("/intyg/987654")
            client.get("/intyg/987654.pdf")
            client.post("/kontroll", data={"code": "ABCD-EFGH", "who": anna.employee_id})
            client.post("/logga-in", data={"who": anna.employee_id, "password": "lösen123456"})

        text = json.dumps(logged(stage, capsys, act), ensure_ascii=False)
        assert text.count('"event": "request"') == 8
        hidden = ("hemlig", "ABCD", "987654", "lösen", anna.name, anna.employee_id, "vidare")
        assert [word for word in hidden if word in text] == []


class TestBodies:
    @pytest.fixture
    def small(self, loaded: Loaded, tmp_path: Path) -> Iterator[Stage]:
        with loaded.copy(tmp_path) as url, stage_on(url, max_body_bytes=2_000) as made:
            yield made

    def test_a_page_refuses_more_than_the_limit(self, small: Stage) -> None:
        answer = small.client_as("anna").post("/logga-in", data={"who": "x" * 3_000})
        assert answer.status_code == 413
        assert "Filen är för stor" in words(answer)

    def test_so_does_the_api(self, small: Stage) -> None:
        body = {**a_record(small), "note": "x" * 3_000}
        answer = small.client_as("henrik").post("/api/v1/records", json=body)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["code"] == "body_too_large"

    def test_a_body_that_hides_its_length_is_stopped_as_well(self, small: Stage) -> None:
        def drip() -> Iterator[bytes]:
            yield b"who="
            for _ in range(300):
                yield b"x" * 10

        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = small.client_as("anna").post("/logga-in", content=drip(), headers=headers)
        assert answer.status_code == 413

    def test_whatever_fits_goes_through(self, small: Stage) -> None:
        answer = small.client_as("anna").post("/logga-in", data={"who": "x" * 500})
        assert answer.status_code == 422


class TestSessions:
    @pytest.fixture
    def secure(self, loaded: Loaded, tmp_path: Path) -> Iterator[Stage]:
        with (
            loaded.copy(tmp_path) as url,
            stage_on(url, base_url="https://kollen.invalid") as made,
        ):
            yield made

    def test_one_click_in_the_demo_makes_a_closed_cookie(self, stage: Stage) -> None:
        answer = one_click(stage.client_as(VISITOR), stage.person_id("cecilia"))
        assert answer.status_code == 303
        assert cookie_traits(answer) == ("kollen", {"httponly", "path=/", "samesite=lax"})

    def test_behind_https_it_is_secure_and_bound_to_the_host(self, secure: Stage) -> None:
        client = secure.client_as(VISITOR)
        answer = one_click(client, secure.person_id("cecilia"))
        traits = {"httponly", "path=/", "samesite=lax", "secure"}
        assert cookie_traits(answer) == ("__Host-kollen", traits)
        assert client.get("/mina-uppgifter").status_code == 200

    def test_an_unsafe_cookie_is_not_taken_behind_https(self, secure: Stage) -> None:
        client = secure.client_as("anna")
        token = client.cookies["__Host-kollen"]
        client.cookies.clear()
        client.cookies.set("kollen", token)
        assert client.get("/mina-uppgifter").status_code == 303

    def test_every_sign_in_makes_a_new_one_and_ends_the_old(self, stage: Stage) -> None:
        client = stage.client_as(VISITOR)
        one_click(client, stage.person_id("cecilia"))
        first = client.cookies["kollen"]
        one_click(client, stage.person_id("henrik"))
        assert client.cookies["kollen"] != first
        assert with_cookie(stage, first).get("/mina-uppgifter").status_code == 303

    def test_the_database_holds_no_token(self, stage: Stage) -> None:
        token = stage.client_as("anna").cookies["kollen"]
        with stage.database.reading() as session:
            hashes = session.execute(select(BrowserSession.token_hash)).scalars().all()
        assert hashes
        assert token not in hashes

    def test_a_revoked_one_is_nobodys(self, stage: Stage) -> None:
        client = stage.client_as("anna")
        now = stage.app.state.house.clock.now()
        with stage.database.writing() as session:
            session.execute(update(BrowserSession).values(revoked_at=now))
        assert_signed_out(client)

    def test_so_is_an_expired_one(self, stage: Stage) -> None:
        client = stage.client_as("anna")
        clock: FakeClock = stage.app.state.house.clock
        clock.instant += timedelta(hours=11, minutes=59)
        assert client.get("/mina-uppgifter").status_code == 200
        clock.instant += timedelta(minutes=1)
        assert_signed_out(client)

    def test_signing_out_ends_it_for_good(self, stage: Stage) -> None:
        client = stage.client_as("anna")
        token = client.cookies["kollen"]
        assert client.post("/logga-ut").status_code == 303
        assert_signed_out(with_cookie(stage, token))

    def test_a_part_of_a_page_asked_for_signed_out_leads_the_whole_page_to_sign_in(
        self, stage: Stage
    ) -> None:
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
        answer = stage.client_as(VISITOR).get("/mina-uppgifter", headers=headers)
        assert answer.status_code == 401
        assert answer.headers["hx-redirect"].startswith("/logga-in?vidare=")
        assert answer.text == ""


def one_click(client: Browser, person_id: int) -> Response:
    return client.post("/logga-in/demo", data={"person": person_id})


def with_cookie(stage: Stage, token: str) -> Browser:
    client = stage.client_as(VISITOR)
    client.cookies.set("kollen", token)
    return client


def assert_signed_out(client: Browser) -> None:
    answer = client.get("/mina-uppgifter")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/logga-in?vidare=%2Fmina-uppgifter"
    assert client.get("/api/v1/me/requirements").status_code == 401


def cookie_traits(answer: Response) -> tuple[str, set[str]]:
    name, _, rest = answer.headers["set-cookie"].partition("=")
    return name, {part.strip().lower() for part in rest.split(";")[1:]}


class TestAddresses:
    def test_an_unknown_one_is_a_page_in_swedish(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/finns/inte")
        assert answer.status_code == 404
        page = parse(answer.text)
        assert page.get("lang") == "sv"
        assert [heading.text for heading in page.iter("h1")] == ["Sidan finns inte"]

    @pytest.mark.parametrize(
        "path",
        ["/import/exempel/okänd.csv", "/rapporter/ingen", "/rapporter/x.docx", "/planering/x.ics"],
    )
    def test_nor_is_there_anything_where_a_number_or_a_kind_ought_to_stand(
        self, read_only: Stage, path: str
    ) -> None:
        reader = "henrik" if path.startswith("/import") else "cecilia"
        answer = read_only.client_as(reader).get(path)
        assert answer.status_code == 404
        assert "Sidan finns inte" in words(answer)

    def test_nor_in_the_api(self, read_only: Stage) -> None:
        answer = read_only.client_as("henrik").post("/api/v1/records/ett/revocation", json={})
        assert answer.status_code == 404
        assert answer.json()["code"] == "not_found"

    def test_and_in_english_under_en(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/en/finns/inte")
        assert answer.status_code == 404
        page = parse(answer.text)
        assert page.get("lang") == "en"
        assert [heading.text for heading in page.iter("h1")] != ["Sidan finns inte"]

    def test_an_unknown_one_of_the_api_is_a_problem(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/api/v1/finns-inte")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["code"] == "not_found"

    @pytest.mark.parametrize(
        "target",
        [
            "https://ond.invalid/",
            "//ond.invalid/",
            "/\\ond.invalid",
            "/en//ond.invalid",
            "\t//ond.invalid",
            "javascript:alert(1)",
        ],
    )
    def test_signing_in_never_leads_to_another_site(self, stage: Stage, target: str) -> None:
        client = stage.client_as(VISITOR)
        page = parse(client.get("/logga-in", params={"vidare": target}).text)
        carried = [
            field.get("value") for field in page.iter("input") if field.get("name") == "vidare"
        ]
        assert set(carried) == {"/"}
        assert all(is_here(link.get("href", "")) for link in page.iter("a"))
        form = {"person": stage.person_id("cecilia"), "vidare": target}
        answer = client.post("/logga-in/demo", data=form)
        assert answer.headers["location"] == "/"

    @pytest.mark.parametrize("path", ["//ond.invalid/", "/en//ond.invalid/", "//ond.invalid"])
    def test_a_doubled_slash_leads_nowhere(self, read_only: Stage, path: str) -> None:
        answer = read_only.client_as("anna").get(f"http://127.0.0.1:8000{path}")
        assert answer.status_code == 404
        links = [link.get("href", "") for link in parse(answer.text).iter("a")]
        assert [link for link in links if not is_here(link)] == []
        assert [link for link in links if link.startswith("/en//")] == []

    def test_a_slash_too_many_leads_home(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/stod/")
        assert answer.status_code in {307, 404}

    @pytest.mark.parametrize("path", ["/", "/stod", "/finns/inte", "/health/live"])
    def test_head_is_get_without_a_body(self, read_only: Stage, path: str) -> None:
        client = read_only.client_as(VISITOR)
        answer = client.head(path)
        assert answer.status_code == client.get(path).status_code
        assert answer.text == ""


def is_here(address: str) -> bool:
    """Whether a link stays with us, or rings or mails somebody."""
    ours = address.startswith(("/", "#", "?")) and not address.startswith(("//", "/\\"))
    return ours or address.startswith(("tel:", "mailto:"))


class TestBoot:
    """The application refuses to start with a hole in it."""

    def boot(self, monkeypatch: pytest.MonkeyPatch, router: Any) -> None:
        monkeypatch.setattr("web.main.ROUTERS", (*ROUTERS, router))
        with stage_on("sqlite:///:memory:"):
            pass

    def test_it_starts_with_a_sound_route(self, monkeypatch: pytest.MonkeyPatch) -> None:
        router = GuardedRouter()
        router.get("/planterad", requires=Permission.COVERAGE_READ)(lambda: None)
        self.boot(monkeypatch, router)

    def test_a_get_that_can_write_stops_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        router = GuardedRouter()

        @router.get("/planterad", requires=PUBLIC)
        def writes(_session: Writer, _actor: ActorDep) -> None:
            """Planted."""

        with pytest.raises(RuntimeError, match="GET /planterad holds a write session"):
            self.boot(monkeypatch, router)

    def test_so_does_an_unguarded_route(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from fastapi import APIRouter  # noqa: PLC0415 - only the fault needs it

        router = APIRouter()
        router.get("/planterad")(lambda: None)
        with pytest.raises(RuntimeError, match="GET /planterad has no guard"):
            self.boot(monkeypatch, router)

    def test_so_does_a_walk_that_sees_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.http.routing.iter_route_contexts", lambda _routes: [])
        with pytest.raises(RuntimeError, match="sees too little"):
            self.boot(monkeypatch, GuardedRouter())

    @pytest.mark.parametrize("verb", ["get", "post", "put", "patch", "delete", "head", "options"])
    def test_no_verb_comes_without_saying_who_may_enter(self, verb: str) -> None:
        router: Any = GuardedRouter()
        with pytest.raises(TypeError, match="requires"):
            getattr(router, verb)("/planterad")(lambda: None)

    def test_no_handler_keeps_the_loop_from_serving_others(self) -> None:
        async def handler() -> None:
            """Would ask the database with everybody waiting."""

        with pytest.raises(TypeError, match="plain function"):
            GuardedRouter().get("/planterad", requires=PUBLIC)(handler)


class TestQueries:
    """What a page may ask of the database, whoever is behind the request among it."""

    @pytest.mark.parametrize(
        ("role", "path", "most"),
        [
            (VISITOR, "/stod", 0),
            ("anna", "/kurser/forsta-steget/akut/noel-meddelandet", 4),
            ("cecilia", "/tackning", 3),
            ("cecilia", "/tackning?oppna=BUN&oppna=SN&oppna=KUN", 3),
            ("cecilia", "/api/v1/coverage?unit=K&on=2026-11-22", 3),
            ("henrik", "/import", 4),
        ],
    )
    def test_it_is_a_handful_however_many_the_staff(
        self, read_only: Stage, role: str, path: str, most: int
    ) -> None:
        client = read_only.client_as(role)
        with QueryRecorder(read_only.database.engine).recording() as first_time:
            assert client.get(path).status_code == 200
        assert len(first_time) <= 5, "\n".join(first_time)
        # What follows from units and requirements alone is kept until one of them changes.
        with QueryRecorder(read_only.database.engine).recording() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= most, "\n".join(statements)


class TestOperations:
    def test_alive_is_open_to_all(self, read_only: Stage) -> None:
        assert read_only.client_as(VISITOR).get("/health/live").text == "ok"

    def test_ready_when_the_contacts_are_set(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/health/ready")
        assert (answer.status_code, answer.json()) == (200, {"ready": True, "missing": []})

    def test_not_ready_without_them(self, loaded: Loaded, tmp_path: Path) -> None:
        with (
            loaded.copy(tmp_path) as url,
            stage_on(url, demo=False, secret_key=SECRET) as bare,
        ):
            answer = bare.client_as(VISITOR).get("/health/ready")
        assert answer.status_code == 503
        assert answer.json()["missing"] == [
            "KOLLEN_SOCIALJOUR",
            "KOLLEN_LOCAL_ROUTE_TEXT",
            "KOLLEN_TAFA_PHONE or KOLLEN_TAFA_EMAIL",
        ]

    def test_metrics_are_for_a_bearer_with_the_right(self, read_only: Stage) -> None:
        client = read_only.client_as(VISITOR)
        answer = client.get("/metrics", headers=read_only.bearer("ada"))
        assert answer.status_code == 200
        assert "python_info" in answer.text
        assert client.get("/metrics", headers=read_only.bearer("henrik")).status_code == 403

    def test_a_browsers_session_does_not_open_them(self, read_only: Stage) -> None:
        client = read_only.client_as("ada")
        for headers in ({}, {"Authorization": "Basic YWRhOmFkYQ=="}, {"Authorization": "x"}):
            answer = client.get("/metrics", headers=headers)
            assert answer.status_code == 401, headers
            assert answer.headers["content-type"] == PROBLEM

    def test_a_bearer_opens_the_api_and_only_for_its_hours(self, stage: Stage) -> None:
        client, key = stage.client_as(VISITOR), stage.bearer("anna", hours=1)
        assert client.get("/api/v1/me/requirements", headers=key).status_code == 200
        stage.app.state.house.clock.instant += timedelta(hours=1, minutes=1)
        answer = client.get("/api/v1/me/requirements", headers=key)
        assert answer.status_code == 401
        assert answer.json()["code"] == "token_invalid"
        assert answer.headers["www-authenticate"] == "Bearer"

    def test_a_bad_bearer_is_not_mended_by_a_good_cookie(self, read_only: Stage) -> None:
        client = read_only.client_as("anna")
        answer = client.get("/api/v1/me/requirements", headers={"Authorization": "Bearer x.y.z"})
        assert answer.status_code == 401

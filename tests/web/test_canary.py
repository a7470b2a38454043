"""A protected person's name, address and id reach nobody but themselves and their handlers.

The person gets a name found nowhere else; then every role follows every link there is, in both languages,
and reads every answer, its headers and the log. Without protection the same walk finds the name: so it
does go where it would stand.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from httpx2 import Response
from sqlalchemy import update
from sqlmodel import col, select
from typer.testing import CliRunner

from api.access.permissions import PUBLIC
from api.cli.__main__ import app as kollen
from api.db.facts import Entry, add
from api.http.deps import ActorDep
from api.http.routing import GuardedRouter, guarded_routes
from api.organisation.models import Unit
from api.people.models import KeyPersonAppointment, Person
from api.requirements.models import Requirement
from tests.conftest import TODAY
from tests.house.test_routes import fill, table
from tests.stage import OWN_UNIT, ROLES, VISITOR, Browser, Stage
from web.logs import configure

NAME = "Kanarina Gulvinge"
EMAIL = "kanarina.gulvinge@bur.invalid"
EMPLOYEE_ID = "KANARIE-7731"
CANARY = re.compile("kanari|gulvinge", re.IGNORECASE)
MAY_SEE = {"pia", "skylla"}
BLANK = re.compile(r"\\{[a-z_]+(:path)?\\}")
ZIP_START = b"PK\x03\x04"
HREF = re.compile(r'(?:href|action|hx-get)="([^"]+)"')
# Of each kind of page so many are read: more where it is about the person's unit or those above it.
CHAIN = re.compile(r"\b(BUN-101|BUN-G|BUN-F|BUN|K)\b(?!-)")
FEW, MANY = 2, 16
DAYS = ("2026-11-22", "2025-03-01", "2027-08-01")
CHAIN_DOWN = (OWN_UNIT, "BUN-F", "K")
TABLES = ("/tackning", "/tackning.csv", "/tackning.xlsx")
NARROWING = {"niva", "nyckel", "anstallning", "bara"}
FILTERS = "niva=generell&nyckel=1&anstallning=tillsvidare"
SINCE = ("--on", "2026-11-22", "--known-at", "2025-01-01T09:00:00Z")


@pytest.fixture
def caged(stage: Stage) -> Stage:
    """The protected teacher with the canary's name, and key person of the unit besides."""
    pia = stage.person_id("pia")
    canary = {"name": NAME, "sort_key": NAME.casefold(), "employee_id": EMPLOYEE_ID}
    with stage.database.writing() as session:
        session.execute(
            update(Person)
            .where(col(Person.id) == pia)
            .values(**canary, email=EMAIL, email_key=EMAIL)
        )
        unit = session.execute(select(Unit.id).where(Unit.code == OWN_UNIT)).scalar_one()
        entry = Entry(stage.app.state.house.clock.now(), "system:test")
        appointed = KeyPersonAppointment(
            recorded_at=entry.at,
            recorded_by=entry.by,
            person_id=pia,
            unit_id=unit,
            first_day=TODAY,
        )
        add(session, entry, [appointed])
    return stage


@dataclass
class Crawl:
    """One role's walk through everything it can reach."""

    stage: Stage
    role: str
    client: Browser
    seen: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)

    def walk(self, seeds: list[str]) -> None:
        waiting = list(seeds)
        while waiting:
            address = waiting.pop(0)
            if address in self.seen or not self._wanted(address):
                continue
            self.seen.add(address)
            waiting.extend(self.read(address, self.client.get(address)))

    def read(self, address: str, answer: Response) -> Iterator[str]:
        """Look for the canary, and give the addresses that the answer leads to."""
        told = f"{text_of(answer)}\n{answer.headers}"
        if CANARY.search(told):
            self.leaks.append(address)
        if location := answer.headers.get("location"):
            yield location
        for found in HREF.findall(answer.text):
            yield html.unescape(found).partition("#")[0]

    def _wanted(self, address: str) -> bool:
        if not address.startswith("/") or address.startswith("/static/"):
            return False
        path, _, query = address.partition("?")
        names = {part.partition("=")[0] for part in query.split("&")}
        if (
            names & NARROWING
        ):  # In however many ways: they are one kind, or the kinds are thousands.
            names = (names - NARROWING) | {"narrowed"}
        kind = f"{self._kind_of(path)}?{'&'.join(sorted(names))}"
        self.kinds[kind] += 1
        swedish = not kind.startswith("/en")
        return self.kinds[kind] <= (MANY if swedish and CHAIN.search(address) else FEW)

    def _kind_of(self, path: str) -> str:
        """The route a path belongs to, with its language."""
        language = "/en" if path == "/en" or path.startswith("/en/") else ""
        bare = path.removeprefix(language) or "/"
        fitting = (route for route, form in self._routes.items() if form.fullmatch(bare))
        return language + next(fitting, " no route of ours")

    @cached_property
    def _routes(self) -> dict[str, re.Pattern[str]]:
        return {
            route: re.compile(BLANK.sub("[^/]+", re.escape(route)))
            for _method, route, _guard, _dependant in guarded_routes(self.stage.app)
        }


def text_of(answer: Response) -> str:
    """What an answer says; of a workbook, what lies in it."""
    if not answer.content.startswith(ZIP_START):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def seeds(stage: Stage) -> list[str]:
    """Every address of the route table, and the person's unit on many days in every form."""
    with stage.database.reading() as session:
        requirements = session.execute(select(Requirement.code)).scalars().all()
    listed = [fill(stage, row.address) for row in table() if row.method == "GET"]
    more = ["/api/openapi.json", "/nyckelpersoner?enhet=BUN-101", "/nyckelpersoner?enhet=K"]
    for unit in CHAIN_DOWN:
        more += [
            f"/planering?enhet={unit}",
            f"/tackning/utveckling?enhet={unit}&krav=GRUND",
            f"/tackning/gar-ut?enhet={unit}&krav=GRUND&manad=2027-03",
            f"/tackning/ruta?enhet={unit}&krav=GRUND&del=direkt",
            f"/api/v1/coverage/plan?unit={unit}",
        ]
    for day in DAYS:
        for unit in CHAIN_DOWN:
            more += [
                f"/enhet/{unit}?dag={day}&visa=alla",
                f"/tackning?enhet={unit}&dag={day}",
                f"/enhet/{unit}.csv?dag={day}",
                f"/enhet/{unit}.xlsx?dag={day}",
                f"/tackning.csv?enhet={unit}&dag={day}",
                f"/tackning/ruta?enhet={unit}&krav=GRUND&dag={day}",
                f"/tackning.xlsx?enhet={unit}&dag={day}",
                f"/nyckelpersoner?enhet={unit}&dag={day}",
                f"/api/v1/coverage?unit={unit}&on={day}&known_at={day}T09:00:00Z",
                f"/api/v1/coverage/changes?unit={unit}&on={day}&known_at=2025-01-01T09:00:00Z",
                f"/api/v1/coverage/explanation?unit={unit}&requirement=GRUND&on={day}",
                *(f"{table}?enhet={unit}&dag={day}&{FILTERS}" for table in TABLES),
            ]
        more += [
            f"/api/v1/units/{OWN_UNIT}/people?on={day}&requirement={code}" for code in requirements
        ]
    pages = [address for address in listed + more if not address.startswith("/api/")]
    english = [f"/en{address}" for address in pages if address != "/"]
    return [*listed, *more, "/en", *english]


def crawl(stage: Stage, role: str, addresses: list[str]) -> Crawl:
    made = Crawl(stage, role, stage.client_as(role))
    made.client.strict = False
    made.walk(addresses)
    return made


class TestEveryPage:
    @pytest.mark.parametrize("role", ROLES)
    def test_the_canary_reaches_nobody_but_itself_and_its_handlers(
        self, caged: Stage, role: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        configure()
        walk = crawl(caged, role, seeds(caged))
        assert bool(walk.leaks) == (role in MAY_SEE), walk.leaks
        log = capsys.readouterr().err
        assert log.count('"event": "request"') >= len(walk.seen)
        assert not CANARY.search(log)
        reached = {kind.partition("?")[0] for kind in walk.kinds}
        assert len(reached) >= 40, f"came no further than {sorted(reached)}"

    @pytest.mark.parametrize(
        ("role", "where", "nowhere"),
        [
            (
                "bo",
                (
                    "/enhet/BUN-101",
                    "/enhet/BUN-101.csv",
                    "/enhet/BUN-101.xlsx",
                    "/tackning/ruta?enhet=BUN-101",
                    "/api/v1/units/BUN-101/people",
                ),
                (),
            ),
            ("cecilia", ("/nyckelpersoner",), ("/enhet", "/tackning")),
            ("ada", ("/enhet/BUN-101",), ()),
        ],
    )
    def test_without_protection_the_same_walk_finds_it(
        self, caged: Stage, role: str, where: tuple[str, ...], nowhere: tuple[str, ...]
    ) -> None:
        """The walk is worth something: it goes where the name would stand."""
        with caged.database.writing() as session:
            session.execute(
                update(Person).where(col(Person.employee_id) == EMPLOYEE_ID).values(protected=False)
            )
        leaks = crawl(caged, role, seeds(caged)).leaks
        assert [start for start in where if not any(leak.startswith(start) for leak in leaks)] == []
        assert [leak for leak in leaks if leak.startswith(nowhere)] == []

    def test_a_planted_leak_is_found(self, caged: Stage) -> None:
        router = GuardedRouter()

        @router.get("/planterad", requires=PUBLIC)
        def planted(_actor: ActorDep) -> dict[str, str]:
            return {"name": NAME}

        caged.app.include_router(router)
        assert crawl(caged, VISITOR, ["/planterad"]).leaks == ["/planterad"]

    def test_a_leak_in_a_header_is_found(self, caged: Stage) -> None:
        answer = Response(200, headers={"Content-Disposition": f'filename="{EMPLOYEE_ID}.csv"'})
        made = Crawl(caged, VISITOR, caged.client_as(VISITOR))
        assert list(made.read("/planterad", answer)) == []
        assert made.leaks == ["/planterad"]


class TestEveryForm:
    """What one gets for sending something."""

    def test_the_units_slips_name_the_protected_to_their_handler_only(self, caged: Stage) -> None:
        address, everybody = f"/enhet/{OWN_UNIT}/inloggningslappar", {"everybody": "1"}
        for role in ("bo", "henrik", "ada"):
            answer = caged.client_as(role).post(address, data=everybody)
            assert answer.status_code == 200, role
            assert not CANARY.search(answer.text), role
        assert CANARY.search(caged.client_as("skylla").post(address, data=everybody).text)

    @pytest.mark.parametrize("role", ["bo", "henrik", "ada"])
    def test_asked_for_by_id_the_person_is_as_one_who_is_not(self, caged: Stage, role: str) -> None:
        address = f"/enhet/{OWN_UNIT}/inloggningslappar"
        client = caged.client_as(role)
        real = client.post(address, data={"who": EMPLOYEE_ID})
        none = client.post(address, data={"who": "KANARIE-0000"})
        assert real.status_code == none.status_code == 422
        assert real.text.replace(EMPLOYEE_ID, "KANARIE-0000") == none.text

    @pytest.mark.parametrize("role", ["henrik", "ada"])
    def test_so_is_a_record_of_theirs(self, caged: Stage, role: str) -> None:
        client = caged.client_as(role)
        real = client.post("/api/v1/records", json=a_record(EMPLOYEE_ID))
        none = client.post("/api/v1/records", json=a_record("KANARIE-0000"))
        assert real.status_code == none.status_code == 404
        assert real.json() == none.json()

    @pytest.mark.parametrize("role", ["henrik", "ada"])
    def test_so_are_they_where_records_are_written(self, caged: Stage, role: str) -> None:
        client = caged.client_as(role)
        real = client.get("/registrera", params={"person": EMPLOYEE_ID})
        none = client.get("/registrera", params={"person": "KANARIE-0000"})
        assert real.status_code == none.status_code == 404
        assert real.text.replace(EMPLOYEE_ID, "KANARIE-0000") == none.text
        handler = caged.client_as("skylla").get("/registrera", params={"person": EMPLOYEE_ID})
        assert NAME in handler.text

    def test_a_file_that_names_them_gets_back_only_what_it_held(self, caged: Stage) -> None:
        rows = (
            "employee_id;name;email;unit_code;title;start;protected\n"
            f"{EMPLOYEE_ID};Nytt Namn;ny@bur.invalid;{OWN_UNIT};Lärare;2020-01-01;1\n"
        )
        client = caged.client_as("henrik")
        told = after_upload(client, {"kind": "people", "source": "heroma"}, rows)
        assert "gulvinge" not in told.casefold()
        told = after_upload(client, {"kind": "people", "full": "1"}, rows)
        assert "gulvinge" not in told.casefold()

    def test_a_file_without_them_says_nothing_of_them(self, caged: Stage) -> None:
        rows = "employee_id;unit_code;start\nD1001;BUN-101;2026-01-01\n"
        client = caged.client_as("henrik")
        told = after_upload(client, {"kind": "key-people", "full": "1", "source": ""}, rows)
        assert not CANARY.search(told)
        assert not CANARY.search(client.get("/import").text)

    def test_signing_in_tells_nobody_who_exists(self, caged: Stage) -> None:
        client = caged.client_as(VISITOR)
        for who in (EMPLOYEE_ID, EMAIL):
            real = client.post("/logga-in", data={"who": who, "password": "fel lösenord"})
            none = client.post("/logga-in", data={"who": "x-" + who, "password": "fel lösenord"})
            assert real.status_code == none.status_code == 422
            assert NAME not in real.text


class TestReports:
    @pytest.mark.parametrize("unit", ["K", "BUN"])
    def test_one_on_their_unit_names_nobody_in_any_form(self, caged: Stage, unit: str) -> None:
        client = caged.client_as("cecilia")
        made = client.post("/rapporter/ny", data={"unit": unit, "day": TODAY.isoformat()})
        assert made.status_code == 303, made.text
        report = made.headers["location"].partition("?")[0].removesuffix("/utkast")
        drafted = client.get(f"{report}/forhandsgranska")
        issued = client.post(f"{report}/utfarda", data={"confirmed": "1"})
        assert issued.status_code == 303, issued.text
        forms = ("", ".csv", ".docx", "/andringar")
        answers = [drafted, *(client.get(f"{report}{form}") for form in forms)]
        for answer in answers:
            assert answer.status_code == 200
            assert not CANARY.search(f"{text_of(answer)}\n{answer.headers}")


def a_record(employee_id: str) -> dict[str, str]:
    return {
        "employee_id": employee_id,
        "course_id": "forsta-steget",
        "completed_on": "2026-11-02",
        "valid_until": "2027-11-02",
        "source": "klassrum",
    }


def after_upload(client: Browser, form: dict[str, str], rows: str) -> str:
    """Everything a file brings back: the review, and the refusal or receipt after it."""
    file = {"file": ("fil.csv", rows.encode(), "text/csv")}
    sent = client.post("/import", data=form, files=file)
    assert sent.status_code == 303, sent.text
    review = client.get(sent.headers["location"])
    confirmed = client.post(sent.headers["location"], data={"confirmed": "1"})
    after = client.get("/import")
    return review.text + confirmed.text + after.text


class TestCommandLine:
    @pytest.mark.parametrize(
        "command",
        [
            ["coverage", "show", "--unit", OWN_UNIT],
            ["coverage", "show", "--unit", "K", "--format", "json"],
            ["coverage", "show", "--unit", "BUN-F", "--format", "csv"],
            ["coverage", "people", "--unit", OWN_UNIT],
            ["coverage", "people", "--unit", "K", "--format", "json"],
            ["coverage", "people", "--unit", "K", "--requirement", "GRUND"],
            ["coverage", "changes", "--unit", OWN_UNIT, *SINCE],
            ["coverage", "changes", "--unit", "K", *SINCE, "--format", "json"],
            ["coverage", "verify", "--on", "2026-11-22"],
            ["courses", "check"],
        ],
        ids=" ".join,
    )
    def test_what_is_passed_on_from_it_names_nobody(
        self, caged: Stage, command: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        url = caged.database.engine.url.render_as_string(hide_password=False)
        environment: dict[str, Any] = {
            "KOLLEN_DATABASE_URL": url,
            "KOLLEN_DEMO": "1",
            "KOLLEN_TODAY": TODAY.isoformat(),
        }
        result = CliRunner().invoke(kollen, command, env=environment)
        assert result.exit_code == 0, result.output
        assert result.output
        assert not CANARY.search(result.output)

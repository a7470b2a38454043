import re
from collections.abc import Iterator

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from api.db.session import Database
from api.identity.models import SignInCode
from tests.conftest import FakeClock
from tests.service.identity.browser import browser, page
from tests.service.identity.town import Town, build, give_password

SLIPS = "/enhet/S1/inloggningslappar"
PASSWORD = "hästen äter gröt"
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}\b")


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    made = build(bare_database, clock)
    for name in ("bo", "bea", "britt", "cecilia", "david", "olle", "pia", "sixten", "arvid"):
        give_password(bare_database, clock, made, name, PASSWORD)
    return made


@pytest.fixture
def client(bare_database: Database, clock: FakeClock, town: Town) -> Iterator[TestClient]:
    with browser(bare_database, clock, base_url="http://127.0.0.1:8000") as made:
        yield made


def sign_in(client: TestClient, name: str) -> None:
    answer = client.post("/logga-in", data={"who": f"E-{name.upper()}", "password": PASSWORD})
    assert answer.status_code == 303


def codes(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(select(func.count()).select_from(SignInCode)).scalar_one())


class TestBefore:
    def test_it_says_how_many_and_names_nobody(
        self, client: TestClient, bare_database: Database
    ) -> None:
        sign_in(client, "bo")
        answer = client.get(SLIPS)
        assert answer.status_code == 200
        words = page(answer.text)
        assert "En medarbetare har inget lösenord än." in words
        assert "En person visas inte för dig." in words
        assert "Gör en lapp" in words
        assert "Anna" not in answer.text
        assert codes(bare_database) == 0

    @pytest.mark.parametrize(
        ("name", "status"),
        [
            ("bo", 200),
            ("bea", 404),
            ("britt", 404),
            ("david", 200),
            ("sixten", 200),
            ("cecilia", 403),
            ("olle", 403),
            ("arvid", 403),
        ],
    )
    def test_who_comes_in(self, client: TestClient, name: str, status: int) -> None:
        sign_in(client, name)
        assert client.get(SLIPS).status_code == status
        assert client.post(SLIPS, data={"everybody": "1"}).status_code == status

    def test_a_visitor_is_led_to_sign_in(self, client: TestClient) -> None:
        answer = client.get(SLIPS)
        assert answer.headers["location"].startswith("/logga-in?vidare=%2Fenhet%2FS1%2F")

    @pytest.mark.parametrize("unit", ["X", "S2"])
    def test_another_unit_is_not_found(self, client: TestClient, unit: str) -> None:
        sign_in(client, "bo")
        path = f"/enhet/{unit}/inloggningslappar"
        assert client.get(path).status_code == 404
        for form in ({"everybody": "1"}, {"who": "E-ANNA"}):
            assert client.post(path, data=form).status_code == 404


class TestSlips:
    def test_a_slip_has_all_one_needs_and_is_not_kept(self, client: TestClient) -> None:
        sign_in(client, "bo")
        answer = client.post(SLIPS, data={"everybody": "1"})
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        words = page(answer.text)
        assert "Anna" in words
        assert "E-ANNA" in words
        assert "127.0.0.1:8000/logga-in/kod" in words
        assert "till och med 6 december 2026" in words
        assert "Arvid" not in words
        assert "Pia" not in answer.text
        (code,) = CODE.findall(words)
        client.post("/logga-ut")
        form = {"who": "E-ANNA", "code": code, "password": "ett nytt lösenord"}
        assert client.post("/logga-in/kod", data=form).status_code == 303

    def test_the_slips_are_shown_once(self, client: TestClient) -> None:
        sign_in(client, "bo")
        client.post(SLIPS, data={"everybody": "1"})
        assert not CODE.findall(client.get(SLIPS).text)

    def test_one_who_has_forgotten_gets_a_new_one(self, client: TestClient) -> None:
        sign_in(client, "bo")
        words = page(client.post(SLIPS, data={"who": " E-ARVID "}).text)
        assert "Arvid" in words
        assert "Anna" not in words
        assert len(CODE.findall(words)) == 1

    @pytest.mark.parametrize(
        ("who", "text"),
        [
            ("", "Skriv medarbetarens anställningsnummer"),
            ("E-BEA", "Ingen som du ser i enheten"),
            ("E-PIA", "Ingen som du ser i enheten"),
            ("E-XXX", "Ingen som du ser i enheten"),
        ],
    )
    def test_whoever_is_not_there_is_a_fault_at_the_field(
        self, client: TestClient, bare_database: Database, who: str, text: str
    ) -> None:
        sign_in(client, "bo")
        answer = client.post(SLIPS, data={"who": who})
        assert answer.status_code == 422
        words = page(answer.text)
        assert text in words
        assert "Fel: Inloggningslappar" in words
        assert f'value="{who}"' in answer.text
        assert codes(bare_database) == 0

    def test_somebody_with_wider_rights_gets_no_code_here(
        self, client: TestClient, bare_database: Database
    ) -> None:
        sign_in(client, "bo")
        words = page(client.post(SLIPS, data={"who": "E-CECILIA"}).text)
        assert "Någon annan gör dessa koder" in words
        assert "Cecilia" in words
        assert codes(bare_database) == 0

    def test_another_site_cannot_make_them(
        self, client: TestClient, bare_database: Database
    ) -> None:
        sign_in(client, "bo")
        answer = client.post(
            SLIPS, data={"everybody": "1"}, headers={"Sec-Fetch-Site": "same-site"}
        )
        assert answer.status_code == 403
        assert codes(bare_database) == 0

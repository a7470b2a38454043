from collections.abc import Iterator

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from api.db.session import Database
from api.identity import service
from api.identity.models import SignInAttempt
from tests.conftest import FakeClock
from tests.service.identity.browser import browser, page
from tests.service.identity.town import Town, actor, build, give_password

PASSWORD = "hästen äter gröt"
RIGHT = {"who": "E-ANNA", "password": PASSWORD}
WRONG = {"who": "E-ANNA", "password": "något annat"}
COOKIE = "kollen"


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    made = build(bare_database, clock)
    give_password(bare_database, clock, made, "anna", PASSWORD)
    return made


@pytest.fixture
def client(bare_database: Database, clock: FakeClock, town: Town) -> Iterator[TestClient]:
    with browser(bare_database, clock) as made:
        yield made


@pytest.fixture
def demo(bare_database: Database, clock: FakeClock, town: Town) -> Iterator[TestClient]:
    with browser(bare_database, clock, demo=True) as made:
        yield made


class TestPassword:
    def test_the_page_is_open_to_all(self, client: TestClient) -> None:
        answer = client.get("/logga-in")
        assert answer.status_code == 200
        assert "<title>Logga in – Kompetenskollen</title>" in answer.text
        assert "Anställningsnummer eller e-postadress" in page(answer.text)
        assert "Prova som" not in answer.text
        assert answer.headers["cache-control"] == "no-store"

    def test_it_leads_to_the_start_page(self, client: TestClient) -> None:
        answer = client.post("/logga-in", data=RIGHT)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/"
        assert client.get("/mina-uppgifter").status_code == 200

    def test_it_leads_back_to_where_one_was_going(self, client: TestClient) -> None:
        asked = client.get("/mina-uppgifter")
        assert asked.status_code == 303
        form = client.get(asked.headers["location"])
        assert 'name="vidare" value="/mina-uppgifter"' in form.text
        answer = client.post("/logga-in", data=RIGHT | {"vidare": "/mina-uppgifter"})
        assert answer.headers["location"] == "/mina-uppgifter"

    @pytest.mark.parametrize(
        "target", ["https://ond.invalid/", "//ond.invalid/", "/\\ond.invalid", "/en//ond.invalid"]
    )
    def test_it_never_leads_to_another_site(self, client: TestClient, target: str) -> None:
        form = client.get("/logga-in", params={"vidare": target})
        assert 'name="vidare" value="/"' in form.text
        answer = client.post("/logga-in", data=RIGHT | {"vidare": target})
        assert answer.headers["location"] == "/"

    def test_in_english_it_stays_english(self, client: TestClient) -> None:
        answer = client.post("/en/logga-in", data=RIGHT | {"vidare": "/en/mina-uppgifter"})
        assert answer.headers["location"] == "/en/mina-uppgifter"

    def test_a_wrong_password_says_so_and_keeps_what_was_typed(self, client: TestClient) -> None:
        answer = client.post("/logga-in", data=WRONG | {"vidare": "/mina-uppgifter"})
        assert answer.status_code == 422
        words = page(answer.text)
        assert "Fel: Logga in" in words
        assert "Det finns ett fel" in words
        assert "lösenordet stämmer inte" in words
        assert 'value="E-ANNA"' in answer.text
        assert 'value="/mina-uppgifter"' in answer.text
        assert "något annat" not in answer.text
        assert "set-cookie" not in answer.headers

    def test_an_unknown_name_gets_the_same_page(self, client: TestClient) -> None:
        known = client.post("/logga-in", data=WRONG)
        unknown = client.post("/logga-in", data=WRONG | {"who": "E-XYZW"})
        assert unknown.status_code == known.status_code == 422
        assert unknown.text.replace("E-XYZW", "E-ANNA") == known.text

    def test_empty_fields_are_named(self, client: TestClient) -> None:
        answer = client.post("/logga-in", data={})
        assert answer.status_code == 422
        words = page(answer.text)
        assert "Det finns 2 fel" in words
        assert "Skriv ditt lösenord" in words
        assert 'href="#who"' in answer.text
        assert 'href="#password"' in answer.text

    def test_failures_are_counted_though_refused_and_end_in_429(
        self, client: TestClient, bare_database: Database
    ) -> None:
        for _ in range(5):
            assert client.post("/logga-in", data=WRONG).status_code == 422
        answer = client.post("/logga-in", data=RIGHT)
        assert answer.status_code == 429
        assert "Vänta en kvart" in page(answer.text)
        with bare_database.reading() as session:
            kept = session.execute(select(func.count()).select_from(SignInAttempt)).scalar_one()
        assert kept == 10

    def test_an_endless_password_is_not_even_hashed(self, client: TestClient) -> None:
        answer = client.post("/logga-in", data=RIGHT | {"password": "a" * 5000})
        assert answer.status_code == 422
        assert "aaaa" not in answer.text

    def test_from_another_site_it_is_refused(self, client: TestClient) -> None:
        answer = client.post("/logga-in", data=RIGHT, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers

    def test_whoever_is_signed_in_is_led_on(self, client: TestClient) -> None:
        client.post("/logga-in", data=RIGHT)
        answer = client.get("/logga-in", params={"vidare": "/mina-uppgifter"})
        assert answer.headers["location"] == "/mina-uppgifter"


class TestCookie:
    def test_on_loopback_it_is_plain_but_closed(self, client: TestClient) -> None:
        made = client.post("/logga-in", data=RIGHT).headers["set-cookie"]
        assert made.startswith(f"{COOKIE}=")
        parts = {part.strip().lower() for part in made.split(";")[1:]}
        assert parts == {"httponly", "path=/", "samesite=lax"}

    def test_elsewhere_it_is_secure_and_bound_to_the_host(
        self, bare_database: Database, clock: FakeClock, town: Town
    ) -> None:
        with browser(bare_database, clock, base_url="https://kollen.invalid") as client:
            made = client.post("/logga-in", data=RIGHT).headers["set-cookie"]
            assert made.startswith("__Host-kollen=")
            parts = {part.strip().lower() for part in made.split(";")[1:]}
            assert parts == {"httponly", "path=/", "samesite=lax", "secure"}
            assert client.get("/mina-uppgifter").status_code == 200
            gone = client.post("/logga-ut").headers["set-cookie"].lower()
            assert gone.startswith('__host-kollen="";')
            assert "secure" in gone

    def test_it_is_new_at_every_sign_in_and_the_old_one_is_dead(self, client: TestClient) -> None:
        client.post("/logga-in", data=RIGHT)
        first = client.cookies[COOKIE]
        client.post("/logga-in", data=RIGHT)
        assert client.cookies[COOKIE] != first
        client.cookies.clear()
        client.cookies.set(COOKIE, first)
        assert client.get("/mina-uppgifter").status_code == 303

    def test_a_made_up_one_is_nobody(self, client: TestClient) -> None:
        client.cookies.set(COOKIE, "made-up")
        assert client.get("/mina-uppgifter").status_code == 303


class TestSignOut:
    def test_the_session_ends_for_good(self, client: TestClient) -> None:
        client.post("/logga-in", data=RIGHT)
        token = client.cookies[COOKIE]
        answer = client.post("/logga-ut")
        assert answer.status_code == 303
        assert COOKIE not in client.cookies
        assert "Du har loggat ut." in page(client.get(answer.headers["location"]).text)
        client.cookies.set(COOKIE, token)
        assert client.get("/mina-uppgifter").status_code == 303

    def test_whoever_is_out_already_is_told_the_same(self, client: TestClient) -> None:
        assert client.post("/logga-ut").status_code == 303

    def test_a_link_cannot_sign_anybody_out(self, client: TestClient) -> None:
        client.post("/logga-in", data=RIGHT)
        assert client.get("/logga-ut").status_code in {404, 405}
        assert client.get("/mina-uppgifter").status_code == 200

    def test_whom_the_system_signed_out_is_told_that_the_place_is_kept(
        self, client: TestClient
    ) -> None:
        text = client.get("/logga-in", params={"utloggad": "1"}).text
        assert "Du har loggats ut. Din plats är sparad." in page(text)


class TestCode:
    @pytest.fixture
    def code(self, bare_database: Database, clock: FakeClock, town: Town) -> str:
        boss = actor(bare_database, clock, "bo")
        with bare_database.writing() as session:
            return service.invite(session, boss, employee_id="E-ARVID", clock=clock)

    def test_a_code_becomes_a_password_and_a_session(self, client: TestClient, code: str) -> None:
        assert client.get("/logga-in/kod").status_code == 200
        form = {"who": "E-ARVID", "code": code.lower(), "password": "ett nytt lösenord"}
        answer = client.post("/logga-in/kod", data=form)
        assert answer.status_code == 303
        assert "Arvid" in page(client.get("/mina-uppgifter").text)
        client.post("/logga-ut")
        again = client.post("/logga-in", data=form)
        assert again.status_code == 303

    def test_a_wrong_code_says_no_more_than_that(self, client: TestClient, code: str) -> None:
        form = {"who": "E-ARVID", "code": "K7QF-92MD-XW3P", "password": "ett nytt lösenord"}
        wrong = client.post("/logga-in/kod", data=form)
        unknown = client.post("/logga-in/kod", data=form | {"who": "E-XXXXX"})
        assert wrong.status_code == unknown.status_code == 422
        assert unknown.text.replace("E-XXXXX", "E-ARVID") == wrong.text
        assert "Fel: Välj ett lösenord" in page(wrong.text)
        assert 'value="K7QF-92MD-XW3P"' in wrong.text
        assert "ett nytt lösenord" not in wrong.text

    @pytest.mark.parametrize(
        ("password", "text"),
        [
            ("för kort", "minst 12 tecken"),
            ("jag heter E-Arvid", "inte innehålla ditt anställningsnummer"),
            ("å" * 1100, "högst 1000 tecken"),
        ],
    )
    def test_a_bad_password_is_told_at_its_field(
        self, client: TestClient, code: str, password: str, text: str
    ) -> None:
        form = {"who": "E-ARVID", "code": code, "password": password}
        answer = client.post("/logga-in/kod", data=form)
        assert answer.status_code == 422
        assert text in page(answer.text)
        assert password not in answer.text
        answer = client.post("/logga-in/kod", data=form | {"password": "ett nytt lösenord"})
        assert answer.status_code == 303

    def test_empty_fields_are_named(self, client: TestClient) -> None:
        words = page(client.post("/logga-in/kod", data={}).text)
        assert "Det finns 3 fel" in words

    def test_guessing_ends_in_429(self, client: TestClient, code: str) -> None:
        form = {"who": "E-ARVID", "code": "K7QF-92MD-XW3P", "password": "ett nytt lösenord"}
        for _ in range(5):
            assert client.post("/logga-in/kod", data=form).status_code == 422
        assert client.post("/logga-in/kod", data=form | {"code": code}).status_code == 429


class TestDemo:
    def test_a_newcomer_sees_what_it_is_and_whom_to_be(self, demo: TestClient) -> None:
        words = page(demo.get("/logga-in").text)
        assert "Kompetenskollen visar vilka i kommunen" in words
        for card in ("Anställd", "Enhetschef", "TAFA-samordnare", "HR", "Administratör"):
            assert card in words
        assert "Bo, Lärare, Enhet S1" in words

    def test_nobody_protected_is_on_offer(self, demo: TestClient, town: Town) -> None:
        text = demo.get("/logga-in").text
        assert "Pia" not in text
        assert f'value="{town.people["pia"]}"' not in text
        answer = demo.post("/logga-in/demo", data={"person": town.people["pia"]})
        assert answer.status_code == 404

    def test_one_click_is_enough(self, demo: TestClient, town: Town) -> None:
        answer = demo.post("/logga-in/demo", data={"person": town.people["bo"]})
        assert answer.status_code == 303
        assert "Bo" in page(demo.get("/mina-uppgifter").text)

    def test_one_may_change_person_without_signing_out(self, demo: TestClient, town: Town) -> None:
        demo.post("/logga-in/demo", data={"person": town.people["bo"]})
        assert demo.get("/logga-in").status_code == 200
        demo.post("/logga-in/demo", data={"person": town.people["eva"]})
        assert "Eva" in page(demo.get("/mina-uppgifter").text)

    def test_the_demonstration_too_is_safe_against_other_sites(
        self, demo: TestClient, town: Town
    ) -> None:
        form = {"person": str(town.people["bo"]), "vidare": "//ond.invalid"}
        assert demo.post("/logga-in/demo", data=form).headers["location"] == "/"

    def test_outside_demo_mode_there_is_no_such_page(self, client: TestClient, town: Town) -> None:
        answer = client.post("/logga-in/demo", data={"person": town.people["bo"]})
        assert answer.status_code == 404
        assert "set-cookie" not in answer.headers

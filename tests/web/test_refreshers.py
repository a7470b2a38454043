"""A question some time after a course: asked for, shown on one's own page, explained, and gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.db.session import Database
from api.people.models import Person
from tests.conftest import FakeClock
from tests.service.identity.browser import page
from tests.service.learning.learner import COURSE, Learner, publish
from tests.unit.learning.checks import match
from tests.unit.learning.sample import course

HOME, SWITCH = "/mina-utbildningar", "/mina-uppgifter/minnesfragor"
CARD = re.compile(r'href="(/minnesfraga/\d+/\d+)"')


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    """Somebody who was done with the course a week ago."""
    publish(bare_database, clock, COURSE)
    made = Learner(bare_database, clock)
    made.hold(date(2026, 11, 15), date(2027, 11, 15))
    return made


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


def waiting(client: TestClient) -> str:
    found = CARD.search(client.get(HOME).text)
    assert found is not None
    return found[1]


def wish(client: TestClient, wanted: str = "1") -> None:
    assert client.post(SWITCH, data={"wanted": wanted}).headers["location"] == "/mina-uppgifter"


class TestWish:
    def test_nobody_is_asked_who_has_not_turned_it_on(self, client: TestClient) -> None:
        assert CARD.search(client.get(HOME).text) is None
        assert "Slå på minnesfrågor" in page(client.get("/mina-uppgifter").text)

    def test_it_is_turned_on_and_off_among_ones_own_data(self, client: TestClient) -> None:
        wish(client)
        assert "Slå av minnesfrågor" in page(client.get("/mina-uppgifter").text)
        assert "Minns du? En fråga ur Provkursen, som du blev klar med 15 november 2026." in page(
            client.get(HOME).text
        )
        wish(client, "0")
        assert CARD.search(client.get(HOME).text) is None

    def test_mail_is_offered_to_whoever_has_an_address_and_chosen_apart(
        self, client: TestClient, learner: Learner
    ) -> None:
        box = re.compile(r'<input id="by_mail"[^>]*>')
        assert box.search(client.get("/mina-uppgifter").text) is None
        with learner.database.writing() as session:
            person = session.get(Person, learner.person_id)
            assert person is not None
            person.email = "anna@kommun.invalid"
        for data, checked in (({}, False), ({"by_mail": "1"}, True), ({}, False)):
            client.post(SWITCH, data={"wanted": "1", **data})
            found = box.search(client.get("/mina-uppgifter").text)
            assert found is not None
            assert ("checked" in found[0]) is checked

    def test_the_privacy_page_tells_of_it(self, client: TestClient) -> None:
        assert "Minnesfrågor, om du själv slår på dem:" in page(
            client.get("/om/personuppgifter").text
        )


class TestQuestion:
    @pytest.mark.parametrize("language", ["", "/en"])
    def test_it_is_explained_and_does_not_come_back(
        self, client: TestClient, language: str
    ) -> None:
        wish(client)
        place = f"{language}{waiting(client)}"
        text = client.get(place).text
        assert "Så delar ni ansvar." not in text
        assert f'action="{place}"' in text
        assert 'class="progress"' not in text
        found = client.post(place, data={"act": "answer", "answer": "fel"})
        assert found.status_code == 200
        assert "Då bär du det ensam." in page(found.text)
        assert f'class="button" href="{language}{HOME}"' in found.text
        assert CARD.search(client.get(HOME).text) is None

    def test_it_says_that_no_answer_is_saved(self, client: TestClient) -> None:
        wish(client)
        assert "Ditt svar sparas inte." in page(client.get(waiting(client)).text)

    def test_an_empty_answer_is_said_and_keeps_nothing(self, client: TestClient) -> None:
        wish(client)
        place = waiting(client)
        found = client.post(place, data={"act": "answer"})
        assert found.status_code == 422
        assert "Välj ett svar" in page(found.text)
        assert waiting(client) == place

    def test_htmx_gets_only_the_question(self, client: TestClient) -> None:
        wish(client)
        headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
        found = client.post(waiting(client), data={"answer": "ratt"}, headers=headers)
        assert "<html" not in found.text
        assert "Det stämmer" in found.text

    def test_one_that_does_not_wait_leads_home(self, client: TestClient, learner: Learner) -> None:
        wish(client)
        place = waiting(client)
        wish(client, "0")
        assert client.get(place).headers["location"] == HOME
        assert client.post(place, data={"answer": "ratt"}).status_code == 404
        with Learner(learner.database, learner.clock).browser() as other:
            wish(other)
            assert other.get(place).headers["location"] == HOME
            assert other.post(place, data={"answer": "ratt"}).status_code == 404


class TestOtherKinds:
    def test_half_an_answer_is_told_and_what_was_chosen_stays(
        self, bare_database: Database, clock: FakeClock
    ) -> None:
        only = course().modules[0].model_copy(update={"steps": (match(),)})
        publish(bare_database, clock, course().model_copy(update={"modules": (only,)}))
        learner = Learner(bare_database, clock)
        learner.hold(date(2026, 11, 15), date(2027, 11, 15))
        with learner.browser() as client:
            wish(client)
            form = {"act": "answer", "answer": ["a:sett", "b:", "c:"]}
            refused = client.post(waiting(client), data=form)
        assert refused.status_code == 422
        assert "Välj en plats för varje rad" in page(refused.text)
        assert refused.text.count(" selected") == 1

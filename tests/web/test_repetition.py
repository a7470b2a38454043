"""Renewing a course on its pages: the questions, what was missed, and the whole course instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.db.facts import Entry, add
from api.db.session import Database
from api.learning.models import Attempt
from api.requirements.models import Requirement, RequirementPeriod
from tests.conftest import FakeClock
from tests.service.identity.browser import page
from tests.service.identity.town import Town, build
from tests.service.learning.learner import COURSE, MODULE_OF, Learner, count, publish
from tests.unit.learning.sample import RIGHT, WRONG

COURSE_PAGE, REPEAT = "/kurser/provkurs", "/kurser/provkurs/repetera"
ASKED = list(RIGHT)


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    publish(bare_database, clock, COURSE)
    return build(bare_database, clock)


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock, town: Town) -> Learner:
    """Anna, whose certificate lapsed in September."""
    anna = Learner(bare_database, clock, person_id=town.people["anna"])
    anna.hold(date(2025, 9, 1), date(2026, 9, 1))
    return anna


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


def url(step_id: str) -> str:
    return f"{COURSE_PAGE}/{MODULE_OF[step_id]}/{step_id}"


def buttons(text: str) -> int:
    """How many primary buttons stand in the page itself."""
    return text.partition("<main")[2].partition("</main>")[0].count('class="button"')


def answer(client: TestClient, step_id: str, *, right: bool = True) -> str:
    answers = (RIGHT if right else WRONG)[step_id]
    found = client.post(url(step_id), data={"act": "answer", "answer": answers, "kept": "1"})
    assert found.status_code == 200
    return found.text


def begin(client: TestClient, *missed: str) -> str:
    """Answer the whole repetition; hand back the page after the last answer."""
    client.post(REPEAT)
    for step_id in ASKED:
        text = answer(client, step_id, right=step_id not in missed)
    return text


def require(learner: Learner, town: Town, not_before: date | None = None) -> None:
    with learner.database.writing() as session:
        requirement = Requirement(code="grund")
        session.add(requirement)
        session.flush()
        assert requirement.id is not None
        period = RequirementPeriod(  # type: ignore[call-arg]
            requirement_id=requirement.id,
            name="Grundkravet",
            accepts="provkurs",
            unit_id=town.units["K"],
            first_day=date(2026, 1, 1),
            not_before=not_before,
        )
        add(session, Entry(learner.clock.now(), "system:test"), [period])


class TestCoursePage:
    def test_renewal_is_repetition_first(self, client: TestClient) -> None:
        found = client.get(COURSE_PAGE).text
        text = page(found)
        assert "Dags att förnya" in text
        assert "Repetera: 5 frågor, ungefär 5 minuter." in text
        assert text.index("Starta repetitionen") < text.index("Gå hela kursen i stället")
        assert buttons(found) == 1

    def test_with_time_left_it_is_offered_quietly(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.hold(date(2026, 6, 1), date(2027, 6, 1))
        found = client.get(COURSE_PAGE).text
        assert "Visa intyget" in page(found)
        assert f'action="{REPEAT}"' in found
        assert "Gå hela kursen igen" in found

    def test_without_a_record_nothing_is_repeated(
        self, learner: Learner, town: Town, clock: FakeClock
    ) -> None:
        olle = Learner(learner.database, clock, person_id=town.people["olle"])
        with olle.browser() as client:
            assert REPEAT not in client.get(COURSE_PAGE).text

    def test_a_retake_asks_for_the_whole_course(
        self, client: TestClient, learner: Learner, town: Town
    ) -> None:
        require(learner, town, not_before=date(2026, 10, 1))
        found = client.get(COURSE_PAGE).text
        assert "Kursen har ändrats sedan du gick den." in page(found)
        assert REPEAT not in found
        assert client.post(REPEAT).headers["location"] == "/kurser/provkurs/ett"

    def test_a_course_begun_by_reading_can_be_repeated_instead(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.read("ett-a")
        assert "Repetera i stället: 5 frågor" in page(client.get(COURSE_PAGE).text)
        assert client.post(REPEAT).headers["location"] == url("ett-b")

    def test_the_whole_course_can_be_taken_instead(self, client: TestClient) -> None:
        client.post(REPEAT)
        text = page(client.get(COURSE_PAGE).text)
        assert "Du är på fråga 1 av 5 i repetitionen. Ungefär 5 minuter kvar." in text
        assert "Gå hela kursen i stället" in text
        assert client.post(COURSE_PAGE).headers["location"] == "/kurser/provkurs/ett"
        assert "repetitionen" not in page(client.get(COURSE_PAGE).text)


class TestQuestions:
    def test_they_say_where_one_is_and_lead_from_one_to_the_next(self, client: TestClient) -> None:
        assert client.post(REPEAT).headers["location"] == url(ASKED[0])
        for number, step_id in enumerate(ASKED, start=1):
            found = client.get(url(step_id)).text
            text = page(found)
            assert f"Fråga {number} av 5 i repetitionen" in text
            assert "Frågor i repetitionen" in text
            assert "Steg i modulen" not in text
            following = answer(client, step_id)
            if number < len(ASKED):
                assert f'class="button" href="{url(ASKED[number])}"' in following

    def test_nothing_missed_gives_the_certificate_at_once(self, client: TestClient) -> None:
        found = begin(client)
        assert "Repetitionen är klar. Ditt nya intyg är utfärdat." in page(found)
        certificate = re.search(r'class="button" href="(/intyg/\d+)"', found)
        assert certificate is not None
        assert "22 november 2027" in page(client.get(certificate[1]).text)
        assert client.post(REPEAT).headers["location"] == COURSE_PAGE

    def test_reading_up_leads_back_to_the_next_question(self, client: TestClient) -> None:
        client.post(REPEAT)
        assert "steg 1 av 4 i modulen" in page(client.get(url("ett-a")).text)
        moved = client.post(url("ett-d"), data={"act": "move"})
        assert moved.headers["location"] == url("tva-a")

    def test_an_empty_answer_keeps_the_place_in_the_repetition(self, client: TestClient) -> None:
        client.post(REPEAT)
        found = client.post(url(ASKED[0]), data={"act": "answer"})
        assert found.status_code == 422
        assert "Fråga 1 av 5 i repetitionen" in page(found.text)


class TestMissed:
    def test_a_miss_leads_through_its_module_to_a_new_certificate(
        self, client: TestClient, learner: Learner
    ) -> None:
        client.post(REPEAT)
        missed = page(answer(client, "tva-b", right=False))
        assert "Efter repetitionen går du igenom modulen Modul tva." in missed
        assert "Frågan kan komma tillbaka" not in missed
        last = begin(client)
        assert f'class="button" href="{REPEAT}"' in last
        found = client.get(REPEAT).text
        assert "Du missade en fråga i modulen Modul tva. Gå igenom modulen, så är du klar." in page(
            found
        )
        assert buttons(found) == 1
        assert client.post(REPEAT).headers["location"] == "/kurser/provkurs/tva"
        assert "Börja modulen" in page(client.get("/kurser/provkurs/tva").text)
        assert "steg 1 av 3 i modulen" in page(client.get(url("tva-a")).text)
        answer(client, "tva-a")
        assert "Ditt intyg är utfärdat." in page(answer(client, "tva-b"))
        assert count(learner.database, Attempt) == 0

    def test_several_modules_are_listed(self, client: TestClient) -> None:
        begin(client, "ett-b", "ett-c", "tre-b")
        text = page(client.get(REPEAT).text)
        assert "Du missade 3 frågor" in text
        assert "Modul ett . Tar ungefär 4 minuter." in text
        assert "Gå igenom modulerna" in text

    def test_the_course_and_ones_own_page_lead_there(
        self, client: TestClient, learner: Learner, town: Town
    ) -> None:
        require(learner, town)
        begin(client, "tva-b")
        for place in (COURSE_PAGE, "/mina-utbildningar"):
            assert f'class="button" href="{REPEAT}"' in client.get(place).text

    def test_without_anything_missed_there_is_no_such_page(self, client: TestClient) -> None:
        assert client.get(REPEAT).headers["location"] == COURSE_PAGE
        client.post(REPEAT)
        assert client.get(REPEAT).headers["location"] == COURSE_PAGE


class TestHome:
    def test_what_has_lapsed_is_renewed_by_repetition(
        self, client: TestClient, learner: Learner, town: Town
    ) -> None:
        require(learner, town)
        found = client.get("/").text
        assert "Förnya Provkursen Repetera: 5 frågor, ungefär 5 minuter." in page(found)
        assert f'action="{REPEAT}"' in found
        client.post(REPEAT)
        text = page(client.get("/").text)
        assert "Du är på fråga 1 av 5 i repetitionen. Ungefär 5 minuter kvar." in text

    def test_after_a_retake_the_course_is_begun(
        self, client: TestClient, learner: Learner, town: Town
    ) -> None:
        require(learner, town, not_before=date(2026, 10, 1))
        found = client.get("/").text
        assert "Börja med Provkursen" in page(found)
        assert REPEAT not in found

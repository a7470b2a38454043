"""The courses' pages in a browser, with and without htmx, signed in and not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from api.db.session import Database
from api.learning.models import Attempt, AttemptCheck
from api.records.models import TrainingRecord
from tests.conftest import FakeClock
from tests.service.identity.browser import browser, page
from tests.service.learning.learner import COURSE, MODULE_OF, Learner, count, publish
from tests.unit.learning.sample import RIGHT, WRONG, course
from web.learning.wording import split_question

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
VISITOR_TEXT = "Du läser utan att vara inloggad. Inget sparas."


def url(step_id: str) -> str:
    return f"/kurser/provkurs/{MODULE_OF[step_id]}/{step_id}"


def answer(chosen: list[str], **more: str) -> dict[str, list[str] | str]:
    return {"act": "answer", "answer": chosen, **more}


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    publish(bare_database, clock, COURSE)
    return Learner(bare_database, clock)


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


@pytest.fixture
def visitor(learner: Learner) -> Iterator[TestClient]:
    with browser(learner.database, learner.clock) as made:
        yield made


class TestReading:
    def test_the_list_tells_the_status(self, client: TestClient, learner: Learner) -> None:
        assert "Provkursen Tar ungefär 9 minuter. Ej påbörjad" in page(client.get("/kurser").text)
        learner.read("ett-a")
        text = page(client.get("/kurser").text)
        assert "Du är på steg 2 av 4 i Modul ett. Påbörjad" in text

    def test_a_course_tells_what_it_is_for(self, client: TestClient) -> None:
        text = page(client.get("/kurser/provkurs").text)
        for expected in (
            "Provkursen",
            "Starta kursen",
            "Du ska veta ditt första steg.",
            "Intyget gäller i 12 månader.",
            "20 november 2026",
            "Lag, senast granskad 20 november 2026.",
            "TAFA",
            "Är det akut på riktigt?",
        ):
            assert expected in text

    def test_a_module_tells_what_it_touches_upon(self, client: TestClient) -> None:
        text = page(client.get("/kurser/provkurs/tva").text)
        for expected in ("modul 2 av 3", "Du vet ditt första steg.", "Modulen handlar om ett hot."):
            assert expected in text

    def test_a_step_tells_where_one_is(self, client: TestClient) -> None:
        answer = client.get(url("ett-d"))
        text = page(answer.text)
        assert "<title>Läs ett-d, Provkursen – Kompetenskollen</title>" in answer.text
        for expected in (
            "Modul ett, steg 4 av 4 i modulen",
            "Ungefär 1 minut kvar av modulen",
            "Tillbaka till steg 3",
            "Lag, senast granskad 20 november 2026.",
            "Är det akut på riktigt?",
        ):
            assert expected in text

    def test_no_key_leaves_the_server_before_the_answer(self, client: TestClient) -> None:
        text = client.get(url("tva-b")).text
        assert "Det är säkrast." not in text
        assert "Rätt svar" not in text
        assert text.count('type="checkbox"') == 3

    @pytest.mark.parametrize(
        "path", ["/kurser/finns-inte", "/kurser/provkurs/nej", "/kurser/provkurs/ett/tva-a"]
    )
    def test_what_does_not_exist_is_not_found(self, client: TestClient, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_the_english_page_says_that_the_text_is_swedish(self, client: TestClient) -> None:
        text = client.get(f"/en{url('ett-b')}").text
        assert '<html lang="en">' in text
        assert '<span lang="sv">Prata med chefen</span>' in text
        assert f'action="/en{url("ett-b")}"' in text

    def test_looking_begins_nothing(self, client: TestClient, learner: Learner) -> None:
        for path in ("/kurser/provkurs", "/kurser/provkurs/ett", url("ett-a"), url("ett-b")):
            assert client.get(path).status_code == 200
        assert count(learner.database, Attempt) == 0
        assert "Din plats sparas när du svarar eller går vidare." in client.get(url("ett-a")).text


class TestGoingOn:
    def test_a_module_begun_and_a_module_done_say_so(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.read("ett-a")
        begun = client.get("/kurser/provkurs/ett").text
        assert "Fortsätt modulen" in begun
        assert f'href="{url("ett-b")}"' in begun
        for step_id in ("ett-b", "ett-c"):
            learner.answer(step_id, RIGHT[step_id])
        learner.read("ett-d")
        assert "Läs modulen igen" in client.get("/kurser/provkurs/ett").text
        assert "Klar" in page(client.get("/kurser/provkurs").text)

    def test_starting_leads_to_the_first_module(self, client: TestClient, learner: Learner) -> None:
        answer = client.post("/kurser/provkurs")
        assert (answer.status_code, answer.headers["location"]) == (303, "/kurser/provkurs/fore")
        assert count(learner.database, Attempt) == 0
        answer = client.post("/kurser/provkurs/fore", data={"act": "skip"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/kurser/provkurs/ett")
        assert count(learner.database, Attempt) == 1

    def test_moving_on_saves_and_leads_to_the_next(self, client: TestClient) -> None:
        answer = client.post(url("ett-a"), data={"act": "move", "kept": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, url("ett-b"))
        assert "Din plats är sparad. Du kan sluta när som helst." in client.get(url("ett-b")).text

    def test_another_step_says_where_the_saved_place_is(self, client: TestClient) -> None:
        client.post(url("ett-a"), data={"act": "move"})
        text = client.get(url("tre-a")).text
        assert "Din sparade plats är ett annat steg." in text
        assert f'href="{url("ett-b")}"' in text

    def test_one_goes_on_on_another_device(self, client: TestClient, learner: Learner) -> None:
        client.post(url("ett-a"), data={"act": "move"})
        with learner.browser() as other:
            text = other.get("/kurser/provkurs").text
            assert f'href="{url("ett-b")}"' in text
            assert other.post("/kurser/provkurs").headers["location"] == url("ett-b")

    def test_a_module_ends_in_the_next_modules_first_page(self, client: TestClient) -> None:
        for step_id in ("ett-b", "ett-c"):
            client.post(url(step_id), data=answer(["ratt"]))
        onward = client.post(url("ett-d"), data={"act": "move"})
        assert onward.headers["location"] == "/kurser/provkurs/tva"


class TestAnswering:
    def test_without_htmx_the_whole_page_explains(
        self, client: TestClient, learner: Learner
    ) -> None:
        found = client.post(url("ett-b"), data=answer(["fel"]))
        text = page(found.text)
        assert found.status_code == 200
        for expected in (
            "Inte riktigt",
            "Då bär du det ensam.",
            "Så delar ni ansvar.",
            "Ditt svar",
            "Rätt svar",
            "Frågan kan komma tillbaka innan kursen är klar.",
            "Gå vidare",
            "Din plats är sparad.",
        ):
            assert expected in text
        assert f'href="{url("ett-c")}"' in found.text
        assert count(learner.database, AttemptCheck) == 1

    def test_htmx_gets_the_block_that_the_page_holds(self, client: TestClient) -> None:
        whole = client.post(url("ett-b"), data=answer(["ratt"])).text
        part = client.post(url("ett-b"), data=answer(["ratt"]), headers=PARTIAL).text
        title, _, block = part.partition("</title>")
        assert title == "<title>Om ett-b, Provkursen – Kompetenskollen"
        assert block.strip() in whole
        assert re.search(r'<h2 tabindex="-1" autofocus>.*Det stämmer', block, re.DOTALL)

    def test_no_answer_is_said_before_anything_is_written(
        self, client: TestClient, learner: Learner
    ) -> None:
        found = client.post(url("ett-b"), data={"act": "answer"})
        assert found.status_code == 422
        assert "<title>Fel: Om ett-b" in found.text
        assert 'href="#answer-1"' in found.text
        assert "Välj ett svar" in page(found.text)
        part = client.post(url("ett-b"), data={"act": "answer"}, headers=PARTIAL)
        assert part.status_code == 422
        assert part.text.startswith("<title>Fel: ")
        assert count(learner.database, Attempt) == 0

    def test_a_text_cannot_be_answered(self, client: TestClient) -> None:
        assert client.post(url("ett-a"), data={"act": "answer"}).status_code == 404
        assert client.post(url("ett-a"), data=answer(["ratt"])).status_code == 404

    def test_an_option_that_does_not_exist_is_refused(
        self, client: TestClient, learner: Learner
    ) -> None:
        assert client.post(url("ett-b"), data=answer(["nej"])).status_code == 422
        assert count(learner.database, Attempt) == 0

    def test_several_options_can_be_chosen(self, client: TestClient) -> None:
        text = page(client.post(url("tva-b"), data=answer(["sett", "tror"])).text)
        assert "Inte riktigt" in text
        assert "Det du tror: Det styr fel." in text
        assert "Med orden som de sades." in text

    def test_signed_out_meanwhile_nobody_is_told_that_it_is_saved(
        self, visitor: TestClient
    ) -> None:
        found = visitor.post(url("ett-b"), data=answer(["ratt"], kept="1"))
        assert found.status_code == 303
        assert found.headers["location"].startswith("/logga-in?")


class TestCompleting:
    def test_the_last_answer_is_explained_and_leads_to_the_certificate(
        self, client: TestClient, learner: Learner
    ) -> None:
        for step_id in list(RIGHT)[:-1]:
            client.post(url(step_id), data=answer(RIGHT[step_id]))
        for _click in range(2):
            found = client.post(url("tre-b"), data=answer(["fel"]))
            text = page(found.text)
            assert found.status_code == 200
            assert "Då bär du det ensam." in text
            assert "Kursen är klar. Ditt intyg är utfärdat. Visa intyget" in text
            assert "Frågan kan komma tillbaka" not in text
            assert re.search(r'class="button" href="/intyg/\d+"', found.text)
        assert count(learner.database, TrainingRecord) == 1
        assert count(learner.database, Attempt) == 0

    def test_too_many_misses_bring_the_questions_back_in_other_words(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.answer_all("ett-b", "tva-a")
        text = client.get("/kurser/provkurs/igen").text
        assert "2 frågor kommer tillbaka" in page(text)
        assert f'class="button" href="{url("ett-b")}"' in text
        asked = page(client.get(url("ett-b")).text)
        assert "Vad gör du nu?" in asked
        assert "Modul ett, fråga som kommer tillbaka" in asked
        missed = client.post(url("ett-b"), data=answer(WRONG["ett-b"])).text
        assert f'class="button" href="{url("tva-a")}"' in missed
        done = page(client.post(url("tva-a"), data=answer(RIGHT["tva-a"])).text)
        assert "Kursen är klar." in done
        assert client.get("/kurser/provkurs/igen").headers["location"] == "/kurser/provkurs"

    def test_a_course_whose_questions_came_back_leads_to_them(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.answer_all("ett-b", "tva-a", "tre-b")
        text = client.get("/kurser/provkurs").text
        assert "3 frågor kommer tillbaka" in page(text)
        assert 'class="button" href="/kurser/provkurs/igen"' in text

    def test_a_course_can_be_taken_again_another_day(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.answer_all()
        learner.clock.day = date(2027, 11, 1)
        text = page(client.get("/kurser/provkurs").text)
        assert "Sista dagen ditt intyg gäller är 22 november 2027." in text
        assert "Går ut 22 nov" in page(client.get("/kurser").text)
        learner.clock.day = date(2028, 1, 1)
        assert "Gick ut 22 nov" in page(client.get("/kurser").text)
        assert client.post("/kurser/provkurs").headers["location"] == "/kurser/provkurs/fore"

    def test_starting_what_is_done_today_leads_to_the_course(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.answer_all()
        assert client.post("/kurser/provkurs").headers["location"] == "/kurser/provkurs"

    def test_after_the_last_question_the_rest_can_be_read(
        self, client: TestClient, learner: Learner
    ) -> None:
        for step_id in ("ett-b", "ett-c", "tva-a", "tre-b"):
            learner.answer(step_id, RIGHT[step_id])
        found = client.post(url("tva-b"), data=answer(RIGHT["tva-b"])).text
        assert f'<a href="{url("tva-c")}">Läs det som är kvar av kursen</a>' in found

    def test_a_course_that_is_done_shows_its_certificate(
        self, client: TestClient, learner: Learner
    ) -> None:
        learner.answer_all()
        text = page(client.get("/kurser/provkurs").text)
        assert "Ditt intyg gäller till och med 22 november 2027. Visa intyget" in text
        assert "Gå kursen igen" not in text
        assert "Nu sparas inget mer." in page(client.get(url("ett-a")).text)


class TestVisitor:
    def test_an_open_course_is_read_and_answered_without_a_trace(
        self, visitor: TestClient, learner: Learner
    ) -> None:
        for path in ("/kurser", "/kurser/provkurs", "/kurser/provkurs/ett", url("ett-a")):
            found = visitor.get(path)
            assert found.status_code == 200
            assert not found.cookies
        assert VISITOR_TEXT in page(visitor.get(url("ett-b")).text)
        found = visitor.post(url("ett-b"), data=answer(["fel"]))
        assert (found.status_code, len(found.cookies)) == (200, 0)
        assert "Då bär du det ensam." in found.text
        assert VISITOR_TEXT in page(found.text)
        moved = visitor.post(url("ett-a"), data={"act": "move"})
        assert moved.headers["location"] == url("ett-b")
        assert count(learner.database, Attempt) == 0

    def test_the_last_step_leads_back_to_the_course(self, visitor: TestClient) -> None:
        found = visitor.post(url("tre-b"), data=answer(["ratt"])).text
        assert 'class="button" href="/kurser/provkurs"' in found

    def test_beginning_and_returning_ask_for_sign_in(self, visitor: TestClient) -> None:
        assert visitor.post("/kurser/provkurs").headers["location"].startswith("/logga-in")
        found = visitor.get("/kurser/provkurs/igen")
        assert found.headers["location"] == "/logga-in?vidare=%2Fkurser%2Fprovkurs%2Figen"

    def test_a_closed_course_asks_for_sign_in(self, visitor: TestClient, learner: Learner) -> None:
        publish(learner.database, learner.clock, course(is_open=False))
        assert "Det finns inga öppna kurser just nu." in visitor.get("/kurser").text
        for path in ("/kurser/provkurs", url("ett-b")):
            assert visitor.get(path).status_code == 303
        assert visitor.post(url("ett-b"), data=answer(["ratt"])).status_code == 303


class TestCost:
    @pytest.mark.parametrize("begun", [False, True])
    def test_a_step_takes_at_most_four_questions_to_the_database(
        self, client: TestClient, learner: Learner, *, begun: bool
    ) -> None:
        if begun:
            learner.read("ett-a")
        client.get(url("ett-b"))
        asked: list[str] = []
        engine = client.app.state.house.database.engine  # type: ignore[attr-defined]

        def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        client.get(url("ett-b"))
        queries = [statement for statement in asked if statement.startswith("SELECT")]
        assert len(queries) <= 4, queries
        assert not [statement for statement in asked if statement.startswith(("INSERT", "UPDATE"))]


class TestSplitQuestion:
    @pytest.mark.parametrize(
        ("stem", "scene", "ask"),
        [
            ("En scen.\n\nVad gör du?", "En scen.", "Vad gör du?"),
            ("En scen. Vad gör du? Välj två.", "En scen.", "Vad gör du? Välj två."),
            ("Han sa ”nej.” Vad gör du?", "Han sa ”nej.”", "Vad gör du?"),
            ("Vad gör du?", "", "Vad gör du?"),
            ("Scen.\n\nVälj det som passar.", "Scen.", "Välj det som passar."),
            ("Välj det som passar.", "Välj det som passar.", ""),
            ("Scen.\n\n- Vad då?", "Scen.\n\n- Vad då?", ""),
            ("Vad betyder *oro*?", "Vad betyder *oro*?", ""),
        ],
    )
    def test_finds_what_is_asked(self, stem: str, scene: str, ask: str) -> None:
        assert split_question(stem) == (scene, ask)

"""Practice conversations and the coding bench in a browser; nothing of either is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from api.catalogue.kinds.practice import PracticeStep
from api.catalogue.schema import Course
from api.db.session import Database
from api.learning.models import Attempt, AttemptCheck
from api.records.models import TrainingRecord
from tests.conftest import FakeClock
from tests.house.test_no_traces import contents, newcomer
from tests.service.identity.browser import page
from tests.service.learning.learner import Learner, count, publish
from tests.unit.learning.conversations import dialogue
from tests.unit.learning.sample import course, module, single, text
from tests.unit.miti.test_measures import transcript

STATE = re.compile(r'name="state" value="([^"]+)"')
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}
PRACTICE = PracticeStep(kind="practice", id="ova", title="Öva", exercise="prov", body="Öva.")
CODING = [f"{said.id}:{said.code}" for said in transcript().utterances()]
RATING = [f"{rating.id}:{rating.score}" for rating in transcript().globals]


def with_exercises() -> Course:
    return course().model_copy(
        update={
            "modules": (module("ett", 5, text("ett-a"), single("ett-b"), PRACTICE),),
            "exercises": (dialogue(), transcript()),
        }
    )


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    publish(bare_database, clock, with_exercises())
    return Learner(bare_database, clock, person_id=newcomer(bare_database))


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


def state(response: Any) -> str:
    found = STATE.search(response.text)
    assert found
    return found[1]


def say(client: TestClient, before: Any, **form: str) -> Any:
    return client.post("/ova/prov", data={"state": state(before), **form})


class TestConversation:
    def test_it_begins_with_what_the_other_says(self, client: TestClient) -> None:
        shown = page(client.get("/ova/prov").text)
        for expected in (
            "Vad vill du?",
            "Säg ditt svar högt. Visa sedan alternativen.",
            "Du undrar vad det här är. Hur är det?",
            "Inte granskad av MI-tränare.",
            "Kim är påhittad. Använd aldrig uppgifter om verkliga personer.",
            "Är det akut på riktigt?",
        ):
            assert expected in shown

    def test_a_reply_is_explained_and_shown_how_it_was_taken(self, client: TestClient) -> None:
        said = say(client, client.get("/ova/prov"), act="say", reply="a")
        shown = page(said.text)
        for expected in (
            "Så tog Kim det",
            "Så togs a.",
            "Du undrar vad det här är. Enkel reflektion",
            "Hur är det? Fråga",
            "Så kodas a.",
            "”Ett annat sätt.”",
            "Det är rätt tungt.",
        ):
            assert expected in shown

    def test_after_a_misstep_another_reply_comes_first(self, client: TestClient) -> None:
        def buttons(reply: str) -> list[str]:
            said = say(client, client.get("/ova/prov"), act="say", reply=reply)
            names = ("Prova ett annat svar", "Fortsätt samtalet")
            return sorted(names, key=page(said.text).index)

        assert buttons("b")[0] == "Prova ett annat svar"
        assert buttons("a")[0] == "Fortsätt samtalet"

    def test_any_turn_can_be_taken_back(self, client: TestClient) -> None:
        first = say(client, client.get("/ova/prov"), act="say", reply="b")
        second = say(client, first, act="say", reply="b")
        back = say(client, second, undo="1")
        assert "På fredag får de igen." in page(back.text)
        assert "Nu överdriver du." not in page(back.text).partition("Vad säger du till Kim?")[0]
        assert "Vad vill du?" in page(say(client, second, undo="0").text)

    def test_nothing_chosen_is_said_and_nothing_is_lost(self, client: TestClient) -> None:
        first = say(client, client.get("/ova/prov"), act="say", reply="a")
        refused = say(client, first, act="say")
        assert refused.status_code == 422
        assert "<title>Fel:" in refused.text
        assert "Välj vad du vill säga" in page(refused.text)
        assert "Det är rätt tungt." in page(refused.text)

    def test_it_ends_with_a_look_back_and_no_score(self, client: TestClient) -> None:
        last = say(
            client, say(client, client.get("/ova/prov"), act="say", reply="a"), act="say", reply="a"
        )
        shown = page(say(client, last, act="on").text)
        for expected in (
            "Ett steg",
            "Enkel reflektion: 1 tur",
            "Komplex reflektion: 1 tur",
            "Det här är inget betyg.",
            "Öva igen",
        ):
            assert expected in shown
        assert "%" not in shown

    def test_htmx_gets_the_talk_alone_and_it_is_part_of_the_page(self, client: TestClient) -> None:
        begun = {"state": state(client.get("/ova/prov")), "act": "say", "reply": "a"}
        fragment = client.post("/ova/prov", data=begun, headers=PARTIAL).text
        title, _, block = fragment.partition("\n")
        assert title.startswith("<title>")
        assert block.strip() in client.post("/ova/prov", data=begun).text

    @pytest.mark.parametrize("forged", ["", "a.b", "e30=.e30="])
    def test_a_state_that_is_not_ours_is_refused(self, forged: str, client: TestClient) -> None:
        refused = client.post("/ova/prov", data={"state": forged, "act": "say", "reply": "a"})
        assert refused.status_code == 422
        assert "Börja om den." in page(refused.text)

    def test_a_conversation_goes_on_in_the_edition_it_began_in(
        self, client: TestClient, learner: Learner
    ) -> None:
        begun = client.get("/ova/prov")
        changed = dialogue().model_copy(update={"title": "Ny rubrik"})
        publish(
            learner.database,
            learner.clock,
            with_exercises().model_copy(update={"exercises": (changed, transcript())}),
        )
        assert "Ny rubrik" in page(client.get("/ova/prov").text)
        assert "Ny rubrik" not in page(say(client, begun, act="say", reply="a").text)


class TestDone:
    """That an exercise has been gone through is all that is kept."""

    def _to_the_end(self, client: TestClient) -> Any:
        first = say(client, client.get("/ova/prov"), act="say", reply="a")
        return say(client, first, act="say", reply="a")

    def _answer(self, client: TestClient) -> None:
        address = "/kurser/provkurs/ett/ett-b"
        assert client.post(address, data={"act": "answer", "answer": "ratt"}).status_code == 200

    def test_without_an_attempt_nothing_is_kept(self, client: TestClient, learner: Learner) -> None:
        self._to_the_end(client)
        assert count(learner.database, Attempt) == count(learner.database, AttemptCheck) == 0

    def test_the_step_is_done_when_the_conversation_has_ended(
        self, client: TestClient, learner: Learner
    ) -> None:
        self._answer(client)
        address = "/kurser/provkurs/ett/ova"
        assert "Du har gjort övningen." not in page(client.get(address).text)
        self._to_the_end(client)
        assert (
            count(learner.database, AttemptCheck) == 0
        )  # the course is complete, the attempt gone
        assert count(learner.database, TrainingRecord) == 1

    def test_a_course_begun_can_be_finished_though_its_exercise_is_gone(
        self, client: TestClient, learner: Learner
    ) -> None:
        self._answer(client)
        publish(learner.database, learner.clock, course(title="Utan övning"))
        assert client.get("/ova/prov").status_code == 200
        self._to_the_end(client)
        assert count(learner.database, TrainingRecord) == 1
        assert client.get("/ova/prov").status_code == 404

    def test_a_course_is_not_complete_before_its_exercise(
        self, client: TestClient, learner: Learner
    ) -> None:
        self._answer(client)
        assert count(learner.database, TrainingRecord) == 0
        said = say(client, client.get("/ova/prov"), act="say", reply="a")
        assert said.status_code == 200
        assert count(learner.database, TrainingRecord) == 0

    def test_the_last_of_the_course_leads_to_the_certificate(self, client: TestClient) -> None:
        self._answer(client)
        shown = page(say(client, self._to_the_end(client), act="on").text)
        assert "Ett steg" in shown
        assert client.get("/kurser/provkurs").text.count("/intyg/")


class TestPrivacy:
    def test_no_table_no_log_and_no_statement_holds_a_choice(
        self, client: TestClient, learner: Learner, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Two ways through: what is stored, logged and asked of the database is the same."""

        def walk(*replies: str) -> tuple[object, list[str], str]:
            asked: list[str] = []

            def note(_c: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
                asked.append(re.sub(r"\d{4}-\d\d-\d\d[ T][\d:.+]+", "", f"{statement} {given!r}"))

            capsys.readouterr()
            now = client.get("/ova/prov")
            event.listen(engine, "before_cursor_execute", note)
            for reply in replies:
                now = say(client, now, act="say", reply=reply)
            event.remove(engine, "before_cursor_execute", note)
            printed = capsys.readouterr()
            return contents(learner.database), asked, printed.out + printed.err

        engine = client.app.state.house.database.engine  # type: ignore[attr-defined]
        one, other = walk("b", "a"), walk("b", "b")
        assert one[0] == other[0]
        assert one[1] == other[1]
        assert one[1], "the listener hears the application"
        sealed = state(client.get("/ova/prov"))
        for kept in (json.dumps(one[0], default=str), "".join(one[1]), one[2]):
            assert sealed not in kept
            assert "Nu överdriver du." not in kept
            assert (
                "Det där tar jag på allvar." not in re.sub(r'"content".*', "", kept)
                or kept is one[2]
            )

    def test_choices_never_stand_in_an_address(self, client: TestClient) -> None:
        said = say(client, client.get("/ova/prov"), act="say", reply="a")
        assert said.history == []
        assert "?" not in str(said.url)
        assert not re.search(r'(href|action)="[^"]*state=', said.text)


class TestCoding:
    def test_it_asks_for_a_code_of_every_utterance(self, client: TestClient) -> None:
        shown = client.get("/ova/koda-robin").text
        assert shown.count('name="code"') == len(CODING)
        assert shown.count('name="rating"') == 4
        assert "R:Q" not in page(shown)

    def test_it_compares_with_the_key_and_shows_the_measures(self, client: TestClient) -> None:
        done = client.post(
            "/ova/koda-robin", data={"act": "code", "code": CODING, "rating": RATING}
        )
        shown = page(done.text)
        total = len(CODING)
        assert f"Du och nyckeln är överens om {total} av {total} yttranden" in shown
        assert re.search(r"\(R:Q\).*?2,0:1 2,0:1 1,0:1 2,0:1", shown)
        assert re.search(r"\(%CR\).*?83\s%", shown)
        assert re.search(r"\(MIA\).*? 5 5 saknas", shown)
        assert "20 minuter" in shown

    def test_what_is_missing_is_said_and_what_was_chosen_stays(self, client: TestClient) -> None:
        refused = client.post("/ova/koda-robin", data={"act": "code", "code": CODING[1:]})
        assert refused.status_code == 422
        first = transcript().utterances()[0].id
        assert f'href="#code-{first}"' in refused.text
        assert refused.text.count(" selected") == len(CODING) - 1
        assert "R:Q" not in page(refused.text)


def test_the_list_and_the_course_lead_to_the_exercises(client: TestClient) -> None:
    assert "Ett prov" in page(client.get("/ova").text)
    assert 'href="/ova/prov"' in client.get("/kurser/provkurs").text
    assert 'href="/ova"' in client.get("/kurser").text
    assert "Börja öva" in page(client.get("/kurser/provkurs/ett/ova").text)

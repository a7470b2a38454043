"""The newer kinds of checks in a browser: asked, refused, answered; and courses in other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from api.catalogue.schema import Course, Translation
from api.db.session import Database
from tests.conftest import FakeClock
from tests.service.identity.browser import browser, page
from tests.service.learning.learner import Learner, publish
from tests.unit.learning.checks import compare, match, order
from tests.unit.learning.sample import course, module, text
from web.i18n import ENGLISH, speaking
from web.render import page_url

RIGHT = {
    "ordna": ["i1:1", "i2:2", "i3:3"],
    "para": ["a:sett", "b:tror", "c:sett"],
    "jamfor": ["b"],
}
WRONG = {
    "ordna": ["i1:2", "i2:1", "i3:3"],
    "para": ["a:tror", "b:tror", "c:sett"],
    "jamfor": ["a"],
}


def three_kinds() -> Course:
    steps = (text("ett-a"), order(), match(), compare())
    return course().model_copy(update={"modules": (module("ett", 5, *steps),)})


def in_english(found: Course) -> Course:
    """The course with English words for its title and its first check."""
    (only,) = found.modules
    check = only.steps[1].model_copy(update={"title": "Put in order", "stem": "In which order?"})
    words = {**dict(only), "title": "Module one", "steps": (only.steps[0], check, *only.steps[2:])}
    head = {
        name: value
        for name, value in dict(found).items()
        if name not in {"modules", "exercises", "translations"}
    }
    english = Translation(
        **{**head, "title": "The sample course"},
        language="en",
        modules=(only.model_copy(update=words),),
    )
    easy = english.model_copy(update={"language": "lattlast", "title": "Provkursen, lätt"})
    return found.model_copy(update={"translations": (english, easy)})


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    publish(bare_database, clock, in_english(three_kinds()))
    return Learner(bare_database, clock)


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


@pytest.mark.parametrize("step_id", RIGHT)
class TestEveryKind:
    def test_the_key_stays_on_the_server(self, step_id: str, client: TestClient) -> None:
        shown = client.get(f"/kurser/provkurs/ett/{step_id}").text
        for secret in ("Därför nummer", "Du såg det.", "Ordagrant.", "Rykten."):
            assert secret not in shown

    def test_a_right_answer_is_explained(self, step_id: str, client: TestClient) -> None:
        form = {"act": "answer", "answer": RIGHT[step_id]}
        shown = page(client.post(f"/kurser/provkurs/ett/{step_id}", data=form).text)
        assert "Det stämmer" in shown
        assert "Inte riktigt" not in shown

    def test_a_wrong_answer_is_explained_option_by_option(
        self, step_id: str, client: TestClient
    ) -> None:
        form = {"act": "answer", "answer": WRONG[step_id]}
        shown = page(client.post(f"/kurser/provkurs/ett/{step_id}", data=form).text)
        assert "Inte riktigt" in shown
        told = {
            "ordna": ["Därför nummer 1.", "Därför nummer 2.", "Därför nummer 3.", "Ditt svar: 2"],
            "para": ["Du såg det.", "Det är en slutsats.", "Rätt: Iakttagelse"],
            "jamfor": ["Det är ett omdöme.", "Ordagrant.", "Rykten.", "Bäst"],
        }[step_id]
        for expected in told:
            assert expected in shown

    def test_no_answer_is_refused_and_begins_nothing(
        self, step_id: str, client: TestClient, learner: Learner
    ) -> None:
        refused = client.post(f"/kurser/provkurs/ett/{step_id}", data={"act": "answer"})
        assert refused.status_code == 422
        assert "<title>Fel:" in refused.text
        assert learner.place().progress is None

    def test_a_visitor_gets_the_same_explanation(self, step_id: str, learner: Learner) -> None:
        with browser(learner.database, learner.clock) as visitor:
            form = {"act": "answer", "answer": RIGHT[step_id]}
            shown = page(visitor.post(f"/kurser/provkurs/ett/{step_id}", data=form).text)
        assert "Det stämmer" in shown


def test_half_an_order_is_refused_and_what_was_chosen_stays(client: TestClient) -> None:
    form = {"act": "answer", "answer": ["i1:1", "i2:", "i3:3"]}
    refused = client.post("/kurser/provkurs/ett/ordna", data=form)
    assert refused.status_code == 422
    assert "Välj en plats för varje rad" in page(refused.text)
    assert len(re.findall(r'value="i[13]:[13]" selected', refused.text)) == 2


def test_one_number_twice_is_refused(client: TestClient) -> None:
    form = {"act": "answer", "answer": ["i1:1", "i2:1", "i3:3"]}
    refused = client.post("/kurser/provkurs/ett/ordna", data=form)
    assert refused.status_code == 422
    assert "Två rader har samma nummer." in page(refused.text)


def test_the_order_asked_is_that_of_the_attempt_also_when_refused(client: TestClient) -> None:
    def asked(shown: str) -> list[str]:
        return re.findall(r'value="(i\d):"', shown)

    client.post("/kurser/provkurs/ett/para", data={"act": "answer", "answer": RIGHT["para"]})
    first = asked(client.get("/kurser/provkurs/ett/ordna").text)
    refused = client.post("/kurser/provkurs/ett/ordna", data={"act": "answer", "answer": ["i1:1"]})
    assert first == asked(refused.text)
    assert first != ["i1", "i2", "i3"]


def test_options_stand_after_the_answer_as_they_stood_before_it(
    client: TestClient, learner: Learner
) -> None:
    """Shuffled for the attempt: nobody has to look for what they chose."""
    shuffled = compare(shuffle=True)
    found = three_kinds()
    (only,) = found.modules
    steps = (*only.steps[:3], shuffled)
    newer = only.model_copy(update={"steps": steps})
    publish(learner.database, learner.clock, found.model_copy(update={"modules": (newer,)}))
    texts = [note.text for note in shuffled.notes]
    asked = client.get("/kurser/provkurs/ett/jamfor").text
    before, seed = page(asked), re.findall(r'name="seed" value="(.*?)"', asked)
    form = {"act": "answer", "answer": ["b"], "seed": seed}
    after = page(client.post("/kurser/provkurs/ett/jamfor", data=form).text)
    assert sorted(texts, key=before.index) == sorted(texts, key=after.index)


class TestOtherWords:
    """One course, one record, three texts."""

    def test_english_pages_show_english_text_and_no_excuse(self, client: TestClient) -> None:
        shown = client.get("/en/kurser/provkurs/ett/ordna").text
        assert "In which order?" in page(shown)
        assert "in Swedish only" not in page(shown)

    @pytest.mark.parametrize("step_id", RIGHT)
    def test_english_pages_of_swedish_text_are_sound_html(
        self, step_id: str, client: TestClient, learner: Learner
    ) -> None:
        """Nothing but text may stand in an option: the language is marked on it."""
        publish(learner.database, learner.clock, three_kinds())
        assert "in Swedish only" in page(client.get(f"/en/kurser/provkurs/ett/{step_id}").text)

    def test_easy_swedish_has_an_address_that_all_links_keep(self, client: TestClient) -> None:
        shown = client.get("/lattlast/kurser/provkurs")
        assert "Provkursen, lätt" in page(shown.text)
        assert 'href="/lattlast/kurser/provkurs/ett"' in shown.text
        step = client.get("/lattlast/kurser/provkurs/ett/ordna").text
        assert 'action="/lattlast/kurser/provkurs/ett/ordna"' in step
        assert '<html lang="sv">' in step

    def test_the_answer_in_one_counts_in_all(self, client: TestClient, learner: Learner) -> None:
        form = {"act": "answer", "answer": RIGHT["ordna"]}
        client.post("/en/kurser/provkurs/ett/ordna", data=form)
        client.post(
            "/lattlast/kurser/provkurs/ett/para", data={"act": "answer", "answer": RIGHT["para"]}
        )
        progress = learner.place().progress
        assert progress is not None
        assert progress.results == {"ordna": True, "para": True}

    def test_the_course_leads_to_its_other_words(self, client: TestClient) -> None:
        shown = client.get("/kurser/provkurs").text
        assert 'href="/lattlast/kurser/provkurs"' in shown
        assert 'href="/en/kurser/provkurs"' in shown

    def test_other_pages_have_no_easy_address(self, client: TestClient) -> None:
        assert client.get("/lattlast/kurser").status_code == 404
        assert client.get("/lattlast/mina-uppgifter").status_code == 404

    def test_the_wall_speaks_it(self, client: TestClient) -> None:
        shown = client.get("/en/kurser/provkurs/tillsammans/ett/ordna").text
        assert "In which order?" in page(shown)
        assert "in Swedish only" not in page(shown)
        assert '<div class="prose" lang="en">' in shown
        easy = client.get("/lattlast/kurser/provkurs/tillsammans").text
        assert "Provkursen, lätt" in page(easy)

    def test_so_does_the_question_before(self, client: TestClient) -> None:
        assert "The sample course" in page(client.get("/en/kurser/provkurs/fore").text)
        assert "Provkursen, lätt" in page(client.get("/lattlast/kurser/provkurs/fore").text)

    def test_so_does_ones_own_page(self, client: TestClient, learner: Learner) -> None:
        learner.hold(date(2026, 11, 15), None)
        assert "The sample course" in page(client.get("/en/mina-utbildningar").text)
        assert "Provkursen" in page(client.get("/mina-utbildningar").text)

    def test_so_does_a_refresher(self, client: TestClient, learner: Learner) -> None:
        learner.hold(date(2026, 11, 15), None)
        client.post("/mina-uppgifter/minnesfragor", data={"wanted": "1"})
        home = client.get("/en/mina-utbildningar").text
        found = re.search(r'href="(/en/minnesfraga/\d+/\d+)"', home)
        assert found
        shown = page(client.get(found[1]).text)
        assert "The sample course" in shown
        assert "in Swedish only" not in shown
        empty = client.post(found[1], data={"act": "answer"})
        assert "The sample course" in page(empty.text)

    def test_so_does_what_was_missed(self, client: TestClient, learner: Learner) -> None:
        learner.hold(date(2026, 11, 15), None)
        client.post("/en/kurser/provkurs/repetera")
        for step_id, wrong in WRONG.items():
            form = {"act": "answer", "answer": wrong}
            client.post(f"/en/kurser/provkurs/ett/{step_id}", data=form)
        shown = page(client.get("/en/kurser/provkurs/repetera").text)
        assert "Module one" in shown
        assert "in Swedish only" not in shown

    def test_easy_swedish_comes_back_from_signing_in(
        self, client: TestClient, learner: Learner
    ) -> None:
        client.cookies.clear()
        easy = "%2Flattlast%2Fkurser%2Fprovkurs"
        shown = client.get("/lattlast/kurser/provkurs").text
        assert f'href="/logga-in?vidare={easy}"' in shown
        led = client.get("/lattlast/kurser/provkurs/fore").headers["location"]
        assert led == f"/logga-in?vidare={easy}%2Ffore"
        swedish = client.get("/kurser/provkurs/fore").headers["location"]
        assert swedish == "/logga-in?vidare=%2Fkurser%2Fprovkurs%2Ffore"


def test_a_way_back_in_easy_swedish_is_not_made_english() -> None:
    with speaking(ENGLISH):
        assert page_url("/lattlast/kurser/provkurs") == "/lattlast/kurser/provkurs"
        assert page_url("/kurser/provkurs") == "/en/kurser/provkurs"

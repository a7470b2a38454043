"""The question before and after a course, and the pages of the counters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.db.session import Database
from api.learning.models import Attempt
from api.tallies.models import ConfidenceCount, ItemCount, Moment
from tests.conftest import FakeClock
from tests.service.identity.browser import page
from tests.service.learning.learner import COURSE, MODULE_OF, Learner, count, publish
from tests.stage import Stage, words
from tests.unit.learning.sample import RIGHT
from tests.web.small_town import table

BEFORE, AFTER = "/kurser/provkurs/fore", "/kurser/provkurs/efter"
ASKED = "En fråga till, om du vill"
MATT, FRAGOR = "/kurser/forsta-steget/matt", "/kurser/forsta-steget/fragor"


@pytest.fixture
def learner(bare_database: Database, clock: FakeClock) -> Learner:
    publish(bare_database, clock, COURSE)
    return Learner(bare_database, clock)


@pytest.fixture
def client(learner: Learner) -> Iterator[TestClient]:
    with learner.browser() as made:
        yield made


def answers(database: Database) -> dict[tuple[str, int], int]:
    with database.reading() as session:
        rows = session.execute(select(ConfidenceCount)).scalars().all()
        return {(row.moment.value, row.step): row.count for row in rows}


def finish(client: TestClient) -> str:
    for step_id, right in RIGHT.items():
        address = f"/kurser/provkurs/{MODULE_OF[step_id]}/{step_id}"
        answered = client.post(address, data={"act": "answer", "answer": right})
    return answered.text


class TestBefore:
    def test_it_is_asked_before_the_course_and_can_be_skipped(
        self, client: TestClient, learner: Learner
    ) -> None:
        text = page(client.get(BEFORE).text)
        for expected in (
            "Innan du börjar",
            "Jag vet vad jag gör om jag blir orolig.",
            "Stämmer inte alls Stämmer lite Stämmer ganska bra Stämmer helt",
            "Svara och börja",
            "Hoppa över",
        ):
            assert expected in text
        assert count(learner.database, Attempt) == 0
        assert client.post(BEFORE, data={"act": "skip"}).headers["location"].endswith("/ett")
        assert answers(learner.database) == {}

    def test_an_answer_is_counted_once_and_the_course_begins(
        self, client: TestClient, learner: Learner
    ) -> None:
        for _ in range(2):
            answer = client.post(BEFORE, data={"act": "answer", "sure": "2"})
            assert answer.headers["location"] == "/kurser/provkurs/ett"
        assert answers(learner.database) == {("before", 2): 1}
        assert client.get(BEFORE).headers["location"] == "/kurser/provkurs/ett"

    def test_an_answer_without_a_choice_is_asked_again(
        self, client: TestClient, learner: Learner
    ) -> None:
        answer = client.post(BEFORE, data={"act": "answer"})
        assert answer.status_code == 422
        assert "Välj ett svar, eller hoppa över" in page(answer.text)
        assert 'href="#sure-1"' in answer.text
        assert count(learner.database, Attempt) == 0

    @pytest.mark.parametrize("sure", ["0", "5", "helt"])
    def test_there_are_four_answers(self, client: TestClient, sure: str) -> None:
        assert client.post(BEFORE, data={"act": "answer", "sure": sure}).status_code == 422


class TestAfter:
    def test_it_is_asked_with_the_last_answer_and_leads_to_the_certificate(
        self, client: TestClient, learner: Learner
    ) -> None:
        text = finish(client)
        assert ASKED in page(text)
        assert f'action="{AFTER}"' in text
        answer = client.post(AFTER, data={"sure": "4"})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/intyg/")
        assert answers(learner.database) == {("after", 4): 1}

    def test_its_address_asks_whoever_is_done_today_and_no_other(self, client: TestClient) -> None:
        assert client.get(AFTER).headers["location"] == "/kurser/provkurs"
        finish(client)
        asked = client.get(AFTER)
        assert asked.status_code == 200
        assert "När du är klar" in page(asked.text)
        assert client.get(f"/en{AFTER}").status_code == 200

    def test_it_is_not_put_again_when_the_last_answer_is_sent_again(
        self, client: TestClient
    ) -> None:
        assert ASKED in page(finish(client))
        again = client.post(
            "/kurser/provkurs/tre/tre-b", data={"act": "answer", "answer": ["ratt"]}
        )
        assert "Visa intyget" in page(again.text)
        assert ASKED not in page(again.text)

    def test_without_a_choice_it_is_asked_on_a_page_of_its_own(
        self, client: TestClient, learner: Learner
    ) -> None:
        finish(client)
        answer = client.post(AFTER)
        assert answer.status_code == 422
        assert "När du är klar" in page(answer.text)
        skipped = client.post(AFTER, data={"act": "skip"})
        assert skipped.headers["location"].startswith("/intyg/")
        assert answers(learner.database) == {}

    def test_not_for_whoever_has_not_completed(self, client: TestClient) -> None:
        answer = client.post(AFTER, data={"sure": "4"})
        assert answer.status_code == 409
        assert "när du just har blivit klar" in page(answer.text)


def fill(stage: Stage, **tries: tuple[int, int]) -> list[str]:
    """Counters in the demo, by the number of the check; the ids of the checks."""
    clean(stage)
    with stage.database.writing() as session:
        current = catalogue.current(session, Actor.system("test"), course_id="forsta-steget")
        steps = [placed.step.id for placed in current.course.checks()]
        for number, (met, right) in tries.items():
            session.add(
                ItemCount(
                    edition_hash=current.content_hash,
                    step_id=steps[int(number[1:])],
                    first_tries=met,
                    first_right=right,
                )
            )
        return steps


def clean(stage: Stage) -> None:
    with stage.database.writing() as session:
        for counter in (ItemCount, ConfidenceCount):
            for row in session.execute(select(counter)).scalars().all():
                session.delete(row)


class TestQuestions:
    def test_each_question_with_what_stands_out_and_nothing_under_twenty(
        self, stage: Stage
    ) -> None:
        steps = fill(stage, n0=(200, 195), n1=(40, 12), n2=(40, 20), n3=(19, 19))
        answer = stage.client_as("cecilia").get(FRAGOR)
        rows = table(answer.text)[1:]
        assert len(rows) == len(steps)
        assert [row[1:] for row in rows[:5]] == [
            ["97 % (195) Nästan ingen missar", "200"],
            ["30 % (12) Nästan ingen får rätt", "40"],
            ["50 % (20)", "40"],
            ["för få svar", "–"],
            ["för få svar", "–"],
        ]
        assert "2 frågor behöver ses över" in words(answer)

    def test_every_edition_has_its_own(self, stage: Stage) -> None:
        with stage.database.reading() as session:
            found = catalogue.editions(session, Actor.system("test"), course_id="forsta-steget")
        client = stage.client_as("ada")
        older = client.get(FRAGOR, params={"utgava": found[-1].content_hash})
        assert found[-1].content_hash[:12] in words(older)
        assert ("(den som gäller nu)" in words(older)) == (len(found) == 1)
        assert "(den som gäller nu)" in words(client.get(FRAGOR, params={"utgava": "finns-inte"}))


class TestSureness:
    def test_counts_before_and_after_from_twenty(self, stage: Stage) -> None:
        clean(stage)
        with stage.database.writing() as session:
            for moment, counts in ((Moment.BEFORE, (8, 6, 4, 2)), (Moment.AFTER, (0, 1, 9, 9))):
                for step, number in enumerate(counts, start=1):
                    session.add(
                        ConfidenceCount(
                            course_id="forsta-steget", moment=moment, step=step, count=number
                        )
                    )
        answer = stage.client_as("cecilia").get(MATT)
        assert table(answer.text)[1] == [
            "Stämmer inte alls",
            "40 % (8)",
            "för få svar",
        ]
        shown = words(answer)
        assert "Före kursen säger 6 av 20 att det stämmer ganska bra eller helt." in shown
        assert "Efter kursen har färre än 20 svarat" in shown


class TestWays:
    @pytest.mark.parametrize("role", ["cecilia", "ada"])
    def test_those_who_follow_up_are_led_there(self, read_only: Stage, role: str) -> None:
        client = read_only.client_as(role)
        assert 'href="/kurser#sa-gar-kurserna"' in client.get("/tackning").text
        for address in ("/kurser", "/kurser/forsta-steget"):
            text = client.get(address).text
            assert f'href="{MATT}"' in text
            assert f'href="{FRAGOR}"' in text

    @pytest.mark.parametrize("role", ["anna", "bo", "henrik", "visitor"])
    def test_others_are_not(self, read_only: Stage, role: str) -> None:
        for address in ("/kurser", "/kurser/forsta-steget"):
            assert FRAGOR not in read_only.client_as(role).get(address).text

    @pytest.mark.parametrize("address", [MATT, FRAGOR])
    def test_they_name_the_course_in_english(self, read_only: Stage, address: str) -> None:
        shown = words(read_only.client_as("ada").get(f"/en{address}"))
        assert "The first step" in shown

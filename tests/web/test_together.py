"""A course on the wall of a staff meeting, and who was there."""

from __future__ import annotations

import re

import pytest
from sqlmodel import col, func, select

from api.audit.models import AuditEntry
from api.catalogue.check import read_courses
from api.catalogue.schema import Course, QuestionStep
from api.learning.models import Attempt, AttemptCheck
from api.records.models import TrainingRecord
from tests.conftest import TODAY
from tests.stage import COURSES, OWN_UNIT, Browser, Stage, words

WALL = "/kurser/forsta-steget/tillsammans"
PRESENT = f"{WALL}/vilka"
QUESTION = f"{WALL}/akut/noel-meddelandet"


def course() -> Course:
    return next(each for each in read_courses(COURSES, TODAY).courses if each.id == "forsta-steget")


def onward(text: str) -> str:
    """Where the one primary button of a step leads."""
    found = re.search(r'<nav class="actions"[^>]*>\s*<a class="button" href="([^"]+)"', text)
    assert found
    return found[1]


def standing(stage: Stage) -> int:
    with stage.database.reading() as session:
        known = col(TrainingRecord.retracted_at).is_(None)
        statement = select(func.count()).select_from(TrainingRecord).where(known)
        return int(session.execute(statement).scalar_one())


def looks(stage: Stage, action: str) -> list[AuditEntry]:
    with stage.database.reading() as session:
        statement = select(AuditEntry).where(AuditEntry.action == action)
        return list(session.execute(statement.order_by(col(AuditEntry.id))).scalars())


def ticked(stage: Stage, *roles: str, **other: str) -> dict[str, str | list[str]]:
    present = [str(stage.person_id(role)) for role in roles]
    return {"enhet": OWN_UNIT, "dag": "2026-11-20", "present": present, **other}


class TestWall:
    def test_the_course_leads_to_it_when_signed_in(self, read_only: Stage) -> None:
        assert f'href="{WALL}"' in read_only.client_as("anna").get("/kurser/forsta-steget").text
        assert WALL not in read_only.client_as("visitor").get("/kurser/forsta-steget").text

    def test_the_question_stands_alone_until_the_explanation_is_asked_for(
        self, read_only: Stage
    ) -> None:
        client = read_only.client_as("anna")
        placed = course().find("akut", "noel-meddelandet")
        assert placed is not None
        assert isinstance(placed.step, QuestionStep)
        asked = client.get(QUESTION)
        assert onward(asked.text) == f"{QUESTION}?visa=svar"
        explained = words(client.get(onward(asked.text)))
        for choice in placed.step.choices:
            assert choice.text in words(asked)
            assert choice.feedback not in words(asked)
            assert choice.text in explained
            assert choice.feedback in explained
        assert "Rätt svar" not in words(asked)
        assert explained.count("Rätt svar") == len(placed.step.key)

    def test_every_step_comes_in_its_order_by_one_button_and_nothing_is_kept(
        self, stage: Stage
    ) -> None:
        stage.begin_anew("anna")
        client, seen = stage.client_as("anna"), []
        address = re.findall(r'class="button" href="([^"]+)"', client.get(WALL).text)[0]
        while address:
            answer = client.get(address)
            assert answer.status_code == 200
            assert "<form" not in answer.text.partition("<main")[2]
            seen.append(address.removeprefix(f"{WALL}/").partition("?")[0])
            last = "Be er chef att anteckna" in answer.text
            address = "" if last else onward(answer.text)
        steps = [f"{placed.module.id}/{placed.step.id}" for placed in course().steps()]
        assert list(dict.fromkeys(seen)) == steps
        assert len(seen) == len(steps) + len(course().checks())
        with stage.database.reading() as session:
            mine = Attempt.person_id == stage.person_id("anna")
            assert session.execute(select(Attempt).where(mine)).first() is None
            assert session.execute(select(AttemptCheck.id)).first() is not None  # others' remain

    def test_the_last_step_leads_a_manager_to_who_was_there(self, read_only: Stage) -> None:
        last = course().steps()[-1]
        address = f"{WALL}/{last.module.id}/{last.step.id}?visa=svar"
        assert onward(read_only.client_as("bo").get(address).text) == PRESENT

    def test_what_a_module_touches_upon_is_said_at_its_first_step(self, read_only: Stage) -> None:
        noted = [module for module in course().modules if module.content_note]
        for module in noted:
            first = read_only.client_as("anna").get(f"{WALL}/{module.id}/{module.steps[0].id}")
            assert str(module.content_note) in words(first)

    def test_in_english(self, read_only: Stage) -> None:
        answer = read_only.client_as("anna").get(f"/en{QUESTION}")
        assert "Show the explanation" in words(answer)
        assert onward(answer.text) == f"/en{QUESTION}?visa=svar"


class TestPresent:
    def show(self, client: Browser, **asked: str) -> str:
        return words(client.get(PRESENT, params=asked))

    def test_a_manager_sees_the_own_unit_without_the_protected_and_the_look_is_logged(
        self, stage: Stage
    ) -> None:
        shown = self.show(stage.client_as("bo"))
        for role in ("anna", "bo", "olle"):
            assert stage.person(role).name in shown
        assert stage.person("pia").name not in shown
        (look,) = looks(stage, "classroom.people")
        assert look.actor == f"person:{stage.person_id('bo')}"
        assert look.people > 10

    def test_hr_chooses_a_unit_first(self, read_only: Stage) -> None:
        client = read_only.client_as("henrik")
        assert "Välj den enhet som gick igenom kursen." in self.show(client)
        assert read_only.person("anna").name in self.show(client, enhet=OWN_UNIT)
        assert read_only.person("pia").name not in self.show(client, enhet=OWN_UNIT)

    def test_too_long_a_list_is_not_shown(
        self, read_only: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("web.together.present_views.MOST_PEOPLE", 3)
        shown = self.show(read_only.client_as("henrik"), enhet="K")
        assert "Välj en enhet under den." in shown
        assert read_only.person("anna").name not in shown

    def test_a_day_to_come_is_refused(self, read_only: Stage) -> None:
        answer = read_only.client_as("bo").get(PRESENT, params={"dag": "2026-11-23"})
        assert answer.status_code == 422
        assert "kan inte ligga i framtiden" in words(answer)

    def test_those_ticked_get_a_record_once_and_the_page_says_so(self, stage: Stage) -> None:
        client, before = stage.client_as("bo"), standing(stage)
        answer = client.post(PRESENT, data=ticked(stage, "anna", "olle"))
        assert answer.status_code == 303
        assert standing(stage) == before + 2
        shown = words(client.get(answer.headers["location"]))
        assert "2 personer har fått intyg." in shown
        again = client.post(PRESENT, data=ticked(stage, "anna", "olle"))
        assert standing(stage) == before + 2
        shown = words(client.get(again.headers["location"]))
        assert "2 personer hade redan intyg för den dagen" in shown
        assert "I klassrum" not in shown
        mine = words(stage.client_as("anna").get("/mina-uppgifter"))
        assert "20 november 2026" in mine

    def test_nobody_ticked_is_said_at_the_list(self, stage: Stage) -> None:
        answer = stage.client_as("bo").post(PRESENT, data={"enhet": OWN_UNIT, "dag": "2026-11-20"})
        assert answer.status_code == 422
        assert "Kryssa för minst en person" in words(answer)
        assert 'href="#present-1"' in answer.text
        assert len(looks(stage, "classroom.people")) == 1

    def test_one_who_does_not_belong_there_stops_all(self, stage: Stage) -> None:
        before = standing(stage)
        for role in ("pia", "david"):
            answer = stage.client_as("bo").post(PRESENT, data=ticked(stage, "anna", role))
            assert answer.status_code == 404
        assert standing(stage) == before

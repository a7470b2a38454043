"""The plan's page, the form for a practice day, and the same figures as JSON."""

from __future__ import annotations

import re
from datetime import date

import pytest
from httpx2 import Response
from sqlalchemy import Engine
from sqlmodel import select

from api.db import facts
from api.people.models import KeyPersonAppointment
from tests.service.coverage.town import entry
from tests.stage import OWN_UNIT, Browser, Stage, words
from tests.web.small_town import (
    BOSS,
    CLUB,
    SCHOOL,
    TAFA,
    VALID_UNTIL,
    SmallTown,
    done,
    key_person,
    small_town,
    table,
    trained,
)

PLAN = "/planering"
NEW = f"{PLAN}/ny"
FILLED = {
    "enhet": OWN_UNIT,
    "krav": "GRUND",
    "kurs": "forsta-steget",
    "dag": "2027-02-24",
    "tid": "13.30",
    "plats": "Aulan",
    "platser": "14",
}


def planned(client: Browser, **other: str) -> str:
    """Plan a day and give the id it got."""
    answer = client.post(NEW, data={**FILLED, **other})
    assert answer.status_code == 303
    found = re.search(r"planerad=(\d+)", answer.headers["location"])
    assert found
    return found[1]


def rows_before(page: Response, before: str, which: int = 0) -> list[str]:
    return next(row for row in table(page.text, which) if row[0] == before)


class TestPlan:
    def test_a_sentence_first_then_the_months(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"{PLAN}?enhet=u2&krav=r10")
        said = "Nio behöver utbildning före 1 maj; ett tillfälle med tio platser räcker."
        assert said in words(page)
        # One lapses on 14 December; the others have lapsed, or never had any.
        assert [row[1] for row in table(page.text, 0)[1:]] == ["8", "9", "9", "9", "9", "9"]

    def test_screen_and_json_say_the_same(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"{PLAN}?enhet=u2&krav=r10&platser=5")
        address = "/api/v1/coverage/plan?unit=u2&requirement=r10&seats=5"
        told = open_town.client(TAFA).get(address).json()
        assert (told["unit"], told["requirement"], told["seats"]) == ("u2", "r10", 5)
        own = [row for row in told["rows"] if row["unit"] == "u2"]
        assert [str(row["needed"]) for row in own] == [row[1] for row in table(page.text, 0)[1:]]
        assert all(row["needed"] == row["required"] - row["covered"] for row in own)
        assert all(row["occasions"] == -(-row["needed"] // 5) for row in own)

    def test_json_withholds_small_groups(self, town: SmallTown) -> None:
        rows = town.client(TAFA).get("/api/v1/coverage/plan?unit=u2&requirement=r11").json()["rows"]
        hidden = [row for row in rows if row["suppressed"]]
        assert hidden
        assert all(
            row[each] is None
            for row in hidden
            for each in ("required", "covered", "needed", "occasions")
        )

    def test_a_withheld_unit_is_said_to_be_so(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(f"{PLAN}?enhet=u2&krav=r11")
        assert "Siffrorna för Krav 11 visas inte. Färre än 5 personer" in words(page)
        assert rows_before(page, "1 december 2026")[1] == "visas inte"

    def test_no_course_given_here_counts(self, town: SmallTown) -> None:
        page = town.client(BOSS).get(PLAN)
        assert "Ingen kurs som ges här räknas för kravet." in words(page)
        assert NEW not in page.text

    @pytest.mark.parametrize("seats", ["0", "201", "tio", "-1"])
    def test_seats_that_no_room_has_are_refused(self, read_only: Stage, seats: str) -> None:
        client = read_only.client_as("cecilia")
        answer = client.get(PLAN, params={"platser": seats})
        assert answer.status_code == 422
        assert "från 1 till 200" in words(answer)
        asked = {"unit": "K", "seats": seats}
        assert client.get("/api/v1/coverage/plan", params=asked).status_code == 422

    def test_nothing_told_before_the_first_import(self, engine: Engine) -> None:
        with small_town(engine, []) as town:
            page = town.client(TAFA).get(PLAN)
        assert page.status_code == 200

    def test_coverage_and_the_unit_lead_here(self, read_only: Stage) -> None:
        seen = read_only.client_as("cecilia").get("/tackning?enhet=BUN-F").text
        assert 'href="/planering?enhet=BUN-F&amp;krav=GRUND"' in seen
        assert (
            'href="/planering?enhet=BUN-101"'
            in read_only.client_as("bo").get("/enhet/BUN-101").text
        )
        assert "/planering" not in read_only.client_as("henrik").get("/enhet/BUN-101").text

    def test_nobody_is_named(self, read_only: Stage) -> None:
        page = read_only.client_as("bo").get(PLAN).text
        for role in ("anna", "olle", "pia"):
            assert read_only.person(role).name not in page

    def test_who_may_not_plan_sees_the_plan_alone(self, read_only: Stage) -> None:
        page = read_only.client_as("olle").get(PLAN)
        assert "behöver utbildning" in words(page).casefold()
        assert NEW not in page.text
        assert "stall-in" not in page.text


class TestKeyPersonLeaves:
    def test_an_end_entered_shows_the_gap_from_that_day_on(self, engine: Engine) -> None:
        only = key_person(CLUB, 61, done(VALID_UNTIL), done(VALID_UNTIL, "b"))
        with small_town(engine, [only, *trained(SCHOOL, 6, 11)]) as town:

            def said(day: str) -> str:
                return words(town.client(TAFA).get(f"/nyckelpersoner?enhet=u2&dag={day}"))

            assert "Enhet 5 1 av 1 utsedd är utbildad." in said("2027-02-01")
            with town.database.writing() as session:
                old = session.execute(select(KeyPersonAppointment)).scalar_one()
                ends = {"last_day": date(2027, 1, 31), "id": None}
                corrected = KeyPersonAppointment(**{**old.model_dump(), **ends})
                facts.retract(session, entry(), [old])
                facts.add(session, entry(), [corrected])
            assert "Enhet 5 1 av 1 utsedd är utbildad." in said("2027-01-31")
            assert "Enhet 5 Ingen är utsedd." in said("2027-02-01")


class TestForm:
    def test_a_row_fills_it_in(self, read_only: Stage) -> None:
        page = read_only.client_as("bo").get(f"{PLAN}?platser=5")
        found = re.search(r'href="(/planering/ny\?[^"]*fore=[^"]+)"', page.text)
        assert found
        form = read_only.client_as("bo").get(found[1].replace("&amp;", "&")).text
        assert 'name="enhet" value="BUN-101"' in form
        assert '<option value="forsta-steget" selected>' in form
        assert 'value="2026-11-30"' in form
        assert re.search(r'id="platser"[^>]*value="5"', form)
        assert "risk-och-skyddsfaktorer" not in form

    def test_planned_seats_count_towards_what_is_enough(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        before = rows_before(client.get(PLAN), "1 december 2026")
        assert before[2:4] == ["0", "Ett tillfälle med tio platser räcker."]
        planned(client, dag="2026-11-30")
        after = rows_before(client.get(PLAN), "1 december 2026")
        assert after[1:4] == [before[1], "14", "De planerade platserna räcker."]
        above = rows_before(stage.client_as("doris").get(PLAN), "1 december 2026")
        assert above[2] == "14"

    @pytest.mark.parametrize(
        ("wrong", "field", "said"),
        [
            ({"kurs": ""}, "kurs", "Välj en kurs"),
            ({"kurs": "risk-och-skyddsfaktorer"}, "kurs", "Välj en kurs"),
            ({"dag": ""}, "dag", "Skriv vilken dag det blir"),
            ({"dag": "i går"}, "dag", "Dagen kunde inte läsas. Skriv den som 2026-11-22."),
            ({"dag": "2026-11-21"}, "dag", "Dagen har redan varit."),
            ({"dag": "2207-02-24"}, "dag", "Dagen ligger mer än två år fram."),
            ({"tid": "25"}, "tid", "Klockslaget kunde inte läsas. Skriv det som 13.00."),
            ({"plats": "x" * 201}, "plats", "Platsen får ha högst 200 tecken."),
            ({"platser": ""}, "platser", "Skriv hur många platser det finns, från 1 till 200."),
            ({"platser": "201"}, "platser", "Skriv hur många platser det finns, från 1 till 200."),
        ],
    )
    def test_each_field_says_what_is_wrong_and_keeps_what_was_typed(
        self, stage: Stage, wrong: dict[str, str], field: str, said: str
    ) -> None:
        client = stage.client_as("bo")
        answer = client.post(NEW, data={**FILLED, **wrong})
        assert answer.status_code == 422
        assert "<title>Fel: Planera en övningsdag" in answer.text
        assert f'<a href="#{field}">{said}' in answer.text
        if field != "plats":
            assert 'value="Aulan"' in answer.text
        assert "Det finns ett fel" in words(answer)

    def test_a_unit_out_of_scope_is_not_found(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        assert client.post(NEW, data={**FILLED, "enhet": "BUN-102"}).status_code == 404
        assert (
            client.post(NEW, data={**FILLED, "enhet": "FINNS-INTE", "kurs": ""}).status_code == 404
        )

    def test_without_a_requirement_every_course_given_here_can_be_chosen(
        self, read_only: Stage
    ) -> None:
        form = read_only.client_as("bo").get(f"{NEW}?enhet={OWN_UNIT}").text
        assert "forsta-steget" in form
        assert "risk-och-skyddsfaktorer" in form


class TestDays:
    def test_the_plan_lists_them_with_place_and_time(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        day_id = planned(client)
        said = words(client.get(PLAN, params={"planerad": day_id}))
        assert "Övningsdagen är planerad. Hämta den till kalendern" in said
        assert "24 februari 2027kl. 13.30" in said or "24 februari 2027 kl. 13.30" in said
        assert "Aulan" in said

    def test_the_file_for_the_calendar(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        answer = client.get(f"{PLAN}/{planned(client)}.ics")
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        assert re.search(
            r'filename="ovningsdag-2027-02-24-\d+\.ics"', answer.headers["content-disposition"]
        )
        text = answer.text.replace("\r\n ", "")
        assert "DTSTART:20270224T123000Z" in text
        assert "LOCATION:Aulan" in text
        assert "URL:http" in text

    def test_cancelled_it_is_gone_from_the_plan_and_from_the_calendar(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        day_id = planned(client)
        answer = client.post(f"{PLAN}/{day_id}/stall-in")
        assert answer.headers["location"] == f"/planering?enhet=BUN-101&installd={day_id}"
        said = client.get(answer.headers["location"])
        assert "Övningsdagen är inställd." in words(said)
        assert "Aulan" not in said.text
        assert "STATUS:CANCELLED" in client.get(f"{PLAN}/{day_id}.ics").text

    def test_on_the_day_it_leads_to_going_through_the_course(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        assert "Gå igenom tillsammans" not in words(client.get(PLAN))
        planned(client, dag="2026-11-22")
        page = client.get(PLAN)
        assert 'href="/kurser/forsta-steget/tillsammans"' in page.text

    def test_the_demo_has_two_to_come(self, read_only: Stage) -> None:
        page = words(read_only.client_as("cecilia").get(PLAN))
        assert "Personalrummet, Lärkdrillsskolan" in page
        assert "Stora salen, Exempelhuset" in page

    def test_a_form_sent_twice_is_one_day(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        assert planned(client) == planned(client)
        assert client.get(PLAN).text.count("Aulan") == 1

    def test_a_manager_sees_those_above_and_cannot_change_them(self, stage: Stage) -> None:
        day_id = planned(stage.client_as("cecilia"), enhet="BUN", plats="Stora aulan")
        client = stage.client_as("bo")
        page = client.get(PLAN)
        assert "I enheterna ovanför" in words(page)
        assert "Stora aulan" in words(page)
        assert f"{PLAN}/{day_id}/stall-in" not in page.text
        assert client.get(f"{PLAN}/{day_id}.ics").status_code == 200
        assert client.post(f"{PLAN}/{day_id}/stall-in").status_code == 404

    def test_a_day_elsewhere_is_not_found(self, stage: Stage) -> None:
        day_id = planned(stage.client_as("bo"))
        david = stage.client_as("david")
        assert david.get(f"{PLAN}/{day_id}.ics").status_code == 404
        assert david.post(f"{PLAN}/{day_id}/stall-in").status_code == 404

    def test_what_was_typed_is_text_everywhere(self, stage: Stage) -> None:
        client = stage.client_as("bo")
        day_id = planned(client, plats="<b>Aula</b>\r\nBEGIN:VALARM\x00")
        assert "<b>Aula</b>" not in client.get(PLAN).text
        assert "\nBEGIN:VALARM" not in client.get(f"{PLAN}/{day_id}.ics").text

"""Training outside the courses here: registered, revoked and its note struck on one page."""

from __future__ import annotations

import pytest
from httpx2 import Response
from sqlmodel import col, select

from api.audit.models import AuditEntry
from api.records.models import RecordNote, TrainingRecord
from tests.stage import EMPLOYEE_IDS, OWN_UNIT, VISITOR, Browser, Stage, words

ANNA = EMPLOYEE_IDS["anna"]
HINT = "Skriv aldrig om barn, elever eller hälsa. Högst 200 tecken."


def form(**other: str) -> dict[str, str]:
    return {
        "person": ANNA,
        "course": "forsta-steget",
        "completed_on": "2026-11-02",
        "source": "klassrum",
        **other,
    }


def page(client: Browser, person: str = ANNA) -> Response:
    return client.get("/registrera", params={"person": person})


def latest_record(stage: Stage) -> TrainingRecord:
    with stage.database.reading() as session:
        statement = select(TrainingRecord).order_by(col(TrainingRecord.id).desc())
        found = session.execute(statement).scalars().first()
    assert isinstance(found, TrainingRecord)
    return found


def latest_note(stage: Stage) -> RecordNote:
    with stage.database.reading() as session:
        statement = select(RecordNote).order_by(col(RecordNote.id).desc())
        found = session.execute(statement).scalars().first()
    assert isinstance(found, RecordNote)
    return found


def covered(stage: Stage) -> int:
    """How many in Anna's unit have what the basic requirement asks."""
    asked = {"unit": OWN_UNIT, "on": "2026-11-22"}
    rows = stage.client_as("ada").get("/api/v1/coverage", params=asked).json()["rows"]
    return next(
        int(row["covered"])
        for row in rows
        if (row["unit"], row["requirement"]) == (OWN_UNIT, "GRUND")
    )


class TestWho:
    @pytest.mark.parametrize("role", ["henrik", "ada"])
    def test_hr_and_the_administrator_find_a_person(self, read_only: Stage, role: str) -> None:
        client = read_only.client_as(role)
        assert "Vems utbildning gäller det?" in words(client.get("/registrera"))
        shown = words(page(client, f" {ANNA} "))
        assert read_only.person("anna").name in shown
        assert HINT in shown

    def test_the_protected_persons_handler_finds_them(self, read_only: Stage) -> None:
        shown = words(page(read_only.client_as("skylla"), EMPLOYEE_IDS["pia"]))
        assert read_only.person("pia").name in shown
        assert "Personen har skyddade personuppgifter." in shown

    @pytest.mark.parametrize("role", ["henrik", "ada"])
    def test_to_others_the_protected_is_as_one_who_is_not(
        self, read_only: Stage, role: str
    ) -> None:
        client = read_only.client_as(role)
        pia = EMPLOYEE_IDS["pia"]
        real, none = page(client, pia), page(client, "FINNSINTE")
        assert real.status_code == none.status_code == 404
        assert real.text.replace(pia, "FINNSINTE") == none.text
        real = client.post("/registrera", data=form(person=pia))
        none = client.post("/registrera", data=form(person="FINNSINTE"))
        assert real.status_code == none.status_code == 404
        assert real.text == none.text

    @pytest.mark.parametrize("role", ["anna", "bo", "doris", "cecilia", "olle", "pia"])
    def test_nobody_else_comes_in_or_has_it_in_the_menu(self, read_only: Stage, role: str) -> None:
        client = read_only.client_as(role)
        assert client.get("/registrera").status_code == 403
        assert client.post("/registrera", data=form()).status_code == 403
        assert 'href="/registrera"' not in client.get("/mina-uppgifter").text

    @pytest.mark.parametrize("role", ["henrik", "ada", "skylla"])
    def test_those_who_may_have_it_in_the_menu(self, read_only: Stage, role: str) -> None:
        assert 'href="/registrera"' in read_only.client_as(role).get("/mina-uppgifter").text

    def test_a_visitor_is_led_to_sign_in(self, read_only: Stage) -> None:
        answer = read_only.client_as(VISITOR).get("/registrera")
        assert answer.headers["location"].startswith("/logga-in?vidare=%2Fregistrera")

    def test_a_look_is_logged_with_whose_records(self, stage: Stage) -> None:
        page(stage.client_as("henrik"))
        made = stage.client_as("henrik").get(f"/api/v1/records/{latest_record(stage).id}")
        assert made.status_code == 200
        with stage.database.reading() as session:
            statement = select(AuditEntry).where(AuditEntry.action == "person.records")
            looks = session.execute(statement.order_by(col(AuditEntry.id))).scalars().all()
        whose = [stage.person_id("anna"), latest_record(stage).person_id]
        assert [look.person_id for look in looks] == whose
        assert {look.actor for look in looks} == {f"person:{stage.person_id('henrik')}"}


class TestRegistering:
    def test_it_is_recorded_confirmed_and_counted(self, stage: Stage) -> None:
        client, before = stage.client_as("henrik"), covered(stage)
        answer = client.post("/registrera", data=form(note="Heldag\r\n  i aulan"))
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/registrera?person={ANNA}&klar=1"
        shown = words(client.get(answer.headers["location"]))
        assert "Utbildningen är registrerad." in shown
        assert "Heldag i aulan" in shown
        assert "I klassrum" in shown
        assert covered(stage) == before + 1
        record = latest_record(stage)
        assert (record.person_id, record.source.value) == (stage.person_id("anna"), "klassrum")
        assert record.valid_until is not None

    def test_the_person_sees_the_note_until_it_is_struck(self, stage: Stage) -> None:
        stage.client_as("henrik").post("/registrera", data=form(note="Heldag i aulan"))
        mine = stage.client_as("anna")
        assert "Anteckning: Heldag i aulan" in words(mine.get("/mina-uppgifter"))
        address = f"/registrera/anteckning/{latest_note(stage).id}/stryk"
        stage.client_as("henrik").post(address)
        assert "Heldag i aulan" not in words(mine.get("/mina-uppgifter"))

    @pytest.mark.parametrize(
        ("sent", "until"),
        [({"never": "1"}, None), ({"valid_until": "2027-01-31"}, "2027-01-31")],
    )
    def test_how_long_it_holds_can_be_said(
        self, stage: Stage, sent: dict[str, str], until: str | None
    ) -> None:
        answer = stage.client_as("henrik").post("/registrera", data=form(**sent))
        assert answer.status_code == 303
        found = latest_record(stage).valid_until
        assert (found.isoformat() if found else None) == until

    @pytest.mark.parametrize(
        ("sent", "field", "text"),
        [
            ({"course": ""}, "course", "Välj en utbildning"),
            ({"course": "finns-inte"}, "course", "Välj en utbildning"),
            ({"completed_on": ""}, "completed_on", "Skriv vilken dag den var klar"),
            ({"completed_on": "i går"}, "completed_on", "Dagen kunde inte läsas."),
            ({"completed_on": "2026-11-23"}, "completed_on", "kan inte ligga i framtiden"),
            ({"valid_until": "snart"}, "valid_until", "Dagen kunde inte läsas."),
            ({"valid_until": "2026-11-01"}, "valid_until", "kan inte ligga före"),
            ({"valid_until": "2027-11-01", "never": "1"}, "valid_until", "Välj antingen"),
            ({"source": ""}, "source-1", "Välj hur utbildningen gavs"),
            ({"source": "webb"}, "source-1", "Välj hur utbildningen gavs"),
            ({"note": "x" * 201}, "note", "Anteckningen får ha högst 200 tecken."),
        ],
    )
    def test_a_fault_is_said_at_its_field_and_what_was_filled_in_is_kept(
        self, read_only: Stage, sent: dict[str, str], field: str, text: str
    ) -> None:
        filled = form(**{"note": "Kvar i rutan", **sent})
        answer = read_only.client_as("henrik").post("/registrera", data=filled)
        assert answer.status_code == 422
        shown = words(answer)
        assert "Det finns ett fel" in shown
        assert text in shown
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}"' in answer.text
        assert filled["note"] in shown

    def test_the_same_again_is_a_fault(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        assert client.post("/registrera", data=form()).status_code == 303
        again = client.post("/registrera", data=form())
        assert again.status_code == 422
        assert "Personen har redan ett sådant intyg för den dagen." in words(again)

    def test_in_english(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        answer = client.post("/en/registrera", data=form())
        assert answer.headers["location"] == f"/en/registrera?person={ANNA}&klar=1"
        assert "The training is registered." in words(client.get(answer.headers["location"]))

    def test_another_site_cannot(self, stage: Stage) -> None:
        before = latest_record(stage).id
        headers = {"Sec-Fetch-Site": "cross-site"}
        answer = stage.client_as("henrik").post("/registrera", data=form(), headers=headers)
        assert answer.status_code == 403
        assert latest_record(stage).id == before


class TestTakingBack:
    def test_a_revoked_record_counts_no_more(self, stage: Stage) -> None:
        client, before = stage.client_as("henrik"), covered(stage)
        client.post("/registrera", data=form())
        assert covered(stage) == before + 1
        address = f"/registrera/{latest_record(stage).id}/aterkalla"
        assert f'action="{address}"' in page(client).text
        answer = client.post(address)
        assert answer.status_code == 303
        assert "Utbildningen är återkallad" in words(client.get(answer.headers["location"]))
        assert covered(stage) == before
        assert client.post(address).status_code == 409

    def test_a_struck_note_is_emptied_in_the_table(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        client.post("/registrera", data=form(note="Heldag i aulan"))
        address = f"/registrera/anteckning/{latest_note(stage).id}/stryk"
        assert f'action="{address}"' in page(client).text
        answer = client.post(address)
        assert answer.status_code == 303
        shown = words(client.get(answer.headers["location"]))
        assert "Anteckningen är struken." in shown
        assert "Heldag i aulan" not in shown
        note = latest_note(stage)
        assert (note.text, note.struck_by) == ("", f"person:{stage.person_id('henrik')}")
        assert client.post(address).status_code == 409

    def test_as_json(self, stage: Stage) -> None:
        client = stage.client_as("henrik")
        client.post("/registrera", data=form(note="Heldag i aulan"))
        record, note = latest_record(stage), latest_note(stage)
        told = client.get(f"/api/v1/records/{record.id}").json()
        assert [(each["id"], each["text"]) for each in told["notes"]] == [
            (note.id, "Heldag i aulan")
        ]
        address = f"/api/v1/records/{record.id}/notes/{note.id}/striking"
        assert client.post(address).json()["notes"] == []
        refused = client.post(address)
        assert (refused.status_code, refused.json()["code"]) == (409, "note_struck")
        assert client.get(f"/api/v1/records/{record.id}").json()["notes"] == []

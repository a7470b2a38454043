"""One's own certificate, its public check, and fetching it after one has left."""

from __future__ import annotations

from io import BytesIO

import pytest
from httpx2 import Response
from pypdf import PdfReader
from sqlmodel import col, select

from api.catalogue.models import Edition
from api.clock import stockholm_day
from api.identity.throttle import FAILURES_PER_IDENTIFIER
from api.people.models import Person
from api.records.models import TrainingRecord
from tests.stage import EMPLOYEE_IDS, VISITOR, Browser, Stage, parse, words
from web.i18n import day_text

BO, PIA = EMPLOYEE_IDS["bo"], EMPLOYEE_IDS["pia"]
UNKNOWN = "XXXX-XXXX-XXXX-XXXX"


def record_of(stage: Stage, role: str) -> TrainingRecord:
    with stage.database.reading() as session:
        mine = select(TrainingRecord).where(
            TrainingRecord.person_id == stage.person_id(role),
            col(TrainingRecord.retracted_at).is_(None),
        )
        found = session.execute(mine.order_by(col(TrainingRecord.id))).scalars().first()
    assert isinstance(found, TrainingRecord)
    return found


def rename(stage: Stage, role: str, name: str) -> None:
    with stage.database.writing() as session:
        person = session.get(Person, stage.person_id(role))
        assert person is not None
        person.name = name


def said(file: Response) -> str:
    assert file.status_code == 200
    assert file.headers["content-type"] == "application/pdf"
    (page,) = PdfReader(BytesIO(file.content)).pages
    return " ".join(page.extract_text().split())


def fetch(client: Browser, code: str, who: str, prefix: str = "") -> Response:
    return client.post(f"{prefix}/kontroll", data={"code": code, "who": who})


class TestOwn:
    def test_the_page_leads_to_the_file(self, read_only: Stage) -> None:
        number = record_of(read_only, "bo").id
        client = read_only.client_as("bo")
        for prefix, name, told in (
            ("", "Ladda ner som PDF", "Intyg om genomförd utbildning"),
            ("/en", "Download as PDF", "Certificate of completed training"),
        ):
            page = client.get(f"{prefix}/intyg/{number}")
            assert name in words(page)
            assert told in words(page)
            address = f"{prefix}/intyg/{number}.pdf"
            assert f'href="{address}"' in page.text
            file = client.get(address)
            assert told in said(file)
            assert file.headers["content-disposition"].startswith("attachment; filename=")

    def test_page_and_file_show_the_name_of_today(self, stage: Stage) -> None:
        number = record_of(stage, "bo").id
        old = stage.person("bo").name
        rename(stage, "bo", "Björn Åkesson")
        client = stage.client_as("bo")
        for told in (
            said(client.get(f"/intyg/{number}.pdf")),
            words(client.get(f"/intyg/{number}")),
        ):
            assert "Björn Åkesson" in told
            assert old not in told

    def test_two_copies_are_the_same_file(self, read_only: Stage) -> None:
        address = f"/intyg/{record_of(read_only, 'bo').id}.pdf"
        client = read_only.client_as("bo")
        assert client.get(address).content == client.get(address).content

    def test_a_revoked_one_says_so_on_page_and_in_file(self, stage: Stage) -> None:
        number = record_of(stage, "bo").id
        stage.client_as("henrik").post(f"/registrera/{number}/aterkalla")
        client = stage.client_as("bo")
        warning = "Intyget är återkallat och gäller inte."
        assert warning in words(client.get(f"/intyg/{number}"))
        assert warning in said(client.get(f"/intyg/{number}.pdf"))


class TestCheck:
    def facts(self, page: Response) -> dict[str, str]:
        tree = parse(page.text)
        names = ["".join(each.itertext()).strip() for each in tree.iter("dt")]
        values = ["".join(each.itertext()).strip() for each in tree.iter("dd")]
        return dict(zip(names, values, strict=True))

    def test_it_says_course_edition_days_and_nothing_else(self, read_only: Stage) -> None:
        record = record_of(read_only, "bo")
        with read_only.database.reading() as session:
            edition = session.execute(
                select(Edition).where(Edition.content_hash == record.edition_hash)
            ).scalar_one()
        page = read_only.client_as(VISITOR).get(f"/kontroll/{record.check_code}")
        assert self.facts(page) == {
            "Kurs": "Första steget – oro, anmälan, sekretess",
            "Kursens utgåva": edition.content_hash[:12],
            "Utgåvan publicerad": day_text(stockholm_day(edition.published_at)),
            "Genomförd": day_text(record.completed_on),
            "Gäller till och med": day_text(record.valid_until),
        }
        bo = read_only.person("bo")
        assert bo.name not in page.text
        assert bo.employee_id not in page.text

    def test_a_revoked_one_is_revoked_and_no_more(self, stage: Stage) -> None:
        record = record_of(stage, "bo")
        before = self.facts(stage.client_as(VISITOR).get(f"/kontroll/{record.check_code}"))
        stage.client_as("henrik").post(f"/registrera/{record.id}/aterkalla")
        page = stage.client_as(VISITOR).get(f"/kontroll/{record.check_code}")
        assert "Återkallat" in words(page)
        assert "Intyget gäller i dag" not in words(page)
        assert self.facts(page) == before


class TestFetching:
    def test_code_and_employee_id_give_the_file(self, stage: Stage) -> None:
        code = record_of(stage, "bo").check_code
        rename(stage, "bo", "Björn Åkesson")
        client = stage.client_as(VISITOR)
        assert "Hämta ditt intyg" in words(client.get(f"/kontroll/{code}"))
        assert "Björn Åkesson" in said(fetch(client, code, BO))
        assert "Certificate of" in said(fetch(client, code, BO, "/en"))

    def test_signing_in_gives_the_same_file(self, stage: Stage) -> None:
        record = record_of(stage, "bo")
        own = stage.client_as("bo").get(f"/intyg/{record.id}.pdf")
        fetched = fetch(stage.client_as(VISITOR), record.check_code, BO)
        assert fetched.content == own.content

    def test_every_refusal_is_the_same_page(self, stage: Stage) -> None:
        bo, pia = record_of(stage, "bo").check_code, record_of(stage, "pia").check_code
        client = stage.client_as(VISITOR)
        pages = {
            fetch(client, code, who).text.replace(code, "CODE").replace(who, "WHO")
            for code, who in (
                (bo, "inget-id"),
                (UNKNOWN, BO),
                (pia, "inget-id"),
                (pia, PIA),
                (bo, PIA),
            )
        }
        assert len(pages) == 1
        assert "Koden och anställningsnumret hör inte ihop." in pages.pop()

    def test_an_empty_field_is_pointed_at(self, read_only: Stage) -> None:
        page = fetch(read_only.client_as(VISITOR), "", "")
        assert page.status_code == 422
        assert 'href="#code"' in page.text
        assert 'href="#who"' in page.text

    @pytest.mark.parametrize("known", [True, False])
    def test_too_many_tries_close_a_code_known_or_not(self, stage: Stage, *, known: bool) -> None:
        code = record_of(stage, "bo").check_code if known else UNKNOWN
        client = stage.client_as(VISITOR)
        for _ in range(FAILURES_PER_IDENTIFIER):
            assert fetch(client, code, "123").status_code == 422
        closed = fetch(client, code, BO)
        assert closed.status_code == 429
        assert "För många försök." in words(closed)

"""After a report is issued: its Word file, the templates for that, and what has changed since."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from httpx2 import Response
from sqlmodel import col, select

from api.access.actor import Actor
from api.db import facts
from api.db.facts import Entry
from api.records.models import TrainingRecord
from api.reports import service as reports
from api.reports.figures import IssuedReport
from api.reports.models import FollowUpReport
from tests.conftest import TODAY
from tests.stage import Stage, parse, words
from web.i18n import gettext, number_text
from web.reports.writing import document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_of(stage: Stage) -> IssuedReport:
    with stage.database.reading() as session:
        issued = col(FollowUpReport.issued_at).is_not(None)
        number = session.execute(select(FollowUpReport.id).where(issued)).scalars().first()
        assert isinstance(number, int)
        return reports.issued(session, Actor.system("test"), report_id=number, today=TODAY)


def opened(answer: Response) -> WordDocument:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == WORD
    return docx.Document(BytesIO(answer.content))


def template(words_: str = "Tjänsteutlåtande {{diarienummer}}") -> bytes:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = words_
    word.add_paragraph("{{rapport}}")
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def upload(stage: Stage, content: bytes, unit: str = "", name: str = "mall.docx") -> Response:
    client = stage.client_as("cecilia")
    sent = {"file": (name, content)} if content else {}
    return client.post("/rapporter/mallar", data={"unit": unit}, files=sent or None)


class TestWordFile:
    def test_every_table_of_the_report_reads_back_cell_by_cell(self, read_only: Stage) -> None:
        report = report_of(read_only)
        answer = read_only.client_as("cecilia").get(f"/rapporter/{report.id}.docx")
        name = f"rapport-{report.id}-{report.unit_code}-{report.on}.docx"
        assert name in answer.headers["content-disposition"]
        tables = [table for part in document(report).sections for table in part.tables]
        read = [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in opened(answer).tables
        ]
        assert tables
        assert read == [
            [list(table.head), *([_shown(cell) for cell in row] for row in table.rows)]
            for table in tables
        ]

    def test_it_is_the_same_file_each_time_and_in_english_on_english_pages(
        self, read_only: Stage
    ) -> None:
        address = f"/rapporter/{report_of(read_only).id}.docx"
        client = read_only.client_as("cecilia")
        assert client.get(address).content == client.get(address).content
        english = opened(client.get(f"/en{address}"))
        assert english.sections[0].footer.paragraphs[0].text.startswith("Page ")

    def test_page_leads_to_it_and_to_the_changes(self, read_only: Stage) -> None:
        number = report_of(read_only).id
        text = read_only.client_as("cecilia").get(f"/rapporter/{number}").text
        assert f"/rapporter/{number}.docx" in text
        assert f"/rapporter/{number}/andringar" in text


def _shown(cell: str | int | None) -> str:
    if cell is None:
        return gettext("visas inte")
    return number_text(cell) if isinstance(cell, int) else cell


class TestTemplates:
    def test_uploaded_used_fetched_and_removed(self, stage: Stage) -> None:
        content = template()
        answer = upload(stage, content)
        assert answer.headers["location"] == "/rapporter/mallar?sparad=1"
        client = stage.client_as("cecilia")
        page = client.get("/rapporter/mallar?sparad=1")
        assert "Mallen är sparad." in words(page)
        assert "Alla rapporter" in words(page)

        report = report_of(stage)
        word = opened(client.get(f"/rapporter/{report.id}.docx"))
        header = word.sections[0].header.paragraphs[0].text
        assert header == f"Tjänsteutlåtande {report.diary_number}"
        assert word.paragraphs[0].text == document(report).title

        (link,) = parse(page.text).findall(".//td/a[@download]")
        assert client.get(str(link.get("href"))).content == content
        (form,) = parse(page.text).findall(".//td/form")
        assert client.post(str(form.get("action"))).status_code == 303
        assert "Ingen mall är sparad." in words(client.get("/rapporter/mallar"))

    @pytest.mark.parametrize(
        ("content", "unit", "told"),
        [
            (b"", "", "Välj en fil"),
            (b"bara text", "", "Filen är inget Word-dokument som går att läsa."),
            (b"PK" + bytes(2_000_001), "", "Mallen får vara högst 2 MB."),
            (template(), "BUN-101", "Välj kommunen eller en nämnd som du får se."),
        ],
    )
    def test_a_refusal_is_a_sentence_at_its_field(
        self, stage: Stage, content: bytes, unit: str, told: str
    ) -> None:
        answer = upload(stage, content, unit)
        assert answer.status_code == 422
        assert words(answer).count(told) == 2  # in the summary and at the field
        assert "Ingen mall är sparad." in words(answer)

    def test_a_name_from_outside_is_only_text(self, stage: Stage) -> None:
        upload(stage, template(), name='"><script>x.docx')
        page = stage.client_as("cecilia").get("/rapporter/mallar")
        assert "<script>x" not in page.text


class TestChanges:
    def test_nothing_has_changed(self, read_only: Stage) -> None:
        number = report_of(read_only).id
        page = read_only.client_as("cecilia").get(f"/rapporter/{number}/andringar")
        assert "Inget har ändrats sedan rapporten." in words(page)

    def test_old_and_new_figure_with_the_kind_of_fact_in_words(self, stage: Stage) -> None:
        report = report_of(stage)
        whole = next(cell for cell in report.figures.cells if cell.requirement_code == "GRUND")
        assert whole.covered is not None
        with stage.database.writing() as session:
            valid = select(TrainingRecord).where(
                col(TrainingRecord.retracted_at).is_(None),
                col(TrainingRecord.completed_on) <= report.on,
            )
            held = session.execute(valid).scalars().all()
            entry = Entry(report.known_at + timedelta(minutes=1), "system:test")
            facts.retract(session, entry, held)
        page = stage.client_as("cecilia").get(f"/rapporter/{report.id}/andringar")
        shown = words(page)
        assert f"{number_text(whole.covered)} → i rapporten, nu 0" in shown
        assert "intyg som har återkallats" in shown
        assert "Inget har ändrats" not in shown

"""The pages of follow-up reports: from five questions to a report that never changes."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO

from httpx2 import Response
from sqlmodel import col, select

from api.access.actor import Actor
from api.coverage import service as coverage
from api.coverage.rules import CoverageRules
from api.db import facts
from api.db.facts import Entry
from api.imports.exporting import csv_bytes
from api.organisation.models import UnitPeriod
from api.records.models import TrainingRecord
from api.reports import service as reports
from api.reports.figures import IssuedReport
from tests.conftest import TODAY
from tests.stage import Browser, QueryRecorder, Stage, words
from web.reports.export import lines
from web.reports.writing import document

OPERATOR = Actor.system("test")
RULES = CoverageRules(small_group=5, goal=90, today=TODAY)
PART_OF = {"hela enheten": "whole", "enhet under": "below", "direkt under": "direct"}
ASKED = {
    "unit": "BUN",
    "day": "2026-10-31",
    "diary_number": "BUN 2026/7",
    "summary": "Läget är <bra>.\n\nSnart bättre.",
    "then": "forhandsgranska",
}


def drafted(client: Browser, **more: str) -> int:
    answer = client.post("/rapporter/ny", data={**ASKED, **more})
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/rapporter/(\d+)/forhandsgranska", answer.headers["location"])
    assert found
    return int(found[1])


def issued(client: Browser, **more: str) -> int:
    number = drafted(client, **more)
    answer = client.post(f"/rapporter/{number}/utfarda", data={"confirmed": "1"})
    assert answer.headers["location"] == f"/rapporter/{number}"
    return number


def report(stage: Stage, number: int) -> IssuedReport:
    with stage.database.reading() as session:
        return reports.issued(session, OPERATOR, report_id=number, today=TODAY)


def file_of(answer: Response) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))


class TestDraft:
    def test_five_questions_lead_to_a_preview(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        asked = client.get("/rapporter/ny?enhet=BUN")
        assert '<option value="BUN" selected' in asked.text
        number = drafted(client)
        said = words(client.get(f"/rapporter/{number}/forhandsgranska"))
        assert "Barn- och ungdomsnämnden" in said
        assert "Läget är <bra>." in said
        assert "Snart bättre." in said
        assert "BUN 2026/7" in said
        assert "Utkast. Rapporten är inte utfärdad" in said

    def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        for sent, text in (
            ({"unit": "BUN-101"}, "Välj kommunen eller en nämnd"),
            ({"day": "2026-11-23"}, "en dag som inte har kommit"),
            ({"day": "i går"}, "Dagen kunde inte läsas"),
            ({"diary_number": "x" * 61}, "högst 60 tecken"),
            ({"summary": "x" * 4001}, "högst 4000 tecken"),
        ):
            answer = client.post("/rapporter/ny", data={**ASKED, "decisions": "Kvar", **sent})
            assert answer.status_code == 422
            assert text in words(answer)
            assert "Kvar</textarea>" in answer.text
            assert f'id="{next(iter(sent))}-error"' in answer.text

    def test_it_is_saved_and_thrown_away(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        number = drafted(client)
        answer = client.post(
            f"/rapporter/{number}/utkast", data={**ASKED, "relatives": "Två träffar.", "then": ""}
        )
        page = client.get(answer.headers["location"])
        assert "Utkastet är sparat." in words(page)
        assert "Två träffar.</textarea>" in page.text
        assert f'href="/rapporter/{number}/utkast"' in client.get("/rapporter").text
        gone = client.post(f"/rapporter/{number}/kasta")
        assert "Utkastet är kastat." in words(client.get(gone.headers["location"]))
        assert client.get(f"/rapporter/{number}").status_code == 404

    def test_it_is_not_issued_without_the_tick(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        number = drafted(client)
        answer = client.post(f"/rapporter/{number}/utfarda")
        assert answer.status_code == 422
        assert "Kryssa för att du har granskat rapporten" in words(answer)
        assert client.get(f"/rapporter/{number}").status_code == 303


class TestIssued:
    def test_page_and_file_stay_byte_for_byte(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        number = issued(client, unit="K")
        address = f"/rapporter/{number}"
        paths = (address, f"{address}.csv", f"{address}.docx", f"/en{address}")
        before = [client.get(path).content for path in paths]
        later = Entry(stage.app.state.house.clock.now(), "system:test")
        with stage.database.writing() as session:
            records = select(TrainingRecord).where(col(TrainingRecord.retracted_at).is_(None))
            facts.retract(session, later, session.execute(records).scalars().all()[::2])
            units = select(UnitPeriod).where(col(UnitPeriod.name) == "Socialnämnden")
            facts.retract(session, later, session.execute(units).scalars().all())
        assert [client.get(path).content for path in paths] == before

    def test_it_names_its_day_its_instant_and_its_hash(self, stage: Stage) -> None:
        client = stage.client_as("cecilia")
        number = issued(client)
        said = words(client.get(f"/rapporter/{number}"))
        assert "Siffrorna gäller 31 oktober 2026." in said
        assert "Utfärdad 22 november 2026 kl. 10.00" in said
        assert report(stage, number).hash in said
        assert report(stage, number).hash[:12] in words(client.get("/rapporter"))

    def test_the_plans_headings_stand_in_their_order(self, read_only: Stage) -> None:
        text = read_only.client_as("cecilia").get("/rapporter/1").text
        heads = re.findall(r"<h2>([^<]+)</h2>", text)
        assert heads == [
            "Sammanfattning",
            "Handlingsplanens mål",
            "Samverkan med andra aktörer",
            "Civilsamhället",
            "Metodutveckling och omvärldsanalys",
            "Organisering av det förebyggande arbetet",
            "Kompetensutveckling",
            "Stöd till individer",
            "Stöd till anhöriga",
            "Uppföljning",
            "Förslag till beslut",
        ]

    def test_it_speaks_english(self, read_only: Stage) -> None:
        said = words(read_only.client_as("cecilia").get("/en/rapporter/1"))
        assert "Follow-up of the work against violent extremism" in said
        assert "Checksum (SHA-256)" in said

    def test_reading_it_costs_few_queries(self, read_only: Stage) -> None:
        client = read_only.client_as("cecilia")
        client.strict = False
        recorder = QueryRecorder(read_only.database.engine)
        with recorder.recording() as statements:
            client.get("/rapporter/1")
        assert len(statements) <= 5, statements


class TestFigures:
    def test_the_four_namnder_and_the_total_agree(self, stage: Stage) -> None:
        figures = report(stage, issued(stage.client_as("cecilia"), unit="K")).figures
        first = figures.tables[0]
        for requirement in figures.requirements:
            of_this = [c for c in first.cells if c.requirement_code == requirement.code]
            total = next(cell for cell in of_this if cell.part == "whole")
            shown = sum(cell.required or 0 for cell in of_this if cell.part != "whole")
            merged = sum(
                line.required for line in first.merged if line.requirement_code == requirement.code
            )
            several = sum(
                line.required for line in first.several if line.requirement_code == requirement.code
            )
            assert shown + merged - several == total.required
        assert {cell.unit_code for cell in first.cells} == {"K", "BUN", "KS", "KUN", "SN"}

    def test_the_written_rows_add_up_to_the_total_by_a_line_of_their_own(
        self, stage: Stage
    ) -> None:
        told = report(stage, issued(stage.client_as("cecilia"), unit="K"))
        whole = [
            table
            for section in document(told).sections
            for table in section.tables
            if table.caption.endswith("täckning i Exempelkommun")
        ]
        assert whole
        for table in whole:
            *parts, total = table.rows
            assert total[0] == "Totalt, varje person en gång"
            for column in (1, 2, 4):
                numbers = [cell for row in parts if isinstance(cell := row[column], int)]
                assert sum(numbers) == total[column], table.caption
        counted_twice = [row for table in whole for row in table.rows if "dras av" in str(row[0])]
        assert any(isinstance(row[1], int) and row[1] < 0 for row in counted_twice)

    def test_they_are_those_of_the_coverage_page(self, stage: Stage) -> None:
        told = report(stage, issued(stage.client_as("cecilia"), unit="K", day=str(TODAY)))
        with stage.database.reading() as session:
            cells = coverage.cells(
                session, OPERATOR, unit_code="K", on=TODAY, rules=replace(RULES, small_group=1)
            )
        counted = {(c.unit_code, c.requirement_code): (c.required, c.covered) for c in cells.rows}
        shown = [
            cell
            for cell in told.figures.tables[0].cells
            if cell.part != "direct" and not cell.suppressed
        ]
        assert shown
        for cell in shown:
            key = cell.unit_code, cell.requirement_code
            assert (cell.required, cell.covered) == counted[key]

    def test_no_face_tells_a_withheld_figure(self, stage: Stage) -> None:
        client = stage.client_as("ada")  # who may name everybody, and lifts nothing by that
        number = issued(client, unit="K")
        figures = report(stage, number).figures
        hidden = [cell for cell in figures.cells if cell.suppressed]
        assert hidden
        for cell in hidden:
            assert {cell.required, cell.covered, cell.exempt} == {None}
        flagged = [
            row
            for row in file_of(client.get(f"/rapporter/{number}.csv"))
            if row["Visas inte"] == "1"
        ]
        assert {row["Värde"] for row in flagged} == {""}
        for cell in hidden:
            rows = [
                row
                for row in flagged
                if (row["Enhetskod"], row["Kravkod"]) == (cell.unit_code, cell.requirement_code)
            ]
            assert rows, cell
        written = document(report(stage, number))
        told = [row for part in written.sections for table in part.tables for row in table.rows]
        assert sum(row.count(None) >= 4 for row in told) >= len(hidden)

    def test_the_file_has_the_figures_of_the_report(self, read_only: Stage) -> None:
        answer = read_only.client_as("cecilia").get("/rapporter/1.csv")
        assert "rapport-1-K-2026-06-30.csv" in answer.headers["content-disposition"]
        told = {
            (row["Enhetskod"], PART_OF.get(row["Del"]), row["Kravkod"], row["Mått"]): row["Värde"]
            for row in file_of(answer)
            if row["Dag"] == "2026-06-30"
        }
        cells = report(read_only, 1).figures.cells
        assert cells
        for cell in cells:
            about = cell.unit_code, cell.part, cell.requirement_code
            figures = (cell.required, cell.covered, cell.exempt)
            for measure, figure in zip(
                ("Omfattas", "Utbildade", "Undantagna"), figures, strict=True
            ):
                assert told[*about, measure] == ("" if figure is None else str(figure))

    def test_formulas_in_names_are_defused(self, read_only: Stage) -> None:
        frozen = report(read_only, 1)
        table = frozen.figures.tables[0]
        cells = tuple(replace(cell, unit_name="=1+1") for cell in table.cells)
        figures = replace(frozen.figures, tables=(replace(table, cells=cells),))
        text = csv_bytes(lines(replace(frozen, figures=figures))).decode()
        assert ";'=1+1;" in text
        assert ";=1+1" not in text

    def test_nobody_is_named(self, read_only: Stage) -> None:
        said = read_only.client_as("cecilia").get("/rapporter/1").text
        main = said.partition('<article class="report">')[2].partition("</article>")[0]
        assert "Kontrollsumma" in main
        for role in ("anna", "bo", "doris", "henrik", "pia"):
            assert read_only.person(role).name not in main

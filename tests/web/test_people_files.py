"""The people of a unit as files: the same in every form, streamed, logged first, and harmless."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import anyio
import pytest
from sqlalchemy import update
from sqlmodel import col
from starlette.requests import ClientDisconnect

from api.access.actor import Actor
from api.coverage import service as coverage
from api.http.deps import LookLog
from api.imports.exporting import csv_pieces
from api.people.models import Person
from tests.conftest import TODAY
from tests.stage import Browser, QueryRecorder, parse, words
from tests.web.small_town import (
    AWAY,
    BOSS,
    HEAD,
    LAPSED,
    SCHOOL,
    TAFA,
    SmallTown,
)
from tests.web.spreadsheets import csv_table, workbook_sheets
from web.team.export import rows

HEADS = [
    "Anställningsnummer",
    "Namn",
    "Enhetskod",
    "Enhet",
    "Kravkod",
    "Krav",
    "Läge",
    "Genomförd",
    "Giltig till och med",
    "Klar senast",
    "Nyckelperson",
    "Borta på heltid",
]
NOT_SHOWN = ["", "Visas inte", *[""] * 10]


class TestContent:
    def test_a_row_a_person_and_requirement_with_everything_there_is(self, town: SmallTown) -> None:
        head, *lines = csv_table(town.client(BOSS).get("/enhet/u4.csv").content)
        assert head == HEADS
        by_id = {line[0]: line for line in lines}
        assert by_id[f"e{LAPSED}"] == [
            "e1",
            "Person 001",
            "u4",
            "Enhet 4",
            "r10",
            "Krav 10",
            "Gick ut",
            "2025-11-08",
            "2026-11-08",
            "2025-04-01",
            "0",
            "0",
        ]

    def test_whoever_is_asked_nothing_has_a_row_that_says_so(self, town: SmallTown) -> None:
        lines = csv_table(town.client(BOSS).get("/enhet/u4.csv").content)
        (away,) = [line for line in lines if line[0] == f"e{AWAY}"]
        assert away[4:] == ["", "", "Omfattas inte", "", "", "", "0", "1"]

    def test_a_protected_person_is_a_row_without_anything(self, town: SmallTown) -> None:
        lines = csv_table(town.client(BOSS).get("/enhet/u4.csv").content)
        assert lines[-1] == NOT_SHOWN
        assert lines.count(NOT_SHOWN) == 1

    def test_towards_one_requirement_everybody_has_a_row(self, town: SmallTown) -> None:
        lines = csv_table(town.client(BOSS).get("/enhet/u4.csv?krav=r11").content)[1:]
        assert len(lines) == 22
        assert {line[4] for line in lines[:-1]} == {"r11"}
        assert {line[6] for line in lines[:-1]} == {"Omfattas inte"}

    def test_in_english(self, town: SmallTown) -> None:
        lines = csv_table(town.client(BOSS).get("/en/enhet/u4.csv").content)
        assert lines[0][6] == "Status"
        assert {"Expired", "Overdue"} < {line[6] for line in lines}
        assert lines[-1][1] == "Not shown"

    def test_names_from_a_file_run_in_no_spreadsheet(self, town: SmallTown) -> None:
        dangerous = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"]
        with town.database.writing() as session:
            for number, name in enumerate(dangerous, start=11):
                named = update(Person).where(col(Person.id) == number).values(name=name)
                session.execute(named)
        client = town.client(BOSS)
        lines = csv_table(client.get("/enhet/u4.csv").content)
        told = {line[0]: line[1] for line in lines}
        assert [told[f"e{number}"] for number in range(11, 17)] == [
            f"'{name}" for name in dangerous
        ]
        sheet = next(iter(workbook_sheets(client.get("/enhet/u4.xlsx").content).values()))
        cells = {row[0].value: row[1] for row in sheet.iter_rows()}
        assert cells["e11"].value == "=1+1"
        assert {cells[f"e{number}"].data_type for number in range(11, 17)} <= {"s", "inlineStr"}


class TestWorkbook:
    def test_types_frozen_heads_filter_and_how_it_was_counted(self, town: SmallTown) -> None:
        answer = town.client(BOSS).get("/enhet/u4.xlsx")
        assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
        assert 'filename="personer-u4-2026-11-22.xlsx"' in answer.headers["content-disposition"]
        sheets = workbook_sheets(answer.content)
        assert list(sheets) == ["u4 Enhet 4", "Så räknar vi"]
        people, notes = sheets.values()
        assert people.freeze_panes == "A2"
        assert people.auto_filter.ref == "A1:L23"
        assert people["H3"].is_date
        assert people["K3"].value is False
        assert people.column_dimensions["B"].width >= len("Person 001")
        said = {row[0]: row[1] for row in notes.iter_rows(values_only=True) if row[0]}
        assert said["Enhet"] == "u4 Enhet 4"
        assert said["Dag"].date() == TODAY
        assert said["Enligt det som var känt"] == "2026-11-22 10:00"


class TestWhoGetsIt:
    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_export_is_logged_with_its_unit_and_how_many(
        self, town: SmallTown, ending: str
    ) -> None:
        town.client(BOSS).get(f"/enhet/u4.{ending}")
        assert town.looks() == [(f"person:{BOSS}", "unit.people.export", SCHOOL, 21)]

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_what_cannot_be_logged_is_not_given(
        self, town: SmallTown, monkeypatch: pytest.MonkeyPatch, ending: str
    ) -> None:
        def fail(*_args: object, **_more: object) -> None:
            raise OSError

        monkeypatch.setattr(LookLog, "note", fail)
        answer = town.client(BOSS).get(f"/enhet/u4.{ending}")
        assert answer.status_code == 500
        assert "Person 0" not in answer.text

    def test_without_names_nothing_is_logged_and_nothing_told(self, town: SmallTown) -> None:
        # The school has a manager of its own: its head sees counts, and no names.
        lines = csv_table(town.client(HEAD).get("/enhet/u4.csv").content)
        assert lines == [HEADS]
        assert town.looks() == []

    @pytest.mark.parametrize(
        ("reader", "address", "status"),
        [
            (TAFA, "/enhet/u4.csv", 403),
            (BOSS, "/enhet/u5.csv", 404),
            (BOSS, "/enhet/saknas.xlsx", 404),
            (BOSS, "/enhet/u4.csv?krav=saknas", 404),
            (BOSS, "/enhet/u4.csv?dag=igår", 422),
            (BOSS, "/enhet/u4.csv?dag=9999-12-31", 422),
        ],
    )
    def test_refusals_are_pages_and_no_files(
        self, town: SmallTown, reader: int, address: str, status: int
    ) -> None:
        answer = town.client(reader).get(address)
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert town.looks() == []


class TestStream:
    def test_it_leaves_while_it_is_read_in_batches_of_as_many_queries(
        self, town: SmallTown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(import_module("api.coverage.service.people"), "BATCH", 5)
        monkeypatch.setattr("api.imports.exporting.ROWS_AT_A_TIME", 5)
        recorder = QueryRecorder(town.database.engine)
        with town.database.reading() as session, recorder.recording() as asked:
            people = coverage.people(
                session, Actor.system("test"), unit_code="u1", on=TODAY, rules=rules_of(town)
            )
            before = len(asked)
            pieces = csv_pieces(rows(people))
            next(pieces), next(pieces)
            assert len(asked) == before + 1
            assert len(list(pieces)) > 5
            batches = -(-people.named // 5)
            assert len(asked) == before + batches

    def test_a_reader_who_goes_away_leaves_no_session_behind(self, town: SmallTown) -> None:
        client, sent = town.client(BOSS), list[Any]()
        headers = [(b"host", b"testserver"), (b"authorization", _bearer(client))]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/enhet/u4.csv",
            "raw_path": b"/enhet/u4.csv",
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 1),
            "server": ("testserver", 80),
        }

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message.get("status", message["type"]))
            if message["type"] == "http.response.body":
                raise OSError

        with suppress(ClientDisconnect):
            anyio.run(town.app, scope, receive, send)
        assert sent == [200, "http.response.body"]
        assert town.app.state.house.database.engine.pool.checkedout() == 0

    def test_the_page_tells_how_many_rows_a_file_has(self, town: SmallTown) -> None:
        client = town.client(BOSS)
        for address in ("/enhet/u4", "/enhet/u4?krav=r10", "/enhet/u4?dag=2026-12-24"):
            page = client.get(address)
            (href,) = [
                link.get("href")
                for link in _links(page.text)
                if (link.get("href") or "").partition("?")[0].endswith(".csv")
            ]
            lines = csv_table(client.get(href).content)[1:]
            assert f"Hela listan som fil, {len(lines)} rader." in words(page)

    def test_nobody_to_name_has_no_file(self, town: SmallTown) -> None:
        assert "/enhet/u4.csv" not in town.client(HEAD).get("/enhet/u4").text


def rules_of(town: SmallTown) -> Any:
    return town.app.state.house.coverage_rules


def _bearer(client: Browser) -> bytes:
    return client.headers["Authorization"].encode()


def _links(text: str) -> Iterator[Any]:
    return parse(text).iter("a")

"""A template of a nämnd's own is kept for it, goes before the one for all, and stays within scope."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from api.access.actor import Actor
from api.db.session import Database
from api.errors import Forbidden, NotFound, RuleBroken
from api.reports.templates import service
from tests.conftest import FakeClock
from tests.service.reports.test_reports import (
    ADMIN,
    DAY,
    MANAGER,
    OF_NAMND,
    TAFA,
    build,
    everybody,
)


@pytest.fixture
def town(database: Database) -> Database:
    build(database, everybody())
    return database


def template(words: str) -> bytes:
    word = docx.Document()
    word.add_paragraph(words)
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def upload(town: Database, unit_code: str, words: str, actor: Actor = TAFA) -> None:
    with town.writing() as session:
        service.upload(
            session,
            actor,
            unit_code=unit_code,
            name=f" {words}.docx ",
            content=template(words),
            clock=FakeClock(),
        )


def names(town: Database, actor: Actor = TAFA) -> list[tuple[str, str]]:
    with town.reading() as session:
        lines = service.listed(session, actor, today=DAY)
    return [(line.unit.code if line.unit else "", line.name) for line in lines]


def used(town: Database, unit_code: str) -> str | None:
    with town.reading() as session:
        content = service.of_report(session, TAFA, unit_code=unit_code, on=DAY)
    return docx.Document(BytesIO(content)).paragraphs[0].text if content else None


class TestUpload:
    def test_own_goes_before_the_one_for_all(self, town: Database) -> None:
        assert used(town, "u2") is None
        upload(town, service.FOR_ALL, "alla")
        upload(town, "u2", "egen")
        assert (used(town, "u2"), used(town, "u3")) == ("egen", "alla")
        assert names(town) == [("", "alla.docx"), ("u2", "egen.docx")]

    def test_a_new_one_takes_the_place_of_the_old(self, town: Database) -> None:
        for unit in (service.FOR_ALL, "u2"):
            upload(town, unit, "gammal")
            upload(town, unit, "ny")
        assert names(town) == [("", "ny.docx"), ("u2", "ny.docx")]

    def test_a_bad_file_changes_nothing(self, town: Database) -> None:
        upload(town, "u2", "egen")
        with town.writing() as session, pytest.raises(RuleBroken, match="template_not_docx"):
            service.upload(session, TAFA, unit_code="u2", name="x", content=b"x", clock=FakeClock())
        assert used(town, "u2") == "egen"

    def test_a_unit_that_nobody_reports_on_is_refused(self, town: Database) -> None:
        with pytest.raises(RuleBroken, match="report_unit"):
            upload(town, "u4", "enhet")


class TestScope:
    def test_a_namnds_own_coordinator_sees_and_uploads_its_own_only(self, town: Database) -> None:
        upload(town, service.FOR_ALL, "alla")
        upload(town, "u3", "annan")
        upload(town, "u2", "egen", OF_NAMND)
        assert names(town, OF_NAMND) == [("u2", "egen.docx")]
        for unit in (service.FOR_ALL, "u3"):
            with pytest.raises(RuleBroken, match="report_unit"):
                upload(town, unit, "fel", OF_NAMND)
        with town.reading() as session:
            found = service.choices(session, OF_NAMND, today=DAY)
        assert (found.for_all, [unit.code for unit in found.units]) == (False, ["u2"])

    def test_out_of_scope_can_be_neither_fetched_nor_removed(self, town: Database) -> None:
        upload(town, "u3", "annan")
        with town.reading() as session:
            (line,) = service.listed(session, ADMIN, today=DAY)
            kept = service.fetch(session, TAFA, template_id=line.id, today=DAY)
            assert kept.content == template("annan") or kept.name == "annan.docx"
            with pytest.raises(NotFound):
                service.fetch(session, OF_NAMND, template_id=line.id, today=DAY)
        with town.writing() as session, pytest.raises(NotFound):
            service.remove(session, OF_NAMND, template_id=line.id, today=DAY)
        with town.writing() as session:
            service.remove(session, TAFA, template_id=line.id, today=DAY)
        assert names(town) == []

    def test_without_the_right_it_is_forbidden(self, town: Database) -> None:
        with pytest.raises(Forbidden):
            upload(town, "u2", "fel", MANAGER)
        with town.reading() as session, pytest.raises(Forbidden):
            service.of_report(session, MANAGER, unit_code="u2", on=DAY)

    def test_no_such_template(self, town: Database) -> None:
        with town.reading() as session, pytest.raises(NotFound):
            service.fetch(session, TAFA, template_id=2**70, today=DAY)

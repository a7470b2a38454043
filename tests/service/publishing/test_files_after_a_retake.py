"""The files that brought the requirements do not undo a retake."""

from __future__ import annotations

import pytest

from api.catalogue.verdicts import retake
from api.db.session import Database
from api.errors import Conflict
from tests.conftest import TODAY, FakeClock
from tests.service.imports.conftest import PEOPLE, REQUIREMENTS, UNITS, Importer
from tests.service.publishing.editor import Editor


@pytest.fixture
def importer(database: Database, clock: FakeClock) -> Importer:
    made = Importer(database, clock)
    for kind, content in (("units", UNITS), ("people", PEOPLE)):
        made.apply(kind, content, feed="hr")
    return made


def test_the_same_file_read_again_changes_nothing(importer: Importer, editor: Editor) -> None:
    importer.apply("requirements", REQUIREMENTS, feed="hr")
    editor.revise("forsta-steget", retake(TODAY))
    after = editor.requirements()
    assert [row[3:] for row in after] == [(None, "hr"), (str(TODAY), ""), (None, "hr")]
    for whole in (False, True):
        assert importer.plan("requirements", REQUIREMENTS, whole=whole, feed="hr").empty


def test_the_import_cannot_be_undone_from_under_it(importer: Importer, editor: Editor) -> None:
    batch_id = importer.apply("requirements", REQUIREMENTS, feed="hr")
    editor.revise("forsta-steget", retake(TODAY))
    with pytest.raises(Conflict, match="import_overtaken"):
        importer.undo(batch_id)

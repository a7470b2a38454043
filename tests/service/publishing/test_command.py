"""``kollen courses publish`` and ``show``, as they are run."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from api.cli import editions
from api.cli.__main__ import app
from api.cli.common import house
from api.db.session import Database
from tests.conftest import TODAY
from tests.service.coverage.town import store
from tests.service.publishing.editor import Editor
from tests.unit.catalogue.test_editions import FILES
from tests.unit.coverage.builders import ground, person, record, terms

DONE, REFUSED, WRONG_USAGE = 0, 1, 2
RETAKE = "kurs=retake:2027-01-01"


@dataclass
class Author:
    """Somebody with a folder of course files and a command line."""

    folder: Path
    editor: Editor

    def write(self, course_id: str = "kurs", **replaced: str) -> None:
        for name, content in FILES.items():
            place = self.folder / course_id / name
            place.parent.mkdir(parents=True, exist_ok=True)
            for old, new in {"id: kurs": f"id: {course_id}", **replaced}.items():
                content = content.replace(old, new)  # noqa: PLW2901 - one change after another
            place.write_text(content, encoding="utf-8")

    def run(self, *arguments: str, answers: str = "") -> Result:
        return CliRunner().invoke(app, ["courses", *arguments], input=answers)

    @property
    def published(self) -> int:
        return len(self.editor.rows("edition"))


@pytest.fixture
def author(
    database: Database, editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Author:
    address = database.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("KOLLEN_DATABASE_URL", address)
    monkeypatch.setenv("KOLLEN_COURSES", str(tmp_path))
    monkeypatch.setenv("KOLLEN_TEST", "1")
    monkeypatch.setenv("KOLLEN_TODAY", TODAY.isoformat())
    everybody = [person(person_id=n, records=(record(TODAY, course_id="kurs"),)) for n in (1, 2)]
    store(database, ground(terms(accepts=frozenset({"kurs", "annan"}))), everybody)
    made = Author(tmp_path, editor)
    made.write()
    assert made.run("publish").exit_code == DONE
    return made


@pytest.fixture
def revised(author: Author) -> Author:
    author.write(Frågan="Frågan", Början="Inledning", Rätt="Helt rätt")
    return author


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "on_terminal", lambda: True)


class TestPublishInAPipe:
    def test_the_first_time_nothing_is_asked(self, author: Author) -> None:
        assert author.published == 1

    def test_what_has_not_changed_is_not_asked_about(self, author: Author) -> None:
        done = author.run("publish")
        assert (done.exit_code, author.published) == (DONE, 1)
        assert "unchanged" in done.stdout

    def test_a_changed_course_without_a_verdict_is_refused_and_shown(self, revised: Author) -> None:
        revised.write("ny")
        done = revised.run("publish")
        assert (done.exit_code, done.stdout, revised.published) == (REFUSED, "", 1)
        assert "kurs: ändrad sedan utgåvan" in done.stderr
        assert "Ändrad modul: Ett (inledningen)" in done.stderr
        assert "Ändrat steg i Ett: Fråga (svaren)" in done.stderr
        assert "behöver en bedömning: kurs" in done.stderr
        assert "--verdict KURS=cosmetic" in done.stderr

    def test_a_cosmetic_change(self, revised: Author) -> None:
        before = revised.editor.rows("requirement_period")
        done = revised.run("publish", "--verdict", "kurs=cosmetic")
        assert (done.exit_code, revised.published) == (DONE, 2)
        assert "published (cosmetic)" in done.stdout
        assert revised.editor.rows("requirement_period") == before

    def test_a_retake_is_previewed(self, revised: Author) -> None:
        done = revised.run("publish", "--verdict", RETAKE, "--preview")
        assert (done.exit_code, revised.published) == (DONE, 1)
        assert "Sammanlagt berörs 2 personer." in done.stdout
        assert "Kravet godtar också annan." in done.stdout
        assert "Inget har publicerats." in done.stdout

    def test_a_retake_is_shown_and_must_be_confirmed(self, revised: Author) -> None:
        done = revised.run("publish", "--verdict", RETAKE)
        assert (done.exit_code, revised.published) == (REFUSED, 1)
        assert "Sammanlagt berörs 2 personer." in done.stdout
        assert "--yes" in done.stderr

    def test_a_confirmed_retake_changes_the_requirement(self, revised: Author) -> None:
        done = revised.run("publish", "--verdict", RETAKE, "--yes")
        assert (done.exit_code, revised.published) == (DONE, 2)
        assert "Sammanlagt berörs 2 personer." in done.stdout
        assert "published (retake:2027-01-01)" in done.stdout
        assert [row[3] for row in revised.editor.requirements()] == [None, "2027-01-01"]

    @pytest.mark.parametrize("verdict", ["kurs", "kurs=retake", "kurs=retake:nyår", "=cosmetics"])
    def test_a_verdict_that_cannot_be_read_is_wrong_usage(
        self, revised: Author, verdict: str
    ) -> None:
        done = revised.run("publish", "--verdict", verdict)
        assert (done.exit_code, revised.published) == (WRONG_USAGE, 1)

    def test_two_verdicts_on_one_course_are_wrong_usage(self, revised: Author) -> None:
        done = revised.run("publish", "--verdict", RETAKE, "--verdict", "kurs=cosmetic")
        assert done.exit_code == WRONG_USAGE

    @pytest.mark.parametrize(
        "verdicts", [("kurs=cosmetic", "annan=cosmetic"), ("kurs=retake:2026-11-21",)]
    )
    def test_a_verdict_that_cannot_be_carried_out_is_refused(
        self, revised: Author, verdicts: tuple[str, ...]
    ) -> None:
        options = [word for verdict in verdicts for word in ("--verdict", verdict)]
        done = revised.run("publish", "--yes", *options)
        assert (done.exit_code, revised.published) == (REFUSED, 1)

    def test_broken_courses_are_not_published(self, author: Author) -> None:
        author.write(**{"kind: question": "kind: fraga"})
        done = author.run("publish", "--verdict", "kurs=cosmetic")
        assert (done.exit_code, author.published) == (REFUSED, 1)


@pytest.mark.usefixtures("terminal")
class TestPublishOnATerminal:
    def test_the_verdict_is_asked_for_until_it_can_be_read(self, revised: Author) -> None:
        done = revised.run("publish", answers="ja\ncosmetic\n")
        assert (done.exit_code, revised.published) == (DONE, 2)
        assert "kurs: ändrad sedan utgåvan" in done.stdout
        assert "published (cosmetic)" in done.stdout

    def test_a_retake_is_confirmed(self, revised: Author) -> None:
        done = revised.run("publish", answers="retake:2027-01-01\ny\n")
        assert (done.exit_code, revised.published) == (DONE, 2)
        assert done.stdout.index("Sammanlagt berörs 2") < done.stdout.index("Publicera?")

    def test_or_not(self, revised: Author) -> None:
        done = revised.run("publish", answers="retake:2027-01-01\nn\n")
        assert (done.exit_code, revised.published) == (REFUSED, 1)


class TestServePrepared:
    """What a running demo does when its courses have changed."""

    def test_a_new_course_is_published_without_questions(self, author: Author) -> None:
        author.write("ny")
        editions.publish_new(house())
        assert author.published == 2

    def test_a_changed_course_waits_for_its_verdict(
        self, revised: Author, capsys: pytest.CaptureFixture[str]
    ) -> None:
        editions.publish_new(house())
        assert revised.published == 1
        assert "kurs är ändrad" in capsys.readouterr().err

    def test_broken_courses_stop_nobody_from_serving(
        self, author: Author, capsys: pytest.CaptureFixture[str]
    ) -> None:
        author.write(**{"kind: question": "kind: fraga"})
        editions.publish_new(house())
        assert "kollen courses check" in capsys.readouterr().err


class TestShow:
    def hash_of(self, author: Author) -> str:
        (row,) = author.editor.rows("edition")
        return str(row[2])

    def test_it_prints_the_text_and_whose_word_it_is(self, author: Author) -> None:
        digest = self.hash_of(author)
        done = author.run("show", digest[:8])
        assert done.exit_code == DONE
        assert done.stdout.startswith(f"# kurs {digest}\n# published 20")
        assert "title: Kurs på å\n" in done.stdout
        assert "stem: |-\n" in done.stdout

    def test_its_bytes_prove_the_hash_of_a_certificate(self, author: Author) -> None:
        digest = self.hash_of(author)
        done = author.run("show", digest, "--format", "json")
        assert sha256(done.stdout_bytes).hexdigest() == digest

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_one_byte_that_differs_is_refused(self, author: Author, form: str) -> None:
        digest = self.hash_of(author)
        with author.editor.database.writing() as session:
            session.execute(text("UPDATE edition SET content = replace(content, 'Rätt', 'rätt')"))
        done = author.run("show", digest, "--format", form)
        assert (done.exit_code, done.stdout) == (REFUSED, "")
        assert digest in done.stderr

    def test_an_unknown_hash_is_refused(self, author: Author) -> None:
        done = author.run("show", "0" * 64)
        assert (done.exit_code, done.stdout) == (REFUSED, "")
        assert "Utgåvan finns inte." in done.stderr

"""A frozen course can be opened for ever, and only if it is what was published."""

from pathlib import Path

import pytest

from api.catalogue.check import read_courses
from api.catalogue.editions import (
    TamperedEditionError,
    canonical_json,
    content_hash,
    from_json,
    hash_of,
    open_edition,
)
from tests.catalogue_samples import DAY, course

# Published once. Neither may ever change: records in the world name this hash.
FROZEN = (
    '{"id":"kurs","levels":["generell"],"modules":[{"goals":["Du kan."],"id":"ett",'
    '"intro":"Början.","minutes":10,"steps":[{"body":"Läs det här.","id":"t1","kind":"text",'
    '"title":"Läs"},{"choices":[{"correct":true,"feedback":"Det stämmer.","id":"a","text":"Ja"},'
    '{"correct":false,"feedback":"Tänk om.","id":"b","text":"Nej"}],"id":"q1","kind":"question",'
    '"mode":"single","stem":"Frågan?","title":"Svara"}],"title":"Modul"}],"open":true,'
    '"owner":"TAFA","purpose":"Syfte.","reviewed_on":"2026-11-20","sources":[{"reviewed_on":'
    '"2026-11-20","text":"Källa"}],"title":"Kurs","validity_months":24}'
)
FROZEN_HASH = "9cbd52ccf64141d59a2e521d8c5fdebcc88681a8f63723e3894586a7e34cfcea"

FILES = {
    "course.md": (
        "---\nkind: course\nid: kurs\ntitle: Kurs på å\nowner: TAFA\nreviewed_on: 2026-11-20\n"
        "validity_months: aldrig\nlevels: [generell]\nopen: true\n"
        "sources: [{text: Källa, reviewed_on: 2026-11-20}]\n---\nSyfte.\n"
    ),
    "01-ett/module.md": (
        "---\nkind: module\nid: ett\ntitle: Ett\nminutes: 5\ngoals: [Du kan.]\n---\nBörjan.\n"
    ),
    "01-ett/01-fraga.md": (
        "---\nkind: question\nid: q\ntitle: Fråga\nmode: single\nchoices:\n"
        "  - {id: a, text: Ja, correct: true, feedback: Rätt.}\n"
        "  - {id: b, text: Nej, correct: false, feedback: Fel.}\n---\nFråga?\nTvå rader.\n"
    ),
}


def _hash_on_disk(root: Path, encode: str = "utf-8", newline: str = "\n") -> str:
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.replace("\n", newline).encode(encode))
    (read,) = read_courses(root, DAY).courses
    return content_hash(read)


class TestFrozen:
    """What was published stays."""

    def test_a_course_of_today_freezes_as_it_always_did(self) -> None:
        assert canonical_json(course()) == FROZEN
        assert content_hash(course()) == FROZEN_HASH

    def test_a_course_frozen_long_ago_can_be_opened(self) -> None:
        assert from_json(FROZEN) == course()

    def test_a_field_at_its_default_is_left_out(self) -> None:
        assert "content_note" not in canonical_json(course())


class TestOpenEdition:
    """Proof of the text."""

    def test_it_opens_what_was_published(self) -> None:
        assert open_edition(FROZEN, hash_of(FROZEN)) == course()

    def test_one_changed_byte_is_found(self) -> None:
        with pytest.raises(TamperedEditionError):
            open_edition(FROZEN.replace("Ja", "Jo"), FROZEN_HASH)


class TestFromDisk:
    """The same text from another machine is the same edition."""

    def test_folder_names_do_not_matter(self, tmp_path: Path) -> None:
        assert _hash_on_disk(tmp_path / "a") == _hash_on_disk(tmp_path / "b")

    def test_line_endings_do_not_matter(self, tmp_path: Path) -> None:
        unix, windows = tmp_path / "unix", tmp_path / "windows"
        assert _hash_on_disk(unix) == _hash_on_disk(windows, newline="\r\n")

    def test_a_byte_order_mark_does_not_matter(self, tmp_path: Path) -> None:
        assert _hash_on_disk(tmp_path / "a") == _hash_on_disk(tmp_path / "b", "utf-8-sig")

    def test_how_letters_are_composed_does_not_matter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        composed = _hash_on_disk(tmp_path / "a")
        decomposed = FILES["course.md"].replace("å", "a\u030a")
        monkeypatch.setitem(FILES, "course.md", decomposed)
        assert _hash_on_disk(tmp_path / "b") == composed

"""Planted faults in conversations, transcripts, the newer checks and texts in other words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from api.catalogue.check import read_courses
from tests.content.test_broken_courses import (
    MODULE,
    QUESTION,
    SOUND,
    TEXT,
    TODAY,
    _problems,
    _write,
)
from tests.unit.learning.checks import compare, match, order
from tests.unit.learning.conversations import dialogue

TALK, PRACTICE = "kurs/samtal/prov.md", "kurs/01-akut/03-ova.md"
SOURCES = [{"text": "MITI 4.2.1", "reviewed_on": TODAY}]


def file(fields: dict[str, Any], body: str) -> str:
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n{body}\n"


def talk() -> dict[str, Any]:
    fields = dialogue().model_dump(mode="json", exclude_defaults=True, exclude={"setting"})
    return {**fields, "sources": SOURCES}


def practice(exercise: str = "prov") -> str:
    fields = {"kind": "practice", "id": "ova", "title": "Öva", "exercise": exercise}
    return file(fields, "Öva samtalet.")


def told(tmp_path: Path, files: dict[str, str]) -> str:
    """The errors alone: what a small sample could do better is for the tests of warnings."""
    _write(tmp_path, SOUND | files)
    return "\n".join(line for line in _problems(tmp_path) if ": varning: " not in line)


def test_a_sound_conversation_and_its_step_are_read(tmp_path: Path) -> None:
    assert not told(tmp_path, {TALK: file(talk(), "Kim är påhittad."), PRACTICE: practice()})
    (course,) = read_courses(tmp_path, TODAY).courses
    assert [placed.step.id for placed in course.practice_steps("prov")] == ["ova"]


def _at(fields: Any, *path: str | int) -> Any:
    for step in path:
        fields = fields[step]
    return fields


ASKED, TWICE = "Du undrar vad det här är?", {"text": "Det skaver.", "code": "CR"}
# Where the fault is planted, and what stands there then; None takes away what stood there.
FAULTS: dict[str, tuple[tuple[str | int, ...], object]] = {
    "goto": (("nodes", 0, "replies", 0, "goto"), "ingenstans"),
    "start": (("start",), "ingenstans"),
    "circle": (("nodes", 1, "replies", 1, "goto"), "n1"),
    "unreachable": (("nodes", 2, "replies", 0, "goto"), "slut"),
    "no consistent reply": (("nodes", 0, "replies", 0, "utterances", 0, "code"), "none"),
    "no duty at a stop": (("nodes", 2, "replies", 0, "utterances", 0, "code"), "SR"),
    "one reply": (("nodes", 0, "replies", 1), None),
    "reflection asked": (("nodes", 0, "replies", 0, "utterances", 0, "text"), ASKED),
    "two reflections": (("nodes", 0, "replies", 0, "utterances", 1), TWICE),
    "neither": (("nodes", 3, "ending"), None),
    "same id": (("nodes", 1, "id"), "n1"),
}


def broken(change: str) -> dict[str, Any]:
    """The conversation with one fault planted."""
    fields = talk()
    (*path, last), value = FAULTS[change]
    if value is None:
        del _at(fields, *path)[last]
    else:
        _at(fields, *path)[last] = value
    return fields


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("goto", "Noden ”ingenstans” finns inte"),
        ("start", "Noden ”ingenstans” finns inte"),
        ("circle", "Från noden ”n1” kan man gå runt"),
        ("unreachable", "Ingen väg leder till noden ”stopp”"),
        ("no consistent reply", "Inget svar passar turen"),
        ("no duty at a stop", "Minst ett ska ha koden plikt"),
        ("one reply", "Ett enda svar är inget val"),
        ("reflection asked", "Yttrandet slutar med frågetecken och kan inte vara SR"),
        ("two reflections", "Repliken har två reflektioner"),
        ("neither", "En nod har antingen replies eller ending"),
        ("same id", "har samma id, ”n1”"),
    ],
)
def test_a_fault_in_a_conversation_is_told(change: str, words: str, tmp_path: Path) -> None:
    found = told(tmp_path, {TALK: file(broken(change), "Kim är påhittad.")})
    assert words in found
    assert found.startswith(f"{TALK}:")


def test_a_step_that_leads_to_no_exercise_is_told(tmp_path: Path) -> None:
    found = told(tmp_path, {PRACTICE: practice("annat")})
    assert "Övningen ”annat” finns inte i kursens mapp samtal" in found


def test_two_exercises_with_one_id_are_told(tmp_path: Path) -> None:
    text = file(talk(), "Kim är påhittad.")
    assert "Ge övningen ett eget id" in told(tmp_path, {TALK: text, "kurs/samtal/till.md": text})


@pytest.mark.parametrize("check", [order(), match(), compare()], ids=lambda check: check.kind)
def test_the_newer_checks_are_read_from_files(check: Any, tmp_path: Path) -> None:
    fields = check.model_dump(mode="json", exclude_defaults=True, exclude={"stem"})
    assert not told(tmp_path, {"kurs/01-akut/03-till.md": file(fields, check.stem)})
    (course,) = read_courses(tmp_path, TODAY).courses
    assert course.modules[0].steps[-1] == check


@pytest.mark.parametrize(
    ("check", "field", "value", "words"),
    [
        (
            match(),
            "target",
            "nej",
            "Målet ”nej” finns inte i ”targets”. Skriv något av: sett, tror.",
        ),
        (match(), "id", "b", "har samma id, ”b”"),
        (order(), "id", "i2", "har samma id, ”i2”"),
        (compare(), "best", True, "2 anteckningar är bäst. Sätt best: true på exakt en."),
    ],
)
def test_a_fault_in_the_newer_checks_is_told(
    check: Any, field: str, value: object, words: str, tmp_path: Path
) -> None:
    fields = check.model_dump(mode="json", exclude_defaults=True, exclude={"stem"})
    fields["notes" if check.kind == "compare" else "items"][0][field] = value
    assert words in told(tmp_path, {"kurs/01-akut/03-till.md": file(fields, check.stem)})


class TestOtherWords:
    """The same course in English: only the words may differ."""

    @staticmethod
    def _english(**changed: str) -> dict[str, str]:
        return {
            name.replace(".md", ".en.md"): changed.get(name, text) for name, text in SOUND.items()
        }

    def test_a_whole_translation_is_read_with_the_course(self, tmp_path: Path) -> None:
        title = SOUND[TEXT].replace("Att läsa", "To read")
        assert not told(tmp_path, self._english() | {TEXT.replace(".md", ".en.md"): title})
        (course,) = read_courses(tmp_path, TODAY).courses
        assert course.speaks("en")
        assert course.read_in("en").modules[0].steps[0].title == "To read"
        assert course.read_in("sv") is course
        assert course.modules[0].steps[0].title == "Att läsa"

    def test_a_missing_file_is_told(self, tmp_path: Path) -> None:
        files = self._english()
        del files[MODULE.replace(".md", ".en.md")]
        assert "Filen saknas. Skapa module.en.md i mappen." in told(tmp_path, files)

    @pytest.mark.parametrize(
        ("old", "new"), [("correct: true", "correct: false"), ("id: b", "id: z")]
    )
    def test_another_key_or_id_is_told(self, old: str, new: str, tmp_path: Path) -> None:
        changed = SOUND[QUESTION].replace(old, new, 1)
        if old.startswith("correct"):
            changed = changed.replace("correct: false", "correct: true", 2).replace(
                "correct: true", "correct: false", 1
            )
        found = told(tmp_path, self._english() | {QUESTION.replace(".md", ".en.md"): changed})
        assert "Bara orden får skilja sig från den svenska filen" in found

    def test_words_without_a_swedish_file_are_told(self, tmp_path: Path) -> None:
        found = told(tmp_path, {"kurs/01-akut/09-ensam.en.md": SOUND[TEXT]})
        assert "Här väntas bara module.md och steg" in found

"""Every code has its sentence, and every sentence is used."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from api.imports.plan import Difference, Line, PersonChange, Verdict
from api.imports.problems import Problem
from api.imports.wording import (
    COUNTED,
    PROBLEMS,
    counted,
    say,
    say_change,
    say_line,
    shown,
)

ROOM = Path(__file__).parents[3] / "api" / "imports"


def sources() -> str:
    files = [path for path in ROOM.rglob("*.py") if path.name != "wording.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_sentence_has_a_code_that_is_raised() -> None:
    text = sources()
    unused = {code for code in PROBLEMS if f'"{code}"' not in text}
    assert unused == set()


def test_every_code_that_is_raised_has_a_sentence() -> None:
    text = sources()
    raised = set(re.findall(r'Unreadable\(\s*"(\w+)"', text))
    raised |= set(re.findall(r'Problem\(\s*[\w.]+,\s*"(\w+)"', text))
    raised |= set(re.findall(r'yield "\w+", "(\w+)"', text))
    assert len(raised) > 40
    assert raised - PROBLEMS.keys() == set()


def test_a_problem_names_file_row_column_and_value() -> None:
    problem = Problem("people.csv", "unknown_unit", 14, "unit_code", "SKOLA-X")
    assert say(problem) == (
        'people.csv, rad 14, kolumn unit_code, värde "SKOLA-X": '
        "enheten finns inte. Importera enheten först eller rätta koden."
    )


def test_a_problem_of_the_whole_file() -> None:
    assert say(Problem("f.csv", "file_empty")) == "f.csv: filen är tom."


def test_values_with_braces_are_only_text() -> None:
    problem = Problem("{file}.csv", "not_among", 2, "kind", "{x}", {"known": "{a}"})
    assert (
        say(problem)
        == '{file}.csv, rad 2, kolumn kind, värde "{x}": värdet ska vara något av: {a}.'
    )


def test_long_values_are_cut() -> None:
    assert "…" in say(Problem("f", "too_long", 2, "name", "x" * 300, {"found": 300, "most": 200}))


def test_an_open_end_is_said_in_words() -> None:
    values = {"start": date(2024, 1, 1), "end": None}
    assert "2024-01-01 till tills vidare" in say(Problem("f", "overlap_known", values=values))


def test_counts_agree_with_their_nouns() -> None:
    values = {"persons": 37, "titles": 12, "requirements": 3}
    assert say(Problem("people.csv", "without_category", values=values)) == (
        "people.csv: 37 personer med 12 titlar saknar kategori och omfattas inte av 3 krav."
    )
    assert [counted(name, 1) for name in COUNTED] == ["1 person", "1 tjänst", "1 krav", "1 titel"]


def test_it_is_said_in_the_readers_language() -> None:
    english = {PROBLEMS["file_empty"]: "the file is empty."}
    assert say(Problem("f", "file_empty"), lambda text: english.get(text, text)) == (
        "f: the file is empty."
    )


def line(verdict: Verdict, **values: object) -> Line:
    given: dict[str, object] = {
        "row": 14,
        "key": (("code", "A"), ("end", None)),
        "differences": (),
        "last_day": None,
        "past_days": 0,
    }
    return Line(verdict, **{**given, **values})  # type: ignore[arg-type]


def test_lines_say_what_becomes_of_a_row() -> None:
    assert say_line(line(Verdict.ADDED)) == "rad 14: code A, end tills vidare"
    difference = (Difference("manager", before=False, after=True),)
    assert say_line(line(Verdict.CORRECTED, differences=difference, past_days=1)) == (
        "rad 14: code A, end tills vidare; manager: nej → ja; täckningen kan ändras för 1 dag bakåt"
    )
    ended = line(Verdict.ENDED, row=None, last_day=date(2026, 11, 21))
    assert say_line(ended) == "code A, end tills vidare; slutar 2026-11-21"
    assert say_line(line(Verdict.ENDED, row=None)).endswith("tas tillbaka; hade inte börjat")
    masked = line(Verdict.ENDED, row=None, key=(), masked=True, last_day=date(2026, 11, 21))
    assert say_line(masked) == "Visas inte; slutar 2026-11-21"


def test_changes_of_persons_are_said_unless_protected() -> None:
    change = PersonChange("101", 3, "email", "", "a@b.se")
    assert say_change(change) == "rad 3: 101, email: tomt → a@b.se"
    assert say_change(change._replace(masked=True)) == "rad 3: Visas inte"


def test_values_are_shown_as_a_person_reads_them() -> None:
    assert shown("valid_until", None) == "tills vidare"
    assert shown("not_before", None) == "tomt"
    assert shown("start", date(2026, 1, 2)) == "2026-01-02"

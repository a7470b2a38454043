"""Taking an import back restores exactly the former facts, or is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.actor import Actor
from api.errors import Conflict, NotFound
from api.imports import service

PERSON = "employee_id;name;unit_code;title;category;start;end\n"
UNIT = "code;name;kind;parent_code;start;end\n"


def test_a_first_import_leaves_no_fact(importer: Any) -> None:
    batch = importer.apply("units", UNIT + "K;K;kommun;;;\n")
    importer.undo(batch)
    assert importer.facts("units") == []
    assert importer.rows("unit") == 1
    importer.apply("units", UNIT + "K;K;kommun;;;\n")
    assert importer.rows("unit") == 1


def test_corrections_changes_and_endings_are_all_taken_back(peopled: Any) -> None:
    peopled.apply("people", PERSON + "900;Ny;A;Kock;;2024-01-01;\n", feed="b")
    before = {kind: peopled.facts(kind) for kind in ("units", "people", "requirements")}
    batches = [
        peopled.apply(
            "units",
            UNIT + "A;Nya A;enhet;K;2025-01-01;\nX;Ny klubb;extern;;2020-01-01;\n",
            feed="c",
        ),
        peopled.apply(
            "people", PERSON + "101;Åsa Ek;A;Lärare;Ny;2024-01-01;\n", whole=True, confirmed=True
        ),
        peopled.apply(
            "requirements",
            "code;name;accepts;unit_code;start;end\nGRUND;G;ny;K;2025-06-01;\nPED;P;p;A;2024-01-01;2026-01-01\n",
        ),
    ]
    for kind, facts in before.items():
        assert peopled.facts(kind) != facts
    for batch in reversed(batches):
        peopled.undo(batch)
    assert {kind: peopled.facts(kind) for kind in before} == before


def test_imports_are_taken_back_one_after_another(peopled: Any) -> None:
    states, batches = [], []
    for category in ("Ett", "Två", "Tre"):
        states.append(peopled.facts("people"))
        content = PERSON + f"101;Åsa Ek;A;Lärare;{category};2024-01-01;\n"
        batches.append(peopled.apply("people", content))
    while batches:
        peopled.undo(batches.pop())
        assert peopled.facts("people") == states.pop()


def test_what_was_taken_back_can_be_done_again(peopled: Any) -> None:
    content = PERSON + "101;Åsa Ek;A;Lärare;Ny;2024-01-01;\n"
    peopled.undo(peopled.apply("people", content))
    batch = peopled.apply("people", content)
    assert peopled.batch(batch).corrected == 1


def test_not_when_a_later_import_has_built_on_it(peopled: Any) -> None:
    first = peopled.apply("people", PERSON + "101;Åsa Ek;A;Lärare;Ett;2024-01-01;\n")
    peopled.apply("people", PERSON + "101;Åsa Ek;A;Lärare;Två;2024-01-01;\n")
    before = peopled.facts("people")
    with pytest.raises(Conflict) as refused:
        peopled.undo(first)
    assert (refused.value.code, refused.value.values) == ("import_overtaken", {"count": 1})
    assert peopled.facts("people") == before


def test_not_twice_and_not_what_never_was(peopled: Any) -> None:
    batch = peopled.apply("people", PERSON + "900;Ny;A;Kock;;2024-01-01;\n")
    peopled.undo(batch)
    with pytest.raises(Conflict, match="import_undone_already"):
        peopled.undo(batch)
    with pytest.raises(NotFound, match="import_unknown"):
        peopled.undo(batch + 100)


def test_not_when_later_rows_hold_the_same_days(peopled: Any) -> None:
    shorter = peopled.apply(
        "people", PERSON + "101;Åsa Ek;A;Lärare;Pedagog;2024-01-01;2025-12-31\n"
    )
    peopled.apply("people", PERSON + "101;Åsa Ek;A;Lärare;Pedagog;2026-01-01;\n")
    with pytest.raises(Conflict, match="import_undo_collides"):
        peopled.undo(shorter)


def test_not_when_people_have_come_to_its_units(peopled: Any) -> None:
    unit = peopled.apply("units", UNIT + "C;Skola C;enhet;N;2020-01-01;\n")
    peopled.apply("people", PERSON + "900;Ny;C;Kock;;2024-01-01;\n")
    with pytest.raises(Conflict, match="import_undo_leaves_posts"):
        peopled.undo(unit)


def test_not_when_units_have_come_below_its_units(peopled: Any) -> None:
    unit = peopled.apply("units", UNIT + "C;Skola C;enhet;N;2020-01-01;\n")
    peopled.apply("units", UNIT + "D;Skola D;enhet;C;2020-01-01;\n")
    with pytest.raises(Conflict, match="import_undo_leaves_units"):
        peopled.undo(unit)


def test_not_when_the_unit_of_a_restored_post_has_closed(peopled: Any) -> None:
    shorter = peopled.apply(
        "people",
        "employee_id;name;unit_code;title;employment;start;end\n"
        "102;Örjan Alm;A;Kock;visstid;2024-01-01;2025-12-31\n"
        "101;Åsa Ek;A;Lärare;;2024-01-01;2025-12-31\n",
    )
    peopled.apply("units", UNIT + "A;Skola A;enhet;N;2020-01-01;2026-01-01\n")
    with pytest.raises(Conflict, match="import_undo_leaves_posts"):
        peopled.undo(shorter)


def test_imports_are_listed_the_last_one_first(peopled: Any) -> None:
    with peopled.database.reading() as session:
        listed = service.batches(session, Actor.system("test"))
    assert [batch.kind for batch in listed] == ["requirements", "people", "units"]
    assert (listed[1].added, listed[1].file_name) == (3, "people.csv")

"""Planted faults, kind by kind: each is named by row, column, value and code, all of them at once."""

from __future__ import annotations

from typing import Any

import pytest

Expected = set[tuple[Any, ...]]

UNIT_FAULTS: list[tuple[str, str, Expected]] = [
    (
        "unknown parent",
        "U;Ny;enhet;SAKNAS;2021-01-01;",
        {(2, "parent_code", "SAKNAS", "unknown_unit")},
    ),
    ("no parent", "U;Ny;enhet;;2021-01-01;", {(2, "parent_code", "", "parent_missing")}),
    (
        "root under something",
        "K;Kommunen;kommun;N;2020-01-01;",
        {(2, "parent_code", "N", "root_has_parent")},
    ),
    ("second root", "K2;Andra;kommun;;2020-01-01;", {(2, "kind", "kommun", "roots_several")}),
    ("kind", "U;Ny;skola;K;2021-01-01;", {(2, "kind", "skola", "not_among")}),
    ("day", "U;Ny;enhet;K;2021-13-01;", {(2, "start", "2021-13-01", "day_shape")}),
    ("year", "U;Ny;enhet;K;0202-01-01;", {(2, "start", "0202-01-01", "day_range")}),
    (
        "reversed",
        "U;Ny;enhet;K;2021-02-01;2021-01-31",
        {(2, "end", "2021-01-31", "ends_before_start")},
    ),
    (
        "before its parent",
        "U;Ny;enhet;K;2019-12-31;",
        {(2, "parent_code", "K", "parent_not_there")},
    ),
    ("after its parent", "U;Ny;enhet;B;2021-01-01;", {(2, "parent_code", "B", "parent_not_there")}),
    ("under a partner", "U;Ny;enhet;X;2021-01-01;", {(2, "parent_code", "X", "under_extern")}),
    (
        "partner in the tree",
        "U;Ny;extern;K;2021-01-01;",
        {(2, "parent_code", "K", "extern_under_municipal")},
    ),
    ("no code", ";Ny;enhet;K;2021-01-01;", {(2, "code", "", "cell_empty")}),
    ("code with a space", "U 1;Ny;enhet;K;2021-01-01;", {(2, "code", "U 1", "code_shape")}),
    ("long name", f"U;{'x' * 201};enhet;K;2021-01-01;", {(2, "name", "x" * 201, "too_long")}),
    (
        "several faults in several rows",
        "U;;skola;SAKNAS;igår;\nV;Ny;enhet;;2021-01-01;2020-01-01",
        {
            (2, "name", "", "cell_empty"),
            (2, "kind", "skola", "not_among"),
            (2, "parent_code", "SAKNAS", "unknown_unit"),
            (2, "start", "igår", "day_shape"),
            (3, "parent_code", "", "parent_missing"),
            (3, "end", "2020-01-01", "ends_before_start"),
        },
    ),
    ("cycle", "N;Nämnden;namnd;A;2020-01-01;", {(2, "parent_code", "A", "unit_cycle")}),
    (
        "cycle from a later day",
        "N;Nämnden;namnd;A;2026-01-01;",
        {(2, "parent_code", "A", "unit_cycle")},
    ),
    ("under itself", "A;Skola A;enhet;A;2020-01-01;", {(2, "parent_code", "A", "unit_cycle")}),
    (
        "overlap in the file",
        "U;Ny;enhet;K;2021-01-01;2021-12-31\nU;Nyare;enhet;K;2021-12-31;",
        {(3, "start", "2021-12-31", "overlap_in_file")},
    ),
    (
        "overlap with what is known",
        (
            "B;Skola B;enhet;N;2019-01-01;2020-01-01\nK;Kommunen;kommun;;2019-01-01;\n"
            "N;Nämnden;namnd;K;2019-01-01;"
        ),
        {(2, "start", "2019-01-01", "overlap_known")},
    ),
    (
        "twice",
        "U;Ny;enhet;K;2021-01-01;\nU;Annan;enhet;K;20210101;",
        {(3, "code", "U", "key_twice")},
    ),
    (
        "ends under its posts",
        "A;Skola A;enhet;N;2020-01-01;2026-01-31",
        {(2, "end", "A", "leaves_posts")},
    ),
    (
        "ends under a protected person's post",
        "B;Skola B;enhet;N;2020-01-01;2026-01-31",
        {(2, "end", "B", "leaves_posts_unnamed")},
    ),
    (
        "ends under its units",
        "N;Nämnden;namnd;K;2020-01-01;2026-01-31",
        {(2, "end", "N", "leaves_unit")},
    ),
    (
        "twins",
        "007;Ny;enhet;K;;\n07;Annan;enhet;K;;",
        {
            (2, "code", "007", "leading_zeros"),
            (3, "code", "07", "leading_zeros"),
            (2, "parent_code", "K", "parent_not_there"),
            (3, "parent_code", "K", "parent_not_there"),
        },
    ),
]

PEOPLE_HEADER = (
    "employee_id;name;email;unit_code;title;category;employment;manager;start;end;protected"
)
PEOPLE_FAULTS: list[tuple[str, str, Expected]] = [
    (
        "unknown unit",
        "9;Ny;;SAKNAS;T;;;;2024-01-01;;",
        {(2, "unit_code", "SAKNAS", "unknown_unit")},
    ),
    ("before its unit", "9;Ny;;A;T;;;;2019-12-31;;", {(2, "unit_code", "A", "unit_not_there")}),
    ("after its unit", "9;Ny;;B;T;;;;2024-01-01;;", {(2, "unit_code", "B", "unit_not_there")}),
    ("always", "9;Ny;;A;T;;;;;;", {(2, "unit_code", "A", "unit_not_there_always")}),
    ("employment", "9;Ny;;A;T;;fast;;2024-01-01;;", {(2, "employment", "fast", "not_among")}),
    ("manager", "9;Ny;;A;T;;;ja;2024-01-01;;", {(2, "manager", "ja", "zero_one")}),
    ("protected", "9;Ny;;A;T;;;;2024-01-01;;x", {(2, "protected", "x", "zero_one")}),
    ("address", "9;Ny;ny@;A;T;;;;2024-01-01;;", {(2, "email", "ny@", "email_shape")}),
    ("no name", "9;;;A;T;;;;2024-01-01;;", {(2, "name", "", "cell_empty")}),
    ("no title", "9;Ny;;A;;;;;2024-01-01;;", {(2, "title", "", "cell_empty")}),
    (
        "personnummer",
        "199001011234;Ny;;A;T;;;;2024-01-01;;",
        {(2, "employee_id", "199001011234", "personnummer")},
    ),
    (
        "short personnummer",
        "900101-1234;Ny;;A;T;;;;2024-01-01;;",
        {(2, "employee_id", "900101-1234", "personnummer")},
    ),
    (
        "zeros lost since last time",
        "0101;Ny;;A;T;;;;2024-01-01;;",
        {(2, "employee_id", "0101", "leading_zeros")},
    ),
    (
        "zeros of somebody protected",
        "0103;Ny;;A;T;;;;2024-01-01;;",
        {(2, "employee_id", "0103", "leading_zeros_hidden")},
    ),
    (
        "zeros within the file",
        "09;Ny;;A;T;;;;2024-01-01;;\n9;Ny;;A;T;;;;2024-01-01;;",
        {(2, "employee_id", "09", "leading_zeros"), (3, "employee_id", "9", "leading_zeros")},
    ),
    (
        "disagreement",
        "9;Ny;a@b.se;A;T;;;;2024-01-01;;0\n9;Nya;c@b.se;A;U;;;;2024-01-01;;1",
        {
            (3, "name", "Nya", "person_disagrees"),
            (3, "email", "c@b.se", "person_disagrees"),
            (3, "protected", "1", "person_disagrees"),
        },
    ),
    (
        "disagreement in a row with another fault",
        "9;Ny;;A;T;;;;2024-01-01;;\n9;Nya;;A;U;;;;?;;",
        {(3, "name", "Nya", "person_disagrees"), (3, "start", "?", "day_shape")},
    ),
    (
        "same post twice in time",
        "9;Ny;;A;Lärare;;;;2024-01-01;;\n9;Ny;;A;LÄRARE;;;;2025-01-01;;",
        {(3, "start", "2025-01-01", "overlap_in_file")},
    ),
    (
        "overlap with a known post",
        "101;Åsa Ek;asa@example.invalid;A;Lärare;;;;2025-01-01;;",
        {(2, "start", "2025-01-01", "overlap_known")},
    ),
    ("ragged", "9;Ny;;A;T;;;;2024-01-01;;;;;7", {(2, "", "", "ragged_row")}),
]

OTHER_FAULTS: list[tuple[str, str, Expected]] = [
    (
        "categories",
        "title;category\nKock;\n;Kök\nRektor;Chef\n rektor ;Ledning",
        {
            (2, "category", "", "cell_empty"),
            (3, "title", "", "cell_empty"),
            (5, "title", "rektor", "key_twice"),
        },
    ),
    (
        "key-people",
        "employee_id;unit_code;start;end\n999;A;;\n101;SAKNAS;;\n101;A;2025-01-01;2024-01-01",
        {
            (2, "employee_id", "999", "unknown_person"),
            (3, "unit_code", "SAKNAS", "unknown_unit"),
            (4, "end", "2024-01-01", "ends_before_start"),
        },
    ),
    ("key-people", "employee_id;unit_code\n0101;A", {(2, "employee_id", "0101", "leading_zeros")}),
    (
        "roles",
        "employee_id;role;unit_code\n101;chef;A\n101;kung;A\n101;hr;\n101;;K",
        {
            (2, "role", "chef", "not_among"),
            (3, "role", "kung", "not_among"),
            (4, "unit_code", "", "cell_empty"),
            (5, "role", "", "cell_empty"),
        },
    ),
    (
        "roles",
        "employee_id;role;unit_code;start;end\n101;hr;K;;\n101;hr;K;2025-01-01;",
        {(3, "start", "2025-01-01", "overlap_in_file")},
    ),
    (
        "requirements",
        (
            "code;name;accepts;unit_code;categories;employments;key_people_only;start;end;not_before;"
            "days_to_complete;goal\n"
            "R1;Ett;;SAKNAS;;;;2024-01-01;;;;\n"
            "R2;Två; | ;K;;fast|visstid;2;;;x;;101\n"
            f"R3;Tre;kurs x;K;{'y' * 101};;;2024-01-01;2023-01-01;;-1;90,5\n"
        ),
        {
            (2, "accepts", "", "cell_empty"),
            (2, "unit_code", "SAKNAS", "unknown_unit"),
            (3, "accepts", "|", "list_empty"),
            (3, "employments", "fast|visstid", "not_among"),
            (3, "key_people_only", "2", "zero_one"),
            (3, "start", "", "cell_empty"),
            (3, "not_before", "x", "day_shape"),
            (3, "goal", "101", "number_range"),
            (4, "accepts", "kurs x", "code_shape"),
            (4, "categories", "y" * 101, "too_long"),
            (4, "end", "2023-01-01", "ends_before_start"),
            (4, "days_to_complete", "-1", "number_range"),
            (4, "goal", "90,5", "number_range"),
        },
    ),
    (
        "absences",
        "employee_id;start;end\n101;;\n999;2025-01-01;\n102;2025-01-01;2025-02-01\n102;2025-02-01;",
        {
            (2, "start", "", "cell_empty"),
            (3, "employee_id", "999", "unknown_person"),
            (5, "start", "2025-02-01", "overlap_in_file"),
        },
    ),
    (
        "exemptions",
        (
            "employee_id;requirement_code;reason;start;end\n"
            "101;SAKNAS;uppgift;2025-01-01;2025-02-01\n"
            "101;GRUND;sjuk;2025-01-01;2025-02-01\n"
            "101;GRUND;annat;2025-01-01;\n"
            "101;GRUND;annat;2025-01-01;9999-12-31\n"
        ),
        {
            (2, "requirement_code", "SAKNAS", "unknown_requirement"),
            (3, "reason", "sjuk", "not_among"),
            (4, "end", "", "cell_empty"),
            (5, "end", "9999-12-31", "day_range"),
        },
    ),
    (
        "records",
        (
            "employee_id;course_id;completed_on;valid_until;source;note\n"
            "101;okand;2025-01-01;;klassrum;\n"
            "101;kurs-a;2025-01-01;;klassrum;\n"
            "101;kurs-a;2026-11-23;aldrig;klassrum;\n"
            "101;kurs-a;2025-01-02;2025-01-01;klassrum;\n"
            "101;forsta-steget;2025-01-02;;webb;\n"
            f"999;forsta-steget;2025-01-02;snart;extern;{'n' * 201}\n"
            "101;forsta-steget;2025-03-02;;extern;\n"
            "101;forsta-steget;20250302;;extern;\n"
        ),
        {
            (2, "course_id", "okand", "unknown_course"),
            (3, "valid_until", "", "validity_unknown"),
            (4, "completed_on", "2026-11-23", "day_in_future"),
            (5, "valid_until", "2025-01-01", "ends_before_start"),
            (6, "source", "webb", "not_among"),
            (7, "employee_id", "999", "unknown_person"),
            (7, "valid_until", "snart", "day_shape"),
            (7, "note", "n" * 201, "too_long"),
            (9, "employee_id", "101", "key_twice"),
        },
    ),
]


@pytest.mark.parametrize(
    ("rows", "expected"), [row[1:] for row in UNIT_FAULTS], ids=[row[0] for row in UNIT_FAULTS]
)
def test_units(peopled: Any, rows: str, expected: Expected) -> None:
    assert peopled.faults("units", f"code;name;kind;parent_code;start;end\n{rows}\n") == expected


@pytest.mark.parametrize(
    ("rows", "expected"), [row[1:] for row in PEOPLE_FAULTS], ids=[row[0] for row in PEOPLE_FAULTS]
)
def test_people(peopled: Any, rows: str, expected: Expected) -> None:
    assert peopled.faults("people", f"{PEOPLE_HEADER}\n{rows}\n") == expected


@pytest.mark.parametrize(("kind", "content", "expected"), OTHER_FAULTS)
def test_the_other_kinds(peopled: Any, kind: str, content: str, expected: Expected) -> None:
    assert peopled.faults(kind, content) == expected


def test_a_missing_column_is_named_and_the_rest_is_still_checked(peopled: Any) -> None:
    found = peopled.faults("people", "employee_id;name;unit_code\n9;;SAKNAS\n")
    assert found == {
        (None, "title", "", "column_missing"),
        (2, "name", "", "cell_empty"),
        (2, "unit_code", "SAKNAS", "unknown_unit"),
    }


def test_an_unknown_column_is_a_remark(peopled: Any) -> None:
    content = "employee_id;start;stopp;end\n101;2025-01-01;;\n"
    assert peopled.remarks("absences", content) == ["column_unknown"]
    assert peopled.faults("absences", content) == set()


def test_personnummer_are_taken_where_the_installation_allows_them(peopled: Any) -> None:
    peopled.allow_personnummer = True
    rows = "199001011234;Ny;;A;T;;;;2024-01-01;;"
    assert peopled.faults("people", f"{PEOPLE_HEADER}\n{rows}\n") == set()

"""A plan told to people and to programs."""

from __future__ import annotations

import json
from typing import Any

from api.imports.telling import as_json, as_lines

CONTENT = (
    "employee_id;name;unit_code;title;category;start;end;stopp\n"
    "101;Åsa Ek;A;Lärare;Elevhälsa;2024-01-01;;\n"
    "103;Renée Ny;B;Rektor;Chef;2024-01-01;2027-06-30;\n"
    "102;Örjan Öst;A;Vikarie;;2026-11-01;;\n"
)


def test_to_people(peopled: Any) -> None:
    assert "\n".join(as_lines(peopled.plan("people", CONTENT))) == (
        "Att känna till: 2\n"
        "  people.csv, kolumn stopp: kolumnen är okänd och läses inte.\n"
        "  people.csv: 1 person med 2 titlar saknar kategori och omfattas inte av 1 krav.\n"
        "Läggs till: 1\n"
        "  rad 4: employee_id 102, unit_code A, title Vikarie, start 2026-11-01, end tills vidare; "
        "employment: tillsvidare; name: Örjan Öst\n"
        "Rättas: 2\n"
        "  rad 2: employee_id 101, unit_code A, title Lärare, start 2024-01-01, end tills vidare; "
        "category: Pedagog → Elevhälsa; täckningen kan ändras för 1056 dagar bakåt\n"
        "  rad 3: Visas inte; täckningen kan ändras för 1056 dagar bakåt\n"
        "Personuppgifter som ändras: 2\n"
        "  rad 3: Visas inte\n"
        "  rad 4: 102, name: Örjan Alm → Örjan Öst\n"
        "Oförändrade: 0\n"
        "Täckningen kan ändras för 1056 dagar bakåt."
    )


def test_to_people_faults_come_first(peopled: Any) -> None:
    content = CONTENT.replace(";A;Vikarie", ";SAKNAS;Vikarie")
    first, second, *_rest = as_lines(peopled.plan("people", content))
    assert first == "Fel: 1. Filen kan inte importeras."
    assert second == (
        '  people.csv, rad 4, kolumn unit_code, värde "SAKNAS": '
        "enheten finns inte. Importera enheten först eller rätta koden."
    )


def test_to_programs(peopled: Any) -> None:
    found = json.loads(json.dumps(as_json(peopled.plan("people", CONTENT))))
    assert found["corrected"][0] == {
        "row": 2,
        "key": {
            "employee_id": "101",
            "unit_code": "A",
            "title": "Lärare",
            "start": "2024-01-01",
            "end": None,
        },
        "differences": {"category": ["Pedagog", "Elevhälsa"]},
        "last_day": None,
        "past_days": 1056,
        "hidden": False,
    }
    assert found["corrected"][1]["key"] == {}
    assert found["person_changes"][0] == {"row": 3, "hidden": True}
    assert [each["code"] for each in found["warnings"]] == ["column_unknown", "without_category"]
    assert "Renée" not in json.dumps(found, ensure_ascii=False)

"""What a figure is made of, as JSON: it adds up, names nobody, and withholds what must be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stage import QueryRecorder
from tests.web.small_town import BOSS, HR, SIBLING, TAFA, SmallTown

DAY = "2026-11-22"
ADDRESS = "/api/v1/coverage/explanation"
SCHOOL = {"unit": "u4", "requirement": "r10", "on": DAY}


def get(town: SmallTown, reader: int, **asked: str) -> Any:
    return town.client(reader).get(ADDRESS, params={**SCHOOL, **asked})


def test_a_cell_its_terms_and_its_statuses(town: SmallTown) -> None:
    answer = get(town, BOSS).json()
    assert (answer["on"], answer["part"]) == (DAY, "whole")
    assert (answer["cell"]["required"], answer["cell"]["covered"]) == (18, 14)
    assert answer["statuses"] == {
        "valid": 13,
        "expiring": 1,
        "lapsed": 2,
        "overdue": 1,
        "not_started": 1,
    }
    assert answer["terms"] == {
        "code": "r10",
        "name": "Krav 10",
        "unit": "u1",
        "accepts": ["a"],
        "categories": [],
        "employments": [],
        "key_people_only": False,
        "not_before": None,
        "days_to_complete": 90,
        "goal": 90,
        "start": "2025-01-01",
        "end": None,
    }
    assert "Person" not in get(town, BOSS).text
    assert town.looks() == []


def test_the_parts_less_those_in_several_are_the_cell(open_town: SmallTown) -> None:
    answer = get(open_town, TAFA, unit="u2").json()
    parts = [(part["unit"], part["part"], part["required"]) for part in answer["parts"]]
    assert parts == [("u4", "whole", 18), ("u5", "whole", 13), ("u2", "direct", 1)]
    assert answer["several"]["required"] == 1
    assert answer["merged"] is None
    assert answer["cell"]["required"] == 18 + 13 + 1 - 1
    direct = get(open_town, TAFA, unit="u2", part="direct").json()
    assert (direct["part"], direct["cell"]["required"], direct["parts"]) == ("direct", 1, [])


def test_a_withheld_cell_tells_nothing_of_what_it_is_made_of(town: SmallTown) -> None:
    answer = get(town, TAFA).json()
    assert answer["cell"]["suppressed"] is True
    assert (answer["statuses"], answer["parts"], answer["merged"]) == (None, [], None)
    assert answer["several"] is None


def test_as_known_at_an_instant(open_town: SmallTown) -> None:
    now = get(open_town, TAFA).json()
    assert get(open_town, TAFA, known_at="2026-11-22T09:00:00Z").json() == now


@pytest.mark.parametrize(
    ("reader", "asked", "status"),
    [
        (SIBLING, {}, 404),
        (TAFA, {"unit": "saknas"}, 404),
        (TAFA, {"requirement": "r99"}, 404),
        (TAFA, {"on": "2024-06-01"}, 404),
        (TAFA, {"on": "i-dag"}, 422),
        (TAFA, {"part": "half"}, 422),
        (HR, {}, 403),
    ],
)
def test_refusals(town: SmallTown, reader: int, asked: dict[str, str], status: int) -> None:
    found = get(town, reader, **asked)
    assert found.status_code == status
    assert found.headers["content-type"] == "application/problem+json"


def test_it_takes_four_queries_once_the_ground_is_known(open_town: SmallTown) -> None:
    recorder = QueryRecorder(open_town.app.state.house.database.engine)
    for most in (6, 4):
        with recorder.recording() as statements:
            get(open_town, TAFA, unit="u1")
        assert len(statements) <= most, statements

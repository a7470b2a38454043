from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest

from api.imports.models import FileKind
from bench import synthetic

DAY = date(2026, 11, 22)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode()), delimiter=";"))


def test_the_same_size_and_day_always_give_the_same_files() -> None:
    assert synthetic.files(200, DAY) == synthetic.files(200, DAY)


def test_the_municipality_is_as_promised() -> None:
    files = {kind: rows(content) for kind, content in synthetic.files(2000, DAY).items()}
    posts = files[FileKind.PEOPLE]
    today = Counter(
        row["employee_id"] for row in posts if not row["end"] or row["end"] >= DAY.isoformat()
    )
    assert len(files[FileKind.UNITS]) == 60
    assert len(files[FileKind.REQUIREMENTS]) == 10
    assert len({row["employee_id"] for row in posts}) == 2000
    assert 0.07 < sum(count > 1 for count in today.values()) / 2000 < 0.13
    small = [row for row in posts if row["unit_code"] == synthetic.SMALL_UNIT]
    assert len(small) == synthetic.SMALL_UNIT_STAFF
    assert [row["employee_id"] for row in small if row["manager"] == "1"] == [synthetic.MANAGER]


@pytest.mark.parametrize(
    ("staff", "units", "requirements"), [(2_500, 60, 10), (25_000, 600, 15), (60_000, 2_000, 20)]
)
def test_units_and_requirements_grow_with_the_staff_but_one_board_stays_alike(
    monkeypatch: pytest.MonkeyPatch, staff: int, units: int, requirements: int
) -> None:
    monkeypatch.setattr(synthetic, "_employ", lambda *_: None)
    files = {kind: rows(content) for kind, content in synthetic.files(staff, DAY).items()}
    asked = [row for row in files[FileKind.REQUIREMENTS] if row["unit_code"] == "K"]
    offices = [row for row in files[FileKind.UNITS] if row["parent_code"] == synthetic.EQUAL_BOARD]
    assert len(files[FileKind.UNITS]) == units
    assert len(files[FileKind.REQUIREMENTS]) == requirements
    assert synthetic.EQUAL_BOARD not in {row["unit_code"] for row in files[FileKind.REQUIREMENTS]}
    assert (len(offices), len(asked)) == (12, 10)


def test_the_large_unit_can_be_moved_to_another_board() -> None:
    files = {kind: rows(content) for kind, content in synthetic.files(2_500, DAY).items()}
    parents = {row["code"]: row["parent_code"] for row in files[FileKind.UNITS]}
    here = {
        row["employee_id"]
        for row in files[FileKind.PEOPLE]
        if row["unit_code"] == synthetic.LARGE_UNIT
    }
    assert len(here) == synthetic.LARGE_UNIT_STAFF
    assert parents[synthetic.LARGE_UNIT] == synthetic.MOVED_FROM
    assert parents[synthetic.MOVED_FROM] != parents[synthetic.MOVED_TO]


def test_every_chain_is_four_units_long() -> None:
    units = rows(synthetic.files(10, DAY)[FileKind.UNITS])
    parents = {row["code"]: row["parent_code"] for row in units}

    def depth(code: str) -> int:
        return 1 + depth(parents[code]) if code else 0

    assert {depth(row["code"]) for row in units if row["kind"] == "enhet"} == {4}

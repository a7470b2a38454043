from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bench.report import Row, as_json, markdown, number, terminal

PAGE = Row(
    name="A page",
    database="SQLite",
    staff=25_000,
    value=12.0,
    base="hello",
    base_value=4.0,
    aim=2.5,
    samples=60,
)
REQUESTS = Row(name="Requests", value=5, unit="", aim=6)
PLAIN = Row(name="Something", value=1.5, note="of interest")


def test_an_aim_is_for_the_ratio_where_there_is_one_and_else_for_the_figure() -> None:
    assert (PAGE.ratio, PAGE.met) == (3.0, False)
    assert (REQUESTS.ratio, REQUESTS.met) == (None, True)
    assert (PLAIN.ratio, PLAIN.met) == (None, None)


def test_exactly_the_aim_is_met() -> None:
    assert Row(name="Even", value=5, base="hello", base_value=2, aim=2.5).met


def test_the_terminal_has_a_line_for_each_row_and_columns_that_stand_straight() -> None:
    heading, rule, page, requests, plain = terminal([PAGE, REQUESTS, PLAIN]).splitlines()
    assert heading.split()[0] == "What"
    assert set(rule) == {"─", " "}
    assert page.index("SQLite") == heading.index("Database")
    assert "hello (4.00 ms)" in page
    assert "3.00 \N{MULTIPLICATION SIGN}" in page
    assert page.endswith("NO")
    assert requests.endswith("yes")
    assert "Something, of interest" in plain


def test_a_floor_is_the_least_that_is_wanted() -> None:
    served = Row(name="Served", value=180, unit="requests/s", floor=200)
    assert served.met is False
    assert replace(served, value=200).met
    assert "≥ 200 requests/s" in terminal([served])


def test_markdown_has_a_line_for_each_aim_and_a_column_for_each_data_set() -> None:
    small = replace(PAGE, staff=2_500, value=8.0)
    other = replace(PAGE, database="PostgreSQL", steady=False)
    heading, rule, page, requests = markdown([PAGE, other, small, PLAIN, REQUESTS]).splitlines()
    assert heading == "|  | Aim | SQLite 2 500 | SQLite 25 000 | PostgreSQL 25 000 |"
    assert rule == "| --- | ---: | ---: | ---: | ---: |"
    told = page.replace("\N{MULTIPLICATION SIGN}", "x")
    assert told == "| A page | ≤ 2.5 x hello | 2.00 x | **3.00 x** | **3.00 x ?** |"
    assert requests == "| Requests | ≤ 6 | 5.00 |  |  |"


def test_json_holds_ratio_and_verdict() -> None:
    told = json.loads(json.dumps(as_json(PAGE)))
    assert told["ratio"] == 3
    assert told["met"] is False
    assert told["staff"] == 25_000


@pytest.mark.parametrize(
    ("value", "text"), [(0.1234, "0.12"), (4.567, "4.57"), (78.94, "78.9"), (12345.6, "12 346")]
)
def test_numbers_have_the_digits_that_matter(value: float, text: str) -> None:
    assert number(value) == text


def test_a_ratio_of_unsteady_samples_bears_a_question_mark() -> None:
    doubtful = replace(PAGE, steady=False)
    assert "3.00 \N{MULTIPLICATION SIGN} ?" in terminal([doubtful])
    assert "?" not in terminal([PAGE])

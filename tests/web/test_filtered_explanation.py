"""What a figure is made of when only some are counted: on the page, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.stage import parse, words
from tests.web.small_town import (
    BOSS,
    OTHER,
    SCHOOL,
    SIBLING,
    TAFA,
    SmallTown,
    everybody,
    small_town,
    table,
)
from tests.web.test_filters import temporary

PAGE = "/tackning/ruta"
JSON = "/api/v1/coverage/explanation"
CELL = {"requirement": "r10", "on": "2026-11-22"}


@pytest.fixture
def town(engine: Engine) -> Iterator[SmallTown]:
    """Thirty temporary staff where they work; one permanent person is exempt, a group too small."""
    more = [*temporary(SCHOOL, 16, 301), *temporary(OTHER, 12, 341)]
    with small_town(engine, [*everybody(), *more]) as made:
        yield made


@pytest.fixture
def open_town(engine: Engine) -> Iterator[SmallTown]:
    more = [*temporary(SCHOOL, 16, 301), *temporary(OTHER, 12, 341)]
    with small_town(engine, [*everybody(), *more], small_group=1) as made:
        yield made


def tables(page: Any) -> list[str]:
    return [one.get("class", "") for one in parse(page.text).iter("table")]


class TestEmployment:
    def test_it_says_whom_it_counts_and_adds_up(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"{PAGE}?enhet=u1&krav=r10&anstallning=visstid")
        said = words(page)
        assert "14 av 28 visstidsanställda har giltig utbildning." in said
        assert "Bara visstidsanställda: den räknas som omfattas genom en tjänst" in said
        assert [row[1:] for row in table(page.text, 1)[1:]] == [
            ["16", "8", "50 %", "0"],
            ["12", "6", "50 %", "0"],
            ["28", "14", "50 %", "0"],
        ]
        assert 'href="/tackning/ruta?enhet=u1&amp;krav=r10">ta bort' in page.text
        assert "Kopiera" not in said

    def test_a_withheld_one_says_why(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(f"{PAGE}?enhet=u1&krav=r10&anstallning=visstid")
        assert "bara om ingen grupp är mindre än 5 personer" in words(page)
        assert tables(page) == []

    def test_the_people_are_those_it_counts(self, town: SmallTown) -> None:
        page = town.client(BOSS).get(f"{PAGE}?enhet=u4&krav=r10&anstallning=visstid")
        assert len(table(page.text, 1)) == 1 + 16
        assert "8 av 16 visstidsanställda" in words(page)


class TestKeyPeople:
    def test_how_they_stand_is_told_to_who_may_name_everybody(self, town: SmallTown) -> None:
        page = town.client(SIBLING).get(f"{PAGE}?enhet=u5&krav=r10&nyckel=1")
        said = words(page)
        assert "2 av 2 nyckelpersoner har giltig utbildning." in said
        counts = [row[1] for row in table(page.text, 0)]
        assert counts[-1] == "2"
        assert "visas inte här" not in said
        assert len(table(page.text, 1)) == 1 + 2

    def test_others_are_told_why_they_are_not(self, engine: Engine) -> None:
        persons = [one for one in everybody() if not one.exemptions]
        with small_town(engine, [*persons, *temporary(OTHER, 12, 341)]) as town:
            page = town.client(TAFA).get(f"{PAGE}?enhet=u1&krav=r10&nyckel=1")
            answer = (
                town.client(TAFA)
                .get(JSON, params={"unit": "u1", **CELL, "key_people": "true"})
                .json()
            )
        said = words(page)
        assert "2 av 2 nyckelpersoner har giltig utbildning." in said
        assert "Den som får se namnen på alla här ser hela uppdelningen." in said
        assert "Har tid kvar" not in said
        assert (answer["cell"]["required"], answer["cell"]["covered"]) == (2, 2)
        assert answer["statuses"] is None

    def test_in_english(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(f"/en{PAGE}?enhet=u1&krav=r10&nyckel=1"))
        assert "Key people only" in said


def test_json_takes_both(open_town: SmallTown) -> None:
    def asked(**more: str) -> Any:
        return open_town.client(TAFA).get(JSON, params={"unit": "u1", **CELL, **more}).json()

    some = asked(employment="visstid")
    assert (some["cell"]["required"], sum(some["statuses"].values())) == (28, 28)
    assert asked(employment="visstid", key_people="true")["cell"]["required"] == 0
    keys = asked(employment="tillsvidare", key_people="true")
    assert sum(keys["statuses"].values()) == keys["cell"]["required"] == 2
    assert "employment" in str(asked(employment="konsult"))

"""The filters of /tackning: in the address, kept by every link, and meaning the same in the file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import Engine

from api.coverage.facts import PersonFacts
from tests.stage import QueryRecorder, Stage, parse, words
from tests.unit.coverage.builders import person, post
from tests.web.small_town import (
    BOSS,
    OTHER,
    SCHOOL,
    STAFF,
    TAFA,
    VALID_UNTIL,
    SmallTown,
    done,
    everybody,
    small_town,
    table,
)

FILTERS = {"niva": "generell", "nyckel": "1", "anstallning": "visstid"}


def temporary(unit_id: int, count: int, first: int) -> list[PersonFacts]:
    return [
        person(
            post(unit_id, employment="visstid"),
            person_id=number,
            records=(done(VALID_UNTIL),) if number % 2 else (),
        )
        for number in range(first, first + count)
    ]


@pytest.fixture
def town(engine: Engine) -> Iterator[SmallTown]:
    """The small municipality with temporary staff in it, where nothing is withheld."""
    more = [*temporary(SCHOOL, 6, 301), *temporary(OTHER, 2, 321)]
    with small_town(engine, [*everybody(), *more], small_group=1) as made:
        yield made


@pytest.fixture
def careful(engine: Engine) -> Iterator[SmallTown]:
    """The same, where small groups are withheld."""
    more = [*temporary(SCHOOL, 6, 301), *temporary(OTHER, 2, 321)]
    with small_town(engine, [*everybody(), *more]) as made:
        yield made


def rows_of(page: Any) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in table(page.text)}


def links_of(page: Any, path: str) -> list[dict[str, str]]:
    """The queries of all links to a path."""
    hrefs = [link.get("href", "") for link in parse(page.text).iter("a")]
    return [dict(parse_qsl(urlsplit(href).query)) for href in hrefs if urlsplit(href).path == path]


class TestEmployment:
    def test_only_those_are_counted_and_it_is_said(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?anstallning=visstid")
        said = words(page)
        assert (
            "Krav 10 50 % har giltig utbildning: 4 av 8 visstidsanställda, 4 personer från målet"
            in said
        )
        assert (
            "Bara visstidsanställda: den räknas som omfattas genom en tjänst på viss tid." in said
        )
        assert rows_of(page) == {
            "Enhet": ["Krav 10"],
            "Enhet 26 personer": ["50 % 3 till målet, 3 av 6"],
            "Enhet 32 personer": ["50 % 1 till målet, 1 av 2"],
            "Hela kommunen8 personer": ["50 % 4 till målet, 4 av 8"],
        }

    def test_nobody_is_left(self, town: SmallTown) -> None:
        said = words(town.client(TAFA).get("/tackning?anstallning=timavlonad"))
        assert "Filtren lämnar ingenting kvar" in said
        assert "Rensa filter" in said

    def test_small_groups_are_withheld_and_it_is_said(self, careful: SmallTown) -> None:
        page = careful.client(TAFA).get("/tackning?anstallning=visstid")
        assert "Siffrorna för Krav 10 visas inte." in words(page)
        assert "bara om ingen grupp är mindre än 5 personer" in words(page)
        assert rows_of(page)["Enhet 3"] == ["– visas inte", "Ingår inte"]

    def test_not_from_who_may_name_them(self, careful: SmallTown) -> None:
        page = careful.client(BOSS).get("/tackning?anstallning=visstid")
        assert "har giltig utbildning: 3 av 6 visstidsanställda" in words(page)


class TestLevel:
    @pytest.fixture
    def cecilia(self, read_only: Stage) -> Any:
        return read_only.client_as("cecilia")

    def test_columns_are_those_with_a_course_of_the_level(self, cecilia: Any) -> None:
        every = set(table(cecilia.get("/tackning").text)[0])
        heads = {
            level: set(table(cecilia.get(f"/tackning?niva={level}").text)[0])
            for level in ("generell", "specifik", "individ")
        }
        assert "Risk- och skyddsfaktorer" in heads["generell"]
        assert "Digitala miljöer" in heads["specifik"] - heads["individ"]
        assert "Stöd till anhöriga" in heads["specifik"] & heads["individ"]
        assert heads["generell"] | heads["specifik"] == every

    def test_the_headline_is_about_one_of_them(self, cecilia: Any) -> None:
        said = words(cecilia.get("/tackning?niva=individ&krav=GRUND"))
        assert "har giltig utbildning i Första steget" not in said
        assert "Bara nivån individinriktad" in said

    def test_a_course_given_elsewhere_has_none(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?niva=generell")
        assert "Filtren lämnar ingenting kvar" in words(page)


class TestKeyPeople:
    def test_cells_and_headline_are_about_key_people(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?nyckel=1")
        said = words(page)
        assert (
            "Krav 10 100 % har giltig utbildning: 2 av 2 nyckelpersoner. Målet 90 % är nått."
            in said
        )
        assert "tid kvar" not in said
        assert "Behöver uppmärksamhet" not in said
        # The trend is that of everybody.
        assert "/tackning/utveckling" not in page.text
        assert rows_of(page) == {
            "Enhet": ["Krav 10", "Krav 11"],
            "Enhet 22 personer": ["100 % 2 av 2", "50 % 1 till målet, 1 av 2"],
            "Enhet 3": ["Ingår inte", "Ingår inte"],
            "Hela kommunen2 personer": ["100 % 2 av 2", "50 % 1 till målet, 1 av 2"],
        }

    def test_those_of_withheld_cells_stay_withheld(self, careful: SmallTown) -> None:
        page = careful.client(TAFA).get("/tackning?nyckel=1")
        assert "Siffrorna för Krav 10 visas inte." in words(page)
        assert rows_of(page)["Hela kommunen"] == ["– visas inte", "– visas inte"]

    def test_with_an_employment(self, town: SmallTown) -> None:
        said = words(town.client(TAFA).get("/tackning?nyckel=1&anstallning=tillsvidare"))
        assert "har giltig utbildning: 2 av 2 nyckelpersoner som är tillsvidareanställda" in said


class TestAddress:
    def test_every_link_of_the_page_keeps_the_filters(self, town: SmallTown) -> None:
        client = town.client(TAFA)
        for chosen in ({"nyckel": "1"}, {"anstallning": "visstid"}, {"nyckel": "1", **TILLS}):
            page = client.get("/tackning", params={"enhet": "u2", **chosen})
            removed = len(chosen) + 1
            found = links_of(page, "/tackning")
            without = [query for query in found if not chosen.items() <= query.items()]
            # The menu, each filter's "ta bort", and "Rensa filter"; with one filter the same thing.
            assert len(without) == removed + 1
            assert all(chosen.items() <= query.items() for query in links_of(page, "/tackning.csv"))

    def test_the_form_shows_what_is_on(self, town: SmallTown) -> None:
        address = "/tackning?enhet=u2&nyckel=1&anstallning=tillsvidare&dag=2026-11-22"
        page = parse(town.client(TAFA).get(address).text)
        chosen = [
            option.get("value") for option in page.iter("option") if "selected" in option.attrib
        ]
        assert chosen == ["u2", "", "", "tillsvidare"]
        assert (
            "checked" in next(box for box in page.iter("input") if box.get("id") == "nyckel").attrib
        )
        assert "open" in next(page.iter("details")).attrib

    def test_they_lie_folded_when_none_is_on(self, town: SmallTown) -> None:
        page = parse(town.client(TAFA).get("/tackning").text)
        assert "open" not in next(page.iter("details")).attrib
        assert not [one for one in page.iter("section") if "filters-on" in one.get("class", "")]

    def test_each_is_removed_by_a_link(self, town: SmallTown) -> None:
        address = "/tackning?enhet=u2&nyckel=1&anstallning=tillsvidare&oppna=u4"
        text = town.client(TAFA).get(address).text
        assert 'href="/tackning?enhet=u2&amp;nyckel=1">ta bort' in text
        assert 'href="/tackning?enhet=u2&amp;anstallning=tillsvidare">ta bort' in text
        assert 'href="/tackning?enhet=u2">Rensa filter' in text

    def test_what_the_form_sends_empty_is_no_filter(self, town: SmallTown) -> None:
        client = town.client(TAFA)
        empty = client.get("/tackning?enhet=u1&dag=&krav=&niva=&anstallning=")
        assert rows_of(empty) == rows_of(client.get("/tackning?enhet=u1"))

    @pytest.mark.parametrize("path", ["/tackning", "/tackning.csv"])
    @pytest.mark.parametrize(
        "query", ["niva=annan", "nyckel=ja", "anstallning=konsult", "niva=GENERELL"]
    )
    def test_a_filter_that_is_none_is_said_to_be_none(
        self, town: SmallTown, path: str, query: str
    ) -> None:
        found = town.client(TAFA).get(f"{path}?enhet=u1&{query}")
        assert found.status_code == 422
        assert "Filtret finns inte." in words(found)

    def test_staff_may_not(self, town: SmallTown) -> None:
        assert town.client(STAFF).get("/tackning?nyckel=1").status_code == 403

    def test_one_jumps_to_the_units_one_may_see(self, town: SmallTown) -> None:
        def offered(reader: int) -> list[str]:
            page = parse(town.client(reader).get("/tackning").text)
            units = next((one for one in page.iter("select") if one.get("id") == "enhet"), None)
            return [] if units is None else [option.get("value", "") for option in units]

        assert offered(TAFA) == ["u1", "u2", "u4", "u5", "u3"]
        assert offered(BOSS) == []

    def test_queries(self, town: SmallTown) -> None:
        recorder = QueryRecorder(town.app.state.house.database.engine)
        most = {
            "nyckel=1": 5,
            "niva=generell": 6,
            "anstallning=visstid": 12,
            "oppna=u2&nyckel=1": 5,
        }
        for query, queries in most.items():
            for path in ("/tackning", "/tackning.csv"):
                with recorder.recording() as statements:
                    town.client(TAFA).get(f"{path}?enhet=u1&{query}")
                assert len(statements) <= queries, (path, query)

    def test_english(self, town: SmallTown) -> None:
        said = words(town.client(TAFA).get("/en/tackning?anstallning=visstid&nyckel=1"))
        assert "Remove all filters" in said


TILLS = {"anstallning": "tillsvidare"}


class TestFile:
    def test_it_is_filtered_as_the_page_is(self, town: SmallTown) -> None:
        found = town.client(TAFA).get("/tackning.csv?enhet=u1&anstallning=visstid")
        lines = list(csv.DictReader(StringIO(found.text.removeprefix("\ufeff")), delimiter=";"))
        told = [(line["Enhetskod"], line["Omfattas"], line["Utbildade"]) for line in lines]
        assert told == [("u1", "8", "4"), ("u2", "6", "3"), ("u3", "2", "1")]

    def test_key_people(self, town: SmallTown) -> None:
        found = town.client(TAFA).get("/tackning.csv?enhet=u1&nyckel=1")
        lines = list(csv.DictReader(StringIO(found.text.removeprefix("\ufeff")), delimiter=";"))
        told = {(line["Enhetskod"], line["Kravkod"]): line["Omfattas"] for line in lines}
        assert told == {
            ("u1", "r10"): "2",
            ("u1", "r11"): "2",
            ("u2", "r10"): "2",
            ("u2", "r11"): "2",
        }

    def test_its_name_says_which_filters_are_on(self, town: SmallTown) -> None:
        found = town.client(TAFA).get("/tackning.csv?enhet=u1&anstallning=visstid&nyckel=1")
        name = "tackning-u1-2026-11-22-nyckelpersoner-visstid.csv"
        assert name in found.headers["content-disposition"]


def test_partners_stand_below_the_total_and_the_files_sum_is_the_municipalitys(
    read_only: Stage,
) -> None:
    page = read_only.client_as("cecilia").get("/tackning")
    rows = list(rows_of(page))
    start = rows.index("Samverkansparterräknas inte in i kommunen")
    assert rows[start - 1].startswith("Hela kommunen")
    assert rows[start + 1].startswith("FK Exempelstjärnan")
    below = read_only.client_as("doris").get("/tackning")
    assert "Samverkansparter" not in words(below)


def test_a_requirement_of_partners_alone_is_said_to_be_one(read_only: Stage) -> None:
    said = words(read_only.client_as("cecilia").get("/tackning?krav=PARTNER"))
    assert "Första steget för föreningsledare gäller bara samverkansparter." in said

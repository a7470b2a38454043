"""Whatever is chosen on /tackning goes along to every page behind it, and back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.stage import Stage, parse

MOST_PAGES = 40
TABLES = ("/tackning", "/tackning.csv", "/tackning.xlsx")
CHOSEN = (
    {"dag": "2026-10-01", "krav": "GRUND"},
    {"dag": "2026-10-01", "niva": "generell"},
    {"krav": "GRUND", "niva": "generell", "nyckel": "1"},
    {"niva": "specifik", "anstallning": "tillsvidare"},
    {"krav": "GRUND", "nyckel": "1", "anstallning": "tillsvidare"},
)
DAYS = {"dag"}


@pytest.fixture
def cecilia(read_only: Stage) -> Any:
    return read_only.client_as("cecilia")


def links(text: str) -> Iterator[str]:
    """What the page leads to of coverage, but the menu and what takes a filter off."""
    page = parse(text)
    (main,) = page.iter("main")
    off = {
        link
        for place in main.iter("section")
        if place.get("class") == "filters-on"
        for link in place.iter("a")
    }
    for link in page.iter("a"):
        href = link.get("href", "")
        to_all = "Alla krav i" in "".join(link.itertext())
        of_page = link in set(main.iter("a")) or "Tillbaka" in "".join(link.itertext())
        if (
            of_page
            and link not in off
            and not to_all
            and urlsplit(href).path.startswith("/tackning")
        ):
            yield href


def kept(href: str, chosen: dict[str, str], *, days: bool) -> bool:
    path, query = urlsplit(href).path, dict(parse_qsl(urlsplit(href).query))
    wanted = {name: value for name, value in chosen.items() if days or name not in DAYS}
    if path not in TABLES:
        wanted = {**wanted, **({"bara": "krav"} if "krav" in wanted else {})}
    return wanted.items() <= query.items()


@pytest.mark.parametrize("chosen", CHOSEN)
def test_every_link_keeps_what_is_chosen(cecilia: Any, chosen: dict[str, str]) -> None:
    waiting = [f"/tackning?{urlencode({'enhet': 'K', **chosen, 'oppna': 'BUN'})}"]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        page = cecilia.get(address)
        assert page.status_code == 200, address
        if "text/html" not in page.headers["content-type"]:
            continue
        for href in links(page.text):
            # A quick day is another day, and that is all.
            assert kept(href, chosen, days=False), (address, href)
            if kept(href, chosen, days=True):
                waiting.insert(0, href) if urlsplit(href).path not in paths(
                    seen
                ) else waiting.append(href)
    assert paths(seen) >= {"/tackning", "/tackning/ruta", "/tackning.csv"}
    if not {"nyckel", "anstallning"} & chosen.keys():
        assert paths(seen) >= {"/tackning/utveckling", "/tackning/gar-ut"}


def paths(addresses: set[str]) -> set[str]:
    return {urlsplit(each).path for each in addresses}


@pytest.mark.parametrize("chosen", CHOSEN)
def test_the_way_back_leads_to_the_page_one_came_from(cecilia: Any, chosen: dict[str, str]) -> None:
    address = f"/tackning?{urlencode({'enhet': 'K', **chosen, 'oppna': 'BUN'})}"
    text = cecilia.get(address).text
    there = [each for each in links(text) if urlsplit(each).path == "/tackning/ruta"]
    ours = [each for each in there if "enhet=K&" in each or "enhet=BUN&" in each]
    assert ours
    for explained in ours:
        back = next(iter(links(cecilia.get(explained).text)))
        assert dict(parse_qsl(urlsplit(back).query)) == dict(parse_qsl(urlsplit(address).query))
    assert all(cecilia.get(each).status_code == 200 for each in there)


class TestOneRequirement:
    def test_the_page_is_about_it_alone(self, cecilia: Any) -> None:
        page = parse(cecilia.get("/tackning?enhet=K&krav=RISK").text)
        matrix = list(page.iter("table"))[-1]
        heads = ["".join(each.itertext()) for each in next(matrix.iter("tr")).iter("th")]
        assert heads == ["Enhet", "Risk- och skyddsfaktorer"]
        (panel,) = [
            one for one in page.iter("section") if one.get("aria-labelledby") == "attention"
        ]
        named = ["".join(link.itertext()) for link in panel.iter("a")][:-1]
        assert all(each.startswith("Risk- och skyddsfaktorer i") for each in named)

    def test_the_way_to_all_is_a_link_and_a_choice(self, cecilia: Any) -> None:
        text = cecilia.get("/tackning?enhet=K&krav=RISK&niva=generell").text
        assert 'href="/tackning?enhet=K&amp;niva=generell">visa alla krav' in text
        select = next(one for one in parse(text).iter("select") if one.get("id") == "krav")
        options = {each.get("value"): "".join(each.itertext()) for each in select}
        assert options[""] == "Alla krav"
        assert options["RISK"] == "Risk- och skyddsfaktorer"
        assert len(options) > 2

    def test_its_files_hold_it_alone_and_are_named_by_it(self, cecilia: Any) -> None:
        found = cecilia.get("/tackning.csv?enhet=K&krav=RISK")
        assert "-RISK.csv" in found.headers["content-disposition"]
        rows = [line.split(";") for line in found.text.splitlines()[1:]]
        assert {row[4] for row in rows} == {"RISK"}

    @pytest.mark.parametrize("code", ["FINNS-INTE", "PARTNER&enhet=BUN"])
    def test_one_that_asks_nobody_here_leaves_nothing_and_can_be_taken_off(
        self, cecilia: Any, code: str
    ) -> None:
        text = cecilia.get(f"/tackning?krav={code}").text
        assert "Filtren lämnar ingenting kvar" in text
        assert "visa alla krav" in text

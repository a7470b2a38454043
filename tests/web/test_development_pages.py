"""Coverage over the months as pictures and tables, and where training ends in a month."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from sqlalchemy import Engine

from tests.stage import QueryRecorder, Stage, parse, words
from tests.web.small_town import (
    BOSS,
    EXEMPT,
    SIBLING,
    STAFF,
    TAFA,
    SmallTown,
    everybody,
    small_town,
    table,
)

DEVELOPMENT = "/tackning/utveckling?enhet=u1&krav=r10"
MAY = "/tackning/gar-ut?enhet={}&krav=r10&manad=2027-05"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


SVG = "{http://www.w3.org/2000/svg}"


def drawings(text: str) -> list[Element]:
    return [each for each in parse(text).iter(f"{SVG}svg") if each.get("class") == "chart"]


class TestWhereItIs:
    def test_the_overview_fetches_it_and_has_a_link_for_who_has_no_javascript(
        self, town: SmallTown
    ) -> None:
        page = parse(town.client(TAFA).get("/tackning?enhet=u2&dag=2026-12-31").text)
        link = next(each for each in page.iter("a") if each.get("hx-trigger") == "load")
        address = "/tackning/utveckling?enhet=u2&krav=r10&dag=2026-12-31"
        assert link.get("href") == link.get("hx-get") == address
        assert link.get("hx-target") == "#development"
        assert "ignoreTitle:true" in (link.get("hx-swap") or "")
        assert town.client(TAFA).get(address).status_code == 200

    def test_the_page_of_its_own_leads_back_to_where_one_was(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(f"{DEVELOPMENT}&dag=2026-12-31")
        assert "Utvecklingen i Enhet 1" in words(page)
        assert 'href="/tackning?enhet=u1&amp;dag=2026-12-31"' in page.text
        page = town.client(TAFA).get(f"{DEVELOPMENT}&dag=2026-12-31&bara=krav")
        assert 'href="/tackning?enhet=u1&amp;dag=2026-12-31&amp;krav=r10"' in page.text

    def test_who_may_write_reports_begins_one_here(self, town: SmallTown) -> None:
        begin = 'class="button" href="/rapporter/ny?enhet=u1"'
        assert begin in town.client(TAFA).get("/tackning").text
        assert "/rapporter/ny" not in town.client(BOSS).get("/tackning").text

    @pytest.mark.parametrize("address", [DEVELOPMENT, MAY.format("u1")])
    def test_it_takes_five_queries(self, town: SmallTown, address: str) -> None:
        recorder = QueryRecorder(town.app.state.house.database.engine)
        client = town.client(TAFA)
        client.get(address)  # What follows from the ground alone is kept from then on.
        with recorder.recording() as statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= 5, statements


class TestChart:
    def test_both_drawings_say_what_they_show(self, open_town: SmallTown) -> None:
        for language in ("", "/en"):
            page = open_town.client(TAFA).get(f"{language}{DEVELOPMENT}")
            drawn = drawings(page.text)
            assert len(drawn) == 2
            for each in drawn:
                assert each.get("role") == "img"
                named = [
                    element for element in each if element.tag in {f"{SVG}title", f"{SVG}desc"}
                ]
                assert each.get("aria-labelledby") == " ".join(one.get("id") or "" for one in named)
                assert all(element.text for element in named)

    def test_the_title_is_the_finding(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(DEVELOPMENT))
        assert "Om ingen förnyar faller täckningen till 75 % i april" in said
        assert "Målet är 90 %. Alla siffror står i tabellen." in said

    def test_the_table_beside_has_the_same_figures(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(DEVELOPMENT)
        head, *rows = table(page.text, 0)
        assert head == ["Dag", "Omfattas", "Utbildade", "Andel", "Om alla förnyar"]
        assert len(rows) == 19
        assert ["22 november 2026", "41", "32", "78 %", ""] in rows

    def test_what_is_withheld_is_a_gap_with_words(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(DEVELOPMENT)
        assert "Hela utvecklingen kan inte visas" in words(page)
        drawn = drawings(page.text)[0]
        classes = [each.get("class") for each in drawn.iter()]
        assert "gap" in classes
        assert not any((each or "").startswith("line") for each in classes)
        assert {tuple(row[1:]) for row in table(page.text, 0)[1:]} == {("visas inte",)}


class TestLapses:
    def test_months_have_numbers_bars_and_links(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(DEVELOPMENT)
        rows = {row[0]: row[1] for row in table(page.text)[1:]}
        assert rows["December 2026"] == "1"
        assert rows["Januari 2027"] == "0"
        assert 'href="/tackning/gar-ut?enhet=u1&amp;krav=r10&amp;manad=2026-12"' in page.text

    def test_a_month_tells_where(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(MAY.format("u1"))
        assert "31 personer har utbildning i Krav 10 som går ut, om ingen förnyar." in words(page)
        assert [row[:2] for row in table(page.text)[1:]] == [["Enhet 2", "22"], ["Enhet 3", "9"]]
        assert 'href="/tackning/gar-ut?enhet=u2&amp;krav=r10&amp;manad=2027-05"' in page.text

    def test_small_parts_are_told_together(self, engine: Engine) -> None:
        persons = [one for one in everybody() if one.person_id != EXEMPT]
        with small_town(engine, persons) as town:
            page = town.client(TAFA).get(MAY.format("u2"))
        assert [row[:2] for row in table(page.text)[1:]] == [
            ["Enhet 4", "13"],
            ["Övriga enheter (2 enheter)", "10"],
        ]
        assert "2 enheter visas inte var för sig" in words(page)

    def test_a_withheld_unit_tells_nothing(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(MAY.format("u1"))
        assert "kan inte visas här" in words(page)
        assert not any(row[1].isdigit() and int(row[1]) > 9 for row in table(page.text)[1:])

    def test_a_month_without_any_says_so(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(MAY.format("u1").replace("-05", "-08")))
        assert "Ingens utbildning i Krav 10 går ut den här månaden." in said

    @pytest.mark.parametrize("month", ["2026-10", "2027-13", "0000-01", "mars", ""])
    def test_a_bad_month_is_said_to_be_one(self, town: SmallTown, month: str) -> None:
        found = town.client(TAFA).get(f"/tackning/gar-ut?enhet=u1&krav=r10&manad={month}")
        assert found.status_code == 422
        assert "Månaden kunde inte läsas." in words(found)

    def test_the_rest_of_this_month_can_be_asked_for(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(MAY.format("u1").replace("2027-05", "2026-11"))
        assert page.status_code == 200


@pytest.mark.parametrize("address", ["/tackning/utveckling?enhet={}&krav=r10", MAY])
class TestWho:
    def test_own_unit_and_no_other(self, town: SmallTown, address: str) -> None:
        assert town.client(BOSS).get(address.format("u4")).status_code == 200
        assert town.client(SIBLING).get(address.format("u4")).status_code == 404
        assert town.client(STAFF).get(address.format("u4")).status_code == 403

    def test_unknown_requirements_are_not_found(self, town: SmallTown, address: str) -> None:
        found = town.client(TAFA).get(address.format("u1").replace("r10", "saknas"))
        assert found.status_code == 404


def test_every_unit_of_the_demo_can_be_asked(read_only: Stage) -> None:
    client = read_only.client_as("cecilia")
    for code in ("K", "BUN", "SN", "BUN-F", "BUN-101", "KUN-103"):
        for address in (
            f"/tackning/utveckling?enhet={code}&krav=GRUND",
            f"/tackning/gar-ut?enhet={code}&krav=GRUND&manad=2027-03",
        ):
            assert client.get(address).status_code == 200, address

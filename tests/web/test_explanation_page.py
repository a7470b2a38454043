"""The page behind each figure, the sentence to be copied, and where the matrix leads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from api.coverage.figures import Cell
from tests.stage import QueryRecorder, parse, words
from tests.web import small_town as town_module
from tests.web.small_town import (
    BOSS,
    EXEMPT,
    HEAD,
    NAMND,
    SCHOOL,
    SIBLING,
    STAFF,
    TAFA,
    SmallTown,
    small_town,
    table,
    text_of,
)
from web.coverage.answer import answer_text

PAGE = "/tackning/ruta"
SCHOOLS = f"{PAGE}?enhet=u4&krav=r10"
BY_STATUS, PARTS = 0, 1


def hrefs(text: str) -> list[str]:
    return [link.get("href", "") for link in parse(text).iter("a")]


class TestFigure:
    def test_the_heading_is_the_figure_and_the_sentence_says_how_far(
        self, open_town: SmallTown
    ) -> None:
        page = open_town.client(TAFA).get(SCHOOLS)
        headings = [text_of(found) for found in parse(page.text).iter("h1")]
        assert headings == ["77 %: Krav 10 i Enhet 4"]
        said = words(page)
        assert "14 av 18 har giltig utbildning. Till målet 90 % saknas 3 personer." in said
        assert "Läget 22 november 2026." in said

    def test_statuses_have_two_sums_and_a_sum(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(SCHOOLS)
        counts = {row[0]: row[1] for row in table(page.text, BY_STATUS)}
        assert list(counts.values()) == ["Antal", "13", "1", "14", "2", "1", "1", "4", "18"]
        assert counts["Har giltig utbildning"] == "14"
        assert counts["Saknar giltig utbildningvarav 1 har tid kvar"] == "4"
        assert counts["Omfattas av kravet"] == "18"
        assert "Utanför summan: 1 undantagen." in words(page)

    def test_the_parts_add_up_and_lead_deeper(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"{PAGE}?enhet=u2&krav=r10&dag=2026-11-21")
        assert table(page.text, PARTS) == [
            ["Enhet", "Omfattas", "Utbildade", "Andel", "Har tid kvar"],
            ["Enhet 41 undantagen", "18", "14", "77 %", "1"],
            ["Enhet 5", "13", "9", "69 %", "0"],
            ["Direkt under Enhet 2", "1", "1", "100 %", "0"],
            ["Räknas i flera enheterdras av från summan", "−1", "−1", "", "0"],  # noqa: RUF001
            ["Enhet 21 undantagen", "31", "23", "74 %", "1"],
        ]
        found = hrefs(page.text)
        assert f"{PAGE}?enhet=u4&krav=r10&dag=2026-11-21" in found
        assert f"{PAGE}?enhet=u2&krav=r10&dag=2026-11-21&del=direkt" in found
        assert f"{PAGE}?enhet=u1&krav=r10&dag=2026-11-21" in found
        assert "/tackning?enhet=u1&dag=2026-11-21" in found

    def test_the_part_directly_under(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"{PAGE}?enhet=u2&krav=r10&del=direkt")
        assert "100 %: Krav 10 direkt under Enhet 2" in words(page)
        assert "/tackning?enhet=u2" in hrefs(page.text)

    def test_small_parts_are_told_together(self, engine: Engine) -> None:
        persons = [one for one in town_module.everybody() if one.person_id != EXEMPT]
        with small_town(engine, persons) as town:
            page = town.client(TAFA).get(f"{PAGE}?enhet=u2&krav=r10")
            rows = {row[0]: row[1:] for row in table(page.text, PARTS)}
        assert rows["Övriga enheter (2 enheter)visas inte var för sig"] == ["14", "10", "", "0"]
        assert "Enhet 5" not in rows

    def test_the_rule_in_plain_words(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(SCHOOLS))
        assert "Alla i Enhet 1, utom timavlönade." in said
        assert "90 dagar från första dagen" in said
        assert "Den som är ny har 90 dagar på sig." in said
        assert "den som började omfattas 24 augusti 2026 eller senare" in said
        assert "14 av 18 är 77 %, avrundat nedåt." in said

    def test_a_withheld_figure_says_why_and_no_more(self, town: SmallTown) -> None:
        page = town.client(TAFA).get(SCHOOLS)
        said = words(page)
        assert "Visas inte: Krav 10 i Enhet 4" in said
        assert "Färre än 5 personer omfattas eller är undantagna" in said
        assert list(parse(page.text).iter("table")) == []
        assert "Kopiera" not in said

    def test_a_day_to_come_says_what_it_assumes(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(f"{SCHOOLS}&dag=2027-05-15"))
        assert "så blir det om ingen förnyar" in said
        assert "Om ingen förnyar har 0 av 18 (0 %) anställda i Enhet 4" in said

    def test_nobody_is_required(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(f"{PAGE}?enhet=u3&krav=r11"))
        assert "Ingen omfattas av kravet här den dagen." in said
        assert "Nyckelpersoner i Enhet 1" in said

    @pytest.mark.parametrize(
        ("reader", "query", "status"),
        [
            (TAFA, "enhet=u4&krav=r99", 404),
            (TAFA, "enhet=u4&krav=r10&dag=2024-06-01", 404),
            (TAFA, "enhet=u4", 404),
            (TAFA, "krav=r10", 404),
            (SIBLING, "enhet=u4&krav=r10", 404),
            (TAFA, "enhet=u4&krav=r10&dag=i-dag", 422),
            (STAFF, "enhet=u4&krav=r10", 403),
        ],
    )
    def test_what_cannot_be_explained(
        self, town: SmallTown, reader: int, query: str, status: int
    ) -> None:
        assert town.client(reader).get(f"{PAGE}?{query}").status_code == status

    def test_it_takes_six_queries_and_less_once_the_ground_is_known(
        self, open_town: SmallTown
    ) -> None:
        recorder = QueryRecorder(open_town.app.state.house.database.engine)
        client = open_town.client(TAFA)
        for day in ("2026-11-22", "2026-10-01"):
            for address, most in (
                (f"{PAGE}?enhet=u1&krav=r10&dag={day}", 7),
                (f"{PAGE}?enhet=u1&krav=r10&dag={day}", 5),
                (f"{PAGE}?enhet=u2&krav=r10&dag={day}&del=direkt", 5),
            ):
                with recorder.recording() as statements:
                    assert client.get(address).status_code == 200
                assert len(statements) <= most, statements

    def test_english(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get(f"/en{SCHOOLS}")
        said = words(page)
        assert "77 %: Krav 10 in Enhet 4" in said
        assert "14 of 18 have valid training." in said
        assert '<span lang="sv">Krav 10</span>' in page.text
        assert "On 22 November 2026, 14 of 18 (77 %) employees in Enhet 4 have valid" in said


class TestPeople:
    def test_who_may_name_them_sees_whom_it_counts_by_status(self, town: SmallTown) -> None:
        page = town.client(BOSS).get(SCHOOLS)
        rows = table(page.text)
        # Twelve valid, and of each other status one; hourly and away are not counted.
        assert len(rows) == 1 + 18 + 1
        assert [row[0] for row in rows[14:]] == [
            "Person 002",
            "Person 001",
            "Person 004",
            "Person 003",
            "Person 009",
            "Visas inte",
        ]
        assert rows[-1] == ["Visas inte", "Skyddade uppgifter"]
        assert town.looks() == [(f"person:{BOSS}", "coverage.people", SCHOOL, 18)]

    def test_who_may_not_sees_none_and_nothing_is_logged(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get(SCHOOLS))
        assert "Person 0" not in said
        assert open_town.looks() == []

    def test_units_with_a_manager_of_their_own_are_counted_only(self, open_town: SmallTown) -> None:
        page = open_town.client(HEAD).get(f"{PAGE}?enhet=u2&krav=r10")
        assert [row[0] for row in table(page.text)[1:]] == ["Person 071"]
        assert "31 personer till finns i enheter med egen chef." in words(page)
        assert open_town.looks() == [(f"person:{HEAD}", "coverage.people", NAMND, 1)]


class TestMatrix:
    def test_every_cell_leads_to_its_explanation(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?enhet=u1&oppna=u2&dag=2026-11-21")
        matrix = list(parse(page.text).iter("table"))[-1]
        cells = [cell for cell in matrix.iter("a") if "cell" in cell.get("class", "").split()]
        few = [cell for cell in cells if "few" in cell.get("class", "")]
        assert few, "withheld cells lead there too"
        assert {cell.get("href", "").partition("?")[0] for cell in cells} == {PAGE}
        asked = {cell.get("href", "") for cell in cells}
        for query in ("enhet=u2&krav=r10", "enhet=u4&krav=r10", "enhet=u1&krav=r11"):
            assert f"{PAGE}?{query}&dag=2026-11-21&oppna=u2" in asked
        assert f"{PAGE}?enhet=u2&krav=r10&dag=2026-11-21&del=direkt&oppna=u2" in asked
        for cell in cells:
            assert town.client(TAFA).get(cell.get("href", "")).status_code == 200

    def test_names_lead_to_the_units(self, town: SmallTown) -> None:
        found = hrefs(town.client(TAFA).get("/tackning?dag=2026-11-21").text)
        assert "/tackning?enhet=u2&dag=2026-11-21" in found
        assert "/tackning?enhet=u3&dag=2026-11-21" in found

    def test_the_headline_can_be_copied(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get("/tackning?dag=2026-11-21")
        copied = next(parse(page.text).iter("copy-answer"))
        assert (
            "Den 21 november 2026 hade 32 av 41 (78 %) anställda i Enhet 1 giltig utbildning i "
            "Krav 10. Av de 9 som saknade den hade 1 tid kvar. Räknat på dem som omfattas av kravet."
        ) in text_of(copied).replace("\N{NO-BREAK SPACE}", " ")

    def test_what_is_withheld_cannot_be_copied(self, town: SmallTown) -> None:
        assert "copy-answer" not in town.client(TAFA).get("/tackning").text


TODAY, BEFORE, AFTER = date(2026, 11, 22), date(2026, 11, 21), date(2026, 11, 23)


def cell(covered: int, required: int, within: int, **more: Any) -> Cell:
    given: dict[str, Any] = {
        "unit_id": 1,
        "unit_code": "K",
        "unit_name": "Kommunen",
        "requirement_code": "r",
        "requirement_name": "Kravet",
        "goal": 90,
        "required": required,
        "covered": covered,
        "within_time": within,
        "key_required": 0,
        "key_covered": 0,
        "exempt": 0,
        **more,
    }
    return Cell(**given)


class TestAnswer:
    @pytest.mark.parametrize(
        ("covered", "within", "on", "said"),
        [
            (408, 41, BEFORE, "Av de 54 som saknade den hade 41 tid kvar."),
            (408, 0, BEFORE, "Ingen av de 54 som saknade den hade tid kvar."),
            (461, 1, BEFORE, "Den enda som saknade den hade tid kvar."),
            (461, 0, BEFORE, "Den enda som saknade den hade inte tid kvar."),
            (408, 41, TODAY, "Av de 54 som saknar den har 41 tid kvar."),
            (408, 0, TODAY, "Ingen av de 54 som saknar den har tid kvar."),
            (461, 1, TODAY, "Den enda som saknar den har tid kvar."),
            (461, 0, TODAY, "Den enda som saknar den har inte tid kvar."),
            (408, 41, AFTER, "Av de 54 som då saknar den har 41 tid kvar."),
            (408, 0, AFTER, "Ingen av de 54 som då saknar den har tid kvar."),
            (461, 1, AFTER, "Den enda som då saknar den har tid kvar."),
            (461, 0, AFTER, "Den enda som då saknar den har inte tid kvar."),
        ],
    )
    def test_it_says_of_the_missing_how_many_have_time_left(
        self, covered: int, within: int, on: date, said: str
    ) -> None:
        told = answer_text(cell(covered, 462, within), on=on, today=TODAY)
        assert f" {said} Räknat på dem som omfattas av kravet." in told

    @pytest.mark.parametrize(
        ("on", "said"),
        [
            (
                BEFORE,
                (
                    "Den 21 november 2026 hade 462 av 462 (100 %) anställda i Kommunen giltig "
                    "utbildning i Kravet. Räknat på dem som omfattas av kravet."
                ),
            ),
            (
                TODAY,
                (
                    "Den 22 november 2026 har 462 av 462 (100 %) anställda i Kommunen giltig "
                    "utbildning i Kravet. Räknat på dem som omfattas av kravet."
                ),
            ),
            (
                AFTER,
                (
                    "Om ingen förnyar har 462 av 462 (100 %) anställda i Kommunen giltig utbildning i "
                    "Kravet den 23 november 2026. Räknat på dem som omfattas av kravet."
                ),
            ),
        ],
    )
    def test_the_tense_follows_the_day(self, on: date, said: str) -> None:
        told = answer_text(cell(462, 462, 0), on=on, today=TODAY)
        assert told.replace("\N{NO-BREAK SPACE}", " ") == said

    def test_percent_is_rounded_down_and_thousands_are_parted(self) -> None:
        told = answer_text(cell(19_999, 20_000, 1), on=TODAY, today=TODAY)
        assert "19 999 av 20 000 (99 %)" in told.replace("\N{NO-BREAK SPACE}", " ")

    def test_directly_under_a_unit(self) -> None:
        told = answer_text(cell(6, 6, 0, unit_id=-1), on=TODAY, today=TODAY)
        assert "anställda direkt under Kommunen giltig" in told

    def test_no_figures_no_answer(self) -> None:
        assert answer_text(cell(0, 0, 0), on=TODAY, today=TODAY) == ""
        hidden = replace(cell(0, 0, 0), required=None, covered=None, suppressed=True)
        assert answer_text(hidden, on=TODAY, today=TODAY) == ""

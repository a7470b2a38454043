"""The municipality's pages: coverage on any day, key people, requirements, the organisation."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import Engine

from api.access.actor import Actor
from api.cli.output import coverage_csv, coverage_json
from api.coverage import service as coverage
from api.coverage.facts import Ground
from tests.conftest import TODAY
from tests.stage import Browser, QueryRecorder, Stage, words
from tests.unit.coverage.builders import person, post
from tests.web import small_town as town_module
from tests.web.small_town import (
    BOSS,
    EXEMPT,
    HEAD,
    HR,
    OTHER,
    ROOT,
    SIBLING,
    STAFF,
    TAFA,
    SmallTown,
    fragment_of,
    small_town,
    table,
)
from tests.web.spreadsheets import as_csv, csv_table, workbook_sheets, workbook_table

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def rows_of(page: Any) -> dict[str, list[str]]:
    """The matrix by the name of its rows."""
    return {row[0]: row[1:] for row in table(page.text)}


class TestOverview:
    def test_the_headline_says_how_many_of_how_many_and_the_goal(
        self, open_town: SmallTown
    ) -> None:
        said = words(open_town.client(TAFA).get("/tackning"))
        assert (
            "Krav 10 78 % har giltig utbildning: 32 av 41, 5 personer från målet 90 %."
            " Av de 9 som saknas är 1 ny och har tid kvar."
        ) in said

    def test_a_goal_that_is_reached_is_said_to_be(self, open_town: SmallTown) -> None:
        said = words(open_town.client(TAFA).get("/tackning?enhet=u3"))
        assert (
            "90 % har giltig utbildning: 9 av 10. Målet 90 % är nått."
            " Ingen av dem som saknas har tid kvar."
        ) in said

    def test_those_missing_may_all_have_time_left(self, engine: Engine) -> None:
        started = post(OTHER, first_day=date(2026, 11, 1))
        persons = [
            *town_module.trained(OTHER, 9, 81),
            *(person(started, person_id=number) for number in (91, 92)),
        ]
        with small_town(engine, persons) as town:
            said = words(town.client(TAFA).get("/tackning"))
        assert (
            "9 av 11, 1 person från målet 90 %. Alla 2 som saknas är nya och har tid kvar." in said
        )
        assert "Inget just nu. Där ett mål inte är nått har alla som saknas tid kvar." in said

    def test_each_cell_has_its_share_and_its_people(self, open_town: SmallTown) -> None:
        rows = rows_of(open_town.client(TAFA).get("/tackning"))
        assert rows == {
            "Enhet": ["Krav 10", "Krav 11"],
            "Enhet 231 personer": ["74 % 5 till målet, 23 av 31", "50 % 1 till målet, 1 av 2"],
            "Enhet 310 personer": ["90 % 9 av 10", "Ingår inte"],
            "Hela kommunen41 personer": [
                "78 % 5 till målet, 32 av 41",
                "50 % 1 till målet, 1 av 2",
            ],
        }

    def test_parts_add_up_by_lines_of_their_own(self, open_town: SmallTown) -> None:
        rows = rows_of(open_town.client(TAFA).get("/tackning?enhet=u2"))
        assert rows["Direkt under Enhet 21 person"][0] == "100 % 1 av 1"
        assert rows["Räknas i flera enheterdras av från summan"][0] == "−1 1 utbildad"  # noqa: RUF001
        assert rows["Enhet 418 personer"][0] == "77 % 3 till målet, 14 av 18"
        assert rows["Enhet 513 personer"][0] == "69 % 3 till målet, 9 av 13"
        assert rows["Enhet 231 personer"][0] == "74 % 5 till målet, 23 av 31"

    def test_small_parts_are_told_together(self, engine: Engine) -> None:
        persons = [one for one in town_module.everybody() if one.person_id != EXEMPT]
        with small_town(engine, persons) as town:
            rows = rows_of(town.client(TAFA).get("/tackning?enhet=u2"))
        assert not any(name.startswith("Direkt under") for name in rows)
        merged = rows["Övriga enheter (2 enheter, 14 personer)visas inte var för sig"]
        assert merged[0] == "71 % 10 av 14, 2 enheter"
        assert rows["Enhet 5"] == ["– visas inte", "– visas inte"]
        assert rows["Enhet 418 personer"][0] == "77 % 3 till målet, 14 av 18"

    def test_a_withheld_total_is_said_to_be_so(self, town: SmallTown) -> None:
        # One person is exempt, and a group so small could be worked out.
        page = town.client(TAFA).get("/tackning")
        assert "Siffrorna för Krav 10 visas inte. Färre än 5 personer" in words(page)
        assert rows_of(page)["Hela kommunen"] == ["– visas inte", "– visas inte"]

    def test_what_needs_attention_is_the_farthest_from_the_goal(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get("/tackning")
        assert (
            "Krav 10 i Enhet 2 23 av 31 har giltig utbildning, 5 från målet. "
            "För 7 har tiden gått ut."
        ) in words(page)
        assert 'href="/tackning?enhet=u2&amp;krav=r10">Krav 10 i Enhet 2' in page.text

    def test_key_people_are_counted_for_what_is_meant_for_them(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get("/tackning")
        assert table(page.text, 0) == [["Enhet", "Omfattas", "Har den"], ["Enhet 2", "2", "1"]]
        assert (
            "De som omfattas av Krav 11, och hur många av dem som har den utbildningen."
            in words(page)
        )

    def test_key_people_withheld_in_every_part_are_told_of_in_a_sentence(
        self, read_only: Stage
    ) -> None:
        said = words(read_only.client_as("cecilia").get("/tackning?enhet=SN"))
        assert "Siffrorna för nyckelpersoner visas inte här." in said
        assert "Nyckelpersoner per enhet" not in said

    def test_what_asks_most_people_stands_first(self, read_only: Stage) -> None:
        page = read_only.client_as("cecilia").get("/tackning")
        [head, *_] = [row for row in table(page.text, 1) if row[0] == "Enhet"]
        assert head[1].startswith("Första steget")
        assert words(page).index(head[1]) < words(page).index("Behöver uppmärksamhet")

    def test_a_telephone_shows_the_requirement_asked_for(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get("/tackning?krav=r11")
        assert '<th scope="col" class="on">Krav 11</th>' in page.text
        assert "Krav 11 50 % har giltig utbildning: 1 av 2, 1 person från målet 80 %." in words(
            page
        )

    def test_a_row_opens_in_place_and_stays_open_in_the_address(self, open_town: SmallTown) -> None:
        client = open_town.client(TAFA)
        address = "/tackning?enhet=u1&oppna=u2"
        whole, part = client.get(address), client.get(address, headers=PARTIAL)
        assert fragment_of(part.text) in whole.text
        assert "Enhet 418 personer" in rows_of(part)
        assert 'aria-expanded="true"' in part.text
        assert 'href="/tackning?enhet=u1"' in part.text
        assert 'href="/tackning?enhet=u4"' in part.text

    def test_rows_that_cannot_be_opened_are_passed_over(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?oppna=u3&oppna=saknas&oppna=u4")
        assert page.status_code == 200
        assert 'aria-expanded="true"' not in page.text

    def test_a_day_to_come_says_what_it_assumes(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?dag=2027-05-15")
        said = words(page)
        assert "Läget 15 maj 2027." in said
        assert "så blir det om ingen förnyar" in said
        assert 'value="2027-05-15"' in page.text

    def test_quick_days_keep_the_unit(self, town: SmallTown) -> None:
        text = town.client(TAFA).get("/tackning?enhet=u2").text
        for day in ("2026-08-15", "2026-11-01", "2026-12-31", "2027-05-22"):
            assert f'href="/tackning?enhet=u2&amp;dag={day}"' in text

    def test_breadcrumbs_lead_up_as_far_as_one_may_see(self, town: SmallTown) -> None:
        assert 'href="/tackning?enhet=u1"' in town.client(TAFA).get("/tackning?enhet=u2").text
        own = town.client(BOSS).get("/tackning").text
        assert 'href="/tackning?enhet=u2"' not in own
        assert 'href="/enhet/u4"' in own

    def test_a_manager_begins_at_the_own_unit(self, town: SmallTown) -> None:
        page = town.client(BOSS).get("/tackning")
        assert "har giltig utbildning: 14 av 18" in words(page)

    def test_it_takes_five_queries_however_much_is_open(self, town: SmallTown) -> None:
        recorder = QueryRecorder(town.app.state.house.database.engine)
        client = town.client(TAFA)
        for address in ("/tackning", "/tackning?enhet=u1&oppna=u2", "/tackning.csv?enhet=u1"):
            with recorder.recording() as statements:
                assert client.get(address).status_code == 200
            assert len(statements) <= 5, address

    def test_english(self, open_town: SmallTown) -> None:
        page = open_town.client(TAFA).get("/en/tackning")
        assert page.status_code == 200
        assert '<span lang="sv">Enhet 2</span>' in page.text
        assert 'href="/en/tackning?enhet=u2' in page.text


class TestEmptyAndRefused:
    def test_no_requirement_in_force(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/tackning?dag=2024-06-01")
        assert "Inget krav är i kraft 1 juni 2024" in words(page)
        assert "Inga krav är satta än" not in words(page)
        assert 'href="/krav"' in page.text

    def test_no_requirement_at_all(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(town_module, "GROUND", Ground(units=town_module.GROUND.units))
        with small_town(engine, []) as town:
            assert "Inga krav är satta än" in words(town.client(TAFA).get("/tackning"))

    def test_requirements_that_ask_nobody_here(self, engine: Engine) -> None:
        with small_town(engine, []) as town:
            said = words(town.client(TAFA).get("/tackning"))
        assert "Inget krav gäller här" in said

    def test_before_the_first_list(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("web.coverage.reading.coverage.overview", lambda *_args, **_more: None)
        with small_town(engine, []) as town:
            said = words(town.client(TAFA).get("/tackning"))
        assert "Ingen personallista än." in said

    @pytest.mark.parametrize("path", ["/tackning", "/tackning.csv", "/nyckelpersoner"])
    @pytest.mark.parametrize("day", ["i-dag", "2026-02-30", "20261122"])
    def test_a_bad_day_is_said_to_be_one(self, town: SmallTown, path: str, day: str) -> None:
        found = town.client(TAFA).get(path, params={"enhet": "u1", "dag": day})
        assert found.status_code == 422
        assert "Dagen kunde inte läsas." in words(found)

    @pytest.mark.parametrize("path", ["/tackning", "/tackning.csv"])
    def test_unknown_and_out_of_scope_are_not_found(self, town: SmallTown, path: str) -> None:
        assert town.client(TAFA).get(f"{path}?enhet=saknas").status_code == 404
        assert town.client(SIBLING).get(f"{path}?enhet=u4").status_code == 404

    @pytest.mark.parametrize("path", ["/tackning", "/nyckelpersoner", "/krav", "/organisation"])
    def test_staff_may_not(self, town: SmallTown, path: str) -> None:
        assert town.client(STAFF).get(path).status_code == 403


class TestKeyPeople:
    def test_who_is_appointed_where_gaps_first(self, town: SmallTown) -> None:
        page = town.client(TAFA).get("/nyckelpersoner")
        said = words(page)
        assert "1 av 2 utsedda är utbildade. 1 enhet saknar nyckelperson." in said
        assert said.index("Enhet 3 Ingen är utsedd.") < said.index("Enhet 2 1 av 2 utsedda")
        assert table(page.text)[1:] == [
            ["Person 062", "Enhet 5", "Inte utbildad"],
            ["Person 061", "Enhet 5", "Utbildad"],
        ]
        assert town.looks() == [(f"person:{TAFA}", "key_people.list", ROOT, 2)]

    def test_managers_have_no_list_of_key_people(self, town: SmallTown) -> None:
        assert town.client(BOSS).get("/nyckelpersoner").status_code == 403


class TestRequirementsAndOrganisation:
    def test_requirements_in_words(self, town: SmallTown) -> None:
        said = words(town.client(BOSS).get("/krav"))
        assert "Alla i Enhet 1, utom timavlönade." in said
        assert "Nyckelpersoner i Enhet 1, utom timavlönade." in said
        assert "90 dagar från första dagen" in said
        assert "80 %" in said

    def test_no_requirements(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(town_module, "GROUND", Ground(units=town_module.GROUND.units))
        with small_town(engine, []) as town:
            said = words(town.client(HR).get("/krav"))
        assert "Inga krav är satta än" in said
        assert "Läs in krav" in said

    def test_the_tree_leads_each_reader_where_they_may_go(self, town: SmallTown) -> None:
        tafa = town.client(TAFA).get("/organisation").text
        assert 'href="/tackning?enhet=u4"' in tafa
        assert 'href="/enhet/u4"' not in tafa
        hr = town.client(HR).get("/organisation").text
        assert 'href="/enhet/u4"' in hr
        assert "/tackning" not in hr
        head = town.client(HEAD).get("/organisation").text
        assert 'href="/enhet/u2"' in head
        assert 'href="/enhet/u4"' not in head
        assert "Enhet 3" not in head


# --- one figure everywhere ------------------------------------------------------------------------


def shown_on_page(page: Any) -> dict[tuple[str, str], tuple[str, str]]:
    """Share and "so many of so many" by unit and requirement, as the matrix has them."""
    head, *body = table(page.text)
    found = {}
    for row in body:
        for requirement, cell in zip(head[1:], row[1:], strict=True):
            share, _, rest = cell.partition(" %")
            found[row[0], requirement] = (share, rest)
    return found


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def compare(client: Browser, bearer: dict[str, str], code: str) -> int:
    """Hold page, JSON, CSV and workbook of one unit against each other, cell by cell."""
    day = TODAY.isoformat()
    answer = client.get(f"/api/v1/coverage?unit={code}&on={day}", headers=bearer).json()
    file = client.get(f"/tackning.csv?enhet={code}&dag={day}")
    lines = csv_rows(file.text)
    book = workbook_table(client.get(f"/tackning.xlsx?enhet={code}&dag={day}").content)
    assert [list(map(as_csv, row)) for row in book] == csv_table(file.content)
    page = client.get(f"/tackning?enhet={code}&dag={day}")
    names = {line["Kravkod"]: line["Krav"] for line in lines}
    own = [line for line in lines if line["Del"] in {"hela enheten", "enhet under"}]
    assert len(own) == len(answer["rows"])
    shown = shown_on_page(page) if answer["rows"] else {}
    for cell, line in zip(answer["rows"], own, strict=True):
        assert_same_line(cell, line)
        assert_same_cell(cell, names[cell["requirement"]], answer["unit"], shown)
    return len(own)


def assert_same_line(cell: Mapping[str, Any], line: Mapping[str, str]) -> None:
    assert (line["Enhetskod"], line["Kravkod"]) == (cell["unit"], cell["requirement"])
    fields = {
        "required": "Omfattas",
        "covered": "Utbildade",
        "within_time": "Inte utbildade, har tid kvar",
        "key_required": "Nyckelpersoner som omfattas",
        "key_covered": "Nyckelpersoner som är utbildade",
        "exempt": "Undantagna",
    }
    for field, head in fields.items():
        assert line[head] == ("" if cell[field] is None else str(cell[field]))
    assert line["Visas inte"] == str(int(cell["suppressed"]))


def assert_same_cell(
    cell: Mapping[str, Any],
    requirement: str,
    unit: str,
    shown: Mapping[tuple[str, str], tuple[str, str]],
) -> None:
    start = "Hela kommunen" if cell["unit"] == unit == "K" else cell["unit_name"]
    found = [
        value
        for (label, name), value in shown.items()
        if name == requirement and is_row_of(label, start)
    ]
    if cell["suppressed"]:
        # A unit of which nothing may be shown has no row of its own.
        assert all("visas inte" in share for share, _rest in found)
        return
    assert found, (cell, shown)
    share, rest = found[-1] if cell["unit"] == unit else found[0]
    if not cell["required"]:
        assert share.startswith("–")
        return
    assert share == str(cell["covered"] * 100 // cell["required"])
    assert rest.endswith(f" {cell['covered']} av {cell['required']}"), (cell, rest)


def is_row_of(label: str, name: str) -> bool:
    """Whether a row's heading is the unit's name, followed by nothing but a number of people."""
    return re.fullmatch(rf"{re.escape(name)}([\d\s]+ person(er)?)?", label) is not None


@pytest.mark.parametrize("role", ["cecilia", "ada"])
def test_page_json_csv_and_workbook_agree_in_every_cell_of_the_demo(
    read_only: Stage, role: str
) -> None:
    client, bearer = read_only.client_as(role), read_only.bearer(role)
    with read_only.database.reading() as session:
        found = coverage.overview(
            session,
            Actor.system("test"),
            unit_code="K",
            on=TODAY,
            rules=read_only.app.state.house.coverage_rules,
        )
    assert found is not None
    compared = 0
    waiting = ["K", *(unit.code for unit in found.tops)]
    for code in waiting:
        compared += compare(client, bearer, code)
        with read_only.database.reading() as session:
            told = coverage.cells(
                session,
                Actor.system("test"),
                unit_code=code,
                on=TODAY,
                rules=read_only.app.state.house.coverage_rules,
            )
        waiting += [child.code for child in told.children]
    assert len(waiting) > 40
    assert compared > 200


def test_the_command_line_gives_the_same_as_the_api(read_only: Stage) -> None:
    answer = read_only.client_as("ada").get("/api/v1/coverage?unit=K&on=2026-11-22")
    with read_only.database.reading() as session:
        found = coverage.cells(
            session,
            Actor.system("cli"),
            unit_code="K",
            on=TODAY,
            rules=read_only.app.state.house.coverage_rules,
        )
    assert json.loads(coverage_json(found)) == answer.json()
    lines = csv_rows(coverage_csv(found))
    assert [line["covered"] for line in lines] == [
        str(row["covered"]) for row in answer.json()["rows"]
    ]


def test_a_formula_in_a_name_is_not_run_by_a_spreadsheet(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_town(engine) as town:
        monkeypatch.setattr("web.coverage.routes.heads", lambda: ("=1+1", "@SUM(A1)", "-2"))
        content = town.client(TAFA).get("/tackning.csv?enhet=u1").content
    assert content.startswith(b"\xef\xbb\xbf'=1+1;'@SUM(A1);'-2\r\n")


def test_the_workbook_has_types_frozen_heads_and_how_it_was_counted(town: SmallTown) -> None:
    answer = town.client(TAFA).get("/tackning.xlsx?enhet=u2&dag=2026-12-31")
    assert 'filename="tackning-u2-2026-12-31.xlsx"' in answer.headers["content-disposition"]
    sheets = workbook_sheets(answer.content)
    assert list(sheets) == ["u2 Enhet 2", "Så räknar vi"]
    figures, notes = sheets.values()
    assert figures.freeze_panes == "A2"
    assert figures.auto_filter.ref == f"A1:O{figures.max_row}"
    assert figures["A2"].is_date
    assert isinstance(figures["J2"].value, int)
    assert isinstance(figures["O2"].value, bool)
    said = {row[0]: row[1] for row in notes.iter_rows(values_only=True) if row[0]}
    assert (said["Enhet"], said["Dag"].isoformat()) == ("u2 Enhet 2", "2026-12-31T00:00:00")
    assert said["Enligt det som var känt"] == "2026-11-22 10:00"

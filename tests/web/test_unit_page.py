"""The unit's page: who needs to act, nearest date first, and who may see it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from api.http.deps import LookLog
from tests.stage import QueryRecorder, words
from tests.unit.coverage.builders import person, post
from tests.web.small_town import (
    BOSS,
    CLUB,
    DELEGATE,
    HEAD,
    HR,
    SCHOOL,
    SIBLING,
    STAFF,
    TAFA,
    SmallTown,
    done,
    fragment_of,
    small_town,
    table,
    trained,
)

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


class TestWhoNeedsToAct:
    def test_the_sentence_says_how_many_and_how_many_have_time(self, town: SmallTown) -> None:
        said = words(town.client(BOSS).get("/enhet/u4"))
        assert "14 av 18 har giltig utbildning i Krav 10." in said
        assert "Av de 4 som inte är utbildade har 1 tid kvar." in said
        assert "Närmast går 1 intyg ut, den 14 december 2026." in said

    def test_nearest_date_first_each_in_a_word_and_a_hint(self, town: SmallTown) -> None:
        rows = table(town.client(BOSS).get("/enhet/u4").text)
        assert rows == [
            ["Namn", "Läge"],
            ["Person 004", "Försenad Skulle ha varit klar 1 april 2025"],
            ["Person 001", "Gick ut 8 nov Gick ut för 14 dagar sedan"],
            ["Person 002", "Går ut 14 dec Om 22 dagar"],
            ["Person 003", "Ej påbörjad Klar senast 30 januari 2027"],
            ["Visas inte", "Skyddade uppgifter"],
        ]

    def test_the_number_is_announced(self, town: SmallTown) -> None:
        page = town.client(BOSS).get("/enhet/u4")
        assert "4 personer behöver göra något." in words(page)
        assert '<p id="people-count" role="status">' in page.text

    def test_everybody_is_one_link_away(self, town: SmallTown) -> None:
        client = town.client(BOSS)
        assert "Visa alla 21" in words(client.get("/enhet/u4"))
        rows = {row[0]: row[1] for row in table(client.get("/enhet/u4?visa=alla").text)}
        assert rows["Person 005"] == "Klar Gäller till och med 14 maj 2027"
        assert rows["Person 007"] == "Omfattas inte"
        assert rows["Person 008"] == "Borta på heltid"
        assert rows["Person 009"] == "Undantagen"
        assert rows["Visas inte"] == "Skyddade uppgifter"

    def test_hourly_staff_and_those_away_are_told_apart(self, town: SmallTown) -> None:
        said = words(town.client(BOSS).get("/enhet/u4"))
        assert "Borta på heltid: 1 person." in said
        # The manager is hourly here too.
        assert "till exempel för att de är timavlönade: 2 personer." in said
        assert "Undantagna: 1 person." in said

    def test_another_day_tells_dates_and_no_distances(self, town: SmallTown) -> None:
        rows = table(town.client(BOSS).get("/enhet/u4?dag=2026-12-15").text)
        assert ["Person 002", "Gick ut 14 dec"] in rows
        assert ["Person 001", "Gick ut 8 nov"] in rows

    def test_the_page_says_what_is_not_seen(self, town: SmallTown) -> None:
        said = words(town.client(BOSS).get("/enhet/u4"))
        assert "Du ser inte svar, antal försök eller övningssamtal." in said

    def test_the_filter_shows_one_requirement_and_no_protected_person(
        self, town: SmallTown
    ) -> None:
        page = town.client(SIBLING).get("/enhet/u5?krav=r11")
        assert "1 av 2 har giltig utbildning i Krav 11." in words(page)
        assert table(page.text)[1:] == [
            ["Person 062", "Försenad Skulle ha varit klar 1 april 2025"]
        ]

    def test_a_requirement_not_in_force_shows_them_all(self, town: SmallTown) -> None:
        assert "4 personer" in words(town.client(BOSS).get("/enhet/u4?krav=saknas"))

    def test_the_fragment_is_a_part_of_the_page(self, town: SmallTown) -> None:
        client = town.client(BOSS)
        address = "/enhet/u4?krav=r10"
        whole, part = client.get(address), client.get(address, headers=PARTIAL)
        assert fragment_of(part.text) in whole.text
        assert part.text.startswith("<title>Enhet 4 – Kompetenskollen</title>")

    def test_english(self, town: SmallTown) -> None:
        page = town.client(BOSS).get("/en/enhet/u4")
        assert page.status_code == 200
        assert '<span lang="sv">Enhet 4</span>' in page.text


class TestEmpty:
    def test_all_is_well(self, engine: Engine) -> None:
        with small_town(engine, trained(SCHOOL, 8, 11)) as town:
            said = words(town.client(BOSS).get("/enhet/u4"))
        assert "Alla i enheten har giltig utbildning." in said
        assert "Närmast går 8 intyg ut, den 14 maj 2027." in said

    def test_nobody_is_asked_anything(self, engine: Engine) -> None:
        with small_town(engine, [person(post(CLUB), person_id=1)]) as town:
            said = words(town.client(BOSS).get("/enhet/u4"))
        assert "Ingen som du ser med namn omfattas av något krav." in said


class TestWhoSees:
    def test_a_look_is_logged_with_how_many_were_shown(self, town: SmallTown) -> None:
        client = town.client(BOSS)
        client.get("/enhet/u4")
        client.get("/enhet/u4?visa=alla")
        actor = f"person:{BOSS}"
        assert town.looks() == [
            (actor, "unit.people", SCHOOL, 4),
            (actor, "unit.people", SCHOOL, 21),
        ]

    def test_a_look_that_cannot_be_logged_is_not_given(
        self, town: SmallTown, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_args: object, **_more: object) -> None:
            raise OSError

        monkeypatch.setattr(LookLog, "note", fail)
        page = town.client(BOSS).get("/enhet/u4")
        assert page.status_code == 500
        assert "Person 0" not in page.text

    def test_protected_data_reach_nobody(self, town: SmallTown) -> None:
        for reader in (BOSS, DELEGATE, HR, HEAD):
            text = town.client(reader).get("/enhet/u4?visa=alla").text
            assert "Person 006" not in text
            assert "e6<" not in text

    @pytest.mark.parametrize(
        ("reader", "status"),
        [(BOSS, 200), (DELEGATE, 200), (HR, 200), (HEAD, 200), (SIBLING, 404), (TAFA, 403)],
    )
    def test_by_role(self, town: SmallTown, reader: int, status: int) -> None:
        assert town.client(reader).get("/enhet/u4").status_code == status

    def test_staff_may_not_and_visitors_sign_in(self, town: SmallTown) -> None:
        assert town.client(STAFF).get("/enhet/u4").status_code == 403
        asked = town.visitor().get("/enhet/u4")
        assert (asked.status_code, asked.headers["location"]) == (
            303,
            "/logga-in?vidare=%2Fenhet%2Fu4",
        )

    def test_above_a_manager_only_numbers_are_seen(self, town: SmallTown) -> None:
        above = town.client(HEAD)
        said = words(above.get("/enhet/u4"))
        assert "Enheten har en egen chef. Du ser antal, inte namn." in said
        assert "Person 0" not in said
        whole = words(above.get("/enhet/u2"))
        assert "Enheter med egen chef" in whole
        assert "Bland dem som du ser med namn går nästa intyg ut den 14 maj 2027." in whole
        assert "Enhet 5 69 %, 9 av 13" in whole
        assert "Person 071" not in whole  # needs nothing

    def test_small_groups_of_a_unit_with_its_own_manager_are_withheld(
        self, town: SmallTown
    ) -> None:
        assert "Enhet 4 visas inte" in words(town.client(HEAD).get("/enhet/u2"))

    def test_slips_are_offered_to_those_who_may_make_them(self, town: SmallTown) -> None:
        link = "/enhet/u4/inloggningslappar"
        assert link in town.client(BOSS).get("/enhet/u4").text
        assert link in town.client(HR).get("/enhet/u4").text
        assert link not in town.client(DELEGATE).get("/enhet/u4").text


class TestAddresses:
    def test_one_unit_is_gone_to_at_once(self, town: SmallTown) -> None:
        found = town.client(BOSS).get("/enhet")
        assert (found.status_code, found.headers["location"]) == (303, "/enhet/u4")

    def test_who_sees_the_whole_municipality_chooses(self, town: SmallTown) -> None:
        page = town.client(HR).get("/enhet")
        assert page.status_code == 200
        assert 'href="/enhet/u5"' in page.text

    @pytest.mark.parametrize("day", ["i-dag", "2026-02-30", "20261122", "0"])
    def test_a_bad_day_is_said_to_be_one(self, town: SmallTown, day: str) -> None:
        found = town.client(BOSS).get("/enhet/u4", params={"dag": day})
        assert found.status_code == 422
        assert "Dagen kunde inte läsas." in words(found)

    def test_an_unknown_unit_is_not_found(self, town: SmallTown) -> None:
        assert town.client(BOSS).get("/enhet/saknas").status_code == 404

    def test_queries_do_not_grow_with_the_people(self, town: SmallTown) -> None:
        # Statuses are read from the facts, five kinds of them; another day has a tree of its own.
        counts = []
        for address in ("/enhet/u4?dag=2024-01-01", "/enhet/u4?visa=alla"):
            recorder = QueryRecorder(town.app.state.house.database.engine)
            with recorder.recording() as statements:
                town.client(BOSS).get(address)
            counts.append(len(statements))
        assert max(counts) <= 22


def test_dates_of_another_year_carry_it(engine: Engine) -> None:
    late = person(post(SCHOOL), person_id=1, records=(done(date(2025, 11, 8)),))
    with small_town(engine, [late]) as town:
        rows = table(town.client(BOSS).get("/enhet/u4").text)
    assert rows[1] == ["Person 001", "Gick ut 8 november 2025 Gick ut för 379 dagar sedan"]

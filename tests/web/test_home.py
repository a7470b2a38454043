"""Where each begins, and the learner's own page."""

from __future__ import annotations

from datetime import date

import pytest

from api.db.facts import Entry, add
from api.db.session import Database
from api.requirements.models import Exemption, ExemptionReason, Requirement, RequirementPeriod
from tests.conftest import FakeClock
from tests.service.identity.browser import browser, page
from tests.service.identity.town import Town, build
from tests.service.learning.learner import COURSE, Learner, publish

SPRING = date(2026, 10, 1)


@pytest.fixture
def town(bare_database: Database, clock: FakeClock) -> Town:
    publish(bare_database, clock, COURSE)
    return build(bare_database, clock)


@pytest.fixture
def anna(bare_database: Database, clock: FakeClock, town: Town) -> Learner:
    return Learner(bare_database, clock, person_id=town.people["anna"])


def require(learner: Learner, town: Town, code: str, accepts: str, first_day: date) -> int:
    with learner.database.writing() as session:
        requirement = Requirement(code=code)
        session.add(requirement)
        session.flush()
        assert requirement.id is not None
        period = RequirementPeriod(  # type: ignore[call-arg]
            requirement_id=requirement.id,
            name=f"Kravet {code}",
            accepts=accepts,
            unit_id=town.units["K"],
            first_day=first_day,
        )
        add(session, Entry(learner.clock.now(), "system:test"), [period])
        return requirement.id


def home(learner: Learner, path: str = "/") -> str:
    with learner.browser() as client:
        found = client.get(path)
        assert found.status_code == 200
        return page(found.text)


class TestStart:
    def test_a_visitor_is_told_what_it_is(self, anna: Learner) -> None:
        with browser(anna.database, anna.clock) as client:
            found = client.get("/")
        text = page(found.text)
        assert found.status_code == 200
        assert "Vet du vad du ska göra när du blir orolig för någon?" in text
        assert "Öppna kurser" in text
        assert "Provkursen" in text
        assert 'class="button" href="/logga-in"' in found.text

    @pytest.mark.parametrize(
        ("name", "place"),
        [("cecilia", "/tackning"), ("bo", "/enhet"), ("olle", "/enhet"), ("anna", None)],
    )
    def test_each_role_has_its_start(
        self, bare_database: Database, clock: FakeClock, town: Town, name: str, place: str | None
    ) -> None:
        person = Learner(bare_database, clock, person_id=town.people[name])
        with person.browser() as client:
            found = client.get("/")
            assert found.headers.get("location") == place
            assert client.get("/en/").headers.get("location") == (place and f"/en{place}")
            own = client.get("/mina-utbildningar")
        assert own.status_code == 200
        assert "<h1>Mina utbildningar</h1>" in own.text


class TestHome:
    def test_with_nothing_to_do_it_says_so(self, anna: Learner) -> None:
        text = home(anna)
        assert "Du har inga utbildningar att göra nu." in text
        assert "Inga krav gäller dig i dag." in text
        assert "Det här ser din chef:" in text

    def test_a_requirement_leads_to_its_course(self, anna: Learner, town: Town) -> None:
        require(anna, town, "grund", "provkurs", SPRING)
        text = home(anna)
        assert "Nästa steg Börja med Provkursen" in text
        assert "Klar senast 30 december 2026. Starta" in text
        assert "0 av 1 är klara." in text
        assert "Kravet grund Klar senast 30 december 2026. Ej påbörjad" in text

    def test_what_is_under_way_is_the_next_step(self, anna: Learner, town: Town) -> None:
        require(anna, town, "grund", "provkurs", SPRING)
        anna.read("ett-a")
        text = home(anna)
        assert "Nästa steg Fortsätt med Provkursen" in text
        assert "Du är på steg 2 av 4 i Modul ett. Ungefär 8 minuter kvar. Fortsätt" in text
        assert "Påbörjad" in text

    def test_questions_that_came_back_are_the_next_step(self, anna: Learner, town: Town) -> None:
        require(anna, town, "grund", "provkurs", SPRING)
        anna.answer_all("ett-b", "tva-b")
        with anna.browser() as client:
            found = client.get("/").text
        assert "2 frågor kommer tillbaka." in found
        assert 'class="button" href="/kurser/provkurs/igen"' in found

    def test_what_is_late_comes_before_what_waits(self, anna: Learner, town: Town) -> None:
        require(anna, town, "ny", "provkurs", SPRING)
        require(anna, town, "gammal", "annan-kurs", date(2026, 1, 1))
        text = home(anna)
        assert text.index("Kravet gammal") < text.index("Kravet ny")
        assert "Utbildningen tas inte här. Fråga din chef. Skulle ha varit klar 1 apr" in text
        assert "Börja med Provkursen" in text

    def test_what_has_lapsed_is_renewed(self, anna: Learner, town: Town) -> None:
        require(anna, town, "grund", "provkurs", SPRING)
        anna.hold(date(2025, 11, 9), date(2026, 11, 9))
        text = home(anna)
        assert "Förnya Provkursen" in text
        assert "Gällde till och med 9 november 2026. Gick ut 9 nov" in text

    def test_what_is_done_tells_when_it_is_time_again(self, anna: Learner, town: Town) -> None:
        require(anna, town, "grund", "provkurs", SPRING)
        anna.answer_all()
        text = home(anna)
        assert "Du har inga utbildningar att göra nu." in text
        assert "Nästa gång är 22 november 2027. Då går Kravet grund ut." in text
        assert "1 av 1 är klar." in text
        assert "Provkursen Gäller till och med 22 november 2027. Visa och skriv ut. Klar" in text

    def test_a_certificate_that_never_lapses_says_so(self, anna: Learner) -> None:
        anna.hold(date(2020, 1, 1), None)
        assert "Gäller tills vidare. Visa och skriv ut. Klar" in home(anna)

    def test_only_the_longest_certificate_of_a_course_is_listed(self, anna: Learner) -> None:
        anna.hold(date(2025, 12, 14), date(2026, 12, 14))
        anna.hold(date(2025, 6, 1), date(2026, 6, 1))
        text = home(anna)
        assert "Går ut 14 dec" in text
        assert "1 juni 2026" not in text

    def test_an_exemption_is_told_and_not_counted(self, anna: Learner, town: Town) -> None:
        requirement_id = require(anna, town, "grund", "provkurs", SPRING)
        with anna.database.writing() as session:
            fact = Exemption(  # type: ignore[call-arg]
                person_id=anna.person_id,
                requirement_id=requirement_id,
                reason=ExemptionReason.TASK,
                first_day=SPRING,
                last_day=date(2027, 1, 1),
            )
            add(session, Entry(anna.clock.now(), "system:test"), [fact])
        text = home(anna)
        assert "Undantagen" in text
        assert "av 0" not in text

    def test_a_visitor_is_led_to_sign_in(self, anna: Learner) -> None:
        with browser(anna.database, anna.clock) as client:
            found = client.get("/mina-utbildningar")
        assert found.headers["location"] == "/logga-in?vidare=%2Fmina-utbildningar"

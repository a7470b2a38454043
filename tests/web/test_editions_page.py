"""The editions of a course, as TAFA reads them."""

from __future__ import annotations

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.catalogue.verdicts import COSMETIC, Verdict, retake
from api.publishing import service as publishing
from tests.conftest import TODAY, FakeClock
from tests.stage import Stage, words

OPERATOR = Actor.system("cli")
COURSE = "/kurser/forsta-steget"
PAGE = f"{COURSE}/utgavor"


def published(stage: Stage) -> Course:
    with stage.database.reading() as session:
        return catalogue.current(session, OPERATOR, course_id="forsta-steget").course


def publish(stage: Stage, course: Course, verdict: Verdict) -> None:
    with stage.database.writing() as session:
        publishing.publish(
            session,
            OPERATOR,
            courses=[course],
            verdicts={course.id: verdict},
            clock=FakeClock(),
        )


def renamed(course: Course, title: str) -> Course:
    """The course with another title on its first step."""
    module, *others = course.modules
    step, *steps = module.steps
    first = module.model_copy(update={"steps": (step.model_copy(update={"title": title}), *steps)})
    return course.model_copy(update={"modules": (first, *others)})


class TestEditions:
    def test_the_demo_has_a_history(self, read_only: Stage) -> None:
        text = words(read_only.client_as("cecilia").get(PAGE))
        assert "Kursens första utgåva." in text
        assert "Rättad text. Den som var utbildad är det fortfarande." in text
        assert "Om kursen: granskningsdagen" in text
        assert text.count("den här läses nu") == 1
        assert "publicerad av driften (system:" in text

    def test_a_retake_says_from_which_day(self, stage: Stage) -> None:
        publish(stage, renamed(published(stage), "Nytt namn"), retake(TODAY))
        text = words(stage.client_as("cecilia").get(PAGE))
        assert "Kursen ska göras om: utbildning före 22 november 2026 räknas inte." in text
        assert "Nytt namn (rubriken)" in text
        krav = words(stage.client_as("cecilia").get("/krav"))
        assert "Utbildning före 22 november 2026 räknas inte." in krav

    def test_what_an_author_wrote_is_only_text(self, stage: Stage) -> None:
        publish(stage, renamed(published(stage), "<b>{fält}</b> %(x)s"), COSMETIC)
        found = stage.client_as("cecilia").get(PAGE)
        assert "<b>{fält}" not in found.text
        assert "<b>{fält}</b> %(x)s (rubriken)" in words(found)

    def test_in_english_the_course_speaks_swedish(self, stage: Stage) -> None:
        publish(stage, renamed(published(stage), "Nytt namn"), COSMETIC)
        found = stage.client_as("cecilia").get(f"/en{PAGE}")
        assert '<span lang="sv">Nytt namn</span> (the title)' in found.text
        assert "Corrected text." in words(found)

    def test_the_course_page_leads_there_those_who_may_read_it(self, read_only: Stage) -> None:
        for role, shown in (("cecilia", True), ("ada", True), ("anna", False), ("visitor", False)):
            assert (PAGE in read_only.client_as(role).get(COURSE).text) == shown

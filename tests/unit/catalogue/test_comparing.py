"""What an author would say has changed between two editions."""

from __future__ import annotations

import pytest

from api.catalogue.comparing import Difference, What, compare
from api.catalogue.schema import Course, Module, TextStep
from api.catalogue.telling import DIFFERENCES, FIELDS, difference_text
from tests.catalogue_samples import course, module, question, text

BEFORE = course(module("ett", text("t1"), question("q1")), module("tva", text("t2")))


def titled(made: Module, title: str) -> Module:
    return made.model_copy(update={"title": title})


def kinds(after: Course, before: Course = BEFORE) -> list[What]:
    return [each.what for each in compare(before, after)]


class TestCompare:
    def test_nothing_has_changed(self) -> None:
        assert compare(BEFORE, BEFORE) == ()

    def test_the_course_itself(self) -> None:
        after = BEFORE.model_copy(update={"title": "Ny", "validity_months": None})
        assert compare(BEFORE, after) == (
            Difference(What.COURSE_CHANGED, fields=("title", "validity_months")),
        )

    def test_a_module_added_brings_its_steps_without_naming_them(self) -> None:
        after = course(*BEFORE.modules, titled(module("tre", text("t3")), "Tre"))
        assert compare(BEFORE, after) == (Difference(What.MODULE_ADDED, "Tre"),)

    def test_a_module_removed_takes_its_steps_without_naming_them(self) -> None:
        assert compare(BEFORE, course(BEFORE.modules[0])) == (
            Difference(What.MODULE_REMOVED, "Modul"),
        )

    def test_a_module_changed(self) -> None:
        after = course(titled(BEFORE.modules[0], "Annat"), BEFORE.modules[1])
        assert compare(BEFORE, after) == (
            Difference(What.MODULE_CHANGED, "Annat", fields=("title",)),
        )

    def test_modules_in_another_order(self) -> None:
        assert kinds(course(*reversed(BEFORE.modules))) == [What.MODULES_REORDERED]

    def test_a_step_added_and_one_removed(self) -> None:
        after = course(module("ett", text("t1"), text("ny")), BEFORE.modules[1])
        assert compare(BEFORE, after) == (
            Difference(What.STEP_ADDED, "Modul", "Läs"),
            Difference(What.STEP_REMOVED, "Modul", "Svara"),
        )

    def test_a_step_changed_names_its_fields(self) -> None:
        asked = question("q1").model_copy(update={"stem": "En annan fråga?"})
        after = course(module("ett", text("t1"), asked), BEFORE.modules[1])
        assert compare(BEFORE, after) == (
            Difference(What.STEP_CHANGED, "Modul", "Svara", ("stem",)),
        )

    def test_a_step_of_another_kind_is_a_changed_step(self) -> None:
        after = course(module("ett", question("t1"), question("q1")), BEFORE.modules[1])
        (found,) = compare(BEFORE, after)
        assert found.what is What.STEP_CHANGED
        assert {"kind", "body", "stem", "choices"} <= set(found.fields)

    def test_a_step_moved_to_another_module(self) -> None:
        after = course(module("ett", question("q1")), module("tva", text("t2"), text("t1")))
        assert kinds(after) == [What.STEP_MOVED]

    def test_steps_in_another_order(self) -> None:
        after = course(module("ett", question("q1"), text("t1")), BEFORE.modules[1])
        assert kinds(after) == [What.STEPS_REORDERED]


class TestWords:
    @pytest.mark.parametrize("what", What)
    def test_every_difference_can_be_said(self, what: What) -> None:
        said = difference_text(Difference(what, "Modulen", "Steget", ("title", "nytt_falt")))
        assert "{" not in said
        assert what in DIFFERENCES

    def test_a_field_without_a_word_is_told_by_its_name(self) -> None:
        said = difference_text(Difference(What.COURSE_CHANGED, fields=("title", "nytt_falt")))
        assert said == "Om kursen: rubriken, nytt_falt"

    @pytest.mark.parametrize("model", [Course, Module, TextStep, type(question("q"))])
    def test_the_fields_of_today_have_words(self, model: type[Course]) -> None:
        assert set(model.model_fields) - set(FIELDS) <= {"id", "modules", "steps"}

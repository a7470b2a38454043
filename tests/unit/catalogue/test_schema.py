"""A course finds its steps and keeps its shape."""

import pytest
from pydantic import ValidationError

from api.catalogue.schema import Course, CourseHead
from tests.catalogue_samples import course, module, question, text

COURSE = course(
    module("ett", text("t1"), question("q1")),
    module("tva", text("t2"), question("q2")),
)


class TestCourse:
    """Order, identity and neighbours."""

    def test_steps_come_in_order_with_their_module(self) -> None:
        assert [(placed.module.id, placed.step.id) for placed in COURSE.steps()] == [
            ("ett", "t1"),
            ("ett", "q1"),
            ("tva", "t2"),
            ("tva", "q2"),
        ]

    def test_checks_are_the_steps_to_answer(self) -> None:
        assert [placed.step.id for placed in COURSE.checks()] == ["q1", "q2"]

    def test_minutes_are_those_of_the_modules(self) -> None:
        assert COURSE.minutes == 20

    def test_a_module_is_found_by_id(self) -> None:
        assert COURSE.module("tva") is COURSE.modules[1]
        assert COURSE.module("tre") is None

    def test_a_step_is_found_in_its_module_only(self) -> None:
        found = COURSE.find("tva", "t2")
        assert found is not None
        assert found.step is COURSE.modules[1].steps[0]
        assert COURSE.find("ett", "t2") is None

    def test_the_next_step_may_stand_in_the_next_module(self) -> None:
        found = COURSE.next_step("ett", "q1")
        assert found is not None
        assert (found.module.id, found.step.id) == ("tva", "t2")

    def test_nothing_stands_outside_the_course(self) -> None:
        assert COURSE.next_step("tva", "q2") is None
        assert COURSE.next_step("tva", "t1") is None

    def test_nothing_in_it_can_be_changed(self) -> None:
        with pytest.raises(ValidationError):
            COURSE.modules[0].steps[0].title = "Annat"  # type: ignore[misc]


class TestQuestion:
    """The key and the choices."""

    def test_the_key_is_the_correct_choices(self) -> None:
        assert question("q").key == {"a"}

    def test_a_choice_is_found_by_id(self) -> None:
        found = question("q").choice("b")
        assert found is not None
        assert found.text == "Nej"
        assert question("q").choice("c") is None


class TestValidity:
    """Never lapsing has to be said."""

    @staticmethod
    def _head(**changes: object) -> CourseHead:
        fields = dict(course()) | {"validity_months": 24} | changes
        for part in ("modules", "exercises", "translations"):
            del fields[part]
        return CourseHead.model_validate(fields)

    def test_aldrig_means_that_it_never_lapses(self) -> None:
        assert self._head(validity_months="aldrig").validity_months is None

    def test_leaving_it_out_is_an_error(self) -> None:
        fields = dict(course())
        del fields["validity_months"]
        with pytest.raises(ValidationError, match="validity_months"):
            Course.model_validate(fields)

    @pytest.mark.parametrize("months", [0, 121, "24", 1.5, True])
    def test_anything_but_a_number_of_months_is_an_error(self, months: object) -> None:
        with pytest.raises(ValidationError, match="validity_months"):
            self._head(validity_months=months)

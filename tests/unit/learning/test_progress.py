"""Progress: when a course is complete, what returns, and where the way leads."""

import pytest

from api.learning.progress import (
    ModuleState,
    Onward,
    Progress,
    Spot,
    Stop,
    complete,
    first_spot,
    minutes_from,
    read_on,
)
from tests.unit.learning.sample import course

COURSE = course()
ALL = ("ett-b", "ett-c", "tva-a", "tva-b", "tre-b")


def after(spot: tuple[str, str] = ("ett", "ett-a"), **results: bool) -> Progress:
    named = {step_id.replace("_", "-"): passed for step_id, passed in results.items()}
    return Progress(COURSE, named, Spot(*spot))


def all_answered(*missed: str, spot: tuple[str, str] = ("tre", "tre-b")) -> Progress:
    return Progress(COURSE, {step_id: step_id not in missed for step_id in ALL}, Spot(*spot))


class TestComplete:
    @pytest.mark.parametrize(
        ("passed", "checks", "outcome"),
        [
            (4, 5, True),
            (3, 5, False),
            (8, 10, True),
            (7, 9, False),
            (23, 29, False),
            (24, 29, True),
        ],
    )
    def test_eighty_percent_is_exact(self, passed: int, checks: int, *, outcome: bool) -> None:
        assert complete(passed, checks, checks) is outcome

    def test_every_check_must_be_answered(self) -> None:
        assert not complete(9, 9, 10)
        assert not after(ett_b=True, ett_c=True, tva_a=True, tva_b=True).complete

    def test_one_miss_of_five_completes(self) -> None:
        assert all_answered("tva-b").complete
        assert not all_answered("tva-b").returning


class TestReturning:
    def test_missed_checks_return_in_course_order(self) -> None:
        returning = all_answered("tva-b", "ett-c").returning
        assert [check.step.id for check in returning] == ["ett-c", "tva-b"]

    def test_nothing_returns_before_all_is_answered(self) -> None:
        assert not after(ett_b=False).returns("ett-b")

    def test_passing_one_that_returned_can_complete(self) -> None:
        assert all_answered("ett-c", "tva-b").answered("ett-c", passed=True).complete

    def test_from_the_last_they_lead_to_the_first(self) -> None:
        progress = all_answered("ett-b", "tva-b")
        assert progress.onward_again(Spot("ett", "ett-b")).spot == Spot("tva", "tva-b")
        assert progress.onward_again(Spot("tva", "tva-b")).spot == Spot("ett", "ett-b")

    def test_when_complete_they_lead_to_the_end(self) -> None:
        assert all_answered("ett-b").onward_again(Spot("ett", "ett-b")) == Onward(Stop.END)


class TestOnward:
    def test_leads_through_the_module(self) -> None:
        onward = after().onward(Spot("ett", "ett-a"))
        assert onward == Onward(Stop.STEP, Spot("ett", "ett-b"))

    def test_leads_to_the_first_page_of_a_new_module(self) -> None:
        progress = after(("ett", "ett-d"), ett_b=True, ett_c=True)
        assert progress.onward(Spot("ett", "ett-d")) == Onward(Stop.MODULE, Spot("tva", "tva-a"))

    def test_passes_over_a_module_that_is_done(self) -> None:
        progress = after(("ett", "ett-d"), ett_b=True, ett_c=True, tva_a=True, tva_b=False)
        assert progress.onward(Spot("ett", "ett-d")).spot == Spot("tre", "tre-a")

    def test_leads_into_a_module_that_is_begun(self) -> None:
        progress = after(("ett", "ett-d"), ett_b=True, ett_c=True, tva_a=True)
        assert progress.onward(Spot("ett", "ett-d")) == Onward(Stop.STEP, Spot("tva", "tva-b"))

    def test_leads_back_to_what_was_passed_over(self) -> None:
        progress = after(("tre", "tre-b"), ett_b=True, tva_a=True, tva_b=True, tre_b=True)
        assert progress.onward(Spot("tre", "tre-b")) == Onward(Stop.STEP, Spot("ett", "ett-c"))

    def test_leads_to_the_missed_checks_at_the_end(self) -> None:
        onward = all_answered("ett-b", "ett-c").onward(Spot("tre", "tre-b"))
        assert onward == Onward(Stop.AGAIN, Spot("ett", "ett-b"))

    def test_ends_when_the_course_is_complete(self) -> None:
        assert all_answered().onward(Spot("tre", "tre-b")) == Onward(Stop.END)


class TestReadOn:
    def test_reads_straight_through(self) -> None:
        assert read_on(COURSE, Spot("ett", "ett-a")) == Onward(Stop.STEP, Spot("ett", "ett-b"))
        assert read_on(COURSE, Spot("ett", "ett-d")) == Onward(Stop.MODULE, Spot("tva", "tva-a"))
        assert read_on(COURSE, Spot("tre", "tre-b")) == Onward(Stop.END)


class TestDone:
    def test_at_the_beginning_nothing_is_done(self) -> None:
        progress = Progress(COURSE, {}, first_spot(COURSE))
        assert progress.minutes_left == COURSE.minutes == 9
        assert {progress.state(module) for module in COURSE.modules} == {ModuleState.NOT_STARTED}

    def test_a_text_is_done_when_the_place_is_beyond_it(self) -> None:
        progress = after(("ett", "ett-b"))
        assert progress.steps_done(COURSE.modules[0]) == 1
        assert progress.state(COURSE.modules[0]) is ModuleState.STARTED
        assert progress.minutes_left == 8

    def test_a_module_left_with_all_answers_is_done(self) -> None:
        progress = after(("tva", "tva-a"), ett_b=True, ett_c=False)
        assert progress.state(COURSE.modules[0]) is ModuleState.DONE

    def test_modules_can_be_taken_in_any_order(self) -> None:
        progress = after(("tre", "tre-b"))
        assert progress.state(COURSE.modules[0]) is ModuleState.NOT_STARTED

    def test_minutes_of_a_module_shrink_by_its_steps(self) -> None:
        assert [minutes_from(COURSE.modules[0], i) for i in range(4)] == [4, 3, 2, 1]
        assert [minutes_from(COURSE.modules[1], i) for i in range(3)] == [3, 2, 1]

    def test_a_module_without_checks_is_behind_whoever_is_past_it(self) -> None:
        readable = COURSE.modules[0].model_copy(update={"steps": COURSE.modules[0].steps[:1]})
        changed = COURSE.model_copy(update={"modules": (readable, *COURSE.modules[1:])})
        assert Progress(changed, {}, Spot("tva", "tva-a")).state(readable) is ModuleState.DONE
        assert Progress(changed, {}, Spot("ett", "ett-a")).state(readable) is (
            ModuleState.NOT_STARTED
        )

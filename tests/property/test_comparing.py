"""Editions are told apart exactly when their content differs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.catalogue.comparing import compare
from api.catalogue.schema import Course
from tests.property.test_editions import courses, modules


def sound(course: Course) -> bool:
    """Ids are unique, as the catalogue's rules have it."""
    steps = [placed.step.id for placed in course.steps()]
    ids = [module.id for module in course.modules]
    return len(set(steps)) == len(steps) and len(set(ids)) == len(ids)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Course, Course]:
    """A course, and one whose modules and steps have been dealt anew, dropped and added to."""
    before = draw(courses.filter(sound))
    steps = [placed.step for placed in before.steps()]
    kept = draw(st.permutations(before.modules)) if before.modules else []
    extra = draw(st.lists(modules, max_size=1))
    dealt = draw(st.permutations(steps)) if steps else []
    after = [
        module.model_copy(update={"steps": tuple(dealt[place :: len(kept)])})
        for place, module in enumerate(kept[: draw(st.integers(0, len(kept)))])
    ]
    return before, before.model_copy(update={"modules": (*after, *extra)})


@given(courses.filter(sound), courses.filter(sound))
def test_two_courses_differ_exactly_when_differences_are_told(one: Course, other: Course) -> None:
    same = other.model_copy(update={"id": one.id})
    assert (compare(one, same) == ()) == (one == same)


@given(edited().filter(lambda pair: sound(pair[1])))
def test_no_dealing_anew_of_steps_goes_untold(pair: tuple[Course, Course]) -> None:
    before, after = pair
    assert (compare(before, after) == ()) == (before == after)

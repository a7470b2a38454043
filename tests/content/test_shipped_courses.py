"""Every course that we ship is sound, asks enough, and does not give its answers away."""

from pathlib import Path

import pytest

from api.catalogue.check import check_folder, format_problems, read_courses
from api.catalogue.drafts import CourseDraft
from api.catalogue.kinds.base import StepBase
from api.catalogue.loader import load_folder
from api.catalogue.schema import Course, CourseHead, QuestionStep

COURSES = Path(__file__).parents[2] / "courses"
FEWEST_CHECKS = 4
LIBRARY = load_folder(COURSES)
# Judged on the day of the newest review, so that no test turns red because time has passed.
TODAY = max(
    day
    for course in LIBRARY.courses
    for draft in course.files()
    for day in (
        *([draft.content.reviewed_on] if isinstance(draft.content, CourseHead) else ()),
        *(
            (source.reviewed_on for source in draft.content.sources)
            if isinstance(draft.content, CourseHead | StepBase)
            else ()
        ),
    )
)
READ = read_courses(COURSES, TODAY)


def _folder(course: CourseDraft) -> str:
    return Path(course.file).parent.name


def _questions(course: Course) -> list[QuestionStep]:
    return [placed.step for placed in course.checks() if isinstance(placed.step, QuestionStep)]


@pytest.mark.parametrize("draft", LIBRARY.courses, ids=_folder)
def test_a_course_has_neither_errors_nor_warnings(draft: CourseDraft) -> None:
    problems = check_folder(Path(draft.file).parent, TODAY)
    assert not problems, f"\n{format_problems(problems)}"


def test_the_courses_stand_together() -> None:
    assert not READ.problems, f"\n{format_problems(READ.problems)}"
    assert len(READ.courses) == len(LIBRARY.courses)


def test_the_courses_are_published_on_any_day_that_is_set() -> None:
    assert len(read_courses(COURSES, TODAY.replace(year=2020)).courses) == len(LIBRARY.courses)


@pytest.mark.parametrize("course", READ.courses, ids=lambda course: course.id)
class TestCourse:
    """What makes a course good beyond being valid."""

    def test_every_module_asks_at_least_four_times(self, course: Course) -> None:
        asked = {module.id: 0 for module in course.modules}
        for placed in course.checks():
            asked[placed.module.id] += 1
        assert {name: n for name, n in asked.items() if n < FEWEST_CHECKS} == {}

    def test_every_choice_has_feedback_of_its_own(self, course: Course) -> None:
        for question in _questions(course):
            given = [choice.feedback for choice in question.choices]
            assert len(set(given)) == len(given), question.id

    def test_the_right_answer_is_not_given_away_by_its_length(self, course: Course) -> None:
        # Only where one answer is right: among several right ones the longest often is.
        single = [question for question in _questions(course) if question.mode == "single"]
        given_away = [
            question.id
            for question in single
            if max(question.choices, key=lambda choice: len(choice.text)).correct
        ]
        assert len(given_away) < len(single) / 2, given_away

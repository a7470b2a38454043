"""What the pages show of what was missed: the questions that come back, the modules to go through."""

from dataclasses import dataclass

from markupsafe import Markup

from api.learning.progress import Progress, Spot
from web.learning import addresses
from web.learning.views import minutes_text
from web.learning.wording import course_text
from web.parts import Link
from web.render import page_url


@dataclass(frozen=True)
class AgainView:
    """The questions that come back, before a course is complete."""

    course: Link
    count: int
    first: str
    questions: tuple[Link, ...]


@dataclass(frozen=True)
class MissedModule:
    """A module in which something was missed."""

    title: Markup
    minutes: str


@dataclass(frozen=True)
class MissedView:
    """What a repetition leads to when something was missed in it."""

    course: Link
    count: int
    modules: tuple[MissedModule, ...]
    go_on: str


def again_view(progress: Progress) -> AgainView:
    """The questions that come back."""
    course = progress.course
    questions = tuple(
        Link(
            page_url(addresses.step_path(course.id, Spot(check.module.id, check.step.id))),
            course_text(check.step.title),
        )
        for check in progress.returning
    )
    return AgainView(
        Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        len(questions),
        questions[0].href,
        questions,
    )


def missed_view(progress: Progress) -> MissedView:
    """The modules of what was missed in a repetition."""
    course = progress.course
    return MissedView(
        Link(page_url(addresses.course_path(course.id)), course_text(course.title)),
        len(progress.missed),
        tuple(
            MissedModule(course_text(module.title), minutes_text(module.minutes))
            for module in progress.missed_modules
        ),
        page_url(addresses.repeat_path(course.id)),
    )

"""Where the counters of the courses are shown, for whoever follows them up."""

from dataclasses import dataclass

from markupsafe import Markup

from api.catalogue.schema import Course
from web.learning import addresses
from web.learning.wording import course_text
from web.render import page_url


@dataclass(frozen=True)
class ReportLinks:
    """A course by title, and the pages of its counters."""

    title: Markup
    sureness: str
    questions: str


def report_of(course: Course) -> ReportLinks:
    """Where the counters of one course are shown."""
    return ReportLinks(
        course_text(course.title),
        page_url(addresses.sureness_path(course.id)),
        page_url(addresses.questions_path(course.id)),
    )

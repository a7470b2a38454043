"""The courses a record can be for, and how long it holds by them."""

from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken
from api.naming import sort_key
from api.records.validity import valid_until
from api.requirements import service as requirements


@dataclass(frozen=True)
class KnownCourse:
    """A course that a record can be for. Of one given elsewhere only the id is known."""

    id: str
    title: str


def known_courses(session: ReadSession, actor: Actor, *, today: date) -> list[KnownCourse]:
    """The courses that are given here or that a requirement accepts, by title.

    Ids of courses name nobody, so requirements are asked on the program's own behalf: the handler of
    the protected may not read them.
    """
    actor.require(Permission.RECORD_WRITE)
    titles = {each.course.id: each.course.title for each in catalogue.published(session, actor)}
    asking = Actor.system("registering")
    for asked in requirements.in_force_or_coming(session, asking, today=today):
        for course_id in asked.accepts:
            titles.setdefault(course_id, course_id)
    found = [KnownCourse(course_id, title) for course_id, title in titles.items()]
    return sorted(found, key=lambda course: (sort_key(course.title), course.id))


def last_valid_day(
    session: ReadSession, actor: Actor, *, course_id: str, completed_on: date
) -> date | None:
    """How long a record holds by its course's own validity; None never lapses.

    Raises RuleBroken("record_validity_unknown") for a course that is not given here.
    """
    try:
        course = catalogue.current(session, actor, course_id=course_id).course
    except NotFound as unknown:
        raise RuleBroken("record_validity_unknown") from unknown
    return valid_until(completed_on, course.validity_months)

"""The courses that are published."""

from datetime import date

from pydantic import BaseModel

from api.access.permissions import PUBLIC
from api.catalogue import service as catalogue
from api.http.deps import ActorDep, Reader
from api.http.routing import GuardedRouter

router = GuardedRouter(tags=["courses"])


class ModuleOut(BaseModel):
    """A module of a course and the minutes it takes."""

    id: str
    title: str
    minutes: int


class CourseOut(BaseModel):
    """A published course. ``validity_months`` null: records never lapse. ``edition``: its content hash."""

    id: str
    title: str
    open: bool
    validity_months: int | None
    reviewed_on: date
    edition: str
    modules: list[ModuleOut]


class CoursesOut(BaseModel):
    """All published courses the caller may read."""

    courses: list[CourseOut]


@router.get("/courses", requires=PUBLIC)
def list_courses(session: Reader, actor: ActorDep) -> CoursesOut:
    """The published courses; signed out, only the open ones."""
    found = catalogue.published(session, actor)
    return CoursesOut(courses=[_out(entry) for entry in found])


def _out(entry: catalogue.PublishedCourse) -> CourseOut:
    course = entry.course
    return CourseOut(
        id=course.id,
        title=course.title,
        open=course.open,
        validity_months=course.validity_months,
        reviewed_on=course.reviewed_on,
        edition=entry.content_hash,
        modules=[
            ModuleOut(id=module.id, title=module.title, minutes=module.minutes)
            for module in course.modules
        ],
    )

"""A step before a reader: the course, how far they are, and whether they are known."""

from dataclasses import dataclass

from api.access.actor import Actor
from api.catalogue.schema import Course, Placed, Step
from api.clock import Clock
from api.db.session import ReadSession
from api.errors import NotFound
from api.learning import service as learning
from api.learning.progress import Progress, Spot, spot_of
from api.learning.service import Place, Submitted
from api.records.models import Earned
from web.i18n import language, tell_course_in
from web.learning.wording import spoken_by


@dataclass(frozen=True)
class Reading:
    """A step before a reader: the course, how far they are, and whether they are known."""

    course: Course
    placed: Placed[Step]
    progress: Progress | None
    signed_in: bool
    returned: bool
    record: Earned | None
    edition_hash: str = ""

    @property
    def spot(self) -> Spot:
        """The step by its ids."""
        return spot_of(self.placed)


def place_of(session: ReadSession, actor: Actor, course_id: str, clock: Clock) -> Place:
    """The course before the reader, in the words of the address where it has them."""
    place = learning.place(session, actor, course_id=course_id, clock=clock, language=language())
    tell(place.course)
    return place


def in_words(course: Course) -> Course:
    """A course in the words of the address where it has them, and the page's text marked so."""
    found = course.read_in(language())
    tell(found)
    return found


def tell(course: Course) -> None:
    """Mark the page's course text as what it is."""
    tell_course_in(spoken_by(course))


def reading(place: Place, spot: Spot, *, signed_in: bool) -> Reading:
    """A step of the course. Raises NotFound if the course has no such step."""
    placed = place.course.find(spot.module_id, spot.step_id)
    if placed is None:
        raise NotFound("step_unknown")
    returned = place.progress is not None and place.progress.returns(spot.step_id)
    return Reading(
        place.course,
        placed,
        place.progress,
        signed_in,
        returned,
        place.record,
        place.edition_hash,
    )


def answered(submitted: Submitted, spot: Spot, *, signed_in: bool) -> Reading:
    """The step just answered."""
    placed = submitted.course.find(spot.module_id, spot.step_id)
    assert placed is not None  # noqa: S101 - it has just been answered
    return Reading(
        submitted.course,
        placed,
        submitted.progress,
        signed_in,
        submitted.returned,
        submitted.record,
        submitted.edition_hash,
    )

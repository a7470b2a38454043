"""What a certificate states of its course, by the edition that was trained on."""

from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.clock import stockholm_day
from api.db.session import ReadSession
from api.errors import NotFound
from api.records.models import TrainingRecord


@dataclass(frozen=True)
class Stated:
    """The course of a record: its title, since when its text stands, and what completing it amounts to.

    ``published_on`` is None for training elsewhere, ``certifies`` for completed training like any other.
    """

    title: str
    published_on: date | None = None
    certifies: str | None = None


def stated(session: ReadSession, record: TrainingRecord) -> Stated:
    """The course as it was called in the edition trained on; else as it is called now, else its id.

    A certificate may state its course's title to whoever holds the code, even of a course that is not
    open, so the catalogue is asked on the program's own behalf.
    """
    asking = Actor.system("certificate")
    try:
        if record.edition_hash is None:
            course = catalogue.current(session, asking, course_id=record.course_id).course
            return Stated(course.title, certifies=course.certifies)
        edition = catalogue.edition(session, asking, content_hash=record.edition_hash)
    except NotFound:
        return Stated(record.course_id)
    published_on = stockholm_day(edition.published_at)
    return Stated(edition.course.title, published_on, edition.course.certifies)

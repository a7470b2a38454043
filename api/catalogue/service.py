"""Publishes courses as frozen editions, and hands out what was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import queries
from api.catalogue.editions import canonical_json, hash_of
from api.catalogue.models import Edition
from api.catalogue.queries import EditionLine
from api.catalogue.schema import Course
from api.catalogue.shelf import Shelf
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import Forbidden, NotFound

# Kept by content hash, so it holds nothing that a database, a session or a test could disagree on.
_SHELF = Shelf()


@dataclass(frozen=True)
class PublishedCourse:
    """A course as it stands in one edition, and which edition that is."""

    content_hash: str
    published_at: datetime
    course: Course


class Publication(NamedTuple):
    """What publishing did with a course.

    `superseded`: this very text was published before and later replaced. It is left so, for a
    rolled back release must not bring an old text to life; a new review date makes it new.
    """

    course_id: str
    content_hash: str
    new: bool
    superseded: bool


def publish(
    session: WriteSession, actor: Actor, *, courses: Sequence[Course], clock: Clock
) -> list[Publication]:
    """Freeze each course whose content has not been published; what is published stays as it is.

    Courses that are not given stay published: records and attempts lean on them. Raises Forbidden
    unless the operator acts.
    """
    if not actor.everything:
        raise Forbidden("forbidden")
    current = {line.course_id: line.content_hash for line in queries.latest(session)}
    return [_publish(session, actor, course, current.get(course.id), clock) for course in courses]


def current(session: ReadSession, actor: Actor, *, course_id: str) -> PublishedCourse:
    """Return the latest edition of a course.

    Raises NotFound, or NotSignedIn when a visitor asks for a course that is not open.
    """
    line = queries.latest_of(session, course_id)
    if line is None:
        raise NotFound("course_not_found", {"course_id": course_id})
    return _shown(actor, _opened(session, line))


def published(session: ReadSession, actor: Actor) -> list[PublishedCourse]:
    """Return the latest edition of every course the actor may read, by course id."""
    lines = queries.latest(session)
    courses = [_opened(session, line) for line in lines]
    return [found for found in courses if found.course.open or actor.may(Permission.COURSE_TAKE)]


def edition(session: ReadSession, actor: Actor, *, content_hash: str) -> PublishedCourse:
    """Return the edition with this hash, however old.

    Raises NotFound, or NotSignedIn when a visitor asks for a course that is not open.
    """
    line = queries.by_hash(session, content_hash)
    if line is None:
        raise NotFound("edition_not_found")
    return _shown(actor, _opened(session, line))


def editions(session: ReadSession, actor: Actor, *, course_id: str) -> list[EditionLine]:
    """Return every edition of a course without its text, the newest first."""
    current(session, actor, course_id=course_id)
    return queries.all_of(session, course_id)


def _publish(
    session: WriteSession, actor: Actor, course: Course, latest_hash: str | None, clock: Clock
) -> Publication:
    content = canonical_json(course)
    digest = hash_of(content)
    if queries.by_hash(session, digest):
        return Publication(course.id, digest, new=False, superseded=digest != latest_hash)
    session.add(
        Edition(
            course_id=course.id,
            content_hash=digest,
            content=content,
            published_at=clock.now(),
            published_by=actor.label,
        )
    )
    return Publication(course.id, digest, new=True, superseded=False)


def _opened(session: ReadSession, line: EditionLine) -> PublishedCourse:
    course = _SHELF.take(line.content_hash, lambda: queries.content(session, line.content_hash))
    return PublishedCourse(line.content_hash, line.published_at, course)


def _shown(actor: Actor, found: PublishedCourse) -> PublishedCourse:
    if not found.course.open:
        actor.require(Permission.COURSE_TAKE)
    return found

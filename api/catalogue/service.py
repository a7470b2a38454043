"""Publishes courses as frozen editions, and hands out what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import queries
from api.catalogue.comparing import Difference, compare
from api.catalogue.editions import canonical_json, hash_of, open_edition
from api.catalogue.models import Edition
from api.catalogue.queries import EditionLine
from api.catalogue.schema import Course
from api.catalogue.shelf import Shelf
from api.catalogue.verdicts import Verdict
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import Conflict, Forbidden, NotFound, RuleBroken

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


@dataclass(frozen=True)
class Proposal:
    """A course as its files have it now, beside its latest edition (None: never published)."""

    course: Course
    content: str
    latest: PublishedCourse | None
    published: bool

    @property
    def content_hash(self) -> str:
        """The hash that the text has, or would have, as an edition."""
        return hash_of(self.content)

    @property
    def changes_what_was_published(self) -> bool:
        """Whether publishing replaces a text: then somebody must say what that means."""
        return self.latest is not None and not self.published

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What publishing would change in the text; nothing for a course's first edition."""
        return compare(self.latest.course, self.course) if self.latest else ()


@dataclass(frozen=True)
class PastEdition:
    """An edition among its course's others: how it came to be, and what it changed."""

    content_hash: str
    published_at: datetime
    published_by: str
    verdict: Verdict | None
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Frozen:
    """An edition proved: `content` is the text whose SHA-256 is its hash."""

    line: EditionLine
    content: str


def proposals(session: ReadSession, actor: Actor, *, courses: Sequence[Course]) -> list[Proposal]:
    """Hold each course against its latest edition. Raises Forbidden unless the operator asks."""
    _operator_only(actor)
    current = {line.course_id: line for line in queries.latest(session)}
    contents = [canonical_json(course) for course in courses]
    published = queries.published(session, [hash_of(content) for content in contents])
    found = []
    for course, content in zip(courses, contents, strict=True):
        line = current.get(course.id)
        latest = _opened(session, line) if line else None
        found.append(Proposal(course, content, latest, hash_of(content) in published))
    return found


def publish(
    session: WriteSession,
    actor: Actor,
    *,
    courses: Sequence[Course],
    verdicts: Mapping[str, Verdict] = MappingProxyType({}),
    clock: Clock,
) -> list[Publication]:
    """Freeze each course whose content has not been published; what is published stays as it is.

    A text that replaces another needs a verdict, and no other may have one; what a verdict leads to
    is for others to carry out. Courses that are not given stay published: records and attempts lean
    on them. Raises Forbidden unless the operator acts, RuleBroken for verdicts lacking or unneeded.
    """
    proposed = proposals(session, actor, courses=courses)
    _check_verdicts(proposed, verdicts)
    for proposal in proposed:
        if not proposal.published:
            session.add(_edition(proposal, actor, verdicts.get(proposal.course.id), clock))
    return [_publication(proposal) for proposal in proposed]


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
    """Return every edition of a course without its text, the latest first."""
    current(session, actor, course_id=course_id)
    return queries.all_of(session, course_id)


def retaken_since(
    session: ReadSession, actor: Actor, *, course_id: str, content_hash: str, today: date
) -> bool:
    """Whether an edition after this one was published for everybody to take the course again."""
    for line in editions(session, actor, course_id=course_id):
        if line.content_hash == content_hash:
            return False
        if line.retake_from is not None and line.retake_from <= today:
            return True
    return False


def history(session: ReadSession, actor: Actor, *, course_id: str) -> list[PastEdition]:
    """Return every edition of a course, the latest first, each with what it changed."""
    actor.require(Permission.EDITION_READ)
    lines = queries.all_of(session, course_id)
    if not lines:
        raise NotFound("course_not_found", {"course_id": course_id})
    courses = [_opened(session, line).course for line in lines]
    changed = [compare(before, after) for after, before in pairwise(courses)]
    return [
        PastEdition(
            line.content_hash, line.published_at, line.published_by, line.verdict, differences
        )
        for line, differences in zip(lines, [*changed, ()], strict=True)
    ]


def frozen(session: ReadSession, actor: Actor, *, prefix: str) -> Frozen:
    """Return the one edition whose hash begins so, proved against the hash.

    Raises NotFound, Conflict("edition_ambiguous") when several begin so, TamperedEditionError when
    the text is not what was published, Forbidden unless the operator asks.
    """
    _operator_only(actor)
    found = queries.beginning_with(session, prefix.strip().lower())
    if not found:
        raise NotFound("edition_not_found")
    if len(found) > 1:
        raise Conflict("edition_ambiguous")
    content = queries.content(session, found[0].content_hash)
    open_edition(content, found[0].content_hash)
    return Frozen(found[0], content)


def _operator_only(actor: Actor) -> None:
    if not actor.everything:
        raise Forbidden("forbidden")


def _check_verdicts(proposed: Sequence[Proposal], verdicts: Mapping[str, Verdict]) -> None:
    needed = [each.course.id for each in proposed if each.changes_what_was_published]
    if missing := [course_id for course_id in needed if course_id not in verdicts]:
        raise RuleBroken("verdict_missing", {"courses": ", ".join(missing)})
    if unneeded := sorted(verdicts.keys() - set(needed)):
        raise RuleBroken("verdict_unneeded", {"courses": ", ".join(unneeded)})


def _edition(proposal: Proposal, actor: Actor, verdict: Verdict | None, clock: Clock) -> Edition:
    return Edition(
        course_id=proposal.course.id,
        content_hash=proposal.content_hash,
        content=proposal.content,
        published_at=clock.now(),
        published_by=actor.label,
        judgement=verdict.judgement if verdict else None,
        retake_from=verdict.retake_from if verdict else None,
    )


def _publication(proposal: Proposal) -> Publication:
    digest, latest = proposal.content_hash, proposal.latest
    superseded = proposal.published and (latest is None or latest.content_hash != digest)
    return Publication(proposal.course.id, digest, not proposal.published, superseded)


def _opened(session: ReadSession, line: EditionLine) -> PublishedCourse:
    course = _SHELF.take(line.content_hash, lambda: queries.content(session, line.content_hash))
    return PublishedCourse(line.content_hash, line.published_at, course)


def _shown(actor: Actor, found: PublishedCourse) -> PublishedCourse:
    if not found.course.open:
        actor.require(Permission.COURSE_TAKE)
    return found

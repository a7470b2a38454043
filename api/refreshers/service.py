"""Wanting refreshers, being asked one, and answering it. Nobody but the person themselves sees them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course, Graded, Placed
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound
from api.learning.grading import Grade, grade
from api.outbox import service as outbox
from api.records import service as records
from api.refreshers import queries
from api.refreshers.mails import MAIL
from api.refreshers.models import RefresherChoice, RefresherSeen
from api.refreshers.rule import Refresher, Seen, question, waiting


@dataclass(frozen=True)
class Asked:
    """A refresher that waits, with its question in the course as it is today."""

    refresher: Refresher
    course: Course
    check: Placed[Graded]


def choice(session: ReadSession, actor: Actor) -> RefresherChoice | None:
    """The actor's wish for refreshers; nobody has one until they say so."""
    actor.require(Permission.OWN_READ)
    return None if actor.person_id is None else queries.choice(session, actor.person_id)


def choose(session: WriteSession, actor: Actor, *, by_mail: bool, clock: Clock) -> None:
    """Want refreshers, and perhaps a mail when one waits; without that, no mail is left to send."""
    person_id = _person(actor)
    found = queries.lock(session, person_id)
    if found is None:
        found = RefresherChoice(person_id=person_id, wanted_since=clock.now())
        session.add(found)
    found.by_mail = by_mail
    if not by_mail:
        outbox.withdraw(session, actor, kind=MAIL)


def decline(session: WriteSession, actor: Actor) -> None:
    """Want no refreshers: all that was kept for them is deleted."""
    queries.remove(session, _person(actor))
    outbox.forget(session, actor, kind=MAIL)


def next_one(
    session: ReadSession, actor: Actor, *, clock: Clock, language: str = ""
) -> Asked | None:
    """The actor's refresher that passes first, of those that wait today; None if none does.

    In the words of ``language`` where the course has them, here and below.
    """
    if choice(session, actor) is None:
        return None
    seen = queries.seen(session, [_person(actor)])
    return next(iter(_waiting(session, actor, clock.today(), seen, language)), None)


def find(
    session: ReadSession,
    actor: Actor,
    *,
    record_id: int,
    days: int,
    clock: Clock,
    language: str = "",
) -> Asked | None:
    """The actor's refresher of a record, answered or not, while it waits; None otherwise."""
    if choice(session, actor) is None:
        return None
    found = _waiting(session, actor, clock.today(), frozenset(), language)
    fitting = (
        each
        for each in found
        if (each.refresher.record_id, each.refresher.days) == (record_id, days)
    )
    return next(fitting, None)


def answer(
    session: WriteSession,
    actor: Actor,
    *,
    record_id: int,
    days: int,
    answers: Collection[str],
    clock: Clock,
    language: str = "",
) -> tuple[Asked, Grade]:
    """Answer a refresher: graded and explained; only that it has been asked is kept.

    Answering twice (a double click) explains again. Raises NotFound for one that does not wait,
    RuleBroken for an answer the question cannot have.
    """
    person_id = _person(actor)
    queries.lock(session, person_id)
    asked = find(session, actor, record_id=record_id, days=days, clock=clock, language=language)
    if asked is None:
        raise NotFound("refresher_unknown")
    graded = grade(asked.check.step, answers)
    if (record_id, days) not in queries.seen(session, [person_id]):
        session.add(RefresherSeen(person_id=person_id, record_id=record_id, days=days))
    return asked, graded


def _person(actor: Actor) -> int:
    actor.require(Permission.COURSE_TAKE)
    if actor.person_id is None:
        raise NotFound("person_unknown")
    return actor.person_id


def _waiting(
    session: ReadSession, actor: Actor, today: date, seen: Collection[Seen], language: str
) -> list[Asked]:
    found = waiting(records.mine(session, actor), seen, today)
    if not found:
        return []
    # Asked of the text as it is today: a law may have changed since the course was taken. A course
    # that is given elsewhere has no questions here.
    published = catalogue.published(session, actor)
    courses = {each.course.id: each.course.read_in(language) for each in published}
    return [
        Asked(each, course, question(course, each))
        for each in found
        if (course := courses.get(each.course_id))
    ]

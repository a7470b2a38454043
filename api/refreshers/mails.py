"""Telling by mail that a refresher waits: that, and where. Never the course, its question or an answer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.outbox import service as outbox
from api.outbox.post import Letter
from api.outbox.service import Mail
from api.people import service as people
from api.records import service as records
from api.records.models import TrainingRecord
from api.refreshers import queries
from api.refreshers.rule import DAYS_AFTER, DAYS_IT_WAITS, Refresher, waiting
from api.texts import REFRESHER_MAIL, REFRESHER_MAIL_SUBJECT

MAIL = "refresher"
# Persons asked about at a time: so many queries, however many they are.
PORTION = 1000


def refresher_path(record_id: int, days: int) -> str:
    """Where the question so many days after a record is answered, without language."""
    return f"/minnesfraga/{record_id}/{days}"


def plan(session: WriteSession, actor: Actor, *, clock: Clock) -> int:
    """Set a mail to be sent for every refresher that waits today for somebody who wants it so.

    Returns how many are new: one that was mailed or planned before is not so again.
    """
    wishers = queries.by_mail(session)
    portions = (wishers[first : first + PORTION] for first in range(0, len(wishers), PORTION))
    mails = [
        Mail(MAIL, _key(each), person_id)
        for portion in portions
        for person_id, _address, each in _waiting(session, actor, portion, clock.today())
    ]
    return outbox.plan(session, actor, mails=mails, clock=clock)


@dataclass(frozen=True)
class Writer:
    """Writes the letter of a mail on the day it is sent."""

    actor: Actor
    base_url: str
    clock: Clock

    def __call__(self, session: ReadSession, mail: Mail) -> Letter | None:
        """Write to the address of today; None if the question waits no more or no mail is wanted."""
        choice = queries.choice(session, mail.person_id)
        if choice is None or not choice.by_mail:
            return None
        found = _waiting(session, self.actor, [mail.person_id], self.clock.today())
        return next(
            (self._letter(address, each) for _, address, each in found if _key(each) == mail.key),
            None,
        )

    def _letter(self, address: str, refresher: Refresher) -> Letter:
        base = self.base_url.rstrip("/")
        body = REFRESHER_MAIL.format(
            question=base + refresher_path(refresher.record_id, refresher.days),
            switch=f"{base}/mina-uppgifter",
        )
        return Letter(address, REFRESHER_MAIL_SUBJECT, body)


def _key(refresher: Refresher) -> str:
    return f"{MAIL}:{refresher.record_id}:{refresher.days}"


def _waiting(
    session: ReadSession, actor: Actor, person_ids: Sequence[int], today: date
) -> list[tuple[int, str, Refresher]]:
    """The refreshers that wait today for those of the persons who have an address, with person and it."""
    addresses = people.addresses(session, actor, person_ids=person_ids)
    longest = timedelta(days=max(DAYS_AFTER) + DAYS_IT_WAITS)
    held = records.since(session, actor, person_ids=list(addresses), first_day=today - longest)
    seen = queries.seen(session, addresses)
    given_here = {each.course.id for each in catalogue.published(session, actor)}
    return [
        (person_id, addresses[person_id], each)
        for person_id, theirs in _by_person(held).items()
        for each in waiting(theirs, seen, today)
        if each.course_id in given_here
    ]


def _by_person(held: Iterable[TrainingRecord]) -> dict[int, list[TrainingRecord]]:
    found: dict[int, list[TrainingRecord]] = defaultdict(list)
    for record in held:
        found[record.person_id].append(record)
    return found

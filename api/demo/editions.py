"""Publishes the courses as they would have been over the years: reviewed, and published anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.catalogue.verdicts import COSMETIC
from api.db.session import WriteSession
from api.demo.days import Calendar

# Earlier editions differ from today's in the day of review alone: no older text is made up.
EARLIER_MONTHS = (0, 13, 25)
REVIEWED_DAYS_BEFORE = 12
CURRENT_DAYS_AGO = 6


@dataclass(frozen=True)
class Published:
    """A course's edition, and the day from which it was the one people took."""

    since: date
    content_hash: str
    course: Course


@dataclass(frozen=True)
class _Then:
    """A clock that stands at an instant of the history."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.date()


class Editions:
    """What was published when."""

    def __init__(self, published: Sequence[Published]) -> None:
        self._of: dict[str, list[Published]] = {}
        for each in sorted(published, key=lambda each: each.since):
            self._of.setdefault(each.course.id, []).append(each)

    @property
    def months(self) -> Mapping[str, int | None]:
        """How many months each course holds."""
        return {
            course_id: all_of[-1].course.validity_months for course_id, all_of in self._of.items()
        }

    def current(self, course_id: str) -> Published:
        """The edition that is taken today."""
        return self._of[course_id][-1]

    def taken_on(self, course_id: str, day: date) -> str:
        """The content hash of the edition that was the latest on a day."""
        found = [each for each in self._of[course_id] if each.since <= day]
        return (found[-1] if found else self._of[course_id][0]).content_hash


def publish(
    session: WriteSession, actor: Actor, courses: Sequence[Course], calendar: Calendar
) -> Editions:
    """Publish every course as it was reviewed over the years, and last as it is."""
    by_day: dict[date, list[Course]] = {}
    for course in courses:
        for since, text in _over_the_years(course, calendar):
            by_day.setdefault(since, []).append(text)
    found: list[Published] = []
    # The latest by id is the current one, so they are written in the order of time.
    for since, texts in sorted(by_day.items()):
        # Only the day of review differs, so nobody need do a course again for it.
        earlier = {each.course.id for each in found}
        verdicts = {text.id: COSMETIC for text in texts if text.id in earlier}
        clock = _Then(calendar.by_hand(since, 0, "").at)
        made = catalogue.publish(session, actor, courses=texts, verdicts=verdicts, clock=clock)
        session.flush()
        found += [
            Published(since, each.content_hash, text)
            for each, text in zip(made, texts, strict=True)
        ]
    return Editions(found)


def _over_the_years(course: Course, calendar: Calendar) -> list[tuple[date, Course]]:
    earlier = []
    for months in EARLIER_MONTHS:
        since = calendar.months_after_start(months)
        reviewed = since - timedelta(REVIEWED_DAYS_BEFORE)
        if reviewed < course.reviewed_on:
            earlier.append((since, course.model_copy(update={"reviewed_on": reviewed})))
    # A course older than the history has one edition, published at its start.
    current = calendar.ago(CURRENT_DAYS_AGO) if earlier else calendar.start
    return [*earlier, (current, course)]

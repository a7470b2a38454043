"""Pure: which refreshers wait on a day, and what they ask."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from api.catalogue.schema import Course, Graded, Placed
from api.learning.repetition import draw
from api.records.models import TrainingRecord

DAYS_AFTER = (7, 30, 90)
DAYS_IT_WAITS = 14

Seen = tuple[int, int]
"""A refresher that has been asked: its record, and how many days after it."""


@dataclass(frozen=True)
class Refresher:
    """A question so many days after a record. ``variant``: how many records the course had by then."""

    record_id: int
    course_id: str
    completed_on: date
    days: int
    variant: int

    @property
    def passes_on(self) -> date:
        """The first day on which it waits no more."""
        return self.completed_on + timedelta(days=self.days + DAYS_IT_WAITS)


def waiting(
    records: Iterable[TrainingRecord], seen: Collection[Seen], today: date
) -> tuple[Refresher, ...]:
    """The refreshers that wait today, the one that passes first first.

    Only a course's latest record asks: to renew is to begin the three anew. One that nobody answers
    simply passes, after so many days.
    """
    ordered = sorted(records, key=lambda record: (record.completed_on, record.id or 0))
    latest = {record.course_id: record for record in ordered}
    counts = [record.course_id for record in ordered]
    found = [
        _refresher(record, days, counts.count(record.course_id))
        for record in latest.values()
        for days in DAYS_AFTER
        if 0 <= (today - record.completed_on).days - days < DAYS_IT_WAITS
    ]
    fresh = (each for each in found if (each.record_id, each.days) not in seen)
    return tuple(sorted(fresh, key=lambda each: (each.passes_on, each.record_id)))


def question(course: Course, refresher: Refresher) -> Placed[Graded]:
    """The question it asks: the three after a record differ, and so do those after a renewal."""
    drawn = draw(course, refresher.variant)
    return drawn[DAYS_AFTER.index(refresher.days) % len(drawn)]


def _refresher(record: TrainingRecord, days: int, variant: int) -> Refresher:
    assert record.id is not None  # noqa: S101 - a stored row has an id
    return Refresher(record.id, record.course_id, record.completed_on, days, variant)

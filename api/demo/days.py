"""Pure: the demo's calendar. Everything is counted from today, so that the demo never grows old."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TypeVar

from api.demo.plan import Known, Moment
from api.imports.models import FileKind
from api.records.validity import add_months

MONTHS_OF_HISTORY = 36
MONTHS_SINCE_REORGANISATION = 14
YEARS_OF_EMPLOYMENT = 20
# Staff are entered so many days before they begin; whoever leaves is, too.
KNOWN_AHEAD_DAYS = 31
# Imports run at night, a minute apiece: their instants may not be equal.
NIGHT = time(3, 0, tzinfo=UTC)
# Whose hand it was: HR imports and registers (see ``cast``).
HR = "D1005"

KINDS = tuple(FileKind)
RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Calendar:
    """The days of the demo, seen from today."""

    today: date

    @cached_property
    def start(self) -> date:
        """The first day of the history: the system was taken into use."""
        return add_months(self.today.replace(day=1), -MONTHS_OF_HISTORY)

    @cached_property
    def origin(self) -> date:
        """The day from which units stand and the longest employed may have come."""
        return date(self.start.year - YEARS_OF_EMPLOYMENT, 1, 1)

    @cached_property
    def reorganisation(self) -> date:
        """The day on which the new organisation took effect."""
        return add_months(self.today.replace(day=1), -MONTHS_SINCE_REORGANISATION)

    @cached_property
    def yesterday(self) -> date:
        """The last day on which anything was recorded: nothing bears an instant yet to come."""
        return self.ago(1)

    @cached_property
    def import_days(self) -> tuple[date, ...]:
        """The second of each month, from the start until yesterday at the latest."""
        seconds = (add_months(self.start, month) + timedelta(1) for month in range(37))
        return tuple(day for day in seconds if day <= self.yesterday)

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days)

    def months_after_start(self, months: int) -> date:
        """The day so many months into the history."""
        return add_months(self.start, months)

    def imported(self, day: date, kind: FileKind) -> Moment:
        """The first import on the day or after it; the last there was, if there is none after."""
        on = next((each for each in self.import_days if each >= day), self.import_days[-1])
        return Moment(datetime.combine(on, NIGHT) + timedelta(minutes=KINDS.index(kind)), HR, kind)

    def by_hand(self, day: date, minutes: int, by: str) -> Moment:
        """An instant in the working hours of a day: 7:00 UTC and so many minutes."""
        return Moment(
            datetime.combine(day, time(7, 0, tzinfo=UTC)) + timedelta(minutes=minutes), by
        )

    def learnt(
        self,
        first: date,
        last: date | None,
        kind: FileKind,
        make: Callable[[date | None, Known], RowT],
        late: int = 0,
    ) -> list[RowT]:
        """The rows of a dated fact as it came to be known.

        It is entered open, and corrected when its end is heard of, perhaps some days late. An end that
        is still to come was agreed from the beginning: then one row is all.
        """
        since = self.imported(first - timedelta(KNOWN_AHEAD_DAYS), kind)
        if last is None or last > self.yesterday:
            return [make(last, Known(since))]
        heard = self.imported(last - timedelta(KNOWN_AHEAD_DAYS) + timedelta(late), kind)
        if heard <= since:
            return [make(last, Known(since))]
        return [make(None, Known(since, heard)), make(last, Known(heard))]

"""Time: instants in UTC, calendar days in Europe/Stockholm."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Tells what instant and what day it is. Everything that asks the time takes one of these."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    def today(self) -> date:
        """The present calendar day in Stockholm."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock. ``fixed_day`` moves the day (``KOLLEN_TODAY``), never an instant."""

    fixed_day: date | None = None

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present calendar day in Stockholm, or the fixed one."""
        return self.fixed_day or stockholm_day(self.now())


def stockholm_day(instant: datetime) -> date:
    """The calendar day in Stockholm at an aware instant."""
    return instant.astimezone(STOCKHOLM).date()

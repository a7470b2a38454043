"""Pure: how long a record holds (contract, "Covered")."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

EARLY_RENEWAL_DAYS = 60
MONTHS_A_YEAR = 12


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def valid_until(completed_on: date, validity_months: int | None) -> date | None:
    """The last valid day of a record, None if the course never lapses."""
    return None if validity_months is None else add_months(completed_on, validity_months)


def renewed_until(
    completed_on: date, validity_months: int | None, earlier: Iterable[date | None]
) -> date | None:
    """The last valid day of a record earned here.

    ``earlier`` are the last valid days of the person's records for the course. One that lapses within
    60 days of the renewal is what the new one runs from, so that nobody loses days by renewing early.
    """
    soon = completed_on + timedelta(days=EARLY_RENEWAL_DAYS)
    running_out = [day for day in earlier if day is not None and completed_on <= day <= soon]
    return valid_until(max(running_out, default=completed_on), validity_months)

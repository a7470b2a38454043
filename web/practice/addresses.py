"""The addresses of the plan and its practice days."""

from dataclasses import dataclass, replace
from datetime import date

from web.render import page_url

PAGE = "/planering"


@dataclass(frozen=True)
class State:
    """What the page /planering shows, as its address holds it. ``seats`` None: the usual."""

    unit: str = ""
    requirement: str = ""
    seats: int | None = None

    @property
    def query(self) -> dict[str, object]:
        """The same as a query."""
        return {"enhet": self.unit, "krav": self.requirement, "platser": self.seats}

    @property
    def url(self) -> str:
        """The page in this state."""
        return page_url(PAGE, **self.query)

    def at(self, unit: str) -> "State":
        """The same at another unit."""
        return replace(self, unit=unit)

    def new_day(self, unit: str, before: date | None = None) -> str:
        """The form for a practice day in a unit, before a day."""
        return page_url(
            f"{PAGE}/ny", **self.at(unit).query, fore=before.isoformat() if before else None
        )


def calendar_url(day_id: int) -> str:
    """A practice day as a file for the calendar."""
    return page_url(f"{PAGE}/{day_id}.ics")


def cancel_url(day_id: int) -> str:
    """Where a practice day is cancelled."""
    return page_url(f"{PAGE}/{day_id}/stall-in")

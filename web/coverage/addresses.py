"""The state of the page /tackning, as its address holds it: who gets the link gets the page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query

from web.coverage.days import read_day
from web.coverage.filters import NONE, Filters, read_filters
from web.render import page_address, page_url

PAGE = "/tackning"
TABLE, WORKBOOK = "/tackning.csv", "/tackning.xlsx"
DEVELOPMENT = "/tackning/utveckling"
LAPSES = "/tackning/gar-ut"
EXPLANATION = "/tackning/ruta"
DIRECT = "direkt"


@dataclass(frozen=True)
class State:
    """``day`` None is today, whichever day that is when the link is opened."""

    unit: str = ""
    day: date | None = None
    requirement: str = ""
    opened: tuple[str, ...] = ()
    filters: Filters = NONE

    @property
    def url(self) -> str:
        """The page in this state."""
        return page_address(PAGE, self._query)

    @property
    def csv_url(self) -> str:
        """The table of this unit and day as a file, filtered alike."""
        return self._file(TABLE)

    @property
    def workbook_url(self) -> str:
        """The same for a spreadsheet."""
        return self._file(WORKBOOK)

    @property
    def development_url(self) -> str:
        """How the requirement in focus develops in the unit."""
        return page_address(DEVELOPMENT, self._only("enhet", "dag", "krav"))

    def lapses_url(self, month: date) -> str:
        """Where in the unit training in the requirement in focus ends in a month."""
        query = self._only("enhet", "krav")
        return page_address(LAPSES, (*query, ("manad", f"{month:%Y-%m}")))

    def at(self, unit: str) -> "State":
        """The same day at another unit; what was open there is closed here."""
        return replace(self, unit=unit, opened=())

    def on(self, day: date | None) -> "State":
        """The same unit on another day, its rows closed: the tree may have been another."""
        return replace(self, day=day, opened=())

    def toggled(self, unit: str) -> "State":
        """The same page with one row opened, or closed if it is open."""
        without = tuple(code for code in self.opened if code != unit)
        return replace(self, opened=without if unit in self.opened else (*without, unit))

    def filtered(self, filters: Filters) -> "State":
        """The same page with other filters."""
        return replace(self, filters=filters)

    def _file(self, path: str) -> str:
        told_by_page = {"krav", "oppna"}
        return page_address(
            path, tuple(pair for pair in self._query if pair[0] not in told_by_page)
        )

    def _only(self, *names: str) -> tuple[tuple[str, str], ...]:
        return tuple(pair for pair in self._query if pair[0] in names)

    @property
    def _query(self) -> tuple[tuple[str, str], ...]:
        return (
            ("enhet", self.unit),
            ("dag", self.day.isoformat() if self.day else ""),
            ("krav", self.requirement),
            *self.filters.query,
            *(("oppna", code) for code in self.opened),
        )


async def _filters(niva: str = "", nyckel: str = "", anstallning: str = "") -> Filters:
    return read_filters(niva, nyckel, anstallning)


async def read_state(
    filters: Annotated[Filters, Depends(_filters)],
    enhet: str = "",
    dag: str = "",
    krav: str = "",
    oppna: Annotated[tuple[str, ...], Query()] = (),
) -> State:
    """Read the state out of the address. Raises RuleBroken for a day or a filter that is none."""
    return State(enhet.strip(), read_day(dag), krav.strip(), oppna, filters)


StateDep = Annotated[State, Depends(read_state)]


def explanation_url(unit: str, requirement: str, *, day: date | None, direct: bool = False) -> str:
    """What stands behind a cell of the matrix; ``direct``: that of the part directly under a unit."""
    given = {
        "enhet": unit,
        "krav": requirement,
        "dag": day.isoformat() if day else None,
        "del": DIRECT if direct else None,
    }
    return page_url(EXPLANATION, **given)


def team_url(unit_code: str, *, day: date | None = None) -> str:
    """A unit's own page, with its people."""
    return page_url(f"/enhet/{quote(unit_code, safe='')}", dag=day.isoformat() if day else None)

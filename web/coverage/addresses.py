"""The state of the page /tackning, as its address holds it: who gets the link gets the page.

The pages behind it (what a figure is made of, the trend, what lapses) are about one requirement. Their
addresses hold the same state, so that the way back leads to the page one came from.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends, Query

from web.coverage.days import read_day
from web.coverage.filters import NONE, REQUIREMENT, Filters, read_filters
from web.render import page_address, page_url

PAGE = "/tackning"
TABLE, WORKBOOK = "/tackning.csv", "/tackning.xlsx"
DEVELOPMENT = "/tackning/utveckling"
LAPSES = "/tackning/gar-ut"
EXPLANATION = "/tackning/ruta"
DIRECT = "direkt"

Pair = tuple[str, str]
"""A name in an address, and its value."""


@dataclass(frozen=True)
class State:
    """``day`` None is today, whichever day that is when the link is opened."""

    unit: str = ""
    day: date | None = None
    opened: tuple[str, ...] = ()
    filters: Filters = NONE

    @property
    def url(self) -> str:
        """The page in this state."""
        return self._page(PAGE, *self._opened)

    @property
    def csv_url(self) -> str:
        """The table of this unit and day as a file, filtered alike."""
        return self._page(TABLE)

    @property
    def workbook_url(self) -> str:
        """The same for a spreadsheet."""
        return self._page(WORKBOOK)

    def development_url(self, requirement: str) -> str:
        """How a requirement develops in the unit."""
        return self._about(DEVELOPMENT, self.unit, requirement)

    def lapses_url(self, requirement: str, month: date) -> str:
        """Where in the unit training in a requirement ends in a month."""
        return self._about(LAPSES, self.unit, requirement, ("manad", f"{month:%Y-%m}"))

    def explanation_url(self, unit: str, requirement: str, *, direct: bool = False) -> str:
        """What stands behind a figure; ``direct``: that of the part directly under a unit."""
        part = (("del", DIRECT),) if direct else ()
        return self._about(EXPLANATION, unit, requirement, *part)

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

    def of(self, requirement: str) -> "State":
        """The same page of one requirement alone; empty: of all."""
        return self.filtered(replace(self.filters, requirement=requirement))

    def _page(self, path: str, *more: Pair) -> str:
        return page_address(path, (("enhet", self.unit), *self._day, *self.filters.query, *more))

    def _about(self, path: str, unit: str, requirement: str, *more: Pair) -> str:
        """A page about one requirement, whether or not the page one comes from tells of others."""
        asked = (("enhet", unit), ("krav", requirement))
        return page_address(path, (*asked, *self._behind, *more, *self._opened))

    @cached_property
    def _day(self) -> tuple[Pair, ...]:
        return (("dag", self.day.isoformat()),) if self.day else ()

    @cached_property
    def _behind(self) -> tuple[Pair, ...]:
        """What goes along to a page about one requirement. ``bara``: /tackning tells of it alone."""
        others = (pair for pair in self.filters.query if pair[0] != REQUIREMENT)
        alone = (("bara", REQUIREMENT),) if self.filters.requirement else ()
        return (*self._day, *others, *alone)

    @cached_property
    def _opened(self) -> tuple[Pair, ...]:
        return tuple(("oppna", code) for code in self.opened)


@dataclass(frozen=True)
class About:
    """What a page behind /tackning is about, and the state of the page one came from."""

    state: State
    requirement: str


async def _filters(
    krav: str = "", niva: str = "", nyckel: str = "", anstallning: str = ""
) -> Filters:
    return read_filters(krav, niva, nyckel, anstallning)


async def read_state(
    filters: Annotated[Filters, Depends(_filters)],
    enhet: str = "",
    dag: str = "",
    oppna: Annotated[tuple[str, ...], Query()] = (),
) -> State:
    """Read the state out of the address. Raises RuleBroken for a day or a filter that is none."""
    return State(enhet.strip(), read_day(dag), oppna, filters)


StateDep = Annotated[State, Depends(read_state)]


async def read_about(state: StateDep, bara: str = "") -> About:
    """Read what a page about one requirement is about."""
    requirement = state.filters.requirement
    return About(state if bara == REQUIREMENT else state.of(""), requirement)


AboutDep = Annotated[About, Depends(read_about)]


def team_url(unit_code: str, *, day: date | None = None) -> str:
    """A unit's own page, with its people."""
    return page_url(f"/enhet/{quote(unit_code, safe='')}", dag=day.isoformat() if day else None)

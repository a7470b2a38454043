"""What the page /tackning asks of the domain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.coverage import service as coverage
from api.coverage.figures import Overview, RequirementRef, UnitCoverage
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from web.coverage.addresses import State
from web.coverage.filters import Filters


@dataclass(frozen=True)
class Found:
    """The figures, the page's state with its unit named, and what else the reader may open.

    ``requirements``: those there are to choose among.
    """

    state: State
    overview: Overview
    rules: CoverageRules
    requirements: tuple[RequirementRef, ...]
    sees_names: bool
    sees_key_people: bool
    sees_statistics: bool
    writes_reports: bool
    may_import: bool

    @property
    def coverage(self) -> UnitCoverage:
        """The figures of the unit itself."""
        return self.overview.coverage

    @cached_property
    def opened(self) -> Mapping[str, UnitCoverage]:
        """The figures of the rows that are open, by the code of their unit."""
        return {told.unit.code: told for told in self.overview.opened}


def find(session: ReadSession, actor: Actor, *, state: State, rules: CoverageRules) -> Found | None:
    """Read all that the page shows; None when there is no unit to begin with."""
    told = coverage.overview(
        session,
        actor,
        unit_code=state.unit,
        on=state.day or rules.today,
        rules=rules,
        opened=state.opened,
        employment=state.filters.employment,
    )
    if told is None:
        return None
    filters = state.filters
    told = _narrowed(told, state.of("").filters, _levels(session, actor, filters))
    requirements = columns_of(told)
    if filters.requirement:
        told = _narrowed(told, Filters(requirement=filters.requirement), {})
    opened = tuple(each.unit.code for each in told.opened)
    return Found(
        state=replace(state, unit=told.coverage.unit.code, opened=opened),
        overview=told,
        rules=rules,
        requirements=requirements,
        sees_names=actor.may(Permission.UNIT_READ) and told.is_named,
        sees_key_people=actor.may(Permission.KEY_PEOPLE_READ),
        sees_statistics=actor.may(Permission.STATISTICS_READ),
        writes_reports=actor.may(Permission.REPORT_WRITE),
        may_import=actor.may(Permission.IMPORT_WRITE),
    )


def find_table(
    session: ReadSession, actor: Actor, *, state: State, rules: CoverageRules
) -> UnitCoverage:
    """Read the table alone, filtered as the page is."""
    told = coverage.cells(
        session,
        actor,
        unit_code=state.unit,
        on=state.day or rules.today,
        rules=rules,
        employment=state.filters.employment,
    )
    return state.filters.narrow(told, _levels(session, actor, state.filters))


def _levels(session: ReadSession, actor: Actor, filters: Filters) -> Mapping[str, Collection[str]]:
    """The levels of each course, if the filters ask for them."""
    courses = catalogue.published(session, actor) if filters.level else ()
    return {each.course.id: each.course.levels for each in courses}


def columns_of(found: Overview) -> tuple[RequirementRef, ...]:
    """Give the requirements that ask somebody in the unit, those that ask most first; then its partners'."""
    told = (found.coverage, *found.partners)
    found_in = {each.code: each for part in told for each in asked_here(part)}
    return tuple(sorted(found_in.values(), key=lambda each: -_asked(found.coverage, each)))


def _asked(told: UnitCoverage, requirement: RequirementRef) -> int:
    """How many a requirement asks in the unit, as far as it is told."""
    cell = told.cell(told.unit, requirement)
    return (cell.required or 0) if cell else 0


def asked_here(told: UnitCoverage) -> tuple[RequirementRef, ...]:
    """Give the requirements that ask (or spare) somebody in the unit."""
    return tuple(each for each in told.requirements if told.cell(told.unit, each) is not None)


def _narrowed(told: Overview, filters: Filters, levels: Mapping[str, Collection[str]]) -> Overview:
    return replace(
        told,
        coverage=filters.narrow(told.coverage, levels),
        opened=tuple(filters.narrow(each, levels) for each in told.opened),
        partners=tuple(filters.narrow(each, levels) for each in told.partners),
    )

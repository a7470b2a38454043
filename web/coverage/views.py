"""What /tackning says before its table: where we are, what needs attention, how key people stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from api.coverage.figures import Cell, RequirementRef, UnitCoverage
from api.coverage.statuses import people_to_goal
from api.naming import sort_key
from web.coverage.addresses import State, team_url
from web.coverage.answer import answer_text
from web.coverage.days import quick_days
from web.coverage.filtering import FiltersView, filters_view, whom
from web.coverage.reading import Found, asked_here, columns_of
from web.coverage.table import TableView, table_view
from web.coverage.wording import named, of_text, people_text
from web.i18n import gettext as _
from web.i18n import ngettext, number_text, percent_text
from web.parts import Link
from web.render import page_url

MOST_EXCEPTIONS = 3


@dataclass(frozen=True)
class HeadlineView:
    """The sentence about the requirement in focus. Withheld: no figure at all."""

    requirement: Markup
    goal: str
    withheld: bool = False
    counted: str = ""
    share: str = ""
    to_goal: str = ""
    missing: int = 0
    within_time: int = 0
    only_partners: bool = False


@dataclass(frozen=True)
class ExceptionView:
    """Something that needs attention: a requirement in a unit."""

    link: Link
    hints: tuple[str, ...]


@dataclass(frozen=True)
class KeyRow:
    """Key people of a unit; the numbers empty where they are withheld."""

    label: Markup
    asked: str
    trained: str


@dataclass(frozen=True)
class KeyView:
    """Key people whom one requirement asks, by unit."""

    requirement: Markup
    rows: tuple[KeyRow, ...]

    @property
    def tells(self) -> bool:
        """Whether any of the numbers may be shown."""
        return any(row.asked for row in self.rows)


@dataclass(frozen=True)
class OverviewView:
    """The whole page. ``table`` and ``headline`` are None when nothing asks anybody here.

    ``has_requirements``: any are in force on the day; ``has_others``: on some day.
    """

    state: State
    heading: str | Markup
    title: str
    day: date
    is_future: bool
    breadcrumbs: tuple[Link, ...]
    quick_days: tuple[Link, ...]
    focus: str
    has_requirements: bool
    has_others: bool
    smallest: int
    headline: HeadlineView | None
    exceptions: tuple[ExceptionView, ...]
    all_reached: bool
    key_people: KeyView | None
    key_people_withheld: bool
    table: TableView | None
    people_url: str
    key_people_url: str
    courses_url: str
    development_url: str
    report_url: str
    may_import: bool
    filters: FiltersView
    answer: str


def overview_view(found: Found) -> OverviewView:
    """Write the page."""
    told, state = found.coverage, found.state
    focus = in_focus(told, columns_of(found.overview), state.filters.requirement)
    key_people = key_view(told, asked_here(told))
    heading = _("Läget i kommunen") if found.overview.is_municipality else named(told.unit.name)
    return OverviewView(
        state=state,
        heading=heading,
        title=_("Läget i kommunen") if found.overview.is_municipality else told.unit.name,
        day=told.on,
        is_future=told.on > found.rules.today,
        breadcrumbs=tuple(
            Link(state.at(unit.code).url, named(unit.name)) for unit in found.overview.above
        ),
        quick_days=_quick_days(found),
        focus=focus.code if focus else "",
        has_requirements=bool(told.requirements),
        has_others=found.overview.asks_ever,
        smallest=found.rules.small_group,
        headline=headline(told, focus, whom(state.filters.group)) if focus else None,
        exceptions=tuple(exceptions(found)),
        all_reached=all(cell.reached is not False for cell in told.rows if not cell.suppressed),
        key_people=key_people if key_people and key_people.tells else None,
        key_people_withheld=key_people is not None
        or any(cell.suppressed for cell in told.cells_of(told.unit)),
        table=table_view(found, focus) if focus else None,
        people_url=team_url(told.unit.code, day=state.day) if found.sees_names else "",
        key_people_url=_key_people_url(state) if found.sees_key_people else "",
        courses_url=f"{page_url('/kurser')}#sa-gar-kurserna" if found.sees_statistics else "",
        development_url=_development_url(found, focus) if focus else "",
        report_url=page_url("/rapporter/ny", enhet=told.unit.code) if found.writes_reports else "",
        may_import=found.may_import,
        filters=filters_view(found),
        answer=_answer(found, focus) if focus else "",
    )


def _development_url(found: Found, focus: RequirementRef) -> str:
    """Where the requirement's trend is told: of everybody, so nowhere where only some are counted."""
    if found.state.filters.counts_some or found.coverage.cell(found.coverage.unit, focus) is None:
        return ""
    return found.state.development_url(focus.code)


def _answer(found: Found, focus: RequirementRef) -> str:
    told = found.coverage
    cell = told.cell(told.unit, focus)
    if cell is None or found.state.filters.counts_some:
        return ""
    return answer_text(cell, on=told.on, today=found.rules.today)


def in_focus(
    told: UnitCoverage, columns: Sequence[RequirementRef], wanted: str
) -> RequirementRef | None:
    """Give the requirement that the headline is about: the one wanted, else what asks most people."""

    def weight(requirement: RequirementRef) -> tuple[bool, int]:
        cell = told.cell(told.unit, requirement)
        return requirement.code == wanted, (cell.required or 0) if cell else 0

    return max(columns, key=weight, default=None)


def headline(told: UnitCoverage, focus: RequirementRef, whom: str = "") -> HeadlineView:
    """Write the figures of the sentence; ``whom``: the only ones counted."""
    cell = told.cell(told.unit, focus)
    goal = percent_text(focus.goal / 100)
    if cell is None:
        return HeadlineView(named(focus.name), goal, only_partners=True)
    if cell.suppressed:
        return HeadlineView(named(focus.name), goal, withheld=True)
    covered, required = cell.covered or 0, cell.required or 0
    counted = f"{of_text(covered, required)} {whom}".rstrip()
    to_goal = people_to_goal(covered, required, focus.goal)
    return HeadlineView(
        requirement=named(focus.name),
        goal=goal,
        counted=counted if required else "",
        share=percent_text(cell.share),
        to_goal=people_text(to_goal) if to_goal else "",
        missing=0 if cell.within_time is None else cell.missing or 0,
        within_time=cell.within_time or 0,
    )


def exceptions(found: Found) -> Iterable[ExceptionView]:
    """Give the cells below their goals where most people's time has run out.

    Who is new and has time left needs no attention. Where no part is shown, the unit speaks for them.
    """
    told = found.coverage
    in_parts = {
        cell.requirement_code
        for cell in told.rows
        if cell.unit_id != told.unit.id and not cell.suppressed
    }
    parts = [
        cell
        for cell in told.rows
        if (cell.unit_id != told.unit.id) == (cell.requirement_code in in_parts)
    ]
    late = [cell for cell in parts if cell.reached is False and past_time(cell)]
    late.sort(key=past_time, reverse=True)
    least = past_time(late[:MOST_EXCEPTIONS][-1]) if late else 0
    first = [cell for cell in late if past_time(cell) >= least]  # Names order few: it costs.
    first.sort(key=lambda cell: (-past_time(cell), sort_key(cell.unit_name), cell.requirement_code))
    for cell in first[:MOST_EXCEPTIONS]:
        yield _exception(found.state, cell)


def _exception(state: State, cell: Cell) -> ExceptionView:
    label = escape(_("%(requirement)s i %(unit)s")) % {
        "requirement": named(cell.requirement_name),
        "unit": named(cell.unit_name),
    }
    counted = _("%(counted)s har giltig utbildning, %(count)s från målet.") % {
        "counted": of_text(cell.covered or 0, cell.required or 0),
        "count": number_text(_to_goal(cell)),
    }
    late = ngettext(
        "För %(count)s har tiden gått ut.", "För %(count)s har tiden gått ut.", past_time(cell)
    ) % {"count": number_text(past_time(cell))}
    there = state.at(cell.unit_code).of(cell.requirement_code)
    return ExceptionView(Link(there.url, label), (counted, late))


def past_time(cell: Cell) -> int:
    """How many of those missing have no time left: lapsed or overdue."""
    return (cell.missing or 0) - (cell.within_time or 0)


def _to_goal(cell: Cell) -> int:
    return people_to_goal(cell.covered or 0, cell.required or 0, cell.goal)


def key_view(told: UnitCoverage, columns: Sequence[RequirementRef]) -> KeyView | None:
    """Write how key people stand, for the requirement most of all meant for them."""
    asked = [
        (requirement, cell)
        for requirement in columns
        if (cell := told.cell(told.unit, requirement)) and cell.key_required and cell.required
    ]
    if not asked:
        return None

    def meant_for_them(pair: tuple[RequirementRef, Cell]) -> tuple[float, int]:
        keys = pair[1].key_required or 0
        return keys / (pair[1].required or 1), keys

    requirement = max(asked, key=meant_for_them)[0]
    parts = told.children or (told.unit,)
    cells = [cell for part in parts if (cell := told.cell(part, requirement))]
    return KeyView(named(requirement.name), tuple(_key_row(cell) for cell in cells))


def _key_row(cell: Cell) -> KeyRow:
    if cell.suppressed:
        return KeyRow(named(cell.unit_name), "", "")
    asked, trained = cell.key_required or 0, cell.key_covered or 0
    return KeyRow(named(cell.unit_name), number_text(asked), number_text(trained))


def _key_people_url(state: State) -> str:
    day = state.day.isoformat() if state.day else None
    return page_url("/nyckelpersoner", enhet=state.unit, dag=day)


def _quick_days(found: Found) -> tuple[Link, ...]:
    state = found.state
    return tuple(
        Link(state.on(each.day).url, each.label, current=each.day == state.day)
        for each in quick_days(found.rules.today)
    )

"""What /planering shows: one sentence, what each unit needs month by month, and the planned days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from api.coverage.figures import Merged
from api.coverage.planning import Need, Plan, UnitNeeds
from api.practice.service import Board, Line
from web.coverage.wording import name_choice, named, units_text
from web.i18n import number_text
from web.learning.addresses import together_path
from web.learning.wording import course_text
from web.parts import Choice, Link
from web.practice.addresses import State, calendar_url, cancel_url
from web.practice.wording import day_in_year, enough_text, plan_text, sentence
from web.render import page_url


@dataclass(frozen=True)
class NeedView:
    """A month of a unit. ``people`` empty: withheld. ``href``: where a day for it is planned."""

    before: date
    before_text: str
    people: str
    planned: str
    enough: str
    href: str


@dataclass(frozen=True)
class UnitView:
    """A unit's months. ``label`` leads to the unit's own plan where it has units below."""

    id: str
    label: Link
    said: str
    needs: tuple[NeedView, ...]


@dataclass(frozen=True)
class DayView:
    """A practice day. ``together``: where it is held and who was there is ticked, from its day on."""

    id: int
    day: date
    start: str
    course: Markup
    unit: Markup
    place: str
    seats: str
    calendar: str
    together: str
    cancel: str


@dataclass(frozen=True)
class MergedView:
    """The withheld units of a month together."""

    before: date
    people: str
    units: str


@dataclass(frozen=True)
class PlanView:
    """The whole page. ``sentence`` empty: it is withheld, or nothing is required here."""

    state: State
    unit_name: Markup
    breadcrumbs: tuple[Link, ...]
    requirement: Markup | None
    requirements: tuple[Choice, ...]
    seats: int
    smallest: int
    sentence: str
    withheld: bool
    units: tuple[UnitView, ...]
    merged: tuple[MergedView, ...]
    at_ease: tuple[Markup, ...]
    not_told: tuple[Markup, ...]
    given_here: bool
    new_day: str
    coming: tuple[DayView, ...]
    above: tuple[DayView, ...]
    lately: tuple[DayView, ...]


@dataclass(frozen=True)
class Shown:
    """What the page is made of. ``given``: ids of the courses given here."""

    state: State
    plan: Plan
    board: Board
    given: frozenset[str]
    smallest: int
    today: date

    @property
    def can_plan(self) -> bool:
        """Whether a day can be planned for the requirement: one of its courses is given here."""
        return not self.plan.requirement or not self.plan.accepts.isdisjoint(self.given)


def plan_view(shown: Shown) -> PlanView:
    """Write the page."""
    plan, state = shown.plan, shown.state
    own = plan.rows[0] if plan.rows else None
    told = told_first(own.needs) if own else None
    parts = plan.rows[1:]
    return PlanView(
        state=state,
        unit_name=named(plan.unit.name),
        breadcrumbs=tuple(Link(state.at(each.code).url, named(each.name)) for each in plan.above),
        requirement=named(plan.requirement.name) if plan.requirement else None,
        requirements=tuple(name_choice(each.code, each.name) for each in plan.requirements),
        seats=plan.seats,
        smallest=shown.smallest,
        sentence=plan_text(told) if told else "",
        withheld=own is not None and told is None,
        units=tuple(_unit_view(shown, each) for each in plan.rows if each is own or each.most),
        merged=tuple(_merged_view(day, line) for day, line in plan.merged),
        at_ease=tuple(
            named(each.unit.name) for each in parts if not each.most and not each.suppressed
        ),
        not_told=tuple(
            named(each.unit.name) for each in parts if not each.most and each.suppressed
        ),
        given_here=shown.can_plan,
        new_day=_new_day(shown, plan.unit.id, plan.unit.code, None),
        coming=tuple(_days(shown, shown.board.coming)),
        above=tuple(_days_above(shown)),
        lately=tuple(_days(shown, shown.board.lately)),
    )


def told_first(needs: Sequence[Need]) -> Need | None:
    """Give the month that the sentence is about: the last in which somebody needs training.

    None when nothing of it may be told.
    """
    told = [need for need in needs if not need.suppressed]
    return next((need for need in reversed(told) if need.people), told[-1] if told else None)


def _unit_view(shown: Shown, row: UnitNeeds) -> UnitView:
    is_below = row.unit.id != shown.plan.unit.id
    leads = is_below and row.unit.id in shown.plan.parents
    href = shown.state.at(row.unit.code).url if leads else ""
    return UnitView(
        id=f"unit-{row.unit.id}",
        label=Link(href, named(row.unit.name)),
        said=plan_text(told) if (told := told_first(row.needs)) else "",
        needs=tuple(_need_view(shown, row, need) for need in row.needs),
    )


def _need_view(shown: Shown, row: UnitNeeds, need: Need) -> NeedView:
    enough = enough_text(need)
    return NeedView(
        before=need.before,
        before_text=day_in_year(need.before),
        people="" if need.people is None else number_text(need.people),
        planned=number_text(need.planned),
        enough=sentence(enough) if enough else "",
        href=_new_day(shown, row.unit.id, row.unit.code, need.before) if need.occasions else "",
    )


def _new_day(shown: Shown, unit_id: int, unit_code: str, before: date | None) -> str:
    if unit_id not in shown.board.plannable or not shown.can_plan:
        return ""
    return shown.state.new_day(unit_code, before)


def _merged_view(before: date, line: Merged) -> MergedView:
    missing = line.counts.required - line.counts.covered
    return MergedView(before, number_text(missing), units_text(line.parts))


def _days(shown: Shown, lines: Iterable[Line]) -> Iterable[DayView]:
    below = shown.board.tree.within(shown.plan.unit.id)
    return (day_view(line, shown.today) for line in lines if line.unit.id in below)


def _days_above(shown: Shown) -> Iterable[DayView]:
    """Write the days of the units above, to be seen from here and changed from there."""
    above = {unit.id for unit in shown.board.tree.ancestors(shown.plan.unit.id)}
    lines = [each for each in (*shown.board.coming, *shown.board.above) if each.unit.id in above]
    lines.sort(key=lambda line: (line.day, line.start, line.id))
    return (replace(day_view(line, shown.today), together="", cancel="") for line in lines)


def day_view(line: Line, today: date) -> DayView:
    """Write a practice day."""
    is_over = line.day < today
    return DayView(
        id=line.id,
        day=line.day,
        start=line.start,
        course=course_text(line.course_title),
        unit=named(line.unit.name),
        place=line.place,
        seats=number_text(line.seats),
        calendar="" if is_over else calendar_url(line.id),
        together=page_url(together_path(line.course_id)) if line.day <= today else "",
        cancel=cancel_url(line.id) if line.may_cancel and not is_over else "",
    )

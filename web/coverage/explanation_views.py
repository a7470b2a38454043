"""What /tackning/ruta shows: a figure taken apart until anybody can see where it comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup, escape

from api.catalogue.schema import Course
from api.coverage.explaining import Explanation
from api.coverage.facts import Terms
from api.coverage.figures import Cell, PersonStatus, UnitRef
from api.coverage.rules import CoverageRules
from api.coverage.statuses import people_to_goal
from api.requirements.service import Asked as AskedOfPeople
from api.requirements.service import Audience
from web.coverage.addresses import State
from web.coverage.answer import answer_text
from web.coverage.explanation_tables import (
    PartRow,
    PeopleView,
    StatusesView,
    part_row,
    part_rows,
    people_view,
    statuses_view,
)
from web.coverage.filtering import FiltersOn, filters_on, whom
from web.coverage.filters import Filters
from web.coverage.requirements import RequirementView, requirement_view
from web.coverage.wording import named, of_text, people_text
from web.i18n import day_text, ngettext, percent_text
from web.i18n import gettext as _
from web.parts import Link


@dataclass(frozen=True)
class Found:
    """What was read. ``state``: of the page one came from; ``people`` None: nobody is listed."""

    told: Explanation
    state: State
    courses: Mapping[str, Course]
    rules: CoverageRules
    people: tuple[PersonStatus, ...] | None


@dataclass(frozen=True)
class ExplanationView:
    """The whole page. ``statuses`` is None where nobody is counted, or they are not told.

    ``whom``: the filters by which only some are counted. ``has_time``: who has time left is told of the
    parts. ``table``: where the figure stands. ``whole``: the same figure of the unit above. ``below``: the
    table of the unit's own parts.
    """

    unit_id: int
    heading: Markup
    requirement: Markup
    day: date
    is_future: bool
    smallest: int
    withheld: bool
    whom: FiltersOn
    said: tuple[str, ...]
    answer: str
    counting: tuple[str, ...]
    rule: RequirementView
    statuses: StatusesView | None
    statuses_withheld: bool
    has_time: bool
    parts: tuple[PartRow, ...]
    total: PartRow
    people: PeopleView | None
    table: Link
    whole: Link | None
    below: Link | None

    @property
    def title(self) -> str:
        """The heading as text."""
        return self.heading.striptags()

    @property
    def named(self) -> int:
        """How many are shown by name, for the log."""
        return len(self.people.rows) if self.people else 0


def explanation_view(found: Found) -> ExplanationView:
    """Write the page."""
    told, cell, today = found.told, found.told.cell, found.rules.today
    counts_somebody = bool(cell.required or cell.exempt)
    people = found.people
    return ExplanationView(
        unit_id=told.unit.id,
        heading=_heading(told),
        requirement=named(told.requirement.name),
        day=told.on,
        is_future=told.on > today,
        smallest=found.rules.small_group,
        withheld=cell.suppressed,
        whom=_whom(found),
        said=tuple(_said(cell, whom(told.group))),
        answer="" if told.group else answer_text(cell, on=told.on, today=today),
        counting=tuple(_counting(told)),
        rule=requirement_view(_asked(told), found.courses, found.rules),
        statuses=statuses_view(told) if counts_somebody and told.statuses else None,
        statuses_withheld=counts_somebody and not told.statuses,
        has_time=not told.group.key_people,
        parts=tuple(part_rows(told, found.state)),
        total=part_row(cell, _place(told)),
        people=None if people is None else people_view(told, people, is_today=told.on == today),
        table=_table(found),
        whole=_whole(found),
        below=_below(found),
    )


def _place(told: Explanation) -> Markup:
    """Name the unit, or the part directly under it, to stand after "in" or by itself."""
    if told.direct:
        return escape(_("Direkt under %(unit)s")) % {"unit": named(told.unit.name)}
    return named(told.unit.name)


def _heading(told: Explanation) -> Markup:
    pattern = _("%(share)s: %(requirement)s i %(unit)s")
    if told.direct:
        pattern = _("%(share)s: %(requirement)s direkt under %(unit)s")
    return escape(pattern) % {
        "share": _("Visas inte") if told.cell.suppressed else percent_text(told.cell.share),
        "requirement": named(told.requirement.name),
        "unit": named(told.unit.name),
    }


def _inside(told: Explanation) -> UnitRef | None:
    """Give the unit of which this is a part, if the reader may know of it."""
    if told.direct:
        return told.unit
    return told.above[-1] if told.above else None


def _table(found: Found) -> Link:
    unit = _inside(found.told) or found.told.unit
    label = escape(_("Tillbaka till läget i %(unit)s")) % {"unit": named(unit.name)}
    return Link(replace(found.state, unit=unit.code).url, label)


def _whom(found: Found) -> FiltersOn:
    """Say whom alone the figure counts; the same figure of everybody is a link away."""
    state, told = found.state, found.told

    def address(filters: Filters) -> str:
        there = state.filtered(filters)
        return there.explanation_url(told.unit.code, told.requirement.code, direct=told.direct)

    return filters_on(state.filters, found.rules.small_group, address, about_people=True)


def _whole(found: Found) -> Link | None:
    unit = _inside(found.told)
    if unit is None:
        return None
    code = found.told.requirement.code
    return Link(found.state.explanation_url(unit.code, code), named(unit.name))


def _below(found: Found) -> Link | None:
    if not found.told.parts or _inside(found.told) is None:
        return None  # Of the uppermost unit the link back leads there.
    label = escape(_("Alla krav i %(unit)s")) % {"unit": named(found.told.unit.name)}
    return Link(found.state.at(found.told.unit.code).of("").url, label)


def _said(cell: Cell, whom: str) -> Iterable[str]:
    """Say the figure, and how far it is from the goal."""
    if cell.suppressed:
        return
    if not cell.required:
        yield _("Ingen omfattas av kravet här den dagen.")
        return
    counted = f"{of_text(cell.covered or 0, cell.required)} {whom}".rstrip()
    yield _("%(counted)s har giltig utbildning.") % {"counted": counted}
    goal = {"goal": percent_text(cell.goal / 100)}
    to_goal = people_to_goal(cell.covered or 0, cell.required, cell.goal)
    if to_goal:
        yield _("Till målet %(goal)s saknas %(people)s.") % {**goal, "people": people_text(to_goal)}
    else:
        yield _("Målet på %(goal)s är nått.") % goal


def _counting(told: Explanation) -> Iterable[str]:
    """Say how it is counted: who, valid when, in time until when, and how it is rounded."""
    day, terms, cell = {"day": day_text(told.on)}, told.terms, told.cell
    yield (
        _(
            "Vi räknar den som kravet gäller och som har en tjänst här %(day)s, men inte den som är "
            "borta på heltid den dagen."
        )
        % day
    )
    yield _("Var och en räknas en gång, hur många tjänster den än har här.")
    yield (
        _(
            "Giltig utbildning har den som blev klar senast %(day)s och vars sista giltiga dag är den "
            "dagen eller senare."
        )
        % day
    )
    yield _in_time(terms, told.on)
    if cell.required:
        yield _("%(counted)s är %(share)s, avrundat nedåt.") % {
            "counted": of_text(cell.covered or 0, cell.required),
            "share": percent_text(cell.share),
        }


def _in_time(terms: Terms, on: date) -> str:
    words = {
        "days": terms.days_to_complete,
        "first": day_text(on - timedelta(terms.days_to_complete)),
    }
    return (
        ngettext(
            "Den som är ny har %(days)d dag på sig. Tid kvar har alltså den som började omfattas "
            "%(first)s eller senare.",
            "Den som är ny har %(days)d dagar på sig. Tid kvar har alltså den som började omfattas "
            "%(first)s eller senare.",
            terms.days_to_complete,
        )
        % words
    )


def _asked(told: Explanation) -> AskedOfPeople:
    """Give the terms as /krav writes them."""
    terms, unit = told.terms, told.asked_of
    return AskedOfPeople(
        code=terms.code,
        name=terms.name,
        accepts=tuple(sorted(terms.accepts)),
        audience=Audience(
            unit_code=unit.code if unit else "",
            unit_name=unit.name if unit else "",
            categories=tuple(sorted(terms.categories)),
            employments=tuple(sorted(terms.employments)),
            key_people_only=terms.key_people_only,
        ),
        first_day=terms.first_day,
        last_day=terms.last_day,
        not_before=terms.not_before,
        days_to_complete=terms.days_to_complete,
        goal=terms.goal,
    )

"""What /tackning/gar-ut shows: how many lose their training in a month, unit by unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from api.coverage.lapses import LapsesBelow, UnitLapses
from web.coverage.addresses import State
from web.coverage.development import BarRow, bar_row
from web.coverage.wording import named, people_text, units_text
from web.i18n import gettext as _
from web.i18n import month_text


@dataclass(frozen=True)
class LapsesView:
    """The whole page. ``people`` is empty where the unit's own number is withheld."""

    unit_name: Markup
    requirement: Markup
    month: str
    people: str
    nobody: bool
    rows: tuple[BarRow, ...]
    withheld: int
    overview_url: str


def lapses_view(told: LapsesBelow, state: State) -> LapsesView:
    """Write the page."""
    month = told.month.last
    return LapsesView(
        unit_name=named(told.unit.name),
        requirement=named(told.requirement.name),
        month=month_text(month),
        people="" if told.lapses is None else people_text(told.lapses),
        nobody=told.lapses == 0,
        rows=tuple(_rows(told, state)),
        withheld=sum(part.lapses is None for part in told.parts),
        overview_url=state.url,
    )


def _rows(told: LapsesBelow, state: State) -> Iterable[BarRow]:
    """Write the parts in which somebody's training ends, most first, then those told together."""
    shown = [part for part in told.parts if part.lapses]
    shown.sort(key=lambda part: -(part.lapses or 0))
    longest = max([told.merged, *(part.lapses or 0 for part in shown)], default=0)
    for part in shown:
        yield bar_row(_label(told, part), _below_url(told, part, state), part.lapses, longest)
    if told.merged_parts:
        label = _("Övriga enheter (%(units)s)") % {"units": units_text(told.merged_parts)}
        yield bar_row(label, "", told.merged, longest)


def _label(told: LapsesBelow, part: UnitLapses) -> Markup:
    if part.unit.id < 0:
        return escape(_("Direkt under %(unit)s")) % {"unit": named(told.unit.name)}
    return named(part.unit.name)


def _below_url(told: LapsesBelow, part: UnitLapses, state: State) -> str:
    """Lead on where there is more to tell: units that have units below them."""
    has_more = part.unit.id in told.parents
    there = state.at(part.unit.code)
    return there.lapses_url(told.requirement.code, told.month.last) if has_more else ""

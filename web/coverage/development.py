"""What the panels of development show: coverage over the months, two scenarios, and what lapses when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from markupsafe import Markup, escape

from api.coverage.figures import Development, DevelopmentPoint
from web.coverage.addresses import State
from web.coverage.charts import chart
from web.coverage.drawing import NARROW, WIDE, Chart, Reading, Scenario, Story
from web.coverage.wording import named
from web.i18n import gettext as _
from web.i18n import month_name, month_short, month_text, number_text, percent_text

EVERY = 3  # Every third month is named on the axis.


@dataclass(frozen=True)
class FigureRow:
    """A day of the chart in numbers; withheld: none."""

    day: date
    required: str
    covered: str
    share: str
    kept: str
    withheld: bool


@dataclass(frozen=True)
class BarRow:
    """How many lapse in a month or a unit, and how long its bar is in percent of the longest."""

    label: str | Markup
    href: str
    count: str
    length: int
    withheld: bool


@dataclass(frozen=True)
class DevelopmentView:
    """Both panels. ``finding`` is the title of the chart, ``description`` what it shows in words."""

    unit_name: Markup
    requirement: Markup
    title: str
    finding: str
    measure: Markup
    description: str
    charts: tuple[tuple[str, Chart], ...]
    rows: tuple[FigureRow, ...]
    bars: tuple[BarRow, ...]
    none_lapses: bool
    overview_url: str


def development_view(told: Development, state: State) -> DevelopmentView:
    """Write the panels."""
    story = _story(told)
    return DevelopmentView(
        unit_name=named(told.unit.name),
        requirement=named(told.requirement.name),
        title=told.unit.name,
        finding=finding(told),
        measure=_measure(told),
        description=_description(told),
        charts=(("wide", chart(story, WIDE)), ("narrow", chart(story, NARROW))),
        rows=tuple(_row(point, told.today) for point in told.points),
        bars=tuple(_bars(told, state)),
        none_lapses=all(month.lapses == 0 for month in told.months),
        overview_url=state.url,
    )


def share_of(count: int | None, point: DevelopmentPoint) -> float | None:
    """A number of those required, as a share; None where there is none or it is withheld."""
    return None if count is None or not point.required else count / point.required


def _now(told: Development) -> DevelopmentPoint:
    return next(point for point in told.points if point.on == told.today)


def finding(told: Development) -> str:
    """Say in a sentence what the chart shows: that is its title."""
    now, end = _now(told), told.points[-1]
    before, after = share_of(now.covered, now), share_of(end.covered, end)
    if before is None or after is None:
        nothing_to_tell = now if before is None else end
        if nothing_to_tell.suppressed:
            return _("Hela utvecklingen kan inte visas")
        return _("Ingen omfattas under hela tiden")
    words = {"share": percent_text(after), "month": month_name(end.on)}
    kept = share_of(end.kept, end)
    if _percent(after) < _percent(before) and kept == after:
        return _("Täckningen faller till %(share)s i %(month)s, även om alla förnyar") % words
    if _percent(after) < _percent(before):
        return _("Om ingen förnyar faller täckningen till %(share)s i %(month)s") % words
    if _percent(after) > _percent(before):
        return _("Täckningen blir %(share)s i %(month)s, även om ingen förnyar") % words
    return _("Täckningen står kvar på %(share)s i %(month)s, även om ingen förnyar") % words


def _percent(share: float) -> int:
    return floor(share * 100 + 1e-9)


def _measure(told: Development) -> Markup:
    said = escape(
        _(
            "Andel med giltig utbildning i %(requirement)s. Från %(first)s till i dag, och två"
            " scenarier till %(last)s."
        )
    )
    return said % {
        "requirement": named(told.requirement.name),
        "first": month_text(told.points[0].on),
        "last": month_text(told.points[-1].on),
    }


def _description(told: Development) -> str:
    """Tell the ends of the lines, for those who do not see them."""
    first, now, end = told.points[0], _now(told), told.points[-1]
    words = {
        "first": percent_text(share_of(first.covered, first)),
        "then": month_text(first.on),
        "now": percent_text(share_of(now.covered, now)),
        "nobody": percent_text(share_of(end.covered, end)),
        "everybody": percent_text(share_of(end.kept, end)),
        "last": month_text(end.on),
        "goal": percent_text(told.requirement.goal / 100),
    }
    return (
        _(
            "Från %(first)s i %(then)s till %(now)s i dag. I %(last)s: %(nobody)s om ingen förnyar,"
            " %(everybody)s om alla förnyar i tid. Målet är %(goal)s. Alla siffror står i tabellen."
        )
        % words
    )


def _story(told: Development) -> Story:
    now = _now(told)
    ahead = [point for point in told.points if point.on >= told.today]
    nobody = tuple(_reading(point, point.covered) for point in ahead)
    everybody = tuple(
        _reading(point, now.covered if point is now else point.kept) for point in ahead
    )
    goal = told.requirement.goal / 100
    return Story(
        history=tuple(
            _reading(point, point.covered) for point in told.points if point.on <= told.today
        ),
        scenarios=(
            Scenario("everybody", everybody, _end(everybody, _("om alla"), _("förnyar i tid"))),
            Scenario("nobody", nobody, _end(nobody, _("om ingen"), _("förnyar"))),
        ),
        goal=goal,
        goal_label=_("Mål %(goal)s") % {"goal": percent_text(goal)},
        today_label=_("i dag"),
        now_label=percent_text(share_of(now.covered, now)),
        months=tuple(
            (point.on, month_short(point.on))
            for point in tuple(point for point in told.points if point is not now)[::-EVERY]
        )[::-1],
    )


def _reading(point: DevelopmentPoint, count: int | None) -> Reading:
    share = share_of(count, point)
    word = "" if share is not None else _("visas inte") if point.suppressed else _("ingen omfattas")
    return Reading(point.on, share, word)


def _end(readings: Sequence[Reading], *words: str) -> tuple[str, ...]:
    last = next((each.share for each in reversed(readings) if each.share is not None), None)
    return (f"{percent_text(last)} {words[0]}", *words[1:])


def _row(point: DevelopmentPoint, today: date) -> FigureRow:
    return FigureRow(
        day=point.on,
        required=number_text(point.required or 0),
        covered=number_text(point.covered or 0),
        share=percent_text(share_of(point.covered, point)),
        kept=percent_text(share_of(point.kept, point)) if point.on > today else "",
        withheld=point.suppressed,
    )


def _bars(told: Development, state: State) -> Iterable[BarRow]:
    longest = max((month.lapses or 0 for month in told.months), default=0)
    for month in told.months:
        label = month_text(month.last)
        yield bar_row(
            label[0].upper() + label[1:],
            state.lapses_url(told.requirement.code, month.last),
            month.lapses,
            longest,
        )


def bar_row(label: str | Markup, href: str, count: int | None, longest: int) -> BarRow:
    """Write a line of a table with bars; ``count`` None is withheld."""
    return BarRow(
        label=label,
        href=href,
        count=number_text(count or 0),
        length=(count or 0) * 100 // longest if longest else 0,
        withheld=count is None,
    )

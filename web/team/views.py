"""What the unit's page shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from markupsafe import Markup

from api.coverage.figures import Cell, PersonStatus, RequirementRef, RequirementStatus
from api.coverage.words import Status
from web.coverage.addresses import State
from web.coverage.reading import asked_here
from web.coverage.standing import StandingView, date_to_act, must_act, not_asked, standing_view
from web.coverage.table import CellView, cell_view
from web.coverage.views import HeadlineView, headline, in_focus
from web.coverage.wording import name_choice, named, people_text
from web.i18n import day_text, ngettext, number_text
from web.i18n import gettext as _
from web.parts import Choice, Link
from web.render import page_url
from web.team.files import FilesView, files_view
from web.team.reading import Asked, Team

EVERYBODY = "alla"
# A list longer than this helps nobody; units below have lists of their own.
MOST_ROWS = 300


@dataclass(frozen=True)
class PersonView:
    """A person's row. ``units``: where, if the list spans several."""

    name: str
    units: str
    standings: tuple[StandingView, ...]


@dataclass(frozen=True)
class ManagedView:
    """A unit below with a manager of its own: counts, no names."""

    label: Markup
    href: str
    cell: CellView | None


@dataclass(frozen=True)
class UnitView:
    """The whole page. ``named``: how many are shown by name, for the log."""

    unit_id: int
    code: str
    name: str
    heading: Markup
    day: date
    is_future: bool
    figures_url: str
    slips_url: str
    requirements: tuple[Choice, ...]
    requirement: str
    one_requirement: bool
    headline: HeadlineView | None
    next_expiry: str
    everybody: bool
    rows: tuple[PersonView, ...]
    hidden: int
    count: str
    cut_off: str
    toggle: Link | None
    files: FilesView | None
    nothing: str
    asides: tuple[str, ...]
    managed: tuple[ManagedView, ...]
    sees_names: bool
    smallest: int

    @property
    def named(self) -> int:
        """How many names the page shows."""
        return len(self.rows)


def unit_view(team: Team) -> UnitView:
    """Write the page."""
    requirements = requirements_of(team)
    chosen = next((each for each in requirements if each.code == team.asked.requirement), None)
    focus = chosen or _focus(team, requirements)
    acting = [person for person in team.people if _to_do(person, chosen)]
    acting.sort(key=lambda person: min(map(date_to_act, _to_do(person, chosen))))
    known = [person for person in team.people if not person.hidden]
    listed = known if team.asked.everybody else acting
    return UnitView(
        unit_id=team.unit.id,
        code=team.unit.code,
        name=team.unit.name,
        heading=named(team.unit.name),
        day=team.on,
        is_future=team.on > team.rules.today,
        figures_url=State(unit=team.unit.code, day=team.asked.day).url if team.overview else "",
        slips_url=_slips_url(team),
        requirements=(
            Choice("", _("Alla krav")),
            *(name_choice(each.code, each.name) for each in requirements),
        ),
        requirement=chosen.code if chosen else "",
        one_requirement=chosen is not None or len(requirements) == 1,
        headline=_headline(team, focus),
        next_expiry=_next_expiry(team, known, focus),
        everybody=team.asked.everybody,
        rows=tuple(_row(team, person, chosen) for person in listed[:MOST_ROWS]),
        hidden=len(team.people) - len(known),
        count=_count_text(team, acting, known),
        cut_off=_cut_off(len(listed)),
        toggle=_toggle(team, known),
        files=files_view(team, chosen) if known else None,
        nothing="" if listed else _nothing(team, known, chosen),
        asides=tuple(_asides(known, chosen)),
        managed=tuple(_managed(team, focus)),
        sees_names=team.sees_names,
        smallest=team.rules.small_group,
    )


def requirements_of(team: Team) -> tuple[RequirementRef, ...]:
    """Give the requirements to choose among: those that ask somebody here."""
    if team.overview is not None:
        return asked_here(team.overview.coverage)
    found = {
        told.requirement_code: RequirementRef(
            0, told.requirement_code, told.requirement_name, team.rules.goal
        )
        for person in team.people
        for told in person.statuses
    }
    return tuple(found[code] for code in sorted(found))


def _focus(team: Team, requirements: Sequence[RequirementRef]) -> RequirementRef | None:
    """Give the requirement that the headline is about: what asks most people."""
    return in_focus(team.overview.coverage, requirements, "") if team.overview else None


def _headline(team: Team, focus: RequirementRef | None) -> HeadlineView | None:
    return headline(team.overview.coverage, focus) if team.overview and focus else None


def _chosen_of(
    person: PersonStatus, chosen: RequirementRef | None
) -> tuple[RequirementStatus, ...]:
    return tuple(
        told for told in person.statuses if chosen is None or told.requirement_code == chosen.code
    )


def _to_do(person: PersonStatus, chosen: RequirementRef | None) -> list[RequirementStatus]:
    return [told for told in _chosen_of(person, chosen) if must_act(told)]


def _row(team: Team, person: PersonStatus, chosen: RequirementRef | None) -> PersonView:
    told = _chosen_of(person, chosen) if team.asked.everybody else _to_do(person, chosen)
    standings = tuple(
        standing_view(each, team.on, is_today=team.is_today)
        for each in sorted(told, key=date_to_act)
    )
    elsewhere = [unit.name for unit in person.units if unit.id != team.unit.id]
    return PersonView(
        name=person.name or "",
        units=", ".join(elsewhere),
        standings=standings or (not_asked(person),),
    )


def _next_expiry(team: Team, known: Iterable[PersonStatus], focus: RequirementRef | None) -> str:
    """Say when certificates next go out, for what the headline is about."""
    days = [
        told.valid_until
        for person in known
        for told in _chosen_of(person, focus)
        if told.status in {Status.VALID, Status.EXPIRING} and told.valid_until
    ]
    if not days:
        return ""
    count = days.count(min(days))
    words = {"count": number_text(count), "day": day_text(min(days))}
    if team.managed:
        # The headline counts the units below too, of whose people nothing is known here.
        return _("Bland dem som du ser med namn går nästa intyg ut den %(day)s.") % words
    return (
        ngettext(
            "Närmast går %(count)s intyg ut, den %(day)s.",
            "Närmast går %(count)s intyg ut, den %(day)s.",
            count,
        )
        % words
    )


def _count_text(team: Team, acting: Sequence[object], known: Sequence[object]) -> str:
    if team.asked.everybody:
        return ngettext(
            "%(count)s person visas med namn.", "%(count)s personer visas med namn.", len(known)
        ) % {"count": number_text(len(known))}
    return ngettext(
        "%(count)s person behöver göra något. Den som är närmast sitt datum står först.",
        "%(count)s personer behöver göra något. Den som är närmast sitt datum står först.",
        len(acting),
    ) % {"count": number_text(len(acting))}


def _cut_off(count: int) -> str:
    if count <= MOST_ROWS:
        return ""
    words = {"most": MOST_ROWS, "count": number_text(count)}
    return _("Här visas %(most)d av %(count)s. Välj en enhet under för att se resten.") % words


def _toggle(team: Team, known: Sequence[object]) -> Link | None:
    if team.asked.everybody:
        return Link(
            unit_url(team.asked, everybody=False), _("Visa bara dem som behöver göra något")
        )
    if not known:
        return None
    text = _("Visa alla %(count)s") % {"count": number_text(len(known))}
    return Link(unit_url(team.asked, everybody=True), text)


def unit_url(asked: Asked, *, everybody: bool) -> str:
    """The unit's page as asked for, with everybody or only with those who need to act."""
    given = {
        "dag": asked.day.isoformat() if asked.day else "",
        "krav": asked.requirement,
        "visa": EVERYBODY if everybody else "",
    }
    query = urlencode({name: value for name, value in given.items() if value})
    path = page_url(f"/enhet/{quote(asked.code, safe='')}")
    return f"{path}?{query}" if query else path


def _slips_url(team: Team) -> str:
    if not team.may_invite:
        return ""
    return page_url(f"/enhet/{quote(team.unit.code, safe='')}/inloggningslappar")


def _nothing(team: Team, known: Sequence[PersonStatus], chosen: RequirementRef | None) -> str:
    """Say why the list is empty."""
    if not any(_chosen_of(person, chosen) for person in known):
        return _("Ingen som du ser med namn omfattas av något krav.")
    cells = team.overview.coverage.cells_of(team.overview.coverage.unit) if team.overview else ()
    looked_at = [cell for cell in cells if chosen is None or cell.requirement_code == chosen.code]
    if looked_at and not any(_misses_somebody(cell) for cell in looked_at):
        return _("Alla i enheten har giltig utbildning.")
    return _("Alla som du ser med namn har giltig utbildning.")


def _misses_somebody(cell: Cell) -> bool:
    return cell.suppressed or bool(cell.missing)


def _asides(known: Sequence[PersonStatus], chosen: RequirementRef | None) -> Iterable[str]:
    """Say who is not counted, and why, for the figures to be understood."""
    away = sum(person.away for person in known)
    spared = sum(
        any(told.status is Status.EXEMPT for told in _chosen_of(person, chosen)) for person in known
    )
    idle = sum(not person.away and not _chosen_of(person, chosen) for person in known)
    if away:
        yield _("Borta på heltid: %(people)s.") % {"people": people_text(away)}
    if idle:
        yield _("Omfattas inte, till exempel för att de är timavlönade: %(people)s.") % {
            "people": people_text(idle)
        }
    if spared:
        yield _("Undantagna: %(people)s.") % {"people": people_text(spared)}


def _managed(team: Team, focus: RequirementRef | None) -> Iterable[ManagedView]:
    overview = team.overview
    told = (overview.coverage, *overview.opened) if overview else ()
    cells = {
        cell.unit_id: cell
        for each in told
        for cell in each.rows
        if focus and cell.requirement_code == focus.code
    }
    for unit in team.managed:
        cell = cells.get(unit.id)
        yield ManagedView(
            label=named(unit.name),
            href=State(unit=unit.code, day=team.asked.day).url if overview else "",
            cell=cell_view(cell) if cell else None,
        )

"""The tables of /tackning/ruta: the statuses, the parts and the people that a figure is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from api.coverage.explaining import COUNTED, Explanation
from api.coverage.figures import Cell, PersonStatus
from api.coverage.words import Counts, Status
from web.coverage.addresses import State
from web.coverage.standing import StandingView, standing_view, status_words
from web.coverage.wording import exempt_text, named, units_text
from web.i18n import gettext as _
from web.i18n import ngettext, number_text, percent_text

IN_ORDER = (*COUNTED, Status.EXEMPT)


@dataclass(frozen=True)
class StatusRow:
    """So many stand so. ``kind`` gives the shape."""

    kind: str
    text: str
    hint: str
    count: str


@dataclass(frozen=True)
class StatusesView:
    """Everybody whom the cell counts, by status; two sums, and the sum of these."""

    trained: tuple[StatusRow, ...]
    covered: str
    untrained: tuple[StatusRow, ...]
    missing: str
    in_time: str
    required: str
    exempt: str


@dataclass(frozen=True)
class PartRow:
    """A part of the cell, or a line that makes the parts add up to it."""

    label: str | Markup
    href: str = ""
    hint: str = ""
    withheld: bool = False
    required: str = ""
    covered: str = ""
    share: str = ""
    in_time: str = ""


@dataclass(frozen=True)
class PersonRow:
    """Somebody the cell counts. ``units``: where, if below the unit."""

    name: str
    units: str
    standing: StandingView


@dataclass(frozen=True)
class PeopleView:
    """Those who may be named; how many are protected, and how many others may name."""

    rows: tuple[PersonRow, ...]
    hidden: int
    elsewhere: str


def statuses_view(told: Explanation) -> StatusesView:
    """Write how everybody stands whom the cell counts."""
    cell = told.cell
    rows = {status: _status_row(status, told.statuses[status]) for status in COUNTED}
    within = cell.within_time or 0
    return StatusesView(
        trained=(rows[Status.VALID], rows[Status.EXPIRING]),
        covered=number_text(cell.covered or 0),
        untrained=(rows[Status.LAPSED], rows[Status.OVERDUE], rows[Status.NOT_STARTED]),
        missing=number_text(cell.missing or 0),
        in_time=_("varav %(count)s har tid kvar") % {"count": number_text(within)}
        if within
        else "",
        required=number_text(cell.required or 0),
        exempt=exempt_text(cell.exempt) if cell.exempt else "",
    )


def _status_row(status: Status, count: int) -> StatusRow:
    hint = {
        Status.VALID: _("Utbildningen gäller i mer än 60 dagar till."),
        Status.EXPIRING: _("Utbildningen gäller, men i högst 60 dagar till. Räknas som utbildad."),
        Status.LAPSED: _("Har haft utbildningen, men tiden har gått ut."),
        Status.OVERDUE: _("Har aldrig haft utbildningen, och tiden att bli klar har gått."),
        Status.NOT_STARTED: _("Har inte utbildningen än, men har tid kvar."),
    }[status]
    return StatusRow(status.value, status_words()[status], hint, number_text(count))


def part_rows(told: Explanation, state: State) -> Iterable[PartRow]:
    """Write the parts and the lines by which they add up, as the matrix has them."""
    for cell in told.parts:
        if cell.suppressed and told.merged:
            continue
        label = named(cell.unit_name)
        if cell.unit_id < 0:
            label = escape(_("Direkt under %(unit)s")) % {"unit": label}
        direct = cell.unit_id < 0
        href = state.explanation_url(cell.unit_code, cell.requirement_code, direct=direct)
        yield part_row(cell, label, href)
    if told.merged:
        others = _("Övriga enheter (%(units)s)") % {"units": units_text(told.merged.parts)}
        yield _line(others, _("visas inte var för sig"), told.merged.counts)
    if told.several:
        yield _line(
            _("Räknas i flera enheter"), _("dras av från summan"), told.several.counts, sign=-1
        )


def part_row(cell: Cell, label: str | Markup, href: str = "") -> PartRow:
    """Write the figures of one part, or of the whole."""
    if cell.suppressed:
        return PartRow(label, href, withheld=True)
    return PartRow(
        label,
        href,
        hint=exempt_text(cell.exempt) if cell.exempt else "",
        required=number_text(cell.required or 0),
        covered=number_text(cell.covered or 0),
        share=percent_text(cell.share),
        in_time=number_text(cell.within_time or 0),
    )


def _line(label: str, hint: str, counts: Counts, sign: int = 1) -> PartRow:
    return PartRow(
        label,
        hint=hint,
        required=number_text(sign * counts.required),
        covered=number_text(sign * counts.covered),
        in_time=number_text(sign * counts.within_time),
    )


def people_view(told: Explanation, people: Sequence[PersonStatus], *, is_today: bool) -> PeopleView:
    """Write who they are, by status; the protected are rows without anything."""
    known = [person for person in people if not person.hidden]
    known.sort(key=lambda person: IN_ORDER.index(person.statuses[0].status))
    others = (told.cell.required or 0) + (told.cell.exempt or 0) - len(people)
    return PeopleView(
        rows=tuple(_person_row(told, person, is_today=is_today) for person in known),
        hidden=len(people) - len(known),
        elsewhere=_elsewhere(others) if others else "",
    )


def _elsewhere(others: int) -> str:
    return ngettext(
        "%(count)s person till finns i en enhet med egen chef. Du ser antal, inte namn.",
        "%(count)s personer till finns i enheter med egen chef. Du ser antal, inte namn.",
        others,
    ) % {"count": number_text(others)}


def _person_row(told: Explanation, person: PersonStatus, *, is_today: bool) -> PersonRow:
    return PersonRow(
        name=person.name or "",
        units=", ".join(unit.name for unit in person.units if unit.id != told.unit.id),
        standing=standing_view(person.statuses[0], told.on, is_today=is_today),
    )

"""What the page shows on which the leader ticks who was there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.catalogue.schema import Course
from api.organisation.models import UnitKind
from api.organisation.tree import UnitOnDay
from api.people.service import Group, Member
from web.coverage.wording import name_choice
from web.i18n import ngettext
from web.learning import addresses
from web.learning.wording import course_text
from web.parts import Choice, FieldError, Link
from web.render import page_url

# A longer list helps nobody: a unit below it is chosen instead.
MOST_PEOPLE = 300


@dataclass(frozen=True)
class Asked:
    """What the address asks: a unit, a day, and what has just been recorded."""

    unit: str
    day: date
    recorded: str = ""
    standing: str = ""


@dataclass(frozen=True)
class PersonChoice:
    """Somebody to tick, with the title they hold."""

    id: str
    text: Markup


@dataclass(frozen=True)
class PresentView:
    """The page. ``unit`` empty: one is to be chosen first."""

    title: str
    course: Link
    action: str
    units: tuple[Choice, ...]
    unit: str
    unit_name: str
    day: date
    today: date
    people: tuple[PersonChoice, ...]
    too_many: bool
    chosen: frozenset[str]
    errors: tuple[FieldError, ...]
    done: tuple[str, ...]


def only_unit(units: Sequence[UnitOnDay]) -> str:
    """The code of the unit to begin with, where there is one: never the whole municipality."""
    ids = {unit.id for unit in units}
    above = [unit for unit in units if unit.parent_id not in ids]
    tops = [unit.code for unit in above if unit.kind is not UnitKind.KOMMUN]
    return tops[0] if len(tops) == len(above) == 1 else ""


def present_view(
    course: Course,
    asked: Asked,
    *,
    today: date,
    units: Sequence[UnitOnDay],
    group: Group | None,
    chosen: Collection[int] = (),
    error: str = "",
) -> PresentView:
    """Put the page together."""
    people = group.people if group else ()
    too_many = len(people) > MOST_PEOPLE
    return PresentView(
        title=course.title,
        course=Link(page_url(addresses.together_path(course.id)), course_text(course.title)),
        action=page_url(addresses.present_path(course.id)),
        units=tuple(name_choice(unit.code, unit.name) for unit in units),
        unit=group.unit.code if group else "",
        unit_name=group.unit.name if group else "",
        day=asked.day,
        today=today,
        people=() if too_many else tuple(map(_person, people)),
        too_many=too_many,
        chosen=frozenset(map(str, chosen)),
        errors=(FieldError("present-1", error),) if error else (),
        done=tuple(_done(asked)),
    )


def _person(member: Member) -> PersonChoice:
    where = ", ".join(part for part in (member.title, member.below) if part)
    text = Markup('<span lang="sv">{}</span><span class="hint" lang="sv">{}</span>')
    return PersonChoice(str(member.id), text.format(member.name, where))


def _done(asked: Asked) -> list[str]:
    """What has just come of it, in words. The numbers stand in the address: they name nobody."""
    said = []
    if asked.recorded.isdecimal():
        count = int(asked.recorded)
        said.append(
            ngettext(
                "%(count)d person har fått ett intyg.", "%(count)d personer har fått intyg.", count
            )
            % {"count": count}
        )
    if asked.standing.isdecimal() and int(asked.standing):
        count = int(asked.standing)
        said.append(
            ngettext(
                "%(count)d person hade redan ett intyg för den dagen, och det är kvar som det var.",
                "%(count)d personer hade redan intyg för den dagen, och de är kvar som de var.",
                count,
            )
            % {"count": count}
        )
    return said

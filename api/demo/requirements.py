"""Pure: what is asked of whom, and the few who are let off."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.demo.cast import CAST
from api.demo.days import Calendar
from api.demo.people import Staff
from api.demo.places import CLUB, ROOT
from api.demo.plan import ExemptionRow, Known, RequirementRow
from api.demo.staffing import (
    CARE,
    CATEGORY_OF,
    CULTURE,
    HEALTH,
    LABOUR,
    LEADING,
    LEISURE,
    OFFICE,
    PRESCHOOL,
    SCHOOL,
    SOCIAL,
)
from api.imports.models import FileKind
from api.people.models import Employment
from api.records.validity import add_months
from api.requirements.models import ExemptionReason

FIRST_STEP, RISK_COURSE, TALK_COURSE = "forsta-steget", "risk-och-skyddsfaktorer", "mi-samtal"
DIGITAL_COURSE, FAMILY_COURSE = "digitala-miljoer", "stod-till-anhoriga"
OPENING_LECTURE = "inledande-forelasning"
# How long a course holds where its own file does not say: a lecture, or a course yet to be written.
MONTHS: dict[str, int | None] = {
    FIRST_STEP: 12,
    RISK_COURSE: 24,
    TALK_COURSE: 24,
    DIGITAL_COURSE: 24,
    FAMILY_COURSE: 24,
    OPENING_LECTURE: None,
}
# Everybody whose title belongs somewhere.
WIDELY = (
    CARE,
    CULTURE,
    HEALTH,
    LABOUR,
    LEADING,
    LEISURE,
    OFFICE,
    PRESCHOOL,
    SCHOOL,
    SOCIAL,
)
# On the day of the demo, a good many are within their time for this one.
DIGITAL_DAYS_AGO, DIGITAL_DAYS_TO_COMPLETE = 182, 210
EXEMPTED, EXEMPTED_AT = 7, "BUN-201"
EXEMPTED_DAYS_AGO = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a requirement asks on these days, as it truly is."""

    code: str
    name: str
    course: str
    first: date
    last: date | None = None
    unit: str = ROOT
    categories: tuple[str, ...] = ()
    key_people_only: bool = False
    days_to_complete: int = 90
    goal: int | None = None


def asks(calendar: Calendar) -> tuple[Ask, ...]:
    """Everything that is or was asked: one for each period of each requirement."""
    return (*_first_step(calendar), *_of_some(calendar), *_of_few(calendar))


def _first_step(calendar: Calendar) -> Iterator[Ask]:
    """Asked of most, and made stricter half-way: less time, and no goal lower than the others."""
    sharpened = add_months(calendar.start, 18)
    name = "Första steget – oro, anmälan, sekretess"
    yield Ask(
        code="GRUND",
        name=name,
        course=FIRST_STEP,
        first=calendar.start,
        last=sharpened - timedelta(1),
        categories=WIDELY,
        goal=75,
    )
    yield Ask(
        code="GRUND",
        name=name,
        course=FIRST_STEP,
        first=sharpened,
        categories=WIDELY,
        days_to_complete=30,
    )
    yield Ask(
        code="PARTNER",
        name="Första steget för föreningsledare",
        course=FIRST_STEP,
        first=add_months(calendar.start, 20),
        unit=CLUB,
        goal=60,
    )


def _of_some(calendar: Calendar) -> Iterator[Ask]:
    yield Ask(
        code="RISK",
        name="Risk- och skyddsfaktorer",
        course=RISK_COURSE,
        first=add_months(calendar.start, 3),
        categories=(HEALTH, LEISURE, SCHOOL, SOCIAL),
        goal=80,
    )
    yield Ask(
        code="ANHORIG",
        name="Stöd till anhöriga",
        course=FAMILY_COURSE,
        first=add_months(calendar.start, 9),
        categories=(HEALTH, SOCIAL),
        goal=80,
    )
    yield Ask(
        code="DIGITALT",
        name="Digitala miljöer",
        course=DIGITAL_COURSE,
        first=calendar.ago(DIGITAL_DAYS_AGO),
        categories=(HEALTH, LEISURE, SOCIAL),
        days_to_complete=DIGITAL_DAYS_TO_COMPLETE,
        goal=75,
    )


def _of_few(calendar: Calendar) -> Iterator[Ask]:
    yield Ask(
        code="MI",
        name="MI-introduktion för nyckelpersoner",
        course=TALK_COURSE,
        first=add_months(calendar.start, 5),
        key_people_only=True,
        days_to_complete=180,
        goal=80,
    )
    yield Ask(
        code="START",
        name="Inledande föreläsning",
        course=OPENING_LECTURE,
        first=calendar.start,
        last=calendar.reorganisation - timedelta(1),
        categories=(LEADING,),
    )


def requirements(calendar: Calendar) -> list[RequirementRow]:
    """Every requirement's periods, as they came to be known."""
    return [row for ask in asks(calendar) for row in _known(calendar, ask)]


def _known(calendar: Calendar, ask: Ask) -> list[RequirementRow]:
    def make(last: date | None, known: Known) -> RequirementRow:
        return RequirementRow(
            first=ask.first,
            last=last,
            known=known,
            code=ask.code,
            name=ask.name,
            accepts=(ask.course,),
            unit=ask.unit,
            categories=tuple(sorted(ask.categories)),
            key_people_only=ask.key_people_only,
            days_to_complete=ask.days_to_complete,
            goal=ask.goal,
        )

    return calendar.learnt(ask.first, ask.last, FileKind.REQUIREMENTS, make)


def exemptions(staff: Staff, dice: random.Random) -> Iterator[ExemptionRow]:
    """Some at one school who are let off for a year, all from the same day.

    Together they are more than a small group: one here and one there would withhold the whole
    municipality's figure, as the contract has it for fewer than five exempt.
    """
    calendar = staff.calendar
    first = calendar.ago(EXEMPTED_DAYS_AGO)
    fit = sorted(
        {
            spell.person
            for spell in staff.in_force(calendar.today)
            if spell.unit == EXEMPTED_AT
            and CATEGORY_OF.get(spell.title) == SCHOOL
            and spell.employment is Employment.PERMANENT
            and spell.first < calendar.ago(300)
        }
        - set(CAST)
    )
    for number, person in enumerate(dice.sample(fit, EXEMPTED)):
        yield ExemptionRow(
            first=first,
            last=first + timedelta(365),
            known=Known(calendar.imported(first, FileKind.EXEMPTIONS)),
            person=person,
            requirement="GRUND",
            reason=(ExemptionReason.OTHER, ExemptionReason.TASK)[number % 3 == 0],
        )

"""Pure: which courses each person was asked to take, from when, and how it is to end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from api.demo.cast import NEWCOMER, SECOND_NEWCOMER, STAFF, UNTRAINED_KEY_PERSON, VETERAN
from api.demo.days import Calendar
from api.demo.people import Spell, Staff
from api.demo.places import CLUB, CONGREGATIONS, PLACE_OF, ROOT
from api.demo.plan import KeyPersonRow
from api.demo.requirements import (
    DIGITAL_COURSE,
    FIRST_STEP,
    MONTHS,
    RISK_COURSE,
    TALK_COURSE,
    Ask,
    asks,
)
from api.demo.staffing import CATEGORY_OF
from api.demo.training import EARLY, Duty, Outcome
from api.people.models import Employment

PARTNERS = frozenset({CLUB, CONGREGATIONS})
USUAL_DILIGENCE = 0.75
# Key people were trained first, as the plan says.
DILIGENCE_OF_KEY_PEOPLE = 0.95

# What is told of the cast, whatever the dice say.
TOLD: dict[tuple[str, str], Outcome] = {
    (STAFF, FIRST_STEP): Outcome.EXPIRING,
    (STAFF, RISK_COURSE): Outcome.VALID,
    (STAFF, DIGITAL_COURSE): Outcome.NEVER,
    (VETERAN, FIRST_STEP): Outcome.EXPIRING,
    (VETERAN, RISK_COURSE): Outcome.VALID,
    (NEWCOMER, FIRST_STEP): Outcome.NEVER,
    (NEWCOMER, RISK_COURSE): Outcome.NEVER,
    (SECOND_NEWCOMER, FIRST_STEP): Outcome.NEVER,
    (UNTRAINED_KEY_PERSON, TALK_COURSE): Outcome.NEVER,
}
DAYS_LEFT = {(STAFF, FIRST_STEP): 12, (VETERAN, FIRST_STEP): 25}
# The school whose head a visitor may be has a little of everything to see to; another lags on
# whatever day the demo is loaded.
_V, _E, _L, _N = Outcome.VALID, Outcome.EXPIRING, Outcome.LAPSED, Outcome.NEVER
PATTERNS: dict[tuple[str, str], tuple[Outcome, ...]] = {
    ("BUN-101", FIRST_STEP): (_V, _L, _V, _E, _N, _V, _V, _L, _V, _E, _V, _N, _V, _V),
    ("VAF-102", FIRST_STEP): (_N, _V, _L, _N, _E),
}


class Endings:
    """How each duty is to end, where that is told beforehand."""

    def __init__(self) -> None:
        self._patterns = {key: cycle(pattern) for key, pattern in PATTERNS.items()}

    def told(self, duty: Duty, today: date) -> Outcome | None:
        """The ending told, or None: let the dice speak. Those who left are nobody's story."""
        if (duty.person, duty.course) in TOLD:
            return TOLD[duty.person, duty.course]
        pattern = self._patterns.get((duty.unit, duty.course))
        if pattern is None or duty.horizon < today - timedelta(1):
            return None
        return next(ending for ending in pattern if _possible(ending, duty))


def _possible(ending: Outcome, duty: Duty) -> bool:
    return ending is not Outcome.LAPSED or duty.can_have_lapsed


def _diligence(unit: str, course: str, *, key_person: bool) -> float:
    """The share of people like these who keep their training up."""
    place = PLACE_OF.get(unit)
    found = place.diligence if place else USUAL_DILIGENCE
    ahead = key_person and course != DIGITAL_COURSE
    return max(found, DILIGENCE_OF_KEY_PEOPLE) if ahead else found


def duties(
    staff: Staff, key_people: Sequence[KeyPersonRow], courses: Mapping[str, int | None]
) -> Iterator[Duty]:
    """Every duty there was, by person. ``courses`` are those published here, with their months."""
    months = {**MONTHS, **courses}
    keys = {row.person: row.first for row in reversed(key_people)}
    spells: dict[str, list[Spell]] = {}
    for spell in staff.spells:
        spells.setdefault(spell.person, []).append(spell)
    for person in sorted(spells):
        found: dict[str, Duty] = {}
        for ask in asks(staff.calendar):
            duty = _duty(ask, spells[person], keys.get(person), staff.calendar, months)
            if duty is not None:
                early = EARLY if ask.course in courses else (0,)
                found[ask.course] = _joined(found.get(ask.course), duty, early)
        yield from found.values()


def _duty(
    ask: Ask,
    spells: list[Spell],
    key_since: date | None,
    calendar: Calendar,
    months: Mapping[str, int | None],
) -> Duty | None:
    fit = sorted((spell for spell in spells if _asked(ask, spell)), key=lambda each: each.first)
    if not fit or (ask.key_people_only and key_since is None):
        return None
    first = max(
        ask.first, fit[0].first, key_since if ask.key_people_only and key_since else ask.first
    )
    ends = [spell.last or date.max for spell in fit]
    horizon = min(max(ends), ask.last or date.max, calendar.yesterday)
    if horizon < first:
        return None
    return Duty(
        person=fit[0].person,
        course=ask.course,
        unit=fit[-1].unit,
        first=first,
        horizon=horizon,
        days_to_complete=ask.days_to_complete,
        months=months[ask.course],
        diligence=_diligence(fit[-1].unit, ask.course, key_person=key_since is not None),
    )


def _asked(ask: Ask, spell: Spell) -> bool:
    category = spell.category or CATEGORY_OF.get(spell.title, "")
    inside = ask.unit == spell.unit or (ask.unit == ROOT and spell.unit not in PARTNERS)
    return (
        inside
        and spell.employment is not Employment.HOURLY
        and (not ask.categories or category in ask.categories)
    )


def _joined(earlier: Duty | None, duty: Duty, early: tuple[int, ...]) -> Duty:
    """One duty of two: the same course asked for by a requirement and by its later terms."""
    first = min(earlier.first, duty.first) if earlier else duty.first
    return replace(duty, first=first, early=early)

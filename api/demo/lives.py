"""Pure: what happens to people at work: they move, hold two posts, are away, are appointed."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from api.access.permissions import Role
from api.demo.cast import CAST, GRANTS
from api.demo.days import Calendar
from api.demo.people import Spell, Staff
from api.demo.places import MERGED, ROOT
from api.demo.plan import AbsenceRow, GrantRow, KeyPersonRow, Known, PostRow
from api.demo.staffing import Seat
from api.imports.models import FileKind
from api.people.models import Employment

SIBLINGS = (
    ("BUN-102", "BUN-103"),
    ("BUN-104", "BUN-102"),
    ("BUN-303", "BUN-301"),
    ("BUN-302", "BUN-303"),
    ("SN-101", "SN-102"),
    ("SN-106", "SN-101"),
    ("SN-202", "SN-201"),
    ("KUN-103", "KUN-101"),
)
MOVERS_EACH, DOUBLES_EACH = 2, 1
# Whoever sits here holds a second post elsewhere, mostly under another nämnd.
SECOND_POSTS: tuple[tuple[Seat, str, str], ...] = (
    (Seat("BUN-102", "Kurator", 0), "SN-102", "Socialsekreterare"),
    (Seat("BUN-201", "Studie- och yrkesvägledare", 0), "VAF-102", "Studie- och yrkesvägledare"),
    (Seat("BUN-P", "Specialpedagog", 0), "BUN-401", "Specialpedagog"),
    (Seat("KS-103", "Samordnare", 2), "SN-I", "Samordnare"),
    (Seat("KUN-101", "Fritidsledare", 3), "BUN-103", "Elevassistent"),
    (Seat("KUN-104", "Fältsekreterare", 1), "SN-103", "Socialsekreterare"),
    (Seat("KUN-202", "Kulturskolelärare", 1), "BUN-104", "Lärare"),
    (Seat("KUN-202", "Kulturskolelärare", 2), "BUN-102", "Lärare"),
)
KEY_SEATS: tuple[tuple[Seat, str], ...] = (
    (Seat("BUN-101", "Kurator", 0), "BUN-101"),
    (Seat("BUN-102", "Kurator", 0), "BUN-102"),
    (Seat("BUN-103", "Kurator", 0), "BUN-103"),
    (Seat("BUN-104", "Skolsköterska", 0), "BUN-104"),
    (Seat("BUN-201", "Kurator", 0), "BUN-201"),
    (Seat("BUN-401", "Kurator", 0), "BUN-401"),
    (Seat("BUN-401", "Specialpedagog", 0), "BUN-F"),
    (Seat("SN-101", "Socialsekreterare", 0), "SN-101"),
    (Seat("SN-102", "Familjebehandlare", 0), "SN-102"),
    (Seat("SN-103", "Socialsekreterare", 1), "SN-103"),
    (Seat("SN-106", "Socialsekreterare", 0), "SN-106"),
    (Seat("SN-I", "Samordnare", 0), "SN-I"),
    (Seat("VAF-101", "Arbetsmarknadskonsulent", 0), "VAF"),
    (Seat("KUN-101", "Fritidsledare", 2), "KUN-101"),
    (Seat("KUN-102", "Fritidsledare", 0), "KUN-102"),
    (Seat("KUN-103", "Fritidsledare", 0), "KUN-103"),
    (Seat("KUN-104", "Fältsekreterare", 0), "KUN-104"),
    (Seat("KUN-U", "Samordnare", 0), "KUN-U"),
    (Seat("KS-101", "Enhetschef", 0), "KS-101"),
    (Seat("KS-102", "Samordnare", 0), "KS-102"),
    (Seat("KS-103", "Samordnare", 0), "KS-103"),
    (Seat("KS-103", "Samordnare", 1), "KS"),
    (Seat("KS-F", "Utvecklingsledare", 0), "KS-F"),
)
# Somebody who was key person until the system had been in use for two years.
FORMER_KEY_SEAT, FORMER_KEY_DAYS = Seat("SN-101", "Socialsekreterare", 1), 330
FORMER_COORDINATOR, COORDINATOR_SINCE_DAYS = Seat("KS-101", "HR-specialist", 2), 600
AWAY_TODAY, AWAY_BEFORE = 16, 45
HEARD_LATE, DAYS_LATE = 0.12, 40


def add_moves(staff: Staff, dice: random.Random) -> None:
    """Give some a post elsewhere before this one, or beside it."""
    taken = set(CAST) | {staff.holders[seat] for seat, _, _ in SECOND_POSTS}
    for unit, sibling in SIBLINGS:
        for here in _some(staff, unit, dice, MOVERS_EACH, taken):
            came = here.first - timedelta(dice.randint(200, 700))
            left = here.first - timedelta(1)
            staff.spells.append(replace(here, unit=sibling, first=came, last=left))
        for here in _some(staff, unit, dice, DOUBLES_EACH, taken):
            staff.spells.append(_beside(staff, here, sibling, here.title, dice))
    for seat, unit, title in SECOND_POSTS:
        here = post_of(staff, seat)
        staff.spells.append(_beside(staff, here, unit, title, dice))


def post_of(staff: Staff, seat: Seat) -> Spell:
    """The post held in a seat today."""
    return next(
        spell
        for spell in staff.in_force(staff.calendar.today)
        if spell.person == staff.holders[seat] and spell.unit == seat.unit
    )


def _some(staff: Staff, unit: str, dice: random.Random, count: int, taken: set[str]) -> list[Spell]:
    """Ordinary permanent staff of a unit who came while the system was in use, none twice."""
    fit = [
        spell
        for spell in staff.in_force(staff.calendar.ago(60))
        if spell.unit == unit
        and spell.last is None
        and spell.first > staff.calendar.start
        and spell.employment is Employment.PERMANENT
        and not spell.manager
        and spell.person not in taken
    ]
    chosen = dice.sample(fit, min(count, len(fit)))
    taken.update(spell.person for spell in chosen)
    return chosen


def _beside(staff: Staff, here: Spell, unit: str, title: str, dice: random.Random) -> Spell:
    first = max(here.first, staff.calendar.ago(dice.randint(60, 400)))
    return replace(here, unit=unit, title=title, first=first)


def posts(staff: Staff, dice: random.Random) -> Iterator[PostRow]:
    """Every post as it came to be known; that somebody left is now and then heard of late."""
    for spell in sorted(staff.spells, key=lambda each: (each.person, each.first, each.unit)):
        # Nobody can be late about a unit that closed: posts end with it at the latest.
        forgotten = dice.random() < HEARD_LATE and spell.unit not in MERGED
        late = DAYS_LATE if forgotten else 0

        def make(last: date | None, known: Known, spell: Spell = spell) -> PostRow:
            return PostRow(
                first=spell.first,
                last=last,
                known=known,
                person=spell.person,
                unit=spell.unit,
                title=spell.title,
                category=spell.category,
                employment=spell.employment,
                manager=spell.manager,
            )

        learnt = staff.calendar.learnt
        yield from learnt(spell.first, spell.last, FileKind.PEOPLE, make, late)


def absences(staff: Staff, dice: random.Random) -> Iterator[AbsenceRow]:
    """Who is away today, and who was."""
    calendar = staff.calendar
    now = list(staff.in_force(calendar.today))
    ordinary = sorted(
        {spell.person for spell in now if spell.first < calendar.ago(400)} - set(CAST)
    )
    chosen = dice.sample(ordinary, AWAY_TODAY + AWAY_BEFORE)
    for number, person in enumerate(chosen):
        if number < AWAY_TODAY:
            first = calendar.ago(dice.randint(20, 250))
            last = calendar.today + timedelta(dice.randint(10, 200)) if number % 3 else None
        else:
            first = calendar.ago(dice.randint(250, 390))
            last = first + timedelta(dice.randint(30, 240))

        def make(
            last: date | None, known: Known, person: str = person, first: date = first
        ) -> AbsenceRow:
            return AbsenceRow(first=first, last=last, known=known, person=person)

        yield from calendar.learnt(first, last, FileKind.ABSENCES, make)


def key_people(staff: Staff, dice: random.Random) -> Iterator[KeyPersonRow]:
    """The key people of each nämnd, and one who handed the task on."""
    calendar = staff.calendar
    for seat, unit in KEY_SEATS:
        appointed = calendar.start + timedelta(dice.randint(150, 400))
        first = max(appointed, post_of(staff, seat).first + timedelta(30))
        yield from _appointment(calendar, staff.holders[seat], unit, (first, None))
    former = post_of(staff, FORMER_KEY_SEAT)
    days = (max(former.first, calendar.start), calendar.ago(FORMER_KEY_DAYS))
    if days[0] < days[1]:
        yield from _appointment(calendar, former.person, former.unit, days)


def _appointment(
    calendar: Calendar, person: str, unit: str, days: tuple[date, date | None]
) -> list[KeyPersonRow]:
    first, last = days

    def make(last: date | None, known: Known) -> KeyPersonRow:
        return KeyPersonRow(first=first, last=last, known=known, person=person, unit=unit)

    return calendar.learnt(first, last, FileKind.KEY_PEOPLE, make)


def grants(staff: Staff) -> Iterator[GrantRow]:
    """The roles held, and that of the coordinator before this one."""
    calendar = staff.calendar
    handed_over = calendar.ago(COORDINATOR_SINCE_DAYS)
    former = (staff.holders[FORMER_COORDINATOR], Role.COORDINATOR, ROOT)
    yield from _grant(calendar, former, (calendar.start, handed_over - timedelta(1)))
    for grant in GRANTS:
        first = handed_over if grant[1] is Role.COORDINATOR else calendar.start
        yield from _grant(calendar, grant, (first, None))


def _grant(
    calendar: Calendar, grant: tuple[str, Role, str], days: tuple[date, date | None]
) -> list[GrantRow]:
    person, role, unit = grant
    first, last = days

    def make(last: date | None, known: Known) -> GrantRow:
        return GrantRow(first=first, last=last, known=known, person=person, role=role, unit=unit)

    return calendar.learnt(first, last, FileKind.ROLES, make)

"""Pure: who works where, and who did before them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from api.demo.cast import CAST, FIRST_OF_THE_REST, NEWCOMER, PROTECTED
from api.demo.days import Calendar
from api.demo.names import Namer
from api.demo.places import CLUB, CONGREGATIONS, MERGED, MERGED_INTO, first_day
from api.demo.plan import PersonRow
from api.demo.staffing import OFTEN_HOURLY, Seat, seats
from api.people.models import Employment

MEAN_DAYS_TODAY = 2000
MEAN_DAYS_OF_LEAVERS = 900
SHORTEST_DAYS = 45
# Of today's staff; only the cast's veteran has been here longer.
LONGEST_DAYS = 7500
NEWEST = CAST[NEWCOMER]
LONGEST_GAP = 60
SUCCEEDS_SOMEBODY = 0.75
WITHOUT_ADDRESS = 0.08
TEMPORARY, HOURLY, HOURLY_WHERE_COMMON = 0.09, 0.03, 0.16
AGREED_END = 0.6
MEMBERS_ONLY = frozenset({CLUB, CONGREGATIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A post as it truly was, whenever it came to be known."""

    person: str
    unit: str
    title: str
    first: date
    last: date | None = None
    category: str = ""
    employment: Employment = Employment.PERMANENT
    manager: bool = False


@dataclass
class Staff:
    """Everybody who works or has worked here, and their posts."""

    calendar: Calendar
    dice: random.Random
    namer: Namer
    people: dict[str, PersonRow] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)
    holders: dict[Seat, str] = field(default_factory=dict)
    _next: int = FIRST_OF_THE_REST

    def fill(self) -> None:
        """Fill every seat, and remember who sat there before."""
        for part in CAST.values():
            self.namer.take(part.name)
        cast = {part.seat: employee_id for employee_id, part in CAST.items()}
        for seat in seats():
            self._seat(seat, cast.get(seat))

    def somebody(self, unit: str) -> str:
        """Make a new person and return their employee id."""
        employee_id = f"D{self._next}"
        self._next += 1
        self._meet(employee_id, self.namer.name(), unit)
        return employee_id

    def in_force(self, day: date) -> Iterator[Spell]:
        """Posts in force on a day, in order."""
        return (
            spell
            for spell in self.spells
            if spell.first <= day and (spell.last is None or spell.last >= day)
        )

    def _meet(self, employee_id: str, name: str, unit: str) -> None:
        lacks = unit in MEMBERS_ONLY or self.dice.random() < WITHOUT_ADDRESS
        self.people[employee_id] = PersonRow(
            employee_id=employee_id,
            name=name,
            email="" if lacks and employee_id not in CAST else self.namer.address(name),
            protected=employee_id in PROTECTED,
        )

    def _seat(self, seat: Seat, employee_id: str | None) -> None:
        earliest = first_day(seat.unit, self.calendar)
        if employee_id is None:
            days = self._days_here(seat)
            holder = self.somebody(seat.unit)
        else:
            days = CAST[employee_id].days
            self._meet(employee_id, CAST[employee_id].name, seat.unit)
            holder = employee_id
        self.holders[seat] = holder
        first = max(self.calendar.ago(days), earliest)
        spell = self._spell(seat, holder, first)
        self.spells += self._through_the_merger(spell)
        self._predecessors(seat, first, earliest)

    def _days_here(self, seat: Seat) -> int:
        days = min(int(self.dice.expovariate(1 / MEAN_DAYS_TODAY)) + 1, LONGEST_DAYS)
        # Where the cast's newcomer is, nobody is newer.
        return max(days, 2 * NEWEST.days) if seat.unit == NEWEST.seat.unit else days

    def _spell(self, seat: Seat, holder: str, first: date) -> Spell:
        employment = self._employment(seat, holder)
        last = None
        if employment is Employment.TEMPORARY and self.dice.random() < AGREED_END:
            last = self.calendar.today + timedelta(self.dice.randint(20, 300))
        return Spell(
            person=holder,
            unit=seat.unit,
            title=seat.title,
            first=first,
            last=last,
            # One caretaker is counted with those he works among: a post may have its own category.
            category="fritid" if seat == Seat("KUN-103", "Vaktmästare", 0) else "",
            employment=employment,
            manager=seat.managing,
        )

    def _employment(self, seat: Seat, holder: str) -> Employment:
        if holder in CAST or seat.managing or seat.unit in MEMBERS_ONLY:
            return Employment.PERMANENT
        hourly = HOURLY_WHERE_COMMON if seat.title in OFTEN_HOURLY else HOURLY
        roll = self.dice.random()
        if roll < hourly:
            return Employment.HOURLY
        return Employment.TEMPORARY if roll < hourly + TEMPORARY else Employment.PERMANENT

    def _predecessors(self, seat: Seat, followed_on: date, earliest: date) -> None:
        """Whoever sat there since the start of the history, each before the next."""
        first = followed_on
        while first > self.calendar.start and self.dice.random() < SUCCEEDS_SOMEBODY:
            last = first - timedelta(self.dice.randint(1, LONGEST_GAP))
            days = SHORTEST_DAYS + int(self.dice.expovariate(1 / MEAN_DAYS_OF_LEAVERS))
            first = max(last - timedelta(days), earliest)
            if last <= max(first, self.calendar.start):
                return
            left = Spell(
                person=self.somebody(seat.unit),
                unit=seat.unit,
                title=seat.title,
                first=first,
                last=last,
                manager=seat.managing,
            )
            self.spells += self._through_the_merger(left)

    def _through_the_merger(self, spell: Spell) -> list[Spell]:
        """A post in the merged team was one in either of the two before it."""
        merged_on = self.calendar.reorganisation
        if spell.unit != MERGED_INTO or spell.first >= merged_on:
            return [spell]
        old = replace(spell, unit=self.dice.choice(tuple(MERGED)))
        if spell.last is not None and spell.last < merged_on:
            return [old]
        return [
            replace(old, last=merged_on - timedelta(1)),
            replace(spell, first=merged_on),
        ]


def staff(calendar: Calendar, seed: int) -> Staff:
    """Everybody, the same from the same seed and day."""
    dice = random.Random(f"{seed}:people")  # noqa: S311 - play, not secrets
    found = Staff(calendar, dice, Namer(dice))
    found.fill()
    return found

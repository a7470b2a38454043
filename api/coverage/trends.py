"""Pure: the figures of one unit and requirement over the days, withheld as on each of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.access.scope import Scope
from api.coverage import ledger, matrix
from api.coverage.figures import DevelopmentPoint, Figures, LapsesOfMonth, TrendPoint
from api.coverage.lie import Lie
from api.coverage.standings import LAPSED, LAPSES, Segment
from api.coverage.words import Counts

Slots = Mapping[int, Mapping[int, tuple[int, ...]]]
"""By unit and slot: the figures of ``ledger.COLUMNS``, of one requirement."""
ONLY = 0  # The requirement, where there is one.


def slots_for(days: Iterable[date]) -> frozenset[int]:
    """Find all slots that are read for the days."""
    return frozenset(slot for day in days for slot in ledger.slots_on(day))


def by_unit(rows: Iterable[tuple[int, ...]]) -> Slots:
    """Sort rows of unit, slot and figures."""
    found: dict[int, dict[int, tuple[int, ...]]] = defaultdict(dict)
    for row in rows:
        found[row[0]][row[1]] = row[2:]
    return found


@dataclass(frozen=True)
class Course:
    """One unit and requirement over some days.

    ``lie`` gives how units lay on a day, ``sight`` what of them the actor may see.
    """

    unit_id: int
    slots: Slots
    lie: Callable[[date], Lie]
    sight: Callable[[date], Scope]
    small_group: int

    def balance(self, unit_id: int, day: date) -> Sequence[int]:
        """Add up a unit's slots: the figures of ``ledger.COLUMNS``."""
        held = self.slots.get(unit_id, {})
        read = [held[slot] for slot in ledger.slots_on(day) if slot in held]
        return tuple(map(sum, zip(*read, strict=True))) or (0,) * ledger.FIGURES

    def counts(self, unit_id: int, day: date) -> Counts:
        """Give a unit's figures on the day."""
        return Counts._make(self.balance(unit_id, day)[:-1])

    def lapses(self, after: date, until: date) -> int:
        """How many have lapsed after a day, until another: who was covered no longer is."""
        return self.balance(self.unit_id, until)[-1] - self.balance(self.unit_id, after)[-1]

    def is_withheld(self, day: date) -> bool:
        """Whether the unit's figures must not be told, as the page of that day would not tell them."""
        lie, scope = self.lie(day), self.sight(day)
        if self.unit_id in lie.parents and self.unit_id not in scope.counts:
            return True
        if self.small_group <= 1:
            return False
        if scope.named and scope.names_all_of(lie.below(self.unit_id)):
            return False
        figures: Figures = {
            (unit, ONLY): self.counts(unit, day) for unit in families_above(lie, self.unit_id)
        }
        parents = lie.parents
        hidden = matrix.withheld_cells(
            lambda unit: parents.get(unit) if unit > 0 else -unit, figures, self.small_group
        )
        return (self.unit_id, ONLY) in hidden

    def point(self, day: date) -> TrendPoint:
        """Tell the figures of a day, unless they are withheld."""
        counts = self.counts(self.unit_id, day)
        if (counts.required or counts.exempt) and self.is_withheld(day):
            return TrendPoint(day, None, None, suppressed=True)
        return TrendPoint(day, counts.required, counts.covered)


def families_above(lie: Lie, unit_id: int) -> frozenset[int]:
    """The unit, and those that decide with it whether it is withheld: the families up to the root."""
    found = {unit_id}
    for above in lie.chain(unit_id)[1:]:
        found |= {above, -above, *lie.children.get(above, ())}
    return frozenset(found)


def development_point(
    course: Course, day: date, today: date, movers: Collection[Sequence[Segment]]
) -> DevelopmentPoint:
    """Tell the figures of a day, and from today on what they would be if all renew in time."""
    point = course.point(day)
    if point.suppressed or point.covered is None:
        return DevelopmentPoint(day, None, None, None, suppressed=True)
    kept: int | None = None
    if day >= today:
        renewals = course.lapses(today, day) + correction(course.unit_id, today, day, movers)
        kept = point.covered + renewals
    return DevelopmentPoint(day, point.required, point.covered, kept)


def correction(unit_id: int, today: date, day: date, movers: Iterable[Sequence[Segment]]) -> int:
    """How lapses counted in the unit since today differ from those lapsed since who count there.

    ``movers``: the segments of everybody who lapses after today and of whom something changes later
    on: who then leaves, moves or is away would have nothing to renew here, or elsewhere.
    """
    now, then = today.toordinal(), day.toordinal()
    found = 0
    for segments in movers:
        counted = sum(
            1
            for one in segments
            if one.flags & LAPSES and now < one.first <= then and unit_id in one.units
        )
        found += _would_be_kept(unit_id, now, then, segments) - counted
    return found


def _would_be_kept(unit_id: int, now: int, then: int, segments: Sequence[Segment]) -> bool:
    """Whether somebody lapses in between, and is required in the unit then."""
    lapses = any(one.flags & LAPSES and now < one.first <= then for one in segments)
    return lapses and any(
        one.first <= then <= one.last and unit_id in one.units and one.flags & LAPSED
        for one in segments
    )


def lapses_of_month(course: Course, first: date, last: date) -> LapsesOfMonth:
    """Tell of how many the last valid day is one of these, unless the unit is withheld meanwhile."""
    following = last + timedelta(1)
    if course.is_withheld(first) or course.is_withheld(following):
        return LapsesOfMonth(first, last, None, suppressed=True)
    return LapsesOfMonth(first, last, course.lapses(first, following))

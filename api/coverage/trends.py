"""Pure: the figures of one unit and requirement at each month end, withheld as on those days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from api.access.scope import Scope
from api.coverage import ledger, matrix, words
from api.coverage.facts import Ground
from api.coverage.figures import Figures, TrendPoint
from api.coverage.words import Counts

Slots = Mapping[int, Mapping[int, tuple[int, int, int]]]
"""By unit and slot: required, covered and exempt, of one requirement."""


def slots_for(days: Iterable[date]) -> frozenset[int]:
    """Find all slots that are read for the days."""
    return frozenset(slot for day in days for slot in ledger.slots_on(day))


def by_unit(rows: Iterable[tuple[int, int, int, int, int]]) -> Slots:
    """Sort rows of unit, slot, required, covered and exempt."""
    found: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
    for unit_id, slot, required, covered, exempt in rows:
        found[unit_id][slot] = (required, covered, exempt)
    return found


def balance(slots: Mapping[int, tuple[int, int, int]], read: Sequence[int]) -> Counts:
    """Add up a unit's slots."""
    required = covered = exempt = 0
    for slot in read:
        if (held := slots.get(slot)) is not None:
            required += held[0]
            covered += held[1]
            exempt += held[2]
    return Counts(required=required, covered=covered, exempt=exempt)


def point(slots: Slots, unit_id: int, day: date, *, hidden: bool) -> TrendPoint:
    """Tell the unit's figures on the day, unless they are withheld."""
    counts = balance(slots.get(unit_id, {}), ledger.slots_on(day))
    if hidden and (counts.required or counts.exempt):
        return TrendPoint(day, None, None, suppressed=True)
    return TrendPoint(day, counts.required, counts.covered)


def withheld_days(
    ground: Ground,
    slots: Slots,
    unit_id: int,
    days: Iterable[date],
    scope: Scope,
    small_group: int,
) -> frozenset[date]:
    """Find the days on which the unit's figures are withheld, each by the forest of that day."""
    if small_group <= 1:
        return frozenset()
    return frozenset(
        day for day in days if _withheld_on(ground, slots, unit_id, day, scope, small_group)
    )


def _withheld_on(
    ground: Ground, slots: Slots, unit_id: int, day: date, scope: Scope, small_group: int
) -> bool:
    parents = {
        unit: found.parent_id
        for unit in ground.periods_of
        if (found := words.unit_on(ground, unit, day)) is not None
    }
    if scope.names_all_of(_below(parents, unit_id)):
        return False
    read = ledger.slots_on(day)
    figures: Figures = {(unit, 0): balance(held, read) for unit, held in slots.items()}
    return (unit_id, 0) in matrix.withheld_cells(parents, figures, small_group)


def _below(parents: Mapping[int, int | None], unit_id: int) -> Collection[int]:
    children: dict[int, list[int]] = defaultdict(list)
    for child, parent in parents.items():
        if parent is not None:
            children[parent].append(child)
    found: set[int] = set()
    waiting = [unit_id]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(children[current])
    return found

"""Pure: from the figures of a day to the matrix of a unit and its children, withheld as it must.

What is withheld follows from the figures of the families up to the root (``api.coverage.withholding``);
the actor's scope only lifts it from units whose people the actor may name anyway.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from api.access.scope import Scope
from api.coverage.facts import Terms
from api.coverage.figures import (
    Cell,
    Figures,
    Merged,
    RequirementRef,
    Several,
    UnitCoverage,
    UnitRef,
)
from api.coverage.withholding import Node, withheld
from api.coverage.words import Counts
from api.naming import sort_key
from api.organisation.models import UnitKind
from api.organisation.tree import Tree

NOBODY = Counts()


@dataclass(frozen=True)
class Place:
    """The unit asked about, in the tree of the day asked about."""

    tree: Tree
    unit: UnitRef
    on: date
    known_at: datetime | None = None

    @cached_property
    def children(self) -> tuple[UnitRef, ...]:
        """The units directly below, in the order people read them."""
        return tuple(
            UnitRef(unit.id, unit.code, unit.name) for unit in self.tree.below(self.unit.id)
        )

    @property
    def above(self) -> tuple[UnitRef, ...]:
        """From the top down to the unit's parent."""
        return tuple(
            UnitRef(unit.id, unit.code, unit.name) for unit in self.tree.ancestors(self.unit.id)
        )

    @property
    def directly_under(self) -> "Place":
        """The part directly under the unit, as if it were a unit of its own."""
        return replace(self, unit=replace(self.unit, id=-self.unit.id))

    @property
    def shown_units(self) -> frozenset[int]:
        """The unit, the part directly under it, and its children: what the matrix is made of."""
        own = {self.unit.id, -self.unit.id}
        return frozenset(own | {child.id for child in self.children})

    @cached_property
    def way(self) -> tuple[int, ...]:
        """The unit and all above it, from below; the last may be named as a parent and no more."""
        found: list[int] = []
        above: int | None = self.unit.id
        while above is not None and above not in found:
            found.append(above)
            unit = self.tree.units.get(above)
            above = unit.parent_id if unit else None
        return tuple(found)

    @property
    def telling_units(self) -> frozenset[int]:
        """The units whose figures decide what of the shown ones is withheld.

        Each unit of the way, the part directly under it, and its children: what is withheld of a
        family hangs on the family and on the one above it, and on nothing below (``withholding``).
        """
        found: set[int] = set()
        for unit in self.way:
            found |= {unit, -unit, *self.tree.children.get(unit, ())}
        return frozenset(found)

    def opened(self, codes: Collection[str]) -> list["Place"]:
        """Give the children with these codes that have units below them."""
        return [
            replace(self, unit=child)
            for child in self.children
            if child.code in codes and child.id in self.tree.children
        ]

    def parent(self, unit_id: int) -> int | None:
        """Give the unit that a unit or part (``-id``: directly under it) is a part of."""
        if unit_id < 0:
            return -unit_id
        unit = self.tree.units.get(unit_id)
        return unit.parent_id if unit else None

    def subtree(self, unit_id: int) -> frozenset[int]:
        """Give the unit and all below it on the day; for ``-id`` (directly under) it alone."""
        found: set[int] = set()
        waiting = [abs(unit_id)]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.tree.children.get(current, ()) if unit_id > 0 else ())
        return frozenset(found)


def unlifted(place: Place, scope: Scope, units: Collection[int]) -> frozenset[int]:
    """Find the units and parts where the actor may not name everybody: cells can be withheld."""
    if not scope.named:
        return frozenset(units)
    return frozenset(unit for unit in units if not scope.names_all_of(place.subtree(unit)))


def tops(tree: Tree, scope: Scope) -> tuple[UnitRef, ...]:
    """Give the units where a scope begins: the municipality itself first, then by name."""
    found = tree.tops
    if not scope.counts.issuperset(tree.units):
        seen = [unit for unit in tree.units.values() if unit.id in scope.counts]
        found = tuple(unit for unit in seen if unit.parent_id not in scope.counts)
    ordered = sorted(found, key=lambda unit: (unit != tree.root, sort_key(unit.name), unit.code))
    return tuple(UnitRef(unit.id, unit.code, unit.name) for unit in ordered)


def partners(tree: Tree, scope: Scope) -> tuple[UnitRef, ...]:
    """Give the partners in scope that lie under no other, by name: they are in no municipal tree."""
    found = [unit for unit in tree.tops if unit.kind is UnitKind.EXTERN and unit.id in scope.counts]
    found.sort(key=lambda unit: (sort_key(unit.name), unit.code))
    return tuple(UnitRef(unit.id, unit.code, unit.name) for unit in found)


def withheld_cells(
    parent: Callable[[int], int | None], figures: Figures, small_group: int
) -> frozenset[tuple[int, int]]:
    """The cells (unit, requirement) to withhold, from the figures of whole families.

    ``parent`` gives the unit that a unit or part is a part of. With every unit goes the one above it.
    """
    forests: dict[int, dict[int, Node]] = defaultdict(dict)
    for (unit_id, requirement_id), counts in figures.items():
        if counts.required or counts.exempt:
            forests[requirement_id][unit_id] = Node(counts.required, counts.exempt, parent(unit_id))
    return frozenset(
        (unit_id, requirement_id)
        for requirement_id, nodes in forests.items()
        for unit_id in withheld(nodes, small_group)
    )


def requirements_on(terms: Iterable[Terms], on: date, goal: int) -> tuple[RequirementRef, ...]:
    """Give the requirements in force on the day, by code; ``goal`` where one names none."""
    found = {
        each.requirement_id: RequirementRef(
            each.requirement_id,
            each.code,
            each.name,
            goal if each.goal is None else each.goal,
            each.accepts,
        )
        for each in sorted(terms, key=lambda each: each.first_day)
        if each.on(on)
    }
    return tuple(sorted(found.values(), key=lambda requirement: requirement.code))


def unit_coverage(
    place: Place,
    requirements: tuple[RequirementRef, ...],
    figures: Figures,
    hidden: Collection[tuple[int, int]],
) -> UnitCoverage:
    """Put the answer together; ``hidden`` are the cells withheld from this actor."""
    units = (place.unit, *place.children)
    own = UnitRef(-place.unit.id, place.unit.code, place.unit.name)
    return UnitCoverage(
        unit=place.unit,
        on=place.on,
        known_at=place.known_at,
        above=place.above,
        children=place.children,
        requirements=requirements,
        rows=_cells(units, requirements, figures, hidden),
        direct=_cells((own,), requirements, figures, hidden),
        several=tuple(_several(place, requirements, figures, hidden)),
        merged=tuple(_merged(place, requirements, figures, hidden)),
    )


def _cells(
    units: Sequence[UnitRef],
    requirements: Sequence[RequirementRef],
    figures: Figures,
    hidden: Collection[tuple[int, int]],
) -> tuple[Cell, ...]:
    return tuple(
        cell(unit, requirement, counts, suppressed=(unit.id, requirement.id) in hidden)
        for unit in units
        for requirement in requirements
        if (counts := figures.get((unit.id, requirement.id), NOBODY)).required + counts.exempt
    )


def cell(unit: UnitRef, requirement: RequirementRef, counts: Counts, *, suppressed: bool) -> Cell:
    """One cell, its figures left out if it is suppressed."""
    return Cell(
        unit_id=unit.id,
        unit_code=unit.code,
        unit_name=unit.name,
        requirement_code=requirement.code,
        requirement_name=requirement.name,
        goal=requirement.goal,
        required=None if suppressed else counts.required,
        covered=None if suppressed else counts.covered,
        within_time=None if suppressed else counts.within_time,
        key_required=None if suppressed else counts.key_required,
        key_covered=None if suppressed else counts.key_covered,
        exempt=None if suppressed else counts.exempt,
        lapsed=None if suppressed else counts.lapsed,
        not_started=None if suppressed else counts.not_started,
        suppressed=suppressed,
    )


def _parts(place: Place, requirement: RequirementRef, figures: Figures) -> dict[int, Counts]:
    parts = (-place.unit.id, *(child.id for child in place.children))
    return {part: figures.get((part, requirement.id), NOBODY) for part in parts}


def _several(
    place: Place,
    requirements: Sequence[RequirementRef],
    figures: Figures,
    hidden: Collection[tuple[int, int]],
) -> Iterable[Several]:
    for requirement in requirements:
        total = figures.get((place.unit.id, requirement.id), NOBODY)
        over = minus(added(_parts(place, requirement, figures).values()), total)
        if over != NOBODY and (place.unit.id, requirement.id) not in hidden:
            yield Several(requirement.code, over)


def _merged(
    place: Place,
    requirements: Sequence[RequirementRef],
    figures: Figures,
    hidden: Collection[tuple[int, int]],
) -> Iterable[Merged]:
    # Under a withheld parent the sum of its parts would give the parent away; and a sum of one part,
    # left when the reader may name the people of the others, is that part.
    for requirement in requirements:
        parts = {
            part: counts
            for part, counts in _parts(place, requirement, figures).items()
            if (part, requirement.id) in hidden
        }
        if len(parts) > 1 and (place.unit.id, requirement.id) not in hidden:
            yield Merged(requirement.code, len(parts), added(parts.values()))


def added(all_counts: Iterable[Counts]) -> Counts:
    """The sum, figure by figure."""
    return Counts(*map(sum, zip(NOBODY, *all_counts, strict=True)))


def minus(left: Counts, right: Counts) -> Counts:
    """The difference, figure by figure."""
    return Counts(*(a - b for a, b in zip(left, right, strict=True)))


def figures_of(counted: Mapping[tuple[int, int], Sequence[int]]) -> Figures:
    """Sums as read from the ledger, in the order of ``Counts``, as figures."""
    return {key: Counts._make(sums) for key, sums in counted.items()}

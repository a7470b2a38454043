"""Which cells are withheld for one day and one requirement (contract: Small groups).

A cell is one unit, or the part "direkt under" a unit. *Primary*: a cell with fewer than N people
required or exempt. *Secondary*: whatever would give a primary one away by subtraction among
siblings, direkt under and parent (secondary suppression, after Statistics Sweden's disclosure
protection). The choice depends on the figures of the whole forest alone, never on who asks.

The reader is taken to know all other cells, the empty cells, the tree, and for every parent the
line of those counted in several, so that parts - overlap = total. These sums hang together as a
tree, so **no cell follows from them as long as no sum has exactly one unknown**: a change of one
unknown is made good by another one in each sum it stands in, and the sums never close a ring.
Hence, for the parts of each parent that has something withheld:

1. *Count*: under a shown parent at least two parts are withheld; under a withheld one at least
   one, or the parent would follow from its own parts.
2. *Sum*: the withheld parts of a shown parent, merged on pages and anyhow got by subtraction,
   hold 0 or at least N together. Those of a withheld parent hold at least min(N, parent), so that
   putting them in the parent's place in the sum above yields no small group either.
3. *Distance*: no part is shown whose parent has only a few people more; under a withheld parent
   none at all that has them all. With people counted in several this is not the same as 2.
4. Where the parts do not suffice, the parent is withheld too. (Unions never need it for small
   cells: a parent with one part is that part.)

Callers: give the merged sum only under a shown parent (else it gives the parent away), as the sum
of the parts and not the number of different people; withhold all figures of a cell, and the line
of those counted in several under a withheld parent (nobody's part is smaller than what it shares);
print no total over several roots. The numbers covered obey sums of the same shape and so are as
safe. A small number covered out of many required is shown: the contract looks at required and
exempt only.

Left open: k merged cells with k people in all hold one each, as empty cells are known. That bare
headcount (one head per school) tells nobody's training, and hiding it would cost the whole total.
Nor are the ends of a scale hidden: a shown total in which nobody (or everybody) is covered, or nobody
lapses, says so of each withheld part. The contract lets the choice hang on required and exempt alone,
and a 0 kept back would itself tell that there is a 0 to keep back.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Node(NamedTuple):
    """One cell: the people required and exempt in it, and the unit it is a part of."""

    required: int
    exempt: int
    parent: int | None


_Figure = Callable[[Node], int]
# Exempt first: few cells have any, and the one taken for it mostly serves the required too.
_FIGURES: tuple[_Figure, ...] = (lambda node: node.exempt, lambda node: node.required)


def _people(node: Node) -> int:
    return node.required + node.exempt


@dataclass(frozen=True, slots=True)
class _Sum:
    """One parent and its non-empty parts, shown and withheld, as they stand so far."""

    parent: int
    total: Node
    total_hidden: bool
    hidden: Mapping[int, Node]
    shown: Mapping[int, Node]

    def smallest(self, figure: _Figure) -> int:
        """Pick the shown part with fewest people and some ``figure``; none left: the parent."""
        fitting = [(_people(part), key) for key, part in self.shown.items() if figure(part)]
        return min(fitting)[1] if fitting else self.parent

    def near(self, figure: _Figure, sizes: range) -> list[int]:
        """List the shown parts with a ``figure`` among ``sizes``, largest first."""
        found = [(figure(part), key) for key, part in self.shown.items() if figure(part) in sizes]
        return [key for _, key in sorted(found, reverse=True)]


def withheld(nodes: Mapping[int, Node], small_group: int) -> frozenset[int]:
    """Find every cell that must not be shown (contract: Small groups); 1 switches withholding off.

    ``nodes`` is the whole forest, keyed by unit id, or ``-unit_id`` for "direkt under" that unit.
    """
    return protected(nodes, primary(nodes, small_group), small_group)


def primary(nodes: Mapping[int, Node], small_group: int) -> frozenset[int]:
    """Find the cells that are small themselves (contract: 0 < required < N or 0 < exempt < N)."""
    return frozenset(
        key
        for key, node in nodes.items()
        if 0 < node.required < small_group or 0 < node.exempt < small_group
    )


def protected(
    nodes: Mapping[int, Node], cells: Collection[int], small_group: int
) -> frozenset[int]:
    """Add to ``cells`` what must be withheld with them (secondary suppression).

    Only ever adds, so it ends. From the roots down one round settles all; where a parent had to be
    withheld for its parts, the sum above it wants another.
    """
    if not cells:
        return frozenset()
    groups = _groups(nodes)
    hidden = set(cells)
    while sum(_settle(nodes, group, hidden, small_group) for group in groups):
        pass
    return frozenset(hidden)


def _groups(nodes: Mapping[int, Node]) -> list[tuple[int, list[int]]]:
    """List each parent with its non-empty parts, parents before the parents below them."""
    parts: dict[int | None, list[int]] = {}
    filled = 0
    for key, node in nodes.items():
        if node.required or node.exempt:
            filled += 1
            parts.setdefault(node.parent, []).append(key)
    found: list[tuple[int, list[int]]] = []
    reached = list(parts.get(None, ()))
    for key in reached:
        if key in parts:
            found.append((key, parts[key]))
            reached.extend(parts[key])
    if len(reached) != filled:
        message = "a cell with people in it hangs under no root with people in it"
        raise ValueError(message)
    return found


def _settle(
    nodes: Mapping[int, Node], group: tuple[int, list[int]], hidden: set[int], small_group: int
) -> bool:
    """Withhold what one sum needs, a cell at a time; tells whether that took the parent too."""
    parent, parts = group
    shown_before = parent not in hidden
    while parent in hidden or not hidden.isdisjoint(parts):
        state = _Sum(
            parent,
            nodes[parent],
            parent in hidden,
            {key: nodes[key] for key in parts if key in hidden},
            {key: nodes[key] for key in parts if key not in hidden},
        )
        cell = next((key for key in _lacking(state, small_group) if key not in hidden), None)
        if cell is None:
            break
        hidden.add(cell)
    return shown_before and parent in hidden


def _lacking(group: _Sum, small_group: int) -> Iterator[int]:
    """Yield a cell to withhold for each unmet demand (numbered at the top of this file)."""
    for figure in _FIGURES:
        total = figure(group.total)
        together = sum(map(figure, group.hidden.values()))
        if not total and not together:
            continue
        enough = min(small_group, total) if group.total_hidden else small_group
        if together < enough and (together or group.total_hidden):
            yield group.smallest(figure)
        nearest = total if group.total_hidden else total - 1
        yield from group.near(figure, range(total - enough + 1, nearest + 1))
    if len(group.hidden) < (1 if group.total_hidden else 2):
        yield group.smallest(_people)

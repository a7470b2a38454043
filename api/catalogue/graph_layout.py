"""Pure: where the nodes of a graph without circles go, so that its ways run downwards and cross little.

Source: Sugiyama, Tagawa and Toda (1981): layers by the longest way from the start, the order in each
layer by the mean of the neighbours. A way that passes a layer holds a place of its own there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean
from typing import NamedTuple

from api.catalogue.kinds.paths import Graph

SWEEPS = 12
"""How many times the layers are put in order, down and up; more changes nothing one can see."""


class Spot(NamedTuple):
    """A node in its layer; or, with ``towards``, where the way from it passes a layer."""

    layer: int
    node: str
    towards: str = ""


@dataclass(frozen=True)
class Layout:
    """The middle of each node (x to the right, layers downwards), and what each way passes."""

    nodes: Mapping[str, tuple[float, int]]
    ways: Mapping[tuple[str, str], tuple[tuple[float, int], ...]]


def lay_out(graph: Graph, start: str, *, node_width: float, way_width: float) -> Layout:
    """Lay out what can be reached from the start. The graph must be free of circles."""
    layers = layers_of(graph, start)
    chains = {
        (node, after): _chain(node, after, layers)
        for node in sorted(layers, key=lambda each: layers[each])
        for after in dict.fromkeys(graph[node])
    }
    sheet = _Sheet([[] for _ in range(max(layers.values()) + 1)])
    sheet.place(Spot(0, start))
    for chain in chains.values():
        sheet.join(chain)
    sheet.order()
    x = sheet.spread(node_width, way_width)
    return Layout(
        {node: (x[Spot(layer, node)], layer) for node, layer in layers.items()},
        {ends: tuple((x[spot], spot.layer) for spot in chain) for ends, chain in chains.items()},
    )


def layers_of(graph: Graph, start: str) -> dict[str, int]:
    """Return how far down each node lies: the length of the longest way to it from the start."""
    found = {start: 0}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        for after in graph[node]:
            if found.get(after, -1) <= found[node]:
                found[after] = found[node] + 1
                waiting.append(after)
    return found


def _chain(node: str, after: str, layers: Mapping[str, int]) -> tuple[Spot, ...]:
    passed = (Spot(layer, node, after) for layer in range(layers[node] + 1, layers[after]))
    return (Spot(layers[node], node), *passed, Spot(layers[after], after))


@dataclass
class _Sheet:
    """The rows of spots while they are put in order."""

    rows: list[list[Spot]]
    above: dict[Spot, list[Spot]] = field(default_factory=dict)
    below: dict[Spot, list[Spot]] = field(default_factory=dict)

    def place(self, spot: Spot) -> None:
        if spot not in self.above:
            self.rows[spot.layer].append(spot)
            self.above[spot], self.below[spot] = [], []

    def join(self, chain: Sequence[Spot]) -> None:
        for upper, lower in pairwise(chain):
            self.place(upper)
            self.place(lower)
            self.below[upper].append(lower)
            self.above[lower].append(upper)

    def order(self) -> None:
        """Sort each row by the mean place of its neighbours, first downwards, then upwards."""
        place = {spot: float(at) for row in self.rows for at, spot in enumerate(row)}
        for row, neighbours in self._sweeps():
            row.sort(key=lambda spot: _middle(neighbours[spot], place, place[spot]))
            place.update({spot: at - len(row) / 2 for at, spot in enumerate(row)})

    def spread(self, node_width: float, way_width: float) -> dict[Spot, float]:
        """Move each spot as near to its neighbours as the others in its row let it."""
        widths = {spot: way_width if spot.towards else node_width for spot in self.above}
        x: dict[Spot, float] = {}
        for row in self.rows:
            x.update(_apart(row, dict.fromkeys(row, 0.0), widths))
        for row, neighbours in self._sweeps():
            x.update(
                _apart(row, {spot: _middle(neighbours[spot], x, x[spot]) for spot in row}, widths)
            )
        return x

    def _sweeps(self) -> Iterator[tuple[list[Spot], Mapping[Spot, list[Spot]]]]:
        for _ in range(SWEEPS):
            yield from ((row, self.above) for row in self.rows[1:])
            yield from ((row, self.below) for row in reversed(self.rows[:-1]))


def _middle(neighbours: Sequence[Spot], place: Mapping[Spot, float], own: float) -> float:
    return mean(place[spot] for spot in neighbours) if neighbours else own


def _apart(
    row: Sequence[Spot], wanted: Mapping[Spot, float], widths: Mapping[Spot, float]
) -> dict[Spot, float]:
    """Return places near the wanted ones, in this order and without overlap.

    Pushing from the left and from the right are both free of overlap, and so is their mean.
    """
    pushed = _pushed(row, wanted, widths)
    mirrored = _pushed(row[::-1], {spot: -wanted[spot] for spot in row}, widths)
    return {spot: (pushed[spot] - mirrored[spot]) / 2 for spot in row}


def _pushed(
    row: Sequence[Spot], wanted: Mapping[Spot, float], widths: Mapping[Spot, float]
) -> dict[Spot, float]:
    found: dict[Spot, float] = {}
    edge = float("-inf")
    for spot in row:
        found[spot] = max(wanted[spot], edge + widths[spot] / 2)
        edge = found[spot] + widths[spot] / 2
    return found

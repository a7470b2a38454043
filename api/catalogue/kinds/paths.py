"""Pure: what can be said of the ways through a graph whose nodes lead on to others."""

from collections.abc import Mapping, Sequence
from functools import cache

Graph = Mapping[str, Sequence[str]]
"""Where each node leads; a node that leads nowhere is an end."""


def reachable(graph: Graph, start: str) -> frozenset[str]:
    """Return the nodes that some way from the start comes to."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(graph.get(node, ()))
    return frozenset(found)


def on_a_circle(graph: Graph) -> frozenset[str]:
    """Return the nodes from which a way leads back to themselves."""
    return frozenset(
        node for node in graph if any(node in reachable(graph, after) for after in graph[node])
    )


def lengths(graph: Graph, start: str) -> tuple[int, int]:
    """Return the steps of the shortest and of the longest way from the start to an end.

    The graph must be free of circles.
    """

    @cache
    def from_node(node: str) -> tuple[int, int]:
        ways = [from_node(after) for after in graph.get(node, ())]
        if not ways:
            return 0, 0
        return 1 + min(short for short, _ in ways), 1 + max(long for _, long in ways)

    return from_node(start)

"""Pure: which cells are withheld from an actor: as the figures decide, but where the scope lifts it."""

from collections.abc import Collection

from api.access.actor import Actor
from api.access.scope import Scope
from api.coverage import matrix
from api.coverage.figures import Figures
from api.coverage.matrix import Place
from api.coverage.rules import CoverageRules


def open_units(
    actor: Actor, scope: Scope, place: Place, units: Collection[int], rules: CoverageRules
) -> frozenset[int]:
    """Find the units and parts of which something may have to be withheld from the actor."""
    if actor.everything or rules.small_group == 1:
        return frozenset()
    return matrix.unlifted(place, scope, units)


def withheld(
    place: Place, figures: Figures, units: Collection[int], small_group: int
) -> frozenset[tuple[int, int]]:
    """Find the cells of these units to withhold; with each unit its family and those above it."""
    if not units:
        return frozenset()
    cells = matrix.withheld_cells(place.parent, figures, small_group)
    return frozenset(cell for cell in cells if cell[0] in units)

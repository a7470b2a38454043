"""Which units a reader can choose among, when there is more than one."""

from dataclasses import dataclass

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.naming import sort_key
from api.organisation import service as organisation
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people
from web.coverage.organisation import NodeView, Reach


@dataclass(frozen=True)
class UnitsView:
    """The units to choose among. ``only``: the code of the one to go to at once."""

    tops: tuple[NodeView, ...]
    only: str


def find(session: ReadSession, actor: Actor, *, rules: CoverageRules) -> UnitsView:
    """Read the units whose people the actor may see."""
    tree = organisation.tree(session, on=rules.today)
    scope = people.scope_in(session, actor, Permission.UNIT_READ, tree=tree, on=rules.today)
    units = scope.named | scope.protected
    reach = Reach(tree=tree, day=None, units=units, figures=frozenset(), names=units)
    tops = _tops(tree, units)
    # Whoever sees the whole municipality looks for a unit in it, not for all its people at once.
    alone = len(tops) == 1 and tops[0] != tree.root
    return UnitsView(tops=reach.nodes(tops), only=tops[0].code if alone else "")


def _tops(tree: Tree, units: frozenset[int]) -> tuple[UnitOnDay, ...]:
    """Give the units where the reach begins, the municipality and partners first."""
    found = [
        unit for unit in tree.units.values() if unit.id in units and unit.parent_id not in units
    ]
    return tuple(sorted(found, key=lambda unit: (unit.parent_id is not None, sort_key(unit.name))))

"""What /organisation shows: the tree of units as it stood on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.naming import sort_key
from api.organisation import service as organisation
from api.organisation.models import UnitKind
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people
from web.coverage.addresses import State, team_url
from web.coverage.wording import kind_text, named


@dataclass(frozen=True)
class NodeView:
    """A unit, where its figures and its people are shown, and the units below it."""

    name: Markup
    kind: str
    figures_url: str
    people_url: str
    below: tuple["NodeView", ...]


@dataclass(frozen=True)
class OrganisationView:
    """The whole page."""

    day: date
    count: int
    tops: tuple[NodeView, ...]
    may_import: bool


@dataclass(frozen=True)
class Reach:
    """What of the tree the reader may know of, and where links may lead."""

    tree: Tree
    day: date | None
    units: frozenset[int]
    figures: frozenset[int]
    names: frozenset[int]

    def nodes(self, units: Iterable[UnitOnDay]) -> tuple[NodeView, ...]:
        """Write units and all below them."""
        return tuple(self._node(unit) for unit in units)

    def _node(self, unit: UnitOnDay) -> NodeView:
        figures = State(unit=unit.code, day=self.day).url if unit.id in self.figures else ""
        names = team_url(unit.code, day=self.day) if unit.id in self.names else ""
        return NodeView(
            name=named(unit.name),
            kind=kind_text(unit.kind),
            figures_url=figures,
            people_url=names,
            below=self.nodes(each for each in self.tree.below(unit.id) if each.id in self.units),
        )


def find(
    session: ReadSession, actor: Actor, *, day: date | None, rules: CoverageRules
) -> OrganisationView:
    """Read the page. The tree of today decides what may be seen, that of the day what is there."""
    now = organisation.tree(session, on=rules.today)
    then = now if day is None else organisation.tree(session, on=day)
    scope = people.scope_in(session, actor, Permission.ORGANISATION_READ, tree=now, on=rules.today)
    gone = then.belonging(now)
    scope = scope.widened(gone)
    units = scope.counts & then.units.keys()
    reach = Reach(
        tree=then,
        day=day,
        units=units,
        figures=_with_figures(session, actor, scope, now, rules).widened(gone).counts,
        # Every role that sees names may read units.
        names=scope.named,
    )
    tops = [
        unit for unit in then.units.values() if unit.id in units and unit.parent_id not in units
    ]
    tops.sort(key=lambda unit: (unit.kind is not UnitKind.KOMMUN, sort_key(unit.name)))
    return OrganisationView(
        day=day or rules.today,
        count=len(units),
        tops=reach.nodes(tops),
        may_import=actor.may(Permission.IMPORT_WRITE),
    )


def _with_figures(
    session: ReadSession, actor: Actor, scope: Scope, now: Tree, rules: CoverageRules
) -> Scope:
    """Give where the actor may see figures: HR, for one, sees a tree and no figures."""
    wanted, held = Permission.COVERAGE_READ, Permission.ORGANISATION_READ
    if actor.grants_for(wanted) == actor.grants_for(held):
        return scope
    if not actor.may(wanted):
        return Scope()
    return people.scope_in(session, actor, wanted, tree=now, on=rules.today)

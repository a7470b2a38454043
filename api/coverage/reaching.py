"""Which unit is asked about, in which tree, and what of it the actor may see."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import ledger, queries
from api.coverage.facts import Terms
from api.coverage.figures import UnitRef
from api.coverage.kept import Kept, kept
from api.coverage.lie import Lie
from api.coverage.matrix import Place
from api.coverage.terrain import Terrain
from api.db.session import ReadSession
from api.errors import NotFound, RuleBroken
from api.organisation import service as organisation
from api.organisation.tree import Tree, belonging
from api.people import service as people_service


@dataclass(frozen=True)
class Question:
    """What unit and day are asked about, and as known when."""

    permission: Permission
    unit_code: str
    on: date
    today: date
    known_at: datetime | None = None


@dataclass(frozen=True)
class Reach:
    """The trees of today and of the day asked about, and what of them the actor may see.

    The tree of today decides; for a unit that is not in it, the units that it lies under on the day.
    ``today``: what may be seen of today's tree; None of the operator, who sees everything.
    """

    now: Tree
    then: Tree
    scope: Scope
    kept: Kept
    today: Scope | None = None
    _scopes: dict[Lie, Scope] = field(default_factory=dict)

    def find(self, unit_code: str) -> UnitRef:
        """Give the unit. Raises NotFound("unit_not_found"), out of scope too."""
        unit = self.then.by_code.get(unit_code) or self.now.by_code.get(unit_code)
        if unit is None or unit.id not in self.scope.counts:
            raise NotFound("unit_not_found")
        return UnitRef(unit.id, unit.code, unit.name)

    def place(self, asked: Question) -> Place:
        """Give the unit in the tree of the day. Raises NotFound("unit_not_found")."""
        return Place(self.then, self.find(asked.unit_code), asked.on, asked.known_at)

    def then_in(self, tree: Tree) -> "Reach":
        """The same of another day, given its tree; units known of for the earlier one stay known."""
        return replace(self, then=tree, scope=self.scope.widened(tree.belonging(self.now)))

    def scope_on(self, session: ReadSession, day: date) -> Scope:
        """What may be seen of a day: what an answer about that day alone would show."""
        lie = self.kept.lie(session, day)
        if lie not in self._scopes:  # The same for all days between two changes of the tree.
            self._scopes[lie] = self._scope_in(lie)
        return self._scopes[lie]

    def _scope_in(self, lie: Lie) -> Scope:
        if self.today is None:
            units = frozenset(lie.parents)
            return Scope(counts=units, named=units, key_people=units)
        return self.today.widened(belonging(lie.parents, self.now.units.keys()))

    def terms(self, session: ReadSession, known_at: datetime | None) -> tuple[Terms, ...]:
        """Give every period of every requirement."""
        return queries.terms(session, known_at) if known_at else self.kept.terms(session)

    def terrain(self, session: ReadSession, known_at: datetime | None) -> Terrain:
        """Give the ground made ready for many persons."""
        if known_at is None:
            return self.kept.terrain(session)
        return Terrain(queries.ground(session, known_at))


def place(session: ReadSession, actor: Actor, asked: Question) -> tuple[Place, Scope]:
    """Find the unit asked about in the tree of the day, and what of it the actor may see."""
    found = reach(session, actor, asked)
    return found.place(asked), found.scope


def reach(session: ReadSession, actor: Actor, asked: Question) -> Reach:
    """Check the right, and read the trees and the scope.

    One query for what is kept, one more for each tree that is not, and one for whoever is a manager.
    """
    actor.require(asked.permission)
    if not ledger.in_reach(asked.on):
        raise RuleBroken("day_out_of_range")
    ground = kept(session)
    now = ground.tree(session, asked.today)
    if asked.known_at is None:
        then = ground.tree(session, asked.on)
    else:
        then = organisation.tree(session, on=asked.on, known_at=asked.known_at)
    if actor.everything:
        units = frozenset(now.units) | frozenset(then.units)
        # What the command line prints is passed on: the operator handles nobody's protected data.
        return Reach(now, then, Scope(counts=units, named=units, key_people=units), ground)
    scope = people_service.scope_in(session, actor, asked.permission, tree=now, on=asked.today)
    return Reach(now, now, scope, ground, today=scope).then_in(then)

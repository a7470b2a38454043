"""What the unit's page asks of the domain."""

from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import service as coverage
from api.coverage.figures import Overview, PersonStatus
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession
from api.errors import NotFound
from api.organisation.tree import Tree, UnitOnDay
from api.people import service as people


@dataclass(frozen=True)
class Asked:
    """What the address asks: a unit, a day, perhaps one requirement, everybody or some."""

    code: str
    day: date | None
    requirement: str
    everybody: bool


@dataclass(frozen=True)
class Team:
    """A unit's people and figures. ``managed``: units below that have a manager of their own."""

    asked: Asked
    unit: UnitOnDay
    on: date
    rules: CoverageRules
    people: tuple[PersonStatus, ...]
    overview: Overview | None
    managed: tuple[UnitOnDay, ...]
    sees_names: bool
    may_invite: bool

    @property
    def is_today(self) -> bool:
        """Whether the page is about today."""
        return self.on == self.rules.today


def find(session: ReadSession, actor: Actor, *, asked: Asked, rules: CoverageRules) -> Team:
    """Read all that the page shows. Raises NotFound for a unit out of reach."""
    on = asked.day or rules.today
    told = coverage.people(session, actor, unit_code=asked.code, on=on, rules=rules)
    now, then, scope = told.reach.now, told.reach.then, told.reach.scope
    unit = then.by_code.get(asked.code) or now.by_code[asked.code]
    managed = _managed_below(then, unit, scope)
    return Team(
        asked=asked,
        unit=unit,
        on=on,
        rules=rules,
        people=tuple(told),
        overview=_figures(session, actor, asked, rules, then, managed),
        managed=managed,
        sees_names=unit.id in scope.named | scope.protected,
        may_invite=unit.id in _invitable(session, actor, scope, now, rules),
    )


def _figures(
    session: ReadSession,
    actor: Actor,
    asked: Asked,
    rules: CoverageRules,
    tree: Tree,
    managed: tuple[UnitOnDay, ...],
) -> Overview | None:
    """The unit's figures, and of the parts in which managed units lie; not for HR, who see names."""
    if not actor.may(Permission.COVERAGE_READ):
        return None
    parents = {unit.parent_id for unit in managed}
    opened = {unit.code for unit in tree.units.values() if unit.id in parents}
    try:
        return coverage.overview(
            session,
            actor,
            unit_code=asked.code,
            on=asked.day or rules.today,
            rules=rules,
            opened=opened,
        )
    except NotFound:
        # The names are within reach by one role, and figures only elsewhere by another.
        return None


def _invitable(
    session: ReadSession, actor: Actor, scope: Scope, now: Tree, rules: CoverageRules
) -> frozenset[int]:
    """Give the units for which the actor may make sign-in slips: a delegate may not."""
    wanted = Permission.INVITE_WRITE
    if not actor.may(wanted):
        return frozenset()
    if actor.grants_for(wanted) != actor.grants_for(Permission.UNIT_READ):
        scope = people.scope_in(session, actor, wanted, tree=now, on=rules.today)
    return scope.named | scope.protected


def _managed_below(tree: Tree, unit: UnitOnDay, scope: Scope) -> tuple[UnitOnDay, ...]:
    """Give the units below whose people somebody else answers for, not those below them in turn."""
    if unit.id not in scope.named:
        return ()
    found: list[UnitOnDay] = []
    waiting = list(reversed(tree.below(unit.id)))
    while waiting:
        current = waiting.pop()
        if current.id not in scope.named:
            found.append(current)
        else:
            waiting.extend(reversed(tree.below(current.id)))
    return tuple(found)

"""Nobody may make a sign-in code for somebody who reaches further than themselves.

Whoever makes a code can use it. A manager with a TAFA coordinator in the staff, or HR with an
administrator, would otherwise be one code away from their rights.
"""

from collections.abc import Collection
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission, permissions_of
from api.access.scope import Scope
from api.db.session import ReadSession
from api.organisation.tree import Tree
from api.people import service as people

# These show no more than what the reach of any permission already does: who may name everybody in
# a unit learns nothing from the right to count them. Editions and statistics of courses tell of nobody.
SHOWING_ONLY = frozenset(
    {
        Permission.COVERAGE_READ,
        Permission.EDITION_READ,
        Permission.KEY_PEOPLE_READ,
        Permission.ORGANISATION_READ,
        Permission.REPORT_READ,
        Permission.REQUIREMENT_READ,
        Permission.STATISTICS_READ,
    }
)

# A practice day is about nobody and changes no figure: who plans one where they may see gains nothing.
HARMLESS = SHOWING_ONLY | {Permission.PRACTICE_WRITE}


def may_make_code_for(
    session: ReadSession, actor: Actor, target: Actor, *, tree: Tree, today: date
) -> bool:
    """Say whether everything the target may see and do today lies within what the actor may."""
    if actor.everything or not target.grants or actor.person_id == target.person_id:
        return True

    def reach(of: Actor, permission: Permission) -> Scope:
        return people.scope_in(session, of, permission, tree=tree, on=today)

    gained = permissions_of(target.roles) - permissions_of(frozenset())
    if any(not actor.may(permission) for permission in gained - HARMLESS):
        return False
    own = {permission: reach(actor, permission) for permission in permissions_of(actor.roles)}
    seen = _united(own.values())
    return all(
        _within(reach(target, permission), seen if permission in HARMLESS else own[permission])
        for permission in gained
    )


def _united(scopes: Collection[Scope]) -> Scope:
    return Scope(
        counts=frozenset().union(*(scope.counts for scope in scopes)),
        named=frozenset().union(*(scope.named for scope in scopes)),
        protected=frozenset().union(*(scope.protected for scope in scopes)),
        key_people=frozenset().union(*(scope.key_people for scope in scopes)),
    )


def _within(inner: Scope, outer: Scope) -> bool:
    return (
        inner.counts <= outer.counts
        and inner.named <= outer.named
        and inner.protected <= outer.protected
        and inner.key_people <= outer.key_people
    )

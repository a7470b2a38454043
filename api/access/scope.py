"""How far a permission reaches: which units an actor sees counts of, and whose people by name.

Role and tree today decide (contract, "Who sees what"); the day asked about decides the people.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.access.actor import Grant
from api.access.permissions import Role

NAMES_DOWN_TO_NEXT_MANAGER = frozenset({Role.UNIT_MANAGER, Role.DELEGATE})
NAMES_EVERYWHERE_BELOW = frozenset({Role.ADMIN, Role.HR})


@dataclass(frozen=True)
class Scope:
    """Unit ids by what may be seen of them. ``key_people`` may be named though others may not."""

    counts: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    protected: frozenset[int] = frozenset()
    key_people: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.counts)

    def names_all_of(self, units: Iterable[int]) -> bool:
        """Whether everybody in the units may be named: then nothing of them is withheld."""
        return self.named.issuperset(units)

    def widened(self, belonging: Mapping[int, int]) -> "Scope":
        """Add units that are not in the tree of today: of each is seen what is of the one it belongs to."""

        def more(seen: frozenset[int]) -> frozenset[int]:
            return seen.union(unit for unit, above in belonging.items() if above in seen)

        if not belonging:
            return self
        return Scope(
            counts=more(self.counts),
            named=more(self.named),
            protected=more(self.protected),
            key_people=more(self.key_people),
        )


@dataclass(frozen=True)
class Reach:
    """The tree today as scope needs it: children by unit, the root, all units, units with a manager."""

    children: Mapping[int, frozenset[int]]
    root: int | None
    everything: frozenset[int]
    managed: frozenset[int]

    def below(self, unit: int) -> frozenset[int]:
        """The unit and all below it; from the root also the partners, who lie in no subtree."""
        if unit == self.root:
            return self.everything
        found, waiting = set(), [unit]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)

    def down_to_next_manager(self, unit: int) -> frozenset[int]:
        """The unit and those below it that have no manager of their own, nor lie under one."""
        found, waiting = {unit}, list(self.children.get(unit, ()))
        while waiting:
            current = waiting.pop()
            if current not in self.managed and current not in found:
                found.add(current)
                waiting.extend(self.children.get(current, ()))
        return frozenset(found)


def scope_of(grants: Iterable[Grant], reach: Reach) -> Scope:
    """Unite what each grant reaches."""
    counts: set[int] = set()
    named: set[int] = set()
    protected: set[int] = set()
    key_people: set[int] = set()
    for grant in grants:
        below = reach.below(grant.unit_id)
        counts |= below
        if grant.role in NAMES_DOWN_TO_NEXT_MANAGER:
            named |= reach.down_to_next_manager(grant.unit_id)
        elif grant.role in NAMES_EVERYWHERE_BELOW:
            named |= below
        elif grant.role is Role.COORDINATOR:
            key_people |= below
        elif grant.role is Role.PROTECTION_HANDLER:
            protected |= below
    return Scope(
        counts=frozenset(counts),
        named=frozenset(named),
        protected=frozenset(protected),
        key_people=frozenset(key_people | named),
    )


def scope_of_everything(reach: Reach) -> Scope:
    """The operator's scope: all counts and all names."""
    units = reach.everything
    return Scope(counts=units, named=units, protected=units, key_people=units)

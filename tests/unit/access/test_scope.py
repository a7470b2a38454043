"""How far each role reaches."""

from api.access.actor import Actor, Grant
from api.access.permissions import Permission, Role
from api.access.scope import Reach, scope_of

# 1 municipality: 2 board (3 school: 5 team, 6 team with a manager: 7) and (4 centre); 9 a partner
REACH = Reach(
    children={
        1: frozenset({2}),
        2: frozenset({3, 4}),
        3: frozenset({5, 6}),
        6: frozenset({7}),
    },
    root=1,
    everything=frozenset({1, 2, 3, 4, 5, 6, 7, 9}),
    managed=frozenset({3, 6}),
)


def reach_of(role: Role, unit: int):  # type: ignore[no-untyped-def]  # noqa: ANN201
    return scope_of([Grant(role, unit)], REACH)


def test_manager_names_people_down_to_the_next_manager() -> None:
    scope = reach_of(Role.UNIT_MANAGER, 3)
    assert scope.named == {3, 5}
    assert scope.counts == {3, 5, 6, 7}


def test_delegate_sees_as_the_manager_does() -> None:
    assert reach_of(Role.DELEGATE, 3) == reach_of(Role.UNIT_MANAGER, 3)


def test_sibling_unit_is_out_of_scope() -> None:
    assert 4 not in reach_of(Role.UNIT_MANAGER, 3).counts


def test_coordinator_sees_counts_and_key_people_only() -> None:
    scope = reach_of(Role.COORDINATOR, 2)
    assert scope.named == frozenset()
    assert scope.key_people == {2, 3, 4, 5, 6, 7}


def test_role_at_the_root_covers_the_partners() -> None:
    assert 9 in reach_of(Role.COORDINATOR, 1).counts
    assert 9 not in reach_of(Role.COORDINATOR, 2).counts


def test_handler_reaches_protected_persons_only() -> None:
    scope = reach_of(Role.PROTECTION_HANDLER, 3)
    assert scope.protected == {3, 5, 6, 7}
    assert scope.named == frozenset()


def test_admin_names_all_but_the_protected() -> None:
    scope = reach_of(Role.ADMIN, 1)
    assert scope.named == REACH.everything
    assert scope.protected == frozenset()


def test_two_grants_unite() -> None:
    scope = scope_of([Grant(Role.UNIT_MANAGER, 4), Grant(Role.UNIT_MANAGER, 6)], REACH)
    assert scope.named == {4, 6, 7}


def test_grants_count_only_where_they_carry_the_permission() -> None:
    actor = Actor("person:1", 1, "", (Grant(Role.UNIT_MANAGER, 4), Grant(Role.COORDINATOR, 2)))
    assert actor.grants_for(Permission.UNIT_READ) == (Grant(Role.UNIT_MANAGER, 4),)

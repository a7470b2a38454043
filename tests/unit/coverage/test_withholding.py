"""Small groups, case by case (contract: Small groups)."""

from string import ascii_lowercase

import pytest

from api.coverage.withholding import Node, protected, withheld

Cells = dict[int, Node]
Figures = tuple[int, int]


def cells(parents: dict[int, int | None], **figures: int | Figures) -> Cells:
    """``u3=7`` is 7 required in unit 3, ``under3`` its part direkt under; a pair adds exempt."""
    found = {}
    for name, value in figures.items():
        unit = int(name.strip(ascii_lowercase))
        required, exempt = value if isinstance(value, tuple) else (value, 0)
        if name.startswith("under"):
            found[-unit] = Node(required, exempt, unit)
        else:
            found[unit] = Node(required, exempt, parents[unit])
    return found


TWO_LEVELS: dict[int, int | None] = {1: None, 2: 1, 3: 1, 4: 1}
THREE_LEVELS: dict[int, int | None] = {**TWO_LEVELS, 5: 2, 6: 2, 7: 2}


def test_five_are_shown_and_four_are_not() -> None:
    nodes = cells(TWO_LEVELS, u1=50, u2=4, u3=4, u4=5, under1=37)
    assert withheld(nodes, 5) == {2, 3}


def test_small_number_exempt_withholds_the_cell() -> None:
    nodes = cells(TWO_LEVELS, u1=(60, 4), u2=(20, 2), u3=(20, 2), u4=20)
    assert withheld(nodes, 5) == {1, 2, 3}


def test_nobody_required_is_shown() -> None:
    nodes = cells(TWO_LEVELS, u1=20, u2=0, u3=10, u4=10)
    assert withheld(nodes, 5) == frozenset()


def test_small_unit_takes_the_smallest_sibling_along() -> None:
    nodes = cells(TWO_LEVELS, u1=53, u2=3, u3=20, u4=30)
    assert withheld(nodes, 5) == {2, 3}


def test_equal_siblings_are_chosen_by_id() -> None:
    nodes = cells(TWO_LEVELS, u1=43, u2=20, u3=3, u4=20)
    assert withheld(nodes, 5) == {2, 3}


def test_directly_under_counts_as_a_sibling() -> None:
    nodes = cells(TWO_LEVELS, u1=33, u2=20, under1=10, u4=3)
    assert withheld(nodes, 5) == {4, -1}


def test_small_part_directly_under_is_protected() -> None:
    nodes = cells(TWO_LEVELS, u1=42, u2=30, u3=10, under1=2)
    assert withheld(nodes, 5) == {-1, 3}


def test_two_small_units_may_still_be_too_few_together() -> None:
    nodes = cells(TWO_LEVELS, u1=24, u2=2, u3=2, u4=20)
    assert withheld(nodes, 5) == {2, 3, 4}


def test_two_small_units_with_five_together_are_enough() -> None:
    nodes = cells(TWO_LEVELS, u1=25, u2=2, u3=3, u4=20)
    assert withheld(nodes, 5) == {2, 3}


def test_sibling_with_exempt_is_preferred_when_exempt_are_few() -> None:
    nodes = cells(TWO_LEVELS, u1=(70, 8), u2=(20, 2), u3=10, u4=(40, 6))
    assert withheld(nodes, 5) == {2, 4}


def test_withheld_sibling_does_not_follow_from_its_own_parts() -> None:
    nodes = cells(THREE_LEVELS, u1=53, u2=20, u3=3, u4=30, u5=8, u6=12)
    assert withheld(nodes, 5) == {3, 2, 5}


def test_parts_of_a_withheld_sibling_hold_enough_together() -> None:
    nodes = cells(THREE_LEVELS, u1=53, u2=20, u3=3, u4=30, u5=12, u6=6, u7=2)
    assert withheld(nodes, 5) == {3, 2, 7, 6}


def test_unit_with_one_part_and_the_part_go_together() -> None:
    nodes = cells(THREE_LEVELS, u1=53, u2=20, u3=3, u4=30, u5=20)
    assert withheld(nodes, 5) == {3, 2, 5}


def test_part_goes_all_the_way_down() -> None:
    parents = {1: None, 2: 1, 3: 1, 4: 2, 5: 4, 6: 5}
    nodes = cells(parents, u1=23, u2=20, u3=3, u4=20, u5=20, u6=20)
    assert withheld(nodes, 5) == {2, 3, 4, 5, 6}


def test_part_holding_nearly_all_its_parent_is_not_shown_beside_small_ones() -> None:
    """Three of the six in units 3 and 4 also work in unit 2: parent less unit 2 leaves three."""
    nodes = cells(TWO_LEVELS, u1=23, u2=20, u3=3, u4=3)
    assert withheld(nodes, 5) == {2, 3, 4}


def test_tiny_municipality_shows_nothing() -> None:
    nodes = cells(THREE_LEVELS, u1=4, u2=3, u3=1, u5=1, u6=2)
    assert withheld(nodes, 5) == nodes.keys()


def test_partner_is_its_own_tree() -> None:
    nodes = cells({**TWO_LEVELS, 9: None}, u1=20, u2=10, u3=10, u9=3)
    assert withheld(nodes, 5) == {9}


def test_heads_of_schools_one_in_each_keep_their_total() -> None:
    nodes = cells(
        {1: None} | dict.fromkeys(range(2, 12), 1), u1=10, **{f"u{n}": 1 for n in range(2, 12)}
    )
    assert withheld(nodes, 5) == set(range(2, 12))


def test_parent_goes_with_its_only_part() -> None:
    """Small cells never need it; a cell withheld for another reason does."""
    nodes = cells(THREE_LEVELS, u1=50, u2=20, u3=14, u4=16, u5=20)
    assert protected(nodes, {5}, 5) == {5, 2, 3}


def test_one_switches_withholding_off() -> None:
    assert withheld(cells(TWO_LEVELS, u1=3, u2=1, u3=2), 1) == frozenset()


def test_cell_under_no_known_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="under no root"):
        withheld({2: Node(3, 0, 1)}, 5)

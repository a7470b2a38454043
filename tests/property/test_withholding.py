"""Whoever adds and subtracts all that is shown learns no withheld cell (contract: Small groups)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from api.coverage.withholding import Node, primary, protected, withheld

FIGURES = ("required", "exempt")
Row = dict[int, Fraction]


@dataclass(frozen=True)
class Placed:
    """``count`` people, each with a post directly in every one of ``units``."""

    units: frozenset[int]
    exempt: bool
    count: int


@dataclass(frozen=True)
class Municipality:
    """A forest of units with the people in it; ``above[i]`` is the parent of unit i + 1."""

    above: tuple[int | None, ...]
    people: tuple[Placed, ...]
    leaves_have_own_part: bool

    def nodes(self) -> dict[int, Node]:
        """The cells, each the size of a union: people counted once however many their posts."""
        sets: dict[int, tuple[set[int], set[int]]] = {
            sign * unit: (set(), set())
            for unit in range(1, len(self.above) + 1)
            for sign in ((1, -1) if self.leaves_have_own_part or unit in self.above else (1,))
        }
        persons = [placed for placed in self.people for _ in range(placed.count)]
        for person, placed in enumerate(persons):
            for unit in placed.units:
                for cell in (-unit, *self._line(unit)):
                    if cell in sets:
                        sets[cell][placed.exempt].add(person)
        return {
            cell: Node(len(required), len(exempt), -cell if cell < 0 else self.above[cell - 1])
            for cell, (required, exempt) in sets.items()
        }

    def _line(self, unit: int | None) -> list[int]:
        return [] if unit is None else [unit, *self._line(self.above[unit - 1])]


@st.composite
def municipalities(draw: st.DrawFn, most: int = 12) -> Municipality:
    """The municipality under unit 1, and sometimes partners beside it."""
    size = draw(st.integers(1, most))
    above = tuple(
        draw(st.one_of(st.integers(1, unit - 1), st.integers(max(1, unit - 2), unit - 1)))
        if unit > 1 and draw(st.integers(0, 9))
        else None
        for unit in range(1, size + 1)
    )
    people = st.builds(
        Placed,
        st.frozensets(st.integers(1, size), min_size=1, max_size=3),
        st.sampled_from((False, False, True)),
        st.one_of(st.integers(1, 6), st.integers(1, 25)),
    )
    return Municipality(
        above, tuple(draw(st.lists(people, max_size=2 * most))), draw(st.booleans())
    )


NUMBERS = st.sampled_from((2, 3, 5, 8))


def sums(nodes: Mapping[int, Node], hidden: Collection[int]) -> list[Row]:
    """For each parent what stands unknown in: parts - parent = overlap. The rest is shown."""
    rows: list[Row] = []
    for parent in {node.parent for node in nodes.values()} - {None}:
        row = {key: Fraction(1) for key, node in nodes.items() if node.parent == parent}
        row[parent or 0] = Fraction(-1)
        rows.append({key: value for key, value in row.items() if key in hidden})
    return rows


def reduced(rows: list[Row]) -> dict[int, Row]:
    """Reduced row echelon form by exact Gauss-Jordan elimination, by pivot."""
    found: dict[int, Row] = {}
    for row in rows:
        rest = remainder(row, found)
        if not rest:
            continue
        pivot = min(rest)
        rest = {key: value / rest[pivot] for key, value in rest.items()}
        found = {key: less(other, rest, other.get(pivot)) for key, other in found.items()}
        found[pivot] = rest
    return found


def less(row: Row, other: Row, times: Fraction | None) -> Row:
    """``row - times * other`` without its zeros."""
    if not times:
        return row
    zero = Fraction(0)
    both = {key: row.get(key, zero) - times * other.get(key, zero) for key in {*row, *other}}
    return {key: value for key, value in both.items() if value}


def remainder(row: Row, echelon: Mapping[int, Row]) -> Row:
    """What is left of a row when the reduced rows have been taken out of it."""
    return reduce(lambda rest, pivot: less(rest, echelon[pivot], rest.get(pivot)), echelon, row)


def unknown_cells(nodes: Mapping[int, Node], hidden: Collection[int]) -> set[int]:
    """The withheld cells with people in them; empty ones are known to be empty."""
    return {key for key in hidden if nodes[key].required or nodes[key].exempt}


def derived_cells(nodes: Mapping[int, Node], hidden: Collection[int]) -> set[int]:
    """The withheld cells that follow from what is shown: 0 in every vector of the null space.

    The same for required, exempt and covered: the coefficients are those of the tree.
    """
    echelon = reduced(sums(nodes, unknown_cells(nodes, hidden)))
    return {pivot for pivot, row in echelon.items() if len(row) == 1}


def small_remainders(nodes: Mapping[int, Node], hidden: Collection[int], number: int) -> set[int]:
    """The shown parents where the merged rest is one part, or holds 1 to ``number`` - 1 people."""
    unknown = unknown_cells(nodes, hidden)
    merged: dict[int, list[Node]] = {}
    for key in unknown:
        parent = nodes[key].parent
        if parent is not None and parent not in hidden:
            merged.setdefault(parent, []).append(nodes[key])
    return {
        parent
        for parent, parts in merged.items()
        if len(parts) < 2
        or any(0 < sum(getattr(part, figure) for part in parts) < number for figure in FIGURES)
    }


def small_derived_sums(
    nodes: Mapping[int, Node], hidden: Collection[int], number: int
) -> list[tuple[int, ...]]:
    """Every set of withheld cells, wherever they stand, whose small sum follows from the rest."""
    unknown = sorted(unknown_cells(nodes, hidden))
    echelon = reduced(sums(nodes, unknown))
    return [
        cells
        for size in range(1, len(unknown) + 1)
        for cells in combinations(unknown, size)
        if any(0 < sum(getattr(nodes[key], name) for key in cells) < number for name in FIGURES)
        and not remainder(dict.fromkeys(cells, Fraction(1)), echelon)
    ]


def near_parts(nodes: Mapping[int, Node], hidden: Collection[int], number: int) -> set[int]:
    """Shown parts with all but a few of their parent's people, where something is withheld.

    Under a withheld parent such a part says within a few people how large the parent is.
    """
    around = {nodes[key].parent for key in hidden} | {*hidden}
    found = set()
    for key, node in nodes.items():
        if node.parent is None or node.parent not in around or key in hidden:
            continue
        for figure in FIGURES:
            total = getattr(nodes[node.parent], figure)
            distance = total - getattr(node, figure)
            few = range(min(total, number)) if node.parent in hidden else range(1, number)
            if distance in few:
                found.add(key)
    return found


def leaks(nodes: Mapping[int, Node], hidden: Collection[int], number: int) -> set[int]:
    """Where a reader gets at something: empty when all is well."""
    return (
        derived_cells(nodes, hidden)
        | small_remainders(nodes, hidden, number)
        | near_parts(nodes, hidden, number)
    )


@settings(max_examples=400, deadline=None)
@given(municipalities(), NUMBERS)
def test_nothing_withheld_follows_from_what_is_shown(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    hidden = withheld(nodes, number)
    assert primary(nodes, number) <= hidden
    assert not leaks(nodes, hidden, number)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(municipalities(most=6), st.sampled_from((3, 5)))
def test_no_sum_of_withheld_cells_that_follows_is_small(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    assert not small_derived_sums(nodes, withheld(nodes, number), number)


@given(municipalities(), NUMBERS, st.frozensets(st.integers(-12, 12)))
def test_any_cells_can_be_protected(
    place: Municipality, number: int, chosen: frozenset[int]
) -> None:
    """Also large ones, where at times the parent must go with its only part."""
    nodes = place.nodes()
    cells = primary(nodes, number) | unknown_cells(nodes, chosen & nodes.keys())
    hidden = protected(nodes, cells, number)
    assert cells <= hidden
    assert not leaks(nodes, hidden, number)


@given(municipalities(), NUMBERS)
def test_withholding_is_a_fixpoint_that_only_adds(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    hidden = withheld(nodes, number)
    assert protected(nodes, hidden, number) == hidden
    assert primary(nodes, number) <= primary(nodes, number + 1)


@given(municipalities(), NUMBERS)
def test_order_of_the_cells_does_not_matter(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    assert withheld(nodes, number) == withheld(dict(reversed(nodes.items())), number)


@given(municipalities())
def test_one_switches_withholding_off(place: Municipality) -> None:
    assert withheld(place.nodes(), 1) == frozenset()


@given(municipalities(), NUMBERS)
def test_without_a_small_cell_all_is_shown(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    if not primary(nodes, number):
        assert withheld(nodes, number) == frozenset()


@given(municipalities(), NUMBERS)
def test_empty_cells_and_shown_roots_stay(place: Municipality, number: int) -> None:
    nodes = place.nodes()
    hidden = withheld(nodes, number)
    assert unknown_cells(nodes, hidden) == hidden
    small = primary(nodes, number)
    assert all(key in small for key in hidden if nodes[key].parent is None)


def only_small(nodes: Mapping[int, Node], number: int) -> frozenset[int]:
    """Planted fault: no secondary suppression at all."""
    return primary(nodes, number)


def one_group_only(nodes: Mapping[int, Node], number: int) -> frozenset[int]:
    """Planted fault: secondary cells are withheld, but nothing in them."""
    small = primary(nodes, number)
    hidden = withheld(nodes, number)
    return frozenset(key for key in hidden if key in small or nodes[key].parent not in hidden)


def any_second(nodes: Mapping[int, Node], number: int) -> frozenset[int]:
    """Planted fault: a small cell never stands alone, but two small ones may make a small sum."""
    small = primary(nodes, number)
    alone = {p for p in small if not any(nodes[p].parent == nodes[q].parent for q in small - {p})}
    more = {
        min(others)
        for cell in alone
        if (others := {k for k in nodes if k != cell and nodes[k].parent == nodes[cell].parent})
    }
    return small | more


def required_only(nodes: Mapping[int, Node], number: int) -> frozenset[int]:
    """Planted fault: those exempt are forgotten once the small cells are found."""
    bare = {
        key: Node(node.required, 0, node.parent) for key, node in nodes.items() if node.required
    }
    small = primary(nodes, number)
    return small | protected(bare, small & bare.keys(), number)


@pytest.mark.parametrize("fault", [only_small, one_group_only, any_second, required_only])
def test_checker_finds_planted_faults(
    fault: Callable[[Mapping[int, Node], int], frozenset[int]],
) -> None:
    """Each faulty rule is seen through on some municipality, so the proofs above can fail."""
    place = find(
        municipalities(),
        lambda place: bool(leaks(place.nodes(), fault(place.nodes(), 5), 5)),
        settings=settings(max_examples=2000, deadline=None, database=None, phases=[Phase.generate]),
    )
    assert not leaks(place.nodes(), withheld(place.nodes(), 5), 5)


@settings(max_examples=400)
@given(municipalities(), NUMBERS)
def test_a_family_needs_only_those_up_to_the_root(place: Municipality, number: int) -> None:
    """A page reads its own family and those above, and withholds as if it had read them all."""
    nodes = place.nodes()
    everything = withheld(nodes, number)
    for unit in range(1, len(place.above) + 1):
        way = place._line(unit)
        families = {*way, *(-above for above in way)} | {
            key for key, node in nodes.items() if node.parent in way
        }
        some = {key: node for key, node in nodes.items() if key in families}
        assert withheld(some, number) == everything & families

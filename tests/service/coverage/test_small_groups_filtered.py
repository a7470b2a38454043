"""Whoever puts the pages of every employment beside the unfiltered ones derives nothing small."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from api.coverage import service
from api.coverage.withholding import Node
from api.db.session import Database
from api.people.models import Employment
from tests.property.municipality import Municipality, build
from tests.property.test_withholding import Row, reduced, remainder
from tests.service.coverage.tellers import Reader, in_tables
from tests.service.coverage.test_small_groups import RULES, TAFA, TODAY, nodes_of
from tests.service.coverage.test_small_groups_together import in_force, reader
from tests.service.coverage.town import store

FORMS = (Employment.PERMANENT, Employment.TEMPORARY)
EVERYBODY, ONE, NOBODY = 0, Fraction(1), Node(0, 0, None)
Nodes = Mapping[int, Node]


def municipality(seed: int) -> Municipality:
    """Everybody has posts of one form alone, so that the forms add up: no double count hides any."""
    dice = random.Random(seed)
    town = build(dice, units=dice.randint(3, 6), persons=150, requirements=2)
    terms = tuple(replace(each, employments=frozenset(FORMS)) for each in town.ground.terms)
    persons = []
    for person in town.persons:
        form = dice.choice(FORMS).value
        posts = tuple(replace(post, employment=form) for post in person.posts)
        persons.append(replace(person, posts=posts))
    return Municipality(replace(town.ground, terms=terms), tuple(persons))


def of_form(town: Municipality, form: Employment) -> Municipality:
    some = (one for one in town.persons if one.posts[0].employment == form.value)
    return replace(town, persons=tuple(some))


def told_filtered(who: Reader, code: str, form: Employment) -> Iterator[int]:
    """The cells of which a filtered page tells, if only by leaving them out: they are empty."""
    for unit in who.codes:
        page = service.cells(
            who.session, TAFA, unit_code=unit, on=TODAY, rules=RULES, employment=form
        )
        assert not page.merged
        cells = [cell for cell in (*page.rows, *page.direct) if cell.requirement_code == code]
        parts = {page.unit.id, -page.unit.id, *(child.id for child in page.children)}
        yield from parts - {cell.unit_id for cell in cells if cell.suppressed}


def name(kind: int, cell: int) -> int:
    """One number for the figure of a cell, of everybody or of a form."""
    return 1000 * kind + cell


def sums(nodes: Nodes) -> Iterator[Row]:
    """Parts make their parent, of everybody and of each form; and the forms make everybody.

    Who counts in several parts is taken to be known.
    """
    kinds = range(1 + len(FORMS))
    for kind in kinds:
        for parent in {node.parent for node in nodes.values()} - {None}:
            row = {name(kind, key): ONE for key, node in nodes.items() if node.parent == parent}
            yield {**row, name(kind, parent or 0): -ONE}
    for key in nodes:
        yield {**{name(kind, key): ONE for kind in kinds if kind}, name(EVERYBODY, key): -ONE}


def small(node: Node) -> bool:
    return any(0 < size < RULES.small_group for size in (node.required, node.exempt))


@pytest.mark.parametrize("seed", range(16))
def test_no_small_group_follows(database: Database, seed: int) -> None:
    town = municipality(seed)
    store(database, town.ground, town.persons)
    with database.reading() as session:
        who = reader(session, town)
        pages = list(who.pages())
        for requirement in in_force(town, TODAY):
            code = f"r{requirement}"
            nodes = nodes_of(town, requirement)
            sizes = {name(EVERYBODY, key): node for key, node in nodes.items()}
            known = {name(EVERYBODY, one.unit_id) for one in in_tables(pages, code)}
            for kind, form in enumerate(FORMS, 1):
                some = nodes_of(of_form(town, form), requirement)
                sizes |= {name(kind, key): some.get(key, NOBODY) for key in nodes}
                known |= {name(kind, key) for key in told_filtered(who, code, form)}
            nothing_small_follows(nodes, sizes, known)


def nothing_small_follows(nodes: Nodes, sizes: Nodes, known: set[int]) -> None:
    rows = [{key: value for key, value in row.items() if key not in known} for row in sums(nodes)]
    echelon = reduced(rows)
    followed = {key for key in sizes.keys() - known if not remainder({key: ONE}, echelon)}
    assert not [key for key in followed | (known & sizes.keys()) if small(sizes[key])]

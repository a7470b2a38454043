"""Whoever opens every figure under every filter derives of no small group how it stands.

The reader knows who counts in several units, how many key people and how many others every shown cell
has, and that a group is empty where that follows. How people stand is one unknown a group and cell, by
whichever status, for all add up alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import pytest

from api.coverage import service, words
from api.coverage.explaining import Explanation
from api.coverage.facts import Appointment, PersonFacts
from api.coverage.narrowing import Group
from api.coverage.withholding import Node
from api.db.session import Database, ReadSession
from api.people.models import Employment
from tests.property.municipality import Municipality
from tests.property.test_withholding import Row, reduced, remainder
from tests.service.coverage.test_small_groups import RULES, TAFA, TODAY, nodes_of
from tests.service.coverage.test_small_groups_filtered import FORMS, ONE, municipality
from tests.service.coverage.test_small_groups_together import in_force, reader
from tests.service.coverage.town import store

Nodes = Mapping[int, Node]
Tells = Callable[[Explanation], bool]
Form = Employment | None
ANY: Form = None
GROUPS = tuple(Group(key, form) for key, form in product((False, True), (ANY, *FORMS)))
SEEDS = range(10)
NOBODY = Node(0, 0, None)


def town_of(seed: int) -> Municipality:
    """One in four is key person of where they work, more in some units than in others."""
    dice = random.Random(seed)
    town = municipality(seed)
    eager = {unit: dice.choice((0.0, 0.2, 0.5, 1.0)) for unit in town.unit_ids}
    persons = []
    for person in town.persons:
        some = person.appointments if dice.random() < 0.1 else ()
        if person.posts and dice.random() < eager[person.posts[0].unit_id]:
            some = appointed(person)
        persons.append(replace(person, appointments=some))
    return replace(town, persons=tuple(persons))


def appointed(person: PersonFacts) -> tuple[Appointment, ...]:
    return (Appointment(first_day=person.posts[0].first_day, unit_id=person.posts[0].unit_id),)


@dataclass(frozen=True)
class Town:
    """The sizes of every group in every cell, by one requirement."""

    nodes: Nodes
    sizes: Mapping[tuple[bool, Form], Nodes]

    @classmethod
    def of(cls, town: Municipality, requirement: int) -> Town:
        sizes = {
            (key, form): nodes_of(
                replace(
                    town, persons=tuple(one for one in town.persons if fits(one, form, key=key))
                ),
                requirement,
            )
            for key, form in product((False, True), (ANY, *FORMS))
        }
        return cls(nodes_of(town, requirement), sizes)

    def size(self, key: bool, form: Form, cell: int) -> int:
        return self.sizes[key, form].get(cell, NOBODY).required


def fits(person: PersonFacts, form: Form, *, key: bool) -> bool:
    is_key = bool(words.key_units(person, TODAY))
    return is_key == key and (form is ANY or person.posts[0].employment == form)


def number(key: bool, form: Form, cell: int) -> int:
    """The unknown of the key people, or of the others, with an employment in a cell."""
    return 10_000 * (1 + 2 * (ANY, *FORMS).index(form) + key) + cell


def explanations(session: ReadSession, codes: tuple[str, ...], code: str) -> Iterator[Explanation]:
    for group, unit, direct in product(GROUPS, codes, (False, True)):
        yield service.explanation(
            session,
            TAFA,
            unit_code=unit,
            requirement_code=code,
            on=TODAY,
            rules=RULES,
            direct=direct,
            group=group,
        )


def known(found: Collection[Explanation], tells: Tells) -> Iterator[Row]:
    """How those of a group stand, where it is told."""
    for one in found:
        kinds = (True,) if one.group.key_people else (False, True)
        if not one.cell.suppressed and tells(one):
            yield {number(key, one.group.employment, one.cell.unit_id): ONE for key in kinds}


def empty(found: Collection[Explanation], nodes: Nodes) -> Iterator[Row]:
    """The groups of which there is nobody, for that is told or follows: nor is there below."""
    for one in found:
        form, cell = one.group.employment, one.cell
        kinds = set()
        if not cell.suppressed and not cell.required:
            kinds = {True} if one.group.key_people else {False, True}
        elif not cell.suppressed and cell.key_required == cell.required:
            kinds = set() if one.group.key_people else {False}
        forms = (ANY, *FORMS) if form is ANY else (form,)
        below = {each for each in nodes if cell.unit_id in line(each, nodes)}
        yield from ({number(*each): ONE} for each in product(kinds, forms, below))


def line(cell: int, nodes: Nodes) -> Iterator[int]:
    above: int | None = cell
    while above is not None:
        yield above
        above = nodes[above].parent


def sums(nodes: Nodes) -> Iterator[Row]:
    """Parts make their parent, and the employments make everybody."""
    for key, form in product((False, True), (ANY, *FORMS)):
        for parent in {node.parent for node in nodes.values()} - {None}:
            parts = [cell for cell, node in nodes.items() if node.parent == parent]
            row = {number(key, form, cell): ONE for cell in parts}
            yield {**row, number(key, form, parent or 0): -ONE}
    for key, cell in product((False, True), nodes):
        row = {number(key, form, cell): ONE for form in FORMS}
        yield {**row, number(key, ANY, cell): -ONE}


def groups(town: Town) -> Iterator[tuple[int, Row]]:
    """Each group that nobody may derive: key people, others, and both, with an employment or any."""
    for form, cell in product((ANY, *FORMS), town.nodes):
        both = [
            (town.size(key, form, cell), {number(key, form, cell): ONE}) for key in (False, True)
        ]
        yield from both
        yield sum(size for size, _row in both), {**both[0][1], **both[1][1]}


def leaks(database: Database, seed: int, tells: Tells) -> list[Row]:
    made = town_of(seed)
    store(database, made.ground, made.persons)
    found = []
    with database.reading() as session:
        who = reader(session, made)
        for requirement in in_force(made, TODAY):
            town = Town.of(made, requirement)
            told = list(explanations(session, who.codes, f"r{requirement}"))
            rows = (*sums(town.nodes), *known(told, tells), *empty(told, town.nodes))
            echelon = reduced([row for row in rows if row])
            small = range(1, RULES.small_group)
            found += [
                row for size, row in groups(town) if size in small and not remainder(row, echelon)
            ]
    return found


def is_told(one: Explanation) -> bool:
    """How those stand, or only that they are covered: the same of all but key people."""
    return bool(one.statuses)


def is_told_of_large_groups(one: Explanation) -> bool:
    """Planted fault: of key people too, where they and the others are many or none."""
    cell = one.cell
    if not one.group.key_people:
        return bool(one.statuses)
    return not 0 < (cell.required or 0) < RULES.small_group


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_learns_how_a_small_group_stands(database: Database, seed: int) -> None:
    assert not leaks(database, seed, is_told)


def test_it_would_follow_if_key_people_were_told_of_where_they_are_many(database: Database) -> None:
    assert leaks(database, 0, is_told_of_large_groups)

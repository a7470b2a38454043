"""Coverage of some of the people: counted from the facts, as no ledger tells of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from api.access.actor import Actor
from api.coverage import lifting, matrix, queries, words
from api.coverage.employment import Key, Tally, count, shown, shown_of_key_people
from api.coverage.facts import PersonFacts
from api.coverage.figures import Cell, Figures, RequirementRef, UnitCoverage
from api.coverage.matrix import NOBODY, Place
from api.coverage.narrowing import Group
from api.coverage.reaching import Reach
from api.coverage.rules import CoverageRules
from api.coverage.words import Counts
from api.db.session import ReadSession
from api.people.models import Employment


def coverage(
    session: ReadSession,
    actor: Actor,
    *,
    reach: Reach,
    places: Sequence[Place],
    rules: CoverageRules,
    employment: Employment,
) -> list[UnitCoverage]:
    """Count some units of one tree and day, and withhold what must be.

    What is withheld depends on the trees from their roots down, so all their people are read; for who
    may name everybody asked about, only these.
    """
    first = places[0]
    asked = {unit for place in places for unit in place.shown_units}
    open_units = lifting.open_units(actor, reach.scope, first, asked, rules)
    terrain = reach.terrain(session, first.known_at)
    key_people: list[PersonFacts] = []
    persons = _noting(key_people, _persons(session, places, whole_trees=bool(open_units)), first)
    everybody = count(terrain, persons, first.on)
    counted = _Counted(everybody, count(terrain, key_people, first.on))
    hidden, hidden_key_people = _hidden(first.parent, counted, rules.small_group, open_units)
    # A cell that is withheld says nothing, not even that it is empty.
    figures = {
        **everybody[1].get(employment, {}),
        **{key: everybody[0][key] for key in hidden},
    }
    requirements = matrix.requirements_on(terrain.ground.terms, first.on, rules.goal)
    return [
        _untold(_unit_coverage(place, requirements, figures, hidden), hidden_key_people)
        for place in places
    ]


def key_counts(
    session: ReadSession, reach: Reach, place: Place, group: Group, requirement_id: int
) -> Counts:
    """Count how the key people of a unit or part stand, all or those with an employment."""
    terrain = reach.terrain(session, place.known_at)
    units = place.subtree(place.unit.id)
    whom = queries.placed_in(units, place.on, place.known_at)
    persons = queries.person_facts(session, whom, place.known_at).values()
    key_people = [one for one in persons if words.key_units(one, place.on)]
    everybody, counted = count(terrain, key_people, place.on)
    figures = counted.get(group.employment, {}) if group.employment else everybody
    return figures.get((place.unit.id, requirement_id), NOBODY)


def _noting(
    key_people: list[PersonFacts], persons: Iterable[PersonFacts], place: Place
) -> Iterator[PersonFacts]:
    """Let the persons pass by, who are many; keep the key people."""
    for person in persons:
        if words.key_units(person, place.on):
            key_people.append(person)
        yield person


def _persons(
    session: ReadSession, places: Sequence[Place], *, whole_trees: bool
) -> Iterator[PersonFacts]:
    """Read those placed in the units asked about, or anywhere in their trees, in batches."""
    first = places[0]
    tops = {place.way[-1] if whole_trees else place.unit.id for place in places}
    units = frozenset().union(*(first.subtree(top) for top in tops))
    ids = queries.person_ids(session, queries.placed_in(units, first.on, first.known_at))
    for batch in queries.in_batches(ids):
        whom = queries.these(batch)
        yield from queries.person_facts(session, whom, first.known_at).values()


class _Counted(NamedTuple):
    everybody: Tally
    key_people: Tally


def _hidden(
    parent: Callable[[int], int | None],
    counted: _Counted,
    small_group: int,
    open_units: Collection[int],
) -> tuple[frozenset[Key], frozenset[Key]]:
    """Find the cells to withhold, and those whose key people are not to be told of."""
    if not open_units:
        return frozenset(), frozenset()
    everybody = counted.everybody[0]
    withheld = matrix.withheld_cells(parent, everybody, small_group)
    told = shown(parent, *counted.everybody, withheld, small_group)
    told_of_key_people = shown_of_key_people(parent, *counted, withheld, small_group)
    cells = {key for key in everybody if key[0] in open_units}
    return frozenset(cells - told), frozenset(cells - told_of_key_people)


def _untold(told: UnitCoverage, hidden: Collection[Key]) -> UnitCoverage:
    """Leave the key people out of cells where they are not to be told of."""
    ids = {each.code: each.id for each in told.requirements}

    def without(cell: Cell) -> Cell:
        if (cell.unit_id, ids[cell.requirement_code]) not in hidden:
            return cell
        return replace(cell, key_required=None, key_covered=None)

    return replace(
        told,
        rows=tuple(without(cell) for cell in told.rows),
        direct=tuple(without(cell) for cell in told.direct),
    )


def _unit_coverage(
    place: Place,
    requirements: tuple[RequirementRef, ...],
    figures: Figures,
    hidden: Collection[Key],
) -> UnitCoverage:
    """Put the answer together: no line of those merged, nor of several in a family not shown."""
    told = matrix.unit_coverage(place, requirements, figures, hidden)
    parts = place.shown_units
    kept_back = {requirement_id for unit_id, requirement_id in hidden if unit_id in parts}
    codes = {each.code for each in requirements if each.id in kept_back}
    several = tuple(line for line in told.several if line.requirement_code not in codes)
    return replace(told, several=several, merged=())

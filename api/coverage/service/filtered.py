"""Coverage of some of the people: counted from the facts, as no ledger tells of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from api.access.actor import Actor
from api.coverage import employment as employments
from api.coverage import lifting, matrix, queries, words
from api.coverage.employment import Key, Tally
from api.coverage.facts import PersonFacts
from api.coverage.figures import Figures, UnitCoverage
from api.coverage.matrix import NOBODY, Place
from api.coverage.narrowing import Group
from api.coverage.reaching import Reach
from api.coverage.rules import CoverageRules
from api.coverage.terrain import Terrain
from api.coverage.words import Counts
from api.db.session import ReadSession
from api.people.models import Employment


@dataclass(frozen=True)
class Counted:
    """What was counted on a day, in whole trees if something may have to be withheld."""

    place: Place
    terrain: Terrain
    rules: CoverageRules
    open_units: frozenset[int]
    everybody: Tally
    key_people: Tally

    def coverage(self, place: Place, employment: Employment) -> UnitCoverage:
        """Put the answer together: no line of those merged, nor of several in a family not shown."""
        figures, hidden = self._figures(employment), self._hidden
        requirements = matrix.requirements_on(self.terrain.ground.terms, place.on, self.rules.goal)
        told = matrix.unit_coverage(place, requirements, figures, hidden)
        parts = place.shown_units
        kept_back = {requirement_id for unit_id, requirement_id in hidden if unit_id in parts}
        codes = {each.code for each in requirements if each.id in kept_back}
        several = tuple(line for line in told.several if line.requirement_code not in codes)
        return replace(told, several=several, merged=())

    def key_counts(self, cell: Key, group: Group) -> Counts | None:
        """How the key people of a shown cell stand; None where that may not be told."""
        if cell in self._hidden_of_key_people:
            return None
        figures = self.key_people.everybody
        if group.employment is not None:
            figures = self.key_people.by_employment.get(group.employment.value, {})
        return figures.get(cell, NOBODY)

    def _figures(self, employment: Employment) -> Figures:
        # A cell that is withheld says nothing, not even that it is empty.
        everybody = self.everybody.everybody
        counted = self.everybody.by_employment.get(employment.value, {})
        return {**counted, **{key: everybody[key] for key in self._hidden}}

    @cached_property
    def _hidden(self) -> frozenset[Key]:
        everybody, small_group = self.everybody, self.rules.small_group
        if not self.open_units:
            return frozenset()
        return self._but(
            employments.shown(
                self.place.parent,
                everybody.everybody,
                everybody.by_employment,
                self._withheld,
                small_group,
            )
        )

    @cached_property
    def _hidden_of_key_people(self) -> frozenset[Key]:
        if not self.open_units:
            return frozenset()
        return self._but(
            employments.told_of_key_people(
                self.place.parent,
                self.everybody,
                self.key_people,
                self._withheld,
                self.rules.small_group,
            )
        )

    @cached_property
    def _withheld(self) -> frozenset[Key]:
        figures = self.everybody.everybody
        return matrix.withheld_cells(self.place.parent, figures, self.rules.small_group)

    def _but(self, told: frozenset[Key]) -> frozenset[Key]:
        """The cells of open units that are not among those told."""
        cells = self.everybody.everybody
        return frozenset(key for key in cells if key[0] in self.open_units and key not in told)


def counted(
    session: ReadSession,
    actor: Actor,
    *,
    reach: Reach,
    places: Sequence[Place],
    rules: CoverageRules,
) -> Counted:
    """Count some units of one tree and day, and find what of them must be withheld.

    What is withheld depends on the trees from their roots down, so all their people are read; for who
    may name everybody asked about, only these.
    """
    first = places[0]
    asked = {unit for place in places for unit in place.shown_units}
    open_units = lifting.open_units(actor, reach.scope, first, asked, rules)
    terrain = reach.terrain(session, first.known_at)
    key_people: list[PersonFacts] = []
    persons = _noting(key_people, _persons(session, places, whole_trees=bool(open_units)), first)
    everybody = Tally(*employments.count(terrain, persons, first.on))
    tally = Tally(*employments.count(terrain, key_people, first.on))
    return Counted(first, terrain, rules, open_units, everybody, tally)


def _noting(
    key_people: list[PersonFacts], persons: Iterable[PersonFacts], place: Place
) -> Iterator[PersonFacts]:
    """Let the persons pass by; keep the key people, who are few."""
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
    units = frozenset[int]().union(*(first.subtree(top) for top in tops))
    ids = queries.person_ids(session, queries.placed_in(units, first.on, first.known_at))
    for batch in queries.in_batches(ids):
        whom = queries.these(batch)
        yield from queries.person_facts(session, whom, first.known_at).values()

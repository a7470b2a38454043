"""Which figures of a day are other now than as known at an instant, and through what.

Only whose facts of the day have changed since is counted, then and now; what was known then is what
the ledger says now less what they make differ. So little changed is quickly told.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import ledger, lifting, matrix, queries, reaching, storage
from api.coverage.changes import NONE, CellKey, Change, Changes, Comparison, Counted, Kind, View
from api.coverage.facts import PersonFacts
from api.coverage.figures import Figures, RequirementRef, UnitRef
from api.coverage.matrix import Place
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.words import Counts
from api.db.session import ReadSession
from api.errors import NotFound
from api.naming import sort_key


def changes(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    known_at: datetime,
    rules: CoverageRules,
) -> Changes:
    """Tell the cells of ``cells`` whose required, covered or exempt are other now than known then.

    A cell withheld from the actor on either side is not told, nor whether it differs.
    """
    found = changes_in_each(
        session, actor, unit_codes=[unit_code], on=on, known_at=known_at, rules=rules
    )
    if not found:
        raise NotFound("unit_not_found")
    return found[unit_code]


def changes_in_each(
    session: ReadSession,
    actor: Actor,
    *,
    unit_codes: Iterable[str],
    on: date,
    known_at: datetime,
    rules: CoverageRules,
) -> dict[str, Changes]:
    """As ``changes``, of many units at once, by code; those the actor may not know of are left out.

    Whom a change of the tree or the requirements concerns is all who work here: they are counted once.
    """
    asked = Question(Permission.COVERAGE_READ, "", on, rules.today, known_at)
    reaches = (
        reaching.reach(session, actor, asked),
        reaching.reach(session, actor, replace(asked, known_at=None)),
    )
    pairs = {code: pair for code in unit_codes if (pair := _pair(reaches, code, on)) is not None}
    if not pairs:
        return {}
    grounds = queries.ground(session, known_at), reaches[1].kept.ground(session)
    views = [View(pair.then.shown, pair.now.shown) for pair in pairs.values()]
    compared = Comparison(*grounds, on, views)
    _compare(session, compared, known_at)
    units = frozenset[int]().union(*(pair.units_read for pair in pairs.values()))
    balances = storage.balances(session, compared.now, units, ledger.slots_on(on))
    after = matrix.figures_of(balances)
    before = _figures_then(after, compared, units)
    terms = (*compared.then.terms, *compared.now.terms)
    requirements = matrix.requirements_on(terms, on, rules.goal)
    told = _Told(actor, rules, requirements, before, after)
    return {
        code: Changes(pair.now.place.unit, on, known_at, tuple(told.rows(pair, view)))
        for (code, pair), view in zip(pairs.items(), views, strict=True)
    }


@dataclass(frozen=True)
class _Table:
    """What one side shows: the unit and its children, or nothing if it holds no such unit."""

    place: Place
    is_there: bool

    @property
    def shown(self) -> frozenset[int]:
        """The units and parts it has rows for."""
        return self.place.shown_units if self.is_there else frozenset()

    @property
    def telling(self) -> frozenset[int]:
        """The units whose figures decide what of it is withheld, and its own."""
        return self.place.telling_units | self.shown


@dataclass(frozen=True)
class _Pair:
    """The unit in the tree of the day as known then and as known now, and what the actor may see."""

    then: _Table
    now: _Table
    scope: Scope

    @property
    def units(self) -> tuple[UnitRef, ...]:
        """The unit, the part directly under it, and its children on either side."""
        unit, places = self.now.place.unit, (self.then.place, self.now.place)
        children = {child.id: child for place in places for child in place.children}
        in_order = sorted(children.values(), key=lambda child: (sort_key(child.name), child.code))
        return (unit, replace(unit, id=-unit.id), *in_order)

    @property
    def units_read(self) -> frozenset[int]:
        """Every unit whose figures are needed of either side."""
        return self.then.telling | self.now.telling


def _pair(reaches: tuple[Reach, Reach], unit_code: str, on: date) -> _Pair | None:
    """Find the unit on both sides, or on the one that holds it: the other shows nothing of it then."""
    found = [_found(reach, unit_code) for reach in reaches]
    unit = found[1] or found[0]
    if unit is None:
        return None
    then, now = (
        _Table(Place(reach.then, unit, on), is_there=one is not None)
        for reach, one in zip(reaches, found, strict=True)
    )
    return _Pair(then, now, reaches[1].scope)


def _found(reach: Reach, unit_code: str) -> UnitRef | None:
    try:
        return reach.find(unit_code)
    except NotFound:
        return None


def _compare(session: ReadSession, compared: Comparison, known_at: datetime) -> None:
    """Let the comparison take everybody who may count otherwise."""
    concerned = queries.changed_since(session, on=compared.on, known_at=known_at)
    if compared.ground_kinds:
        concerned |= queries.placed_then_or_now(session, on=compared.on, known_at=known_at)
    for batch in queries.in_batches(sorted(concerned)):
        whom = queries.these(batch)
        then = queries.person_facts(session, whom, known_at)
        now = queries.person_facts(session, whom)
        for person_id in batch:
            nothing = PersonFacts(person_id)
            compared.take(then.get(person_id, nothing), now.get(person_id, nothing))


def _figures_then(after: Figures, compared: Comparison, units: Collection[int]) -> Figures:
    """Take from the figures of now what they have gained since."""
    before = dict(after)
    for cell, more in compared.added.items():
        if cell[0] not in units:
            continue  # was not read, nor is it told
        was = _of(after, cell).minus(more)
        before[cell] = Counts(required=was.required, covered=was.covered, exempt=was.exempt)
    return before


def _of(figures: Figures, cell: CellKey) -> Counted:
    counts = figures.get(cell)
    return Counted.of(counts) if counts else NONE


@dataclass(frozen=True)
class _Told:
    """The figures of all the units on both sides, and whom they are told."""

    actor: Actor
    rules: CoverageRules
    requirements: Collection[RequirementRef]
    before: Figures
    after: Figures

    def rows(self, pair: _Pair, view: View) -> Iterator[Change]:
        """Tell what one unit's answer shows otherwise, but what is withheld on either side."""
        hidden = {
            *self._hidden(pair.then, pair.scope, self.before),
            *self._hidden(pair.now, pair.scope, self.after),
        }
        for unit in pair.units:
            for requirement in self.requirements:
                cell = (unit.id, requirement.id)
                before = _of(self.before, cell) if unit.id in view.then else NONE
                after = _of(self.after, cell) if unit.id in view.now else NONE
                if before != after and cell not in hidden:
                    kinds = tuple(kind for kind in Kind if kind in view.kinds[cell])
                    yield Change(unit, requirement, before, after, kinds)

    def _hidden(self, table: _Table, scope: Scope, figures: Figures) -> Collection[CellKey]:
        telling = table.telling
        told = {cell: counts for cell, counts in figures.items() if cell[0] in telling}
        open_units = lifting.open_units(self.actor, scope, table.place, table.shown, self.rules)
        return lifting.withheld(table.place, told, open_units, self.rules.small_group)

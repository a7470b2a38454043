"""Which figures of a day are other now than as known at an instant, and through what.

Only whose facts of the day have changed since is counted, then and now; what was known then is what
the ledger says now less what they make differ. So little changed is quickly told.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import ledger, matrix, queries, reaching, storage
from api.coverage.changes import NONE, CellKey, Change, Changes, Comparison, Counted, Kind, Side
from api.coverage.facts import Ground, PersonFacts
from api.coverage.figures import Figures, RequirementRef, UnitRef
from api.coverage.kept import Kept
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
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today, known_at)
    pair = _pair(session, actor, asked)
    ground_then, ground_now = queries.ground(session, known_at), pair.kept.ground(session)
    compared = Comparison(Side(ground_then, pair.then.shown), Side(ground_now, pair.now.shown), on)
    _compare(session, compared, on, known_at)
    withholds = rules.small_group > 1 and not actor.everything
    after = _figures_now(session, ground_now, pair)
    before = _figures_then(after, compared, pair.units_read)
    hidden = {
        *(_hidden(pair.then, pair.scope, before, rules) if withholds else ()),
        *(_hidden(pair.now, pair.scope, after, rules) if withholds else ()),
    }
    requirements = matrix.requirements_on((*ground_then.terms, *ground_now.terms), on, rules.goal)
    rows = _rows(pair, requirements, (before, after), compared)
    told = tuple(row for row in rows if (row.unit.id, row.requirement.id) not in hidden)
    return Changes(pair.now.place.unit, on, known_at, told)


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
    kept: Kept

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


def _pair(session: ReadSession, actor: Actor, asked: Question) -> _Pair:
    """Find the unit on both sides, or on the one that holds it: the other shows nothing of it then."""
    reaches = [
        reaching.reach(session, actor, one) for one in (asked, replace(asked, known_at=None))
    ]
    found = [_found(reach, asked.unit_code) for reach in reaches]
    unit = found[1] or found[0]
    if unit is None:
        raise NotFound("unit_not_found")
    then, now = (
        _Table(Place(reach.then, unit, asked.on), is_there=one is not None)
        for reach, one in zip(reaches, found, strict=True)
    )
    return _Pair(then, now, reaches[1].scope, reaches[1].kept)


def _found(reach: Reach, unit_code: str) -> UnitRef | None:
    try:
        return reach.find(unit_code)
    except NotFound:
        return None


def _compare(session: ReadSession, compared: Comparison, on: date, known_at: datetime) -> None:
    """Let the comparison take everybody who may count otherwise."""
    concerned = queries.changed_since(session, on=on, known_at=known_at)
    if compared.ground_kinds:
        concerned |= queries.placed_then_or_now(session, on=on, known_at=known_at)
    for batch in queries.in_batches(sorted(concerned)):
        whom = queries.these(batch)
        then = queries.person_facts(session, whom, known_at)
        now = queries.person_facts(session, whom)
        for person_id in batch:
            nothing = PersonFacts(person_id)
            compared.take(then.get(person_id, nothing), now.get(person_id, nothing))


def _figures_now(session: ReadSession, ground: Ground, pair: _Pair) -> Figures:
    """Read the cells from the ledger."""
    place, units = pair.now.place, pair.units_read
    balances = storage.balances(session, ground, units, ledger.slots_on(place.on))
    return matrix.figures_of(balances)


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


def _hidden(
    table: _Table, scope: Scope, figures: Figures, rules: CoverageRules
) -> Collection[CellKey]:
    open_units = matrix.unlifted(table.place, scope, table.shown)
    if not open_units:
        return ()
    telling = table.telling
    told = {cell: counts for cell, counts in figures.items() if cell[0] in telling}
    cells = matrix.withheld_cells(table.place.parent, told, rules.small_group)
    return [cell for cell in cells if cell[0] in open_units]


def _rows(
    pair: _Pair,
    requirements: Collection[RequirementRef],
    figures: tuple[Figures, Figures],
    compared: Comparison,
) -> Iterator[Change]:
    for unit in pair.units:
        for requirement in requirements:
            cell = (unit.id, requirement.id)
            before, after = (
                _of(known, cell) if unit.id in table.shown else NONE
                for known, table in zip(figures, (pair.then, pair.now), strict=True)
            )
            if before != after:
                kinds = tuple(kind for kind in Kind if kind in compared.kinds[cell])
                yield Change(unit, requirement, before, after, kinds)

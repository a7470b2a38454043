"""Coverage of a unit and its children on a day, and of those opened below it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import counting, ledger, lifting, matrix, queries, reaching, storage
from api.coverage.choosing import Choice, Sight, choices
from api.coverage.figures import Figures, Overview, UnitCoverage, UnitRef
from api.coverage.matrix import Place
from api.coverage.reaching import Question, Reach
from api.coverage.rules import CoverageRules
from api.coverage.service import filtered
from api.db.session import ReadSession
from api.people.models import Employment


def cells(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    known_at: datetime | None = None,
    employment: Employment | None = None,
) -> UnitCoverage:
    """Coverage of a unit and its children on a day, by requirement.

    ``employment``: only of those whom a post with that form of employment makes required.
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today, known_at)
    reach = reaching.reach(session, actor, asked)
    return coverage_told(
        session, actor, reach=reach, places=[reach.place(asked)], rules=rules, employment=employment
    )[0]


def overview(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    opened: Collection[str] = (),
    employment: Employment | None = None,
) -> Overview | None:
    """As ``cells``, with the cells of some of the children too, read all at once.

    ``unit_code`` empty: where the actor's scope begins, None if it holds no unit. ``opened``: codes
    of children; those that are none, or have no units below them, are passed over. The municipality
    comes with its partners' figures.
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today)
    reach = reaching.reach(session, actor, asked)
    tops = matrix.tops(reach.now, reach.scope)
    if not unit_code and not tops:
        return None
    place = Place(reach.then, reach.find(unit_code or tops[0].code), on)
    is_municipality = reach.then.root is not None and reach.then.root.id == place.unit.id
    inner = place.opened(opened)
    partners = matrix.partners(reach.then, reach.scope) if is_municipality else ()
    places = [place, *inner, *(replace(place, unit=partner) for partner in partners)]
    here, *others = coverage_told(
        session, actor, reach=reach, places=places, rules=rules, employment=employment
    )
    return Overview(
        coverage=here,
        opened=tuple(others[: len(inner)]),
        above=tuple(each for each in here.above if each.id in reach.scope.counts),
        tops=tops,
        parents=frozenset(reach.then.children),
        is_municipality=is_municipality,
        is_named=place.unit.id in reach.scope.named,
        asks_ever=bool(reach.kept.terms(session)),
        partners=tuple(others[len(inner) :]),
        choices=_choices(reach, tops, place.unit),
    )


def _choices(reach: Reach, tops: Sequence[UnitRef], here: UnitRef) -> tuple[Choice, ...]:
    sight = Sight(reach.now, reach.then, reach.scope)
    return choices(sight, (top.id for top in tops), here.id)


def coverage_told(
    session: ReadSession,
    actor: Actor,
    *,
    reach: Reach,
    places: Sequence[Place],
    rules: CoverageRules,
    employment: Employment | None,
) -> list[UnitCoverage]:
    """Give the figures of some units of one tree and day, of all or by employment, as may be told."""
    if employment is None:
        return coverage_of(session, actor, reach=reach, places=places, rules=rules)
    return filtered.coverage(
        session, actor, reach=reach, places=places, rules=rules, employment=employment
    )


def coverage_of(
    session: ReadSession,
    actor: Actor,
    *,
    reach: Reach,
    places: Sequence[Place],
    rules: CoverageRules,
) -> list[UnitCoverage]:
    """Read the figures of some units of one tree and day, and withhold what must be."""
    first = places[0]
    units = frozenset[int]().union(*(place.shown_units for place in places))
    open_units = lifting.open_units(actor, reach.scope, first, units, rules)
    if open_units:
        units = units.union(*(place.telling_units for place in places))
    terms = reach.terms(session, first.known_at)
    figures = _figures(session, reach, first, units)
    requirements = matrix.requirements_on(terms, first.on, rules.goal)
    hidden = lifting.withheld(first, figures, open_units, rules.small_group)
    return [matrix.unit_coverage(place, requirements, figures, hidden) for place in places]


def _figures(session: ReadSession, reach: Reach, place: Place, units: Collection[int]) -> Figures:
    """The figures of the units, and of all units when counted from the facts."""
    if place.known_at is not None:
        persons = queries.persons_placed(session, place.on, place.known_at)
        return counting.count(queries.ground(session, place.known_at), persons, place.on)
    ground = reach.kept.ground(session)
    return matrix.figures_of(storage.balances(session, ground, units, ledger.slots_on(place.on)))

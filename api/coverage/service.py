"""What coverage answers: one function a question, the same for page, JSON, CSV and command line.

Rights first, then figures, then what must be withheld. Days are Stockholm days; ``known_at`` None
means as known now (read from the ledger), an instant means as known then (counted from the facts).

Errors, everywhere: NotSignedIn, Forbidden; NotFound("unit_not_found") for a unit that does not
exist or lies outside what the actor may know of; RuleBroken("day_out_of_range").
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.access.scope import Scope
from api.coverage import (
    counting,
    ledger,
    matrix,
    queries,
    reaching,
    rehearsing,
    roster,
    settling,
    statuses,
    storage,
    trends,
    verifying,
    words,
)
from api.coverage.facts import Ground, PersonFacts
from api.coverage.figures import (
    Figures,
    KeyPeople,
    Overview,
    OwnRequirement,
    PersonStatus,
    RequirementRef,
    TrendPoint,
    UnitCoverage,
)
from api.coverage.keypeople import key_people as assembled_key_people
from api.coverage.matrix import Place
from api.coverage.reaching import Question
from api.coverage.rehearsing import Draft, Loss
from api.coverage.roster import Picture, Viewer
from api.coverage.rules import CoverageRules
from api.coverage.verifying import Difference
from api.coverage.words import Status
from api.db.session import Progress, ReadSession, WriteSession, quietly
from api.errors import Forbidden, NotFound, RuleBroken


def cells(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    known_at: datetime | None = None,
) -> UnitCoverage:
    """Coverage of a unit and its children on a day, by requirement."""
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today, known_at)
    place, scope = reaching.place(session, actor, asked)
    return _coverage(session, actor, scope, [place], rules)[0]


def overview(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    opened: Collection[str] = (),
) -> Overview | None:
    """As ``cells``, with the cells of some of the children too, read all at once.

    ``unit_code`` empty: where the actor's scope begins, None if it holds no unit. ``opened``: codes
    of children; those that are none, or have no units below them, are passed over.
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, on, rules.today)
    reach = reaching.reach(session, actor, asked)
    tops = matrix.tops(reach.now, reach.scope)
    if not unit_code and not tops:
        return None
    place = Place(reach.then, reach.find(unit_code or tops[0].code), on)
    told, *below = _coverage(session, actor, reach.scope, [place, *place.opened(opened)], rules)
    return Overview(
        coverage=told,
        opened=tuple(below),
        above=tuple(each for each in told.above if each.id in reach.scope.counts),
        tops=tops,
        parents=frozenset(reach.then.children),
        is_municipality=reach.then.root is not None and reach.then.root.id == place.unit.id,
        is_named=place.unit.id in reach.scope.named,
    )


def _coverage(
    session: ReadSession,
    actor: Actor,
    scope: Scope,
    places: Sequence[Place],
    rules: CoverageRules,
) -> list[UnitCoverage]:
    """Read the figures of some units of one tree and day, and withhold what must be."""
    first = places[0]
    open_units = {
        unit for place in places for unit in matrix.unlifted(place, scope, place.shown_units)
    }
    withholds = bool(open_units) and rules.small_group > 1 and not actor.everything
    terms = queries.terms(session, first.known_at)
    units = {unit for place in places for unit in place.shown_units}
    figures = _figures(session, first, first.all_units if withholds else units)
    requirements = matrix.requirements_on(terms, first.on, rules.goal)
    hidden: set[tuple[int, int]] = set()
    if withholds:
        cells_hidden = matrix.withheld_cells(first.parents, figures, rules.small_group)
        hidden = {cell for cell in cells_hidden if cell[0] in open_units}
    return [matrix.unit_coverage(place, requirements, figures, hidden) for place in places]


def _figures(session: ReadSession, place: Place, units: Collection[int]) -> Figures:
    """The figures of the units, and of all units when counted from the facts."""
    if place.known_at is not None:
        whom = queries.placed_on(place.on, place.known_at)
        persons = queries.person_facts(session, whom, place.known_at)
        return counting.count(queries.ground(session, place.known_at), persons.values(), place.on)
    read = set(units) - {-leaf for leaf in place.leaves}
    return place.filled_in(
        matrix.figures_of(storage.balances(session, read, ledger.slots_on(place.on)))
    )


def trend(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    first: date,
    last: date,
    rules: CoverageRules,
) -> list[TrendPoint]:
    """Coverage at each month end from ``first`` to ``last``; the future as if nobody renews.

    Raises NotFound("requirement_not_found") for a code unknown; RuleBroken("days_reversed").
    """
    asked = Question(Permission.COVERAGE_READ, unit_code, first, rules.today)
    place, scope = reaching.place(session, actor, asked)
    _check_days(first, last)
    requirement_id = _requirement_id(session, requirement_code)
    days = ledger.month_ends(first, last)
    small_group = 1 if actor.everything else rules.small_group
    ground = queries.ground(session) if small_group > 1 else Ground()
    units = {place.unit.id, *ground.periods_of, *(-unit for unit in ground.periods_of)}
    slots = trends.by_unit(storage.slots_of(session, units, trends.slots_for(days), requirement_id))
    hidden = trends.withheld_days(ground, slots, place.unit.id, days, scope, small_group)
    return [trends.point(slots, place.unit.id, day, hidden=day in hidden) for day in days]


def _check_days(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken("days_reversed")
    if not ledger.in_reach(last):
        raise RuleBroken("day_out_of_range")


def _requirement_id(session: ReadSession, code: str) -> int:
    for terms in queries.terms(session):
        if terms.code == code:
            return terms.requirement_id
    raise NotFound("requirement_not_found")


def people(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    requirement_code: str | None = None,
    known_at: datetime | None = None,
) -> list[PersonStatus]:
    """Status of the persons placed in the unit's subtree on the day whom the actor may name.

    With ``requirement_code`` only towards that one, *not_required* told too; without, towards all
    that require or spare the person. ``started`` is nobody else's business: *not_started*.
    Raises NotFound("requirement_not_found") for a code not in force on the day.
    """
    asked = Question(Permission.UNIT_READ, unit_code, on, rules.today, known_at)
    place, scope = reaching.place(session, actor, asked)
    picture = _picture(session, place)
    requirements = matrix.requirements_on(picture.ground.terms, on, rules.goal)
    chosen = _chosen(requirements, requirement_code)
    leave_out = () if requirement_code else (Status.NOT_REQUIRED,)
    return roster.person_rows(Viewer(actor, scope, scope.named), picture, place, chosen, leave_out)


def _picture(session: ReadSession, place: Place) -> Picture:
    """Read all that is known of the persons placed in the unit's subtree."""
    whom = queries.placed_in(place.subtree(place.unit.id), place.on, place.known_at)
    return Picture(
        queries.ground(session, place.known_at),
        queries.person_facts(session, whom, place.known_at),
        queries.names(session, whom),
    )


def _chosen(requirements: Sequence[RequirementRef], code: str | None) -> Sequence[RequirementRef]:
    if code is None:
        return requirements
    chosen = [requirement for requirement in requirements if requirement.code == code]
    if not chosen:
        raise NotFound("requirement_not_found")
    return chosen


def mine(
    session: ReadSession,
    actor: Actor,
    *,
    rules: CoverageRules,
    started_courses: frozenset[str] = frozenset(),
) -> list[OwnRequirement]:
    """How the actor stands today towards what requires or spares them.

    ``started_courses``: the courses they have an attempt under way in; only they are told.
    """
    actor.require(Permission.OWN_READ)
    if actor.person_id is None:
        return []
    ground = queries.ground(session)
    whom = queries.these([actor.person_id])
    facts = queries.person_facts(session, whom).get(actor.person_id, PersonFacts(actor.person_id))
    requirements = matrix.requirements_on(ground.terms, rules.today, rules.goal)
    return roster.own_requirements(ground, facts, requirements, rules.today, started_courses)


def key_people(
    session: ReadSession, actor: Actor, *, unit_code: str, on: date, rules: CoverageRules
) -> KeyPeople:
    """Key people of the unit and its children on the day: how many, how many trained, and who.

    By name only in ``scope.key_people``; protected ones are rows without a name.
    """
    asked = Question(Permission.KEY_PEOPLE_READ, unit_code, on, rules.today)
    place, scope = reaching.place(session, actor, asked)
    ground = queries.ground(session)
    whom = queries.appointed_in(place.subtree(place.unit.id), on)
    persons = queries.person_facts(session, whom)
    appointed = {person.person_id: words.key_units(person, on) for person in persons.values()}
    trained = frozenset(
        person.person_id for person in persons.values() if statuses.trained(ground, person, on)
    )
    viewer = Viewer(actor, scope, scope.key_people)
    return assembled_key_people(viewer, place, queries.names(session, whom), appointed, trained)


def rehearse(session: WriteSession, actor: Actor, *, draft: Draft) -> list[Loss]:
    """Carry out a draft, tell who loses cover by it, and take it back. Only the operator may."""
    _operator_only(actor)
    return rehearsing.losses(session, draft)


def verify(
    session: ReadSession,
    actor: Actor,
    *,
    rules: CoverageRules,
    days: Sequence[date] | None = None,
    progress: Progress = quietly,
) -> list[Difference]:
    """Prove standings and ledger against the facts; what differs, at most a thousand things.

    Only the operator may. ``days``: those counted by the words; None samples them.
    """
    _operator_only(actor)
    return verifying.verify(session, today=rules.today, days=days, progress=progress)


def rebuild(session: WriteSession, actor: Actor, *, progress: Progress = quietly) -> None:
    """Throw standings and ledger away and derive them anew from the facts. Only the operator may."""
    _operator_only(actor)
    settling.rebuild(session, progress)


def _operator_only(actor: Actor) -> None:
    if not actor.everything:
        raise Forbidden("forbidden")

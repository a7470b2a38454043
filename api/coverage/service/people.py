"""How persons stand: those of a unit who may be named, and oneself; and who is key person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import matrix, queries, reaching, roster, statuses, words
from api.coverage.facts import PersonFacts
from api.coverage.figures import (
    HIDDEN_PERSON,
    KeyPeople,
    OwnRequirement,
    PersonStatus,
    RequirementRef,
    UnitRef,
)
from api.coverage.judging import Judge
from api.coverage.kept import kept
from api.coverage.keypeople import key_people as assembled_key_people
from api.coverage.narrowing import EVERYBODY, Group
from api.coverage.reaching import Question, Reach
from api.coverage.roster import Viewer
from api.coverage.rules import CoverageRules
from api.coverage.terrain import Terrain
from api.coverage.words import Status
from api.db.session import ReadSession
from api.errors import NotFound

BATCH = 1000  # Persons read at a time: a list of a whole municipality is told as it is read.


@dataclass(frozen=True)
class People:
    """Those placed in a unit's subtree on a day: so many by name, so many as *Visas inte*.

    They are read while they are told, in the order of names and the hidden last, so the session
    must live until then, and see one state of the database where the list is long.
    """

    unit: UnitRef
    on: date
    reach: Reach
    named: int
    hidden: int
    batches: Callable[[], Iterator[list[PersonStatus]]]

    def __iter__(self) -> Iterator[PersonStatus]:
        """Tell everybody."""
        for batch in self.batches():
            yield from batch


def people(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    on: date,
    rules: CoverageRules,
    requirement_code: str | None = None,
    known_at: datetime | None = None,
) -> People:
    """Status of the persons placed in the unit's subtree on the day whom the actor may name.

    With ``requirement_code`` only towards that one, *not_required* told too; without, towards all
    that require or spare the person. ``started`` is nobody else's business: *not_started*.
    Raises NotFound("requirement_not_found") for a code not in force on the day.
    """
    asked = Question(Permission.UNIT_READ, unit_code, on, rules.today, known_at)
    reach = reaching.reach(session, actor, asked)
    place, scope = reach.place(asked), reach.scope
    judge = _judge(reach.terrain(session, known_at), on, rules, requirement_code)
    placed = queries.placed_people(session, place.subtree(place.unit.id), on, known_at)
    shown, hidden = roster.listed(Viewer(actor, scope, scope.named), place, placed)

    def batches() -> Iterator[list[PersonStatus]]:
        for batch in queries.in_batches(shown, BATCH):
            ids = sorted(each.who.id for each in batch)
            facts = queries.person_facts(session, queries.these_at_least(ids), known_at)
            yield [each.row(facts[each.who.id], judge) for each in batch]
        if hidden:
            yield [HIDDEN_PERSON] * hidden

    return People(place.unit, on, reach, len(shown), hidden, batches)


def behind(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    on: date,
    rules: CoverageRules,
    direct: bool = False,
    group: Group = EVERYBODY,
) -> list[PersonStatus]:
    """Those whom one cell counts and the actor may name, each with their status.

    ``direct``: the cell of the part directly under the unit. ``group``: those of it alone, of key people
    only those required. Raises as ``people``.
    """
    asked = Question(Permission.UNIT_READ, unit_code, on, rules.today)
    reach = reaching.reach(session, actor, asked)
    place, scope = reach.place(asked), reach.scope
    part = place.directly_under if direct else place
    judge = _judge(reach.kept.terrain(session), on, rules, requirement_code)
    units = part.subtree(part.unit.id)
    facts = queries.person_facts(session, queries.placed_in(units, on, None))
    counted = [
        (who, placed)
        for who, placed in queries.placed_people(session, units, on, None)
        if _counts(judge, facts[who.id], part.unit.id, group)
    ]
    shown, hidden = roster.listed(Viewer(actor, scope, scope.named), part, counted)
    return [each.row(facts[each.who.id], judge) for each in shown] + [HIDDEN_PERSON] * hidden


def _counts(judge: Judge, person: PersonFacts, unit_id: int, group: Group) -> bool:
    """Whether the figure of a group counts somebody; that of key people tells of none exempt."""
    member = group.member(person, judge.on)
    if member is None or not judge.counts_in(member, unit_id):
        return False
    return not group.key_people or judge.statuses(person)[0].status is not Status.EXEMPT


def _judge(terrain: Terrain, on: date, rules: CoverageRules, code: str | None) -> Judge:
    """Find the requirements to tell of; one chosen is told of to those too whom it does not ask."""
    requirements = matrix.requirements_on(terrain.ground.terms, on, rules.goal)
    return Judge.of(terrain, on, _chosen(requirements, code), tells_all=code is not None)


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
    ground = kept(session).ground(session)
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
    ground = kept(session).ground(session)
    whom = queries.appointed_in(place.subtree(place.unit.id), on)
    persons = queries.person_facts(session, whom)
    appointed = {person.person_id: words.key_units(person, on) for person in persons.values()}
    trained = frozenset(
        person.person_id for person in persons.values() if statuses.trained(ground, person, on)
    )
    viewer = Viewer(actor, scope, scope.key_people)
    return assembled_key_people(viewer, place, queries.names(session, whom), appointed, trained)

"""How persons stand: those of a unit who may be named, and oneself; and who is key person."""

from collections.abc import Sequence
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.coverage import matrix, queries, reaching, roster, statuses, words
from api.coverage.facts import PersonFacts
from api.coverage.figures import KeyPeople, OwnRequirement, PersonStatus, RequirementRef
from api.coverage.keypeople import key_people as assembled_key_people
from api.coverage.matrix import Place
from api.coverage.reaching import Question
from api.coverage.roster import Picture, Viewer
from api.coverage.rules import CoverageRules
from api.coverage.words import Status
from api.db.session import ReadSession
from api.errors import NotFound


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


def behind(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    on: date,
    rules: CoverageRules,
    direct: bool = False,
) -> list[PersonStatus]:
    """Those whom one cell counts and the actor may name, each with their status.

    ``direct``: the cell of the part directly under the unit. Raises as ``people``.
    """
    asked = Question(Permission.UNIT_READ, unit_code, on, rules.today)
    place, scope = reaching.place(session, actor, asked)
    part = place.directly_under if direct else place
    picture = _picture(session, part)
    chosen = _chosen(matrix.requirements_on(picture.ground.terms, on, rules.goal), requirement_code)
    counted = roster.counted_in(picture, part.unit.id, chosen[0].id, on)
    return roster.person_rows(Viewer(actor, scope, scope.named), counted, part, chosen, ())


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

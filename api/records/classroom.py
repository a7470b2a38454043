"""A course gone through together: who was there gets a record each, all of them or none.

Managers write no other records. This one they may, for those they see by name in their own units.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.audit import service as audit
from api.catalogue import service as catalogue
from api.clock import Clock, stockholm_day
from api.db.facts import Entry, add
from api.db.instants import stamp
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound, RuleBroken
from api.organisation.tree import UnitOnDay
from api.people import service as people
from api.people.service import Group
from api.records import queries
from api.records.codes import new_check_code
from api.records.models import RecordSource, TrainingRecord
from api.records.service import FIRST_DAY
from api.records.validity import renewed_until


@dataclass(frozen=True)
class Meeting:
    """A course gone through together in a unit on a day."""

    course_id: str
    unit_code: str
    day: date


@dataclass(frozen=True)
class Attendance:
    """How many got a record, and how many had one of that course and day already."""

    recorded: int
    standing: int


def units(session: ReadSession, actor: Actor, *, clock: Clock) -> list[UnitOnDay]:
    """The units whose people the actor may record as present, by name."""
    wanted = Permission.RECORD_CLASSROOM
    return people.named_units(session, actor, permission=wanted, today=clock.today())


def group(session: ReadSession, actor: Actor, *, meeting: Meeting, clock: Clock) -> Group:
    """Those who can be ticked: placed in the unit on the day, and within the actor's reach today.

    The protected are left out for whoever asks: their handlers record what they have done. Whoever
    shows it writes the look down first (``looked``). Raises NotFound("unit_not_found") out of reach
    and RuleBroken for a day that cannot be.
    """
    actor.require(Permission.RECORD_CLASSROOM)
    if meeting.day > clock.today():
        raise RuleBroken("record_in_future")
    if meeting.day < FIRST_DAY:
        raise RuleBroken("bad_day")
    return people.group(
        session,
        actor,
        permission=Permission.RECORD_CLASSROOM,
        unit_code=meeting.unit_code,
        on=meeting.day,
        today=clock.today(),
    )


def looked(session: WriteSession, actor: Actor, *, seen: Group, clock: Clock) -> None:
    """Write down that the actor saw these people by name."""
    actor.require(Permission.RECORD_CLASSROOM)
    audit.note(
        session,
        actor,
        clock=clock,
        action="classroom.people",
        unit_id=seen.unit.id,
        people=len(seen.people),
    )


def record(
    session: WriteSession,
    actor: Actor,
    *,
    meeting: Meeting,
    present: Collection[int],
    clock: Clock,
) -> Attendance:
    """Record the course for each who was present. Sent twice, it is the same records.

    Raises as ``group``, and RuleBroken("nobody_present"), NotFound("attendee_unknown") for somebody
    who could not be ticked.
    """
    seen = group(session, actor, meeting=meeting, clock=clock)
    wanted = frozenset(present)
    if not wanted:
        raise RuleBroken("nobody_present")
    if not wanted <= {each.id for each in seen.people}:
        raise NotFound("attendee_unknown")
    queries.take_turns(session)
    standing = queries.holders(session, wanted, meeting.course_id, meeting.day)
    fresh = sorted(wanted - standing)
    made = _records(session, actor, meeting, fresh)
    add(session, Entry(at=stamp(session, clock), by=actor.label), made)
    audit.note(
        session,
        actor,
        clock=clock,
        action="classroom.recorded",
        unit_id=seen.unit.id,
        people=len(fresh),
    )
    return Attendance(recorded=len(fresh), standing=len(standing))


def _records(
    session: ReadSession, actor: Actor, meeting: Meeting, person_ids: list[int]
) -> list[TrainingRecord]:
    """The course is given here: validity, early renewal and edition are as for those who take it."""
    current = catalogue.current(session, actor, course_id=meeting.course_id)
    # On an earlier day they went through an earlier text, and which one nobody knows.
    stood = stockholm_day(current.published_at) <= meeting.day
    earlier = queries.last_days(session, person_ids, meeting.course_id)
    months = current.course.validity_months
    return [
        TrainingRecord(  # type: ignore[call-arg]
            person_id=person_id,
            course_id=meeting.course_id,
            completed_on=meeting.day,
            valid_until=renewed_until(meeting.day, months, earlier.get(person_id, ())),
            source=RecordSource.CLASSROOM,
            edition_hash=current.content_hash if stood else None,
            check_code=new_check_code(),
        )
        for person_id in person_ids
    ]

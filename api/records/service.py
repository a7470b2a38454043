"""Making, showing and revoking training records, and striking what is written beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.audit import service as audit
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.clock import Clock
from api.db.facts import Entry, add, add_one, retract
from api.db.instants import stamp
from api.db.session import ReadSession, WriteSession
from api.errors import Conflict, Forbidden, NotFound, RuleBroken
from api.people import service as people
from api.people.models import Person
from api.records import queries
from api.records.codes import new_check_code, tidy
from api.records.handled import HandledPerson, HandledRecord, Note, by_record
from api.records.models import MAX_NOTE, Earned, RecordNote, RecordSource, TrainingRecord
from api.records.stating import stated
from api.records.validity import renewed_until
from api.requirements import service as requirements

# The days of a file's records: before the first lies a slip of the hand, never training.
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)


@dataclass(frozen=True)
class OutsideTraining:
    """Training that took place elsewhere, as somebody reports it."""

    employee_id: str
    course_id: str
    completed_on: date
    valid_until: date | None
    source: RecordSource
    note: str = ""


def award(
    session: WriteSession, actor: Actor, *, course: Course, edition_hash: str, clock: Clock
) -> Earned:
    """Record that the actor completed the course today, on the text with this hash.

    Completed twice on one day, it is the same record: a double click makes no second one.
    """
    actor.require(Permission.COURSE_TAKE)
    if actor.person_id is None:
        raise NotFound("person_unknown")
    today = clock.today()
    standing = queries.of_course(session, actor.person_id, course.id)
    for each in standing:
        if each.completed_on == today:
            return each
    earlier = [each.valid_until for each in standing]
    valid_until = renewed_until(today, course.validity_months, earlier)
    row = {
        "person_id": actor.person_id,
        "course_id": course.id,
        "completed_on": today,
        "valid_until": valid_until,
        "source": RecordSource.WEB,
        "edition_hash": edition_hash,
        "check_code": new_check_code(),
    }
    entry = Entry(at=stamp(session, clock), by=actor.label)
    return Earned(add_one(session, entry, TrainingRecord, row), today, valid_until)


def register(
    session: WriteSession, actor: Actor, *, training: OutsideTraining, clock: Clock
) -> TrainingRecord:
    """Record training outside the courses here, for a person the actor may handle.

    Raises NotFound for a person out of scope and for a course that is neither published nor accepted by
    any requirement, RuleBroken for days that cannot be, Conflict for a record that stands already.
    """
    actor.require(Permission.RECORD_WRITE)
    person = _handled_person(session, actor, training.employee_id, clock)
    _check_course(session, actor, training.course_id)
    _check_days(training, clock.today())
    assert person.id is not None  # noqa: S101 - a stored row has an id
    standing = queries.of_course(session, person.id, training.course_id)
    if any(each.completed_on == training.completed_on for each in standing):
        raise Conflict("record_exists")
    record = TrainingRecord(  # type: ignore[call-arg]
        person_id=person.id,
        course_id=training.course_id,
        completed_on=training.completed_on,
        valid_until=training.valid_until,
        source=training.source,
        check_code=new_check_code(),
    )
    add(session, Entry(at=stamp(session, clock), by=actor.label), [record])
    session.flush()
    if training.note:
        assert record.id is not None  # noqa: S101 - flushed
        session.add(
            RecordNote(
                record_id=record.id,
                text=training.note,
                written_at=clock.now(),
                written_by=actor.label,
            )
        )
    return record


def revoke(session: WriteSession, actor: Actor, *, record_id: int, clock: Clock) -> TrainingRecord:
    """Retract a record for all its days. Raises Conflict if it is revoked already."""
    actor.require(Permission.RECORD_WRITE)
    record = queries.by_id(session, record_id)
    if record is None or not _may_handle(session, actor, record.person_id, clock):
        raise NotFound("record_unknown")
    if record.retracted_at is not None:
        raise Conflict("record_revoked")
    retract(session, Entry(at=stamp(session, clock), by=actor.label), [record])
    audit.note(session, actor, clock=clock, action="record.revoked", person_id=record.person_id)
    return record


def strike(
    session: WriteSession, actor: Actor, *, note_id: int, clock: Clock, record_id: int | None = None
) -> TrainingRecord:
    """Empty a note for good, and return the record it stood beside, revoked or not.

    Raises NotFound out of scope or beside another record than ``record_id``, Conflict if it is struck.
    """
    actor.require(Permission.RECORD_WRITE)
    note = queries.note_to_strike(session, note_id)
    record = queries.by_id(session, note.record_id) if note else None
    if note is None or record is None or record_id not in {None, record.id}:
        raise NotFound("note_unknown")
    if not _may_handle(session, actor, record.person_id, clock):
        raise NotFound("note_unknown")
    if note.struck_at is not None:
        raise Conflict("note_struck")
    note.text, note.struck_at, note.struck_by = "", clock.now(), actor.label
    session.add(note)
    audit.note(session, actor, clock=clock, action="note.struck", person_id=record.person_id)
    return record


def handled(session: ReadSession, actor: Actor, *, employee_id: str, clock: Clock) -> HandledPerson:
    """A person whose records the actor may write, with the records that stand.

    Whoever shows it writes the look down first (``looked``). Raises NotFound("person_unknown").
    """
    actor.require(Permission.RECORD_WRITE)
    person = _handled_person(session, actor, employee_id, clock)
    assert person.id is not None  # noqa: S101 - a stored row has an id
    return HandledPerson(
        id=person.id,
        name=person.name,
        employee_id=person.employee_id,
        protected=person.protected,
        records=_with_notes(session, queries.of_person(session, person.id)),
    )


def handled_record(
    session: ReadSession, actor: Actor, *, record_id: int, clock: Clock
) -> HandledRecord:
    """One record, revoked or not, of a person whose records the actor may write.

    Whoever shows it writes the look down first (``looked``). Raises NotFound("record_unknown").
    """
    actor.require(Permission.RECORD_WRITE)
    record = queries.by_id(session, record_id)
    if record is None or not _may_handle(session, actor, record.person_id, clock):
        raise NotFound("record_unknown")
    return _with_notes(session, [record])[0]


def looked(session: WriteSession, actor: Actor, *, person_id: int, clock: Clock) -> None:
    """Write down that the actor saw this person's records."""
    actor.require(Permission.RECORD_WRITE)
    audit.note(session, actor, clock=clock, action="person.records", person_id=person_id, people=1)


def mine(session: ReadSession, actor: Actor) -> list[TrainingRecord]:
    """The actor's own records that stand, newest first."""
    actor.require(Permission.OWN_READ)
    return [] if actor.person_id is None else queries.of_person(session, actor.person_id)


def earned_today(
    session: ReadSession, actor: Actor, *, course_id: str, clock: Clock
) -> Earned | None:
    """The actor's record of the course from today, if there is one."""
    actor.require(Permission.OWN_READ)
    if actor.person_id is None:
        return None
    standing = queries.of_course(session, actor.person_id, course_id)
    return next((each for each in standing if each.completed_on == clock.today()), None)


def since(
    session: ReadSession, actor: Actor, *, person_ids: Iterable[int], first_day: date
) -> list[TrainingRecord]:
    """The persons' records that stand, completed from a day on. For the operator's jobs."""
    if not actor.everything:
        raise Forbidden("forbidden")
    return queries.since(session, person_ids, first_day)


def my_notes(session: ReadSession, actor: Actor) -> dict[int, tuple[Note, ...]]:
    """What is written beside the actor's own records that stand, by the record's id."""
    actor.require(Permission.OWN_READ)
    return _notes_by_record(session, mine(session, actor))


def certificate(session: ReadSession, actor: Actor, *, record_id: int) -> TrainingRecord:
    """The actor's own record as a certificate. Anybody else's is not found."""
    actor.require(Permission.OWN_READ)
    record = queries.by_id(session, record_id)
    if record is None or record.person_id != actor.person_id:
        raise NotFound("record_unknown")
    return record


def check(session: ReadSession, _actor: Actor, *, code: str) -> TrainingRecord | None:
    """The record behind a certificate's code, for the public check page; None if there is none.

    Whoever shows it must show only what the certificate states, and no name.
    """
    return queries.by_code(session, tidy(code))


def _check_course(session: ReadSession, actor: Actor, course_id: str) -> None:
    """A slip in the id would be a record that counts for nothing, and nobody would be told."""
    published = (found.course.id for found in catalogue.published(session, actor))
    if course_id in published:
        return
    if not requirements.accepts_course(session, actor, course_id=course_id):
        raise NotFound("course_not_found", {"course_id": course_id})


def _with_notes(session: ReadSession, found: Sequence[TrainingRecord]) -> tuple[HandledRecord, ...]:
    beside = _notes_by_record(session, found)
    return tuple(
        HandledRecord(
            id=record.id,
            person_id=record.person_id,
            course_id=record.course_id,
            title=course_title(session, record),
            completed_on=record.completed_on,
            valid_until=record.valid_until,
            source=record.source,
            revoked=record.retracted_at is not None,
            notes=beside.get(record.id, ()),
        )
        for record in found
        if record.id is not None
    )


def _notes_by_record(
    session: ReadSession, found: Sequence[TrainingRecord]
) -> dict[int, tuple[Note, ...]]:
    return by_record(queries.notes_beside(session, [each.id for each in found if each.id]))


def _check_days(training: OutsideTraining, today: date) -> None:
    days = (training.completed_on, training.valid_until or LAST_DAY)
    if not all(FIRST_DAY <= day <= LAST_DAY for day in days):
        raise RuleBroken("bad_day")
    if training.completed_on > today:
        raise RuleBroken("record_in_future")
    if training.valid_until is not None and training.valid_until < training.completed_on:
        raise RuleBroken("record_ends_before")
    if len(training.note) > MAX_NOTE:
        raise RuleBroken("note_too_long")


def _handled_person(session: ReadSession, actor: Actor, employee_id: str, clock: Clock) -> Person:
    person = people.find(session, actor, employee_id=employee_id)
    if not _nameable(session, actor, person, clock):
        raise NotFound("person_unknown")
    return person


def _may_handle(session: ReadSession, actor: Actor, person_id: int, clock: Clock) -> bool:
    person = people.person(session, actor, person_id=person_id)
    return _nameable(session, actor, person, clock)


def _nameable(session: ReadSession, actor: Actor, person: Person, clock: Clock) -> bool:
    return people.nameable(
        session, actor, person=person, permission=Permission.RECORD_WRITE, today=clock.today()
    )


def course_title(session: ReadSession, record: TrainingRecord) -> str:
    """What the course of a record is called."""
    return stated(session, record).title

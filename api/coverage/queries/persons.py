"""Reading the facts of persons, for whichever persons a ``Whom`` chooses."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, Row, String, select, type_coerce
from sqlmodel import col

from api.coverage.facts import (
    Absence,
    Appointment,
    ExemptionFact,
    Named,
    PersonFacts,
    PostFact,
    RecordFact,
)
from api.coverage.queries.ground import open_end
from api.db.facts import DatedFact, in_force, known
from api.db.session import ReadSession
from api.naming import title_key
from api.people import models as people
from api.people.models import KeyPersonAppointment, Person, Post
from api.records.models import TrainingRecord
from api.requirements.models import Exemption

Item = TypeVar("Item")
BATCH = 500  # Persons worked on at a time.
CROWD = 4  # So many ids in a range for each that is asked for, and it is still read whole.

Whom = Callable[[Any], ColumnElement[bool]]
"""Which persons: given the column of their id, the condition it must meet."""


def these(person_ids: Collection[int]) -> Whom:
    """Choose the persons with these ids."""
    return lambda column: column.in_(person_ids)


def numbered(first: int, last: int) -> Whom:
    """Choose the persons with ids from ``first`` to ``last``: the quickest way through them all."""
    return lambda column: column.between(first, last)


def these_at_least(person_ids: Sequence[int]) -> Whom:
    """Choose the persons with these ids (in order), and perhaps others between them.

    Where there are few others a range is quicker: PostgreSQL may read a whole table for a long list
    of ids, above all when an import has just filled it.
    """
    first, last = person_ids[0], person_ids[-1]
    dense = last - first < CROWD * len(person_ids)
    return numbered(first, last) if dense else these(person_ids)


def placed_in(unit_ids: Collection[int], on: date, known_at: datetime | None) -> Whom:
    """Choose the persons with a post in one of the units on the day."""
    chosen = select(col(Post.person_id)).where(
        col(Post.unit_id).in_(unit_ids), known(Post, known_at), in_force(Post, on)
    )
    return lambda column: column.in_(chosen)


def placed_on(on: date, known_at: datetime | None) -> Whom:
    """Choose the persons with a post anywhere on the day."""
    chosen = select(col(Post.person_id)).where(known(Post, known_at), in_force(Post, on))
    return lambda column: column.in_(chosen)


def appointed_in(unit_ids: Collection[int], on: date) -> Whom:
    """Choose the persons appointed key person of one of the units on the day."""
    chosen = select(col(KeyPersonAppointment.person_id)).where(
        col(KeyPersonAppointment.unit_id).in_(unit_ids),
        known(KeyPersonAppointment),
        in_force(KeyPersonAppointment, on),
    )
    return lambda column: column.in_(chosen)


def person_facts(
    session: ReadSession, whom: Whom, known_at: datetime | None = None
) -> dict[int, PersonFacts]:
    """Read the facts of the persons, for those who have any (five queries).

    As bare rows: an installation's records go through here, and the session would make much of each.
    """
    session.flush()
    connection = session.connection()
    parts = tuple(
        _gathered(connection.execute(statement), make)
        for statement, make in (
            _posts(whom, known_at),
            _dated(people.Absence, whom, known_at, (), Absence),
            _dated(KeyPersonAppointment, whom, known_at, ("unit_id",), Appointment),
            _dated(Exemption, whom, known_at, ("requirement_id",), ExemptionFact),
            _records(whom, known_at),
        )
    )
    found = sorted({person_id for part in parts for person_id in part})
    return {
        person_id: PersonFacts(person_id, *(tuple(part.get(person_id, ())) for part in parts))
        for person_id in found
    }


def in_batches(row: Sequence[Item], size: int = BATCH) -> Iterator[Sequence[Item]]:
    """Cut a row of ids (or what else has persons behind it) into batches worked on at a time."""
    for start in range(0, len(row), size):
        yield row[start : start + size]


def persons_placed(
    session: ReadSession, on: date, known_at: datetime | None = None
) -> Iterator[PersonFacts]:
    """Read the facts of all with a post anywhere on the day, and perhaps of others, in batches."""
    person_id = col(Post.person_id)
    placed = select(person_id).where(known(Post, known_at), in_force(Post, on)).distinct()
    ids = session.execute(placed.order_by(person_id)).scalars().all()
    for batch in in_batches(ids):
        yield from person_facts(session, these_at_least(batch), known_at).values()


def _gathered(rows: Iterable[Row[Any]], make: Callable[[Row[Any]], Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(row))
    return found


def _dated(
    table: type[DatedFact],
    whom: Whom,
    known_at: datetime | None,
    points_at: Sequence[str],
    make: Callable[..., Any],
) -> tuple[Executable, Callable[[Row[Any]], Any]]:
    """Facts that are no more than days and (perhaps) one thing they point at."""
    person_id = col(table.person_id)  # type: ignore[attr-defined]
    statement = (
        select(
            person_id,
            col(table.first_day),
            col(table.last_day),
            *(getattr(table, name) for name in points_at),
        )
        .where(whom(person_id), known(table, known_at))
        .order_by(person_id, col(table.first_day), col(table.id))
    )
    return statement, lambda row: make(
        first_day=row[1],
        last_day=open_end(row[2]),
        **dict(zip(points_at, row[3:], strict=True)),
    )


def _posts(whom: Whom, known_at: datetime | None) -> tuple[Executable, Callable[..., PostFact]]:
    statement = (
        select(
            col(Post.person_id),
            col(Post.first_day),
            col(Post.last_day),
            col(Post.unit_id),
            col(Post.title_key),
            col(Post.category),
            type_coerce(col(Post.employment), String),
        )
        .where(whom(col(Post.person_id)), known(Post, known_at))
        .order_by(col(Post.person_id), col(Post.first_day), col(Post.id))
    )
    return statement, lambda row: PostFact(
        first_day=row[1],
        last_day=open_end(row[2]),
        unit_id=row[3],
        title_key=row[4],
        category=title_key(row[5]),
        employment=row[6],
    )


def _records(whom: Whom, known_at: datetime | None) -> tuple[Executable, Callable[..., RecordFact]]:
    statement = (
        select(
            col(TrainingRecord.person_id),
            col(TrainingRecord.course_id),
            col(TrainingRecord.completed_on),
            col(TrainingRecord.valid_until),
            type_coerce(col(TrainingRecord.source), String),
            col(TrainingRecord.id),
        )
        .where(whom(col(TrainingRecord.person_id)), known(TrainingRecord, known_at))
        .order_by(
            col(TrainingRecord.person_id),
            col(TrainingRecord.completed_on),
            col(TrainingRecord.id),
        )
    )
    return statement, lambda row: RecordFact(
        course_id=row[1],
        completed_on=row[2],
        valid_until=open_end(row[3]),
        source=row[4],
        id=row[5],
    )


def names(session: ReadSession, whom: Whom) -> list[Named]:
    """Who the persons are now (whatever instant is asked about), in the order people read them."""
    person_id = col(Person.id)
    statement = (
        select(
            person_id,
            col(Person.employee_id),
            col(Person.name),
            col(Person.sort_key),
            col(Person.protected),
        )
        .where(whom(person_id))
        .order_by(col(Person.sort_key), col(Person.employee_id))
    )
    return [Named(*row) for row in session.execute(statement)]


def placed_people(
    session: ReadSession, unit_ids: Collection[int], on: date, known_at: datetime | None
) -> list[tuple[Named, list[int]]]:
    """Who has posts in the units on the day, and in which of them, in the order people read them."""
    statement = (
        select(
            col(Person.id),
            col(Person.employee_id),
            col(Person.name),
            col(Person.sort_key),
            col(Person.protected),
            col(Post.unit_id),
        )
        .join(Post, col(Post.person_id) == col(Person.id))
        .where(col(Post.unit_id).in_(unit_ids), known(Post, known_at), in_force(Post, on))
        .order_by(col(Person.sort_key), col(Person.employee_id), col(Post.id))
    )
    found: dict[int, tuple[Named, list[int]]] = {}
    for *who, unit_id in session.execute(statement):
        found.setdefault(who[0], (Named(*who), []))[1].append(unit_id)
    return list(found.values())


def person_ids(session: ReadSession, whom: Whom | None = None) -> list[int]:
    """Read the ids of all persons, or of those chosen, in order."""
    statement = select(col(Person.id)).order_by(col(Person.id))
    if whom is not None:
        statement = statement.where(whom(col(Person.id)))
    ids = session.execute(statement).scalars()
    return [person_id for person_id in ids if person_id is not None]

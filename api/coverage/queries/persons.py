"""Reading who persons are, and going through many of them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlmodel import col

from api.coverage.facts import Named, PersonFacts
from api.coverage.queries.person_facts import person_facts
from api.coverage.queries.whom import Whom, these_at_least
from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.people.models import Person, Post

Item = TypeVar("Item")
BATCH = 500  # Persons worked on at a time.


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
        .where(whom.condition(person_id))
        .order_by(col(Person.sort_key), col(Person.employee_id))
    )
    return [Named(*row) for row in session.execute(statement, whom.given)]


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
        statement = statement.where(whom.condition(col(Person.id)))
    ids = session.execute(statement, whom.given if whom else None).scalars()
    return [person_id for person_id in ids if person_id is not None]

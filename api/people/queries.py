"""Reading persons and posts."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import col, select

from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.people.models import Absence, KeyPersonAppointment, Person, Post


def managed_units(session: ReadSession, unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """Those of the units in which somebody holds a manager post on the day."""
    statement = (
        select(Post.unit_id)
        .where(col(Post.unit_id).in_(unit_ids), col(Post.manager).is_(True))
        .where(known(Post), in_force(Post, on))
        .distinct()
    )
    return frozenset(session.execute(statement).scalars())


def person(session: ReadSession, person_id: int) -> Person | None:
    """One person."""
    return session.get(Person, person_id)


def person_by_employee_id(session: ReadSession, employee_id: str) -> Person | None:
    """One person, by the employer's id."""
    return session.execute(
        select(Person).where(Person.employee_id == employee_id)
    ).scalar_one_or_none()


def addresses(session: ReadSession, person_ids: Iterable[int]) -> dict[int, str]:
    """The e-mail addresses of those of the persons who have one."""
    statement = (
        select(Person.id, Person.email)
        .where(col(Person.id).in_(list(person_ids)), Person.email != "")
        .order_by(col(Person.id))
    )
    return {row[0]: row[1] for row in session.execute(statement).all()}


def post_units(session: ReadSession, person_id: int, on: date) -> frozenset[int]:
    """The units in which the person holds a post on the day."""
    statement = select(Post.unit_id).where(
        Post.person_id == person_id, known(Post), in_force(Post, on)
    )
    return frozenset(session.execute(statement).scalars())


def posts_of(session: ReadSession, person_id: int) -> list[Post]:
    """The person's posts that are known, earliest first."""
    statement = (
        select(Post)
        .where(Post.person_id == person_id, known(Post))
        .order_by(col(Post.first_day), col(Post.id))
    )
    return list(session.execute(statement).scalars())


def placed(
    session: ReadSession, unit_ids: Iterable[int], on: date
) -> list[tuple[int, str, str, int]]:
    """Persons with a post in the units on the day, but the protected: id, name, title and unit.

    By name; one row a post.
    """
    statement = (
        select(Person.id, Person.name, Post.title, Post.unit_id)
        .join(Post, col(Post.person_id) == col(Person.id))
        .where(
            col(Post.unit_id).in_(list(unit_ids)),
            known(Post),
            in_force(Post, on),
            col(Person.protected).is_(False),
        )
        .order_by(col(Person.sort_key), col(Person.id), col(Post.first_day), col(Post.id))
    )
    return [tuple(row) for row in session.execute(statement)]


def absences_of(session: ReadSession, person_id: int) -> list[Absence]:
    """The person's absences that are known, earliest first."""
    statement = (
        select(Absence)
        .where(Absence.person_id == person_id, known(Absence))
        .order_by(col(Absence.first_day), col(Absence.id))
    )
    return list(session.execute(statement).scalars())


def appointments_of(session: ReadSession, person_id: int) -> list[KeyPersonAppointment]:
    """The person's appointments as key person that are known, earliest first."""
    statement = (
        select(KeyPersonAppointment)
        .where(KeyPersonAppointment.person_id == person_id, known(KeyPersonAppointment))
        .order_by(col(KeyPersonAppointment.first_day), col(KeyPersonAppointment.id))
    )
    return list(session.execute(statement).scalars())

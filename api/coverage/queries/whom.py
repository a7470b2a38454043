"""Choosing persons: a ``Whom`` is a condition on the column of their id, and what it is asked with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import col

from api.db.facts import in_force, known
from api.people.models import KeyPersonAppointment, Post

CROWD = 4  # So many ids in a range for each that is asked for, and it is still read whole.

Condition = Callable[[Any], ColumnElement[bool]]
"""Given the column of a person's id, the condition it must meet."""


class Whom(NamedTuple):
    """Which persons. A condition with values given apart is the same for all of them.

    What is asked by such a condition can be built once, which costs more than asking it.
    """

    condition: Condition
    given: Mapping[str, object] = {}


def _is(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column of any table
    condition: ColumnElement[bool] = column == bindparam("person_id")
    return condition


def _is_one_of(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column of any table
    condition: ColumnElement[bool] = column.in_(bindparam("person_ids", expanding=True))
    return condition


def _is_between(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - any column of any table
    condition: ColumnElement[bool] = column.between(
        bindparam("first_person"), bindparam("last_person")
    )
    return condition


def these(person_ids: Collection[int]) -> Whom:
    """Choose the persons with these ids."""
    return Whom(_is_one_of, {"person_ids": list(person_ids)})


def numbered(first: int, last: int) -> Whom:
    """Choose the persons with ids from ``first`` to ``last``: the quickest way through them all."""
    return Whom(_is_between, {"first_person": first, "last_person": last})


def these_at_least(person_ids: Sequence[int]) -> Whom:
    """Choose the persons with these ids (in order), and perhaps others between them.

    Where there are few others a range is quicker: PostgreSQL may read a whole table for a long list
    of ids, above all when an import has just filled it. One person is asked for alone: a range it
    would plan anew each time, as it cannot know it to be short.
    """
    first, last = person_ids[0], person_ids[-1]
    if first == last:
        return Whom(_is, {"person_id": first})
    dense = last - first < CROWD * len(person_ids)
    return numbered(first, last) if dense else these(person_ids)


def placed_in(unit_ids: Collection[int], on: date, known_at: datetime | None) -> Whom:
    """Choose the persons with a post in one of the units on the day."""
    chosen = select(col(Post.person_id)).where(
        col(Post.unit_id).in_(unit_ids), known(Post, known_at), in_force(Post, on)
    )
    return Whom(lambda column: column.in_(chosen))


def placed_on(on: date, known_at: datetime | None) -> Whom:
    """Choose the persons with a post anywhere on the day."""
    chosen = select(col(Post.person_id)).where(known(Post, known_at), in_force(Post, on))
    return Whom(lambda column: column.in_(chosen))


def appointed_in(unit_ids: Collection[int], on: date) -> Whom:
    """Choose the persons appointed key person of one of the units on the day."""
    chosen = select(col(KeyPersonAppointment.person_id)).where(
        col(KeyPersonAppointment.unit_id).in_(unit_ids),
        known(KeyPersonAppointment),
        in_force(KeyPersonAppointment, on),
    )
    return Whom(lambda column: column.in_(chosen))

"""Reading all that is known of persons, and how they stand by what is stored, in one query.

As bare rows: an installation's records go through here, and the session would make much of each.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)

from api.coverage.facts import (
    Absence,
    Appointment,
    ExemptionFact,
    PersonFacts,
    PostFact,
    RecordFact,
)
from api.coverage.models import CoverageState, Standing
from api.coverage.queries.ground import open_end
from api.coverage.queries.whom import Condition, Whom
from api.coverage.standing_rows import segment_of
from api.coverage.standings import Segment
from api.db.facts import Fact, known
from api.db.session import ReadSession
from api.naming import title_key
from api.people import models as people
from api.people.models import KeyPersonAppointment, Post
from api.records.models import TrainingRecord
from api.requirements.models import Exemption

TEXTS = 3
STATEMENTS_KEPT = 16  # Six of them are asked again and again; others hold values of their own.


class Kind(NamedTuple):
    """What is read of a table, into which columns of the query, and what it makes.

    ``make`` is given a row: person, kind, first day, number, last day, what it points at, and texts.
    """

    table: type[Fact | Standing | CoverageState]
    make: Callable[[Sequence[Any]], Any]
    days: tuple[str, str] | None = ("first_day", "last_day")
    number: str = "id"
    points_at: str = ""
    texts: tuple[str, ...] = ()


KINDS = (
    Kind(
        Post,
        lambda row: PostFact(
            first_day=row[2],
            last_day=open_end(row[4]),
            unit_id=row[5],
            title_key=row[6],
            category=title_key(row[7]),
            employment=row[8],
        ),
        points_at="unit_id",
        texts=("title_key", "category", "employment"),
    ),
    Kind(
        people.Absence,
        lambda row: Absence(first_day=row[2], last_day=open_end(row[4])),
    ),
    Kind(
        KeyPersonAppointment,
        lambda row: Appointment(first_day=row[2], last_day=open_end(row[4]), unit_id=row[5]),
        points_at="unit_id",
    ),
    Kind(
        Exemption,
        lambda row: ExemptionFact(
            first_day=row[2], last_day=open_end(row[4]), requirement_id=row[5]
        ),
        points_at="requirement_id",
    ),
    Kind(
        TrainingRecord,
        lambda row: RecordFact(
            completed_on=row[2],
            valid_until=open_end(row[4]),
            id=row[3],
            course_id=row[6],
            source=row[7],
        ),
        days=("completed_on", "valid_until"),
        texts=("course_id", "source"),
    ),
)
"""In the order in which ``PersonFacts`` holds them."""
STANDING = Kind(
    Standing,
    lambda row: segment_of(row[5], row[2], row[4], row[3], row[6]),
    number="flags",
    points_at="requirement_id",
    texts=("units",),
)
MARK = Kind(CoverageState, lambda row: row[6], days=None, texts=("ground",))
"""The mark of the ground. Nobody's: it comes as if of the person with the number ``NOBODY``."""
NOBODY = 0


class Stored(NamedTuple):
    """What persons are settled from, all as it is at one instant.

    ``mark``: of the ground, None where it has none yet. ``persons``: those of whom anything is stored.
    """

    mark: str | None
    persons: dict[int, tuple[PersonFacts, list[Segment]]]


def person_facts(
    session: ReadSession, whom: Whom, known_at: datetime | None = None
) -> dict[int, PersonFacts]:
    """Read the facts of the persons, for those who have any, in the order of their ids."""
    return {
        person_id: PersonFacts(person_id, *map(tuple, facts))
        for person_id, facts in _read(session, whom, KINDS, known_at).items()
    }


def stored(session: ReadSession, whom: Whom) -> Stored:
    """Read what is known of the persons now, their standings, and the mark of the ground."""
    found = _read(session, whom, (*KINDS, STANDING, MARK))
    *_, marks = found.pop(NOBODY, ([],))
    persons = {
        person_id: (PersonFacts(person_id, *map(tuple, facts)), standing)
        for person_id, (*facts, standing, _) in found.items()
    }
    return Stored(marks[0] if marks else None, persons)


def _read(
    session: ReadSession, whom: Whom, kinds: tuple[Kind, ...], known_at: datetime | None = None
) -> dict[int, tuple[list[Any], ...]]:
    session.flush()
    statement = _statement(whom.condition, kinds, was_known=known_at is not None)
    make = [kind.make for kind in kinds]
    found: dict[int, tuple[list[Any], ...]] = {}
    given = {**whom.given, "known_at": known_at}
    for row in session.connection().execute(statement, given).all():
        person_id, kind = row[0], row[1]
        if person_id not in found:
            found[person_id] = tuple([] for _ in kinds)
        found[person_id][kind].append(make[kind](row))
    return found


@lru_cache(maxsize=STATEMENTS_KEPT)
def _statement(
    condition: Condition, kinds: tuple[Kind, ...], *, was_known: bool
) -> CompoundSelect[Any]:
    """Build the query: what is known now, or was known at ``known_at``."""
    parts = (
        _part(number, kind, condition, was_known=was_known) for number, kind in enumerate(kinds)
    )
    return union_all(*parts).order_by("person_id", "kind", "first_day", "number")


def _part(number: int, kind: Kind, condition: Condition, *, was_known: bool) -> Select[Any]:
    column = kind.table.__table__.c  # type: ignore[union-attr]
    first_day, last_day = [column[name] for name in kind.days] if kind.days else [null(), null()]
    texts = [type_coerce(column[name], String) for name in kind.texts]
    conditions: list[ColumnElement[bool]] = []
    if "person_id" in column:
        conditions.append(condition(column.person_id))
    if issubclass(kind.table, Fact):
        conditions.append(known(kind.table, bindparam("known_at") if was_known else None))
    return select(
        column.get("person_id", literal_column(str(NOBODY))).label("person_id"),
        literal_column(str(number)).label("kind"),
        first_day.label("first_day"),
        column[kind.number].label("number"),
        last_day,
        column[kind.points_at] if kind.points_at else null(),
        *texts,
        *[null()] * (TEXTS - len(texts)),
    ).where(*conditions)

"""Bitemporal facts: what was so (valid days) and when we knew it (recorded, retracted).

A fact is never changed and never deleted. It is added, and later perhaps retracted; a correction is
both. A database trigger holds us to it (migration 0002).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Insert,
    Table,
    and_,
    bindparam,
    insert,
    or_,
    update,
)
from sqlmodel import Field, Session, SQLModel, col

from api.db import base as _base  # noqa: F401 - the naming convention must stand first

_PORTION = 5000


class Fact(SQLModel):
    """Known time. A fact is known at instant t if recorded_at <= t < retracted_at.

    ``recorded_by`` and ``retracted_by`` are an actor's label (``person:17``, ``system:...``), never a
    name. ``feed`` is the named file source (``--source``) that brought it; ``batch_id`` its import.
    """

    id: int | None = Field(default=None, primary_key=True)
    recorded_at: datetime
    recorded_by: str
    feed: str = ""
    batch_id: int | None = Field(default=None, foreign_key="import_batch.id", index=True)
    retracted_at: datetime | None = None
    retracted_by: str | None = None


class DatedFact(Fact):
    """Known time and valid days. ``last_day`` is the last day included; None is open."""

    first_day: date
    last_day: date | None = None


# What a fact concerns, in this order of precedence, and where ``Touched`` keeps it.
_CONCERNS = {
    "person_id": "persons",
    "requirement_id": "requirements",
    "title_key": "titles",
    "unit_id": "units",
}


@dataclass
class Touched:
    """Whom and what the facts written in a session concern, and so what must be derived anew."""

    persons: set[int] = field(default_factory=set)
    units: set[int] = field(default_factory=set)
    requirements: set[int] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.persons or self.units or self.requirements or self.titles)

    def note(self, fact: Fact) -> None:
        """Remember what a fact concerns: its person if it has one, else its unit, requirement, title."""
        self.note_row({name: getattr(fact, name, None) for name in _CONCERNS})

    def note_row(self, row: Mapping[str, object]) -> None:
        """As ``note``, for a fact that is a row of plain values."""
        for name, kept_in in _CONCERNS.items():
            if (value := row.get(name)) is not None:
                getattr(self, kept_in).add(value)
                return


def touched(session: Session) -> Touched:
    """What the session has touched and not yet settled."""
    found = session.info.setdefault("touched", Touched())
    assert isinstance(found, Touched)  # noqa: S101 - narrows a dict of anything
    return found


def take_touched(session: Session) -> Touched:
    """What the session has touched, handed over for settling and forgotten here."""
    found = touched(session)
    session.info["touched"] = Touched()
    return found


@dataclass(frozen=True)
class Entry:
    """The one instant, author, feed and import that a set of facts shares."""

    at: datetime
    by: str
    feed: str = ""
    batch_id: int | None = None


def add(session: Session, entry: Entry, facts: Iterable[Fact]) -> None:
    """Record new facts. They get the entry's instant and author whatever they carried before."""
    noted = touched(session)
    for fact in facts:
        fact.recorded_at, fact.recorded_by = entry.at, entry.by
        fact.feed, fact.batch_id = entry.feed, entry.batch_id
        session.add(fact)
        noted.note(fact)


def retract(session: Session, entry: Entry, facts: Iterable[Fact]) -> None:
    """Stop knowing facts from the entry's instant on. A fact already retracted is left as it is."""
    noted = touched(session)
    for fact in facts:
        if fact.retracted_at is not None:
            continue
        fact.retracted_at, fact.retracted_by = entry.at, entry.by
        session.add(fact)
        noted.note(fact)


def add_one(session: Session, entry: Entry, table: type[Fact], row: Mapping[str, object]) -> int:
    """Record one new fact, given as plain values for every column of its own, and return its id.

    As ``add``, without an object: whoever completes a course waits for it.
    """
    touched(session).note_row(row)
    session.flush()  # what the row points at must stand first
    done = session.connection().execute(_insert(table), {**row, **_stamped(entry)})
    assert done.inserted_primary_key is not None  # noqa: S101 - a row was inserted
    return int(done.inserted_primary_key[0])


def add_many(
    session: Session, entry: Entry, table: type[Fact], rows: Sequence[Mapping[str, object]]
) -> None:
    """Record many new facts of one table at once, given as rows of plain values.

    As ``add``, without an object a fact: an import of a whole staff list comes this way.
    """
    noted = touched(session)
    for row in rows:
        noted.note_row(row)
    session.flush()  # what the rows point at must stand first
    stamped = _stamped(entry)
    for some in _portions(rows):
        session.connection().execute(_insert(table), [{**row, **stamped} for row in some])


def retract_many(
    session: Session, entry: Entry, table: type[Fact], rows: Sequence[Mapping[str, object]]
) -> None:
    """Stop knowing many facts of one table at once.

    A row holds the fact's ``id`` and what it concerns. A fact already retracted is left as it is.
    """
    noted = touched(session)
    for row in rows:
        noted.note_row(row)
    session.flush()
    columns = _table(table).c
    statement = (
        update(_table(table))
        .where(columns["id"] == bindparam("fact"), columns["retracted_at"].is_(None))
        .values(retracted_at=entry.at, retracted_by=entry.by)
    )
    for some in _portions(rows):
        session.connection().execute(statement, [{"fact": row["id"]} for row in some])
    for loaded in list(session.identity_map.values()):
        if isinstance(loaded, table):
            session.expire(loaded)  # it was written around


def _table(table: type[Fact]) -> Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


@cache
def _insert(table: type[Fact]) -> Insert:
    return insert(_table(table))


def _stamped(entry: Entry) -> dict[str, object]:
    return {
        "recorded_at": entry.at,
        "recorded_by": entry.by,
        "feed": entry.feed,
        "batch_id": entry.batch_id,
    }


def _portions(
    rows: Sequence[Mapping[str, object]],
) -> Iterable[Sequence[Mapping[str, object]]]:
    """Divide rows, so that memory is bounded however many there are."""
    return (rows[start : start + _PORTION] for start in range(0, len(rows), _PORTION))


def known(
    table: type[Fact], at: datetime | BindParameter[datetime] | None = None
) -> ColumnElement[bool]:
    """SQL: the facts known now (``at`` None), or as they were known at an instant."""
    if at is None:
        return col(table.retracted_at).is_(None)
    return and_(
        col(table.recorded_at) <= at,
        or_(col(table.retracted_at).is_(None), col(table.retracted_at) > at),
    )


def in_force(table: type[DatedFact], on: date | BindParameter[date]) -> ColumnElement[bool]:
    """SQL: the facts whose days include ``on``."""
    return and_(
        col(table.first_day) <= on, or_(col(table.last_day).is_(None), col(table.last_day) >= on)
    )

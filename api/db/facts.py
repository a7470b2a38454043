"""Bitemporal facts: what was so (valid days) and when we knew it (recorded, retracted).

A fact is never changed and never deleted. It is added, and later perhaps retracted; a correction is
both. A database trigger holds us to it (migration 0002).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Field, Session, SQLModel, col

from api.db import base as _base  # noqa: F401 - the naming convention must stand first


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
        if (person_id := getattr(fact, "person_id", None)) is not None:
            self.persons.add(person_id)
        elif (requirement_id := getattr(fact, "requirement_id", None)) is not None:
            self.requirements.add(requirement_id)
        elif (title_key := getattr(fact, "title_key", None)) is not None:
            self.titles.add(title_key)
        elif (unit_id := getattr(fact, "unit_id", None)) is not None:
            self.units.add(unit_id)


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


def known(table: type[Fact], at: datetime | None = None) -> ColumnElement[bool]:
    """SQL: the facts known now (``at`` None), or as they were known at an instant."""
    if at is None:
        return col(table.retracted_at).is_(None)
    return and_(
        col(table.recorded_at) <= at,
        or_(col(table.retracted_at).is_(None), col(table.retracted_at) > at),
    )


def in_force(table: type[DatedFact], on: date) -> ColumnElement[bool]:
    """SQL: the facts whose days include ``on``."""
    return and_(
        col(table.first_day) <= on, or_(col(table.last_day).is_(None), col(table.last_day) >= on)
    )


def overlaps(table: type[DatedFact], first: date, last: date | None) -> ColumnElement[bool]:
    """SQL: the facts with a day in common with the span ``first``..``last`` (None: open)."""
    starts_in_time = (
        col(table.first_day) <= last if last is not None else col(table.id).is_not(None)
    )
    return and_(starts_in_time, or_(col(table.last_day).is_(None), col(table.last_day) >= first))

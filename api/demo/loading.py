"""Writes the made-up municipality: codes become ids, moments become entries, each table in one go."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from api.db.facts import Entry, Fact, add, retract
from api.db.session import WriteSession
from api.demo.batches import entries
from api.demo.editions import Editions
from api.demo.facts import Ids
from api.demo.plan import Known, Moment, Municipality, PersonRow, RecordRow
from api.demo.practice import add_practice_days
from api.demo.scratch import add_attempts
from api.naming import sort_key
from api.organisation.models import Unit
from api.people.models import Person
from api.records.models import RecordNote
from api.requirements.models import Requirement

Progress = Callable[[str], None]


class Recorded(Protocol):
    """A row that was known from an instant."""

    @property
    def known(self) -> Known:
        """From when, and until when if it was retracted."""
        ...


RowT = TypeVar("RowT", bound=Recorded)


def write(
    session: WriteSession, made_up: Municipality, editions: Editions, progress: Progress
) -> None:
    """Write everything. Nothing is settled here: the session does that before its commit."""
    ids = _identities(session, made_up, editions)
    known = [row.known for row in _recorded(made_up)]
    writer = _Writer(session, entries(session, known, ids.people))
    progress("organisation")
    writer.write(made_up.units, ids.unit_period)
    writer.write(made_up.titles, ids.title)
    progress("people")
    writer.write(made_up.posts, ids.post)
    writer.write(made_up.absences, ids.absence)
    writer.write(made_up.key_people, ids.appointment)
    writer.write(made_up.grants, ids.grant)
    progress("requirements")
    writer.write(made_up.requirements, ids.requirement)
    writer.write(made_up.exemptions, ids.exemption)
    progress("records")
    writer.write_records(made_up.records, ids.record)
    add_attempts(session, ids, made_up.attempts)
    add_practice_days(session, ids, made_up.practice_days)


def _recorded(made_up: Municipality) -> Iterator[Recorded]:
    yield from made_up.units
    yield from made_up.titles
    yield from made_up.posts
    yield from made_up.absences
    yield from made_up.key_people
    yield from made_up.grants
    yield from made_up.requirements
    yield from made_up.exemptions
    yield from made_up.records


class _Writer:
    """Adds the facts of a table, flushes them once, and then retracts those that were corrected."""

    def __init__(self, session: WriteSession, entry_of: dict[Moment, Entry]) -> None:
        self._session = session
        self._entry_of = entry_of

    def write(self, rows: Iterable[RowT], make: Callable[[RowT], Fact]) -> list[Fact]:
        """Record the rows as facts, in the order given."""
        made = [(row.known, make(row)) for row in rows]
        for known, fact in made:
            add(self._session, self._entry_of[known.since], [fact])
        self._session.flush()
        for known, fact in made:
            if known.until is not None:
                retract(self._session, self._entry_of[known.until], [fact])
        self._session.flush()
        return [fact for _, fact in made]

    def write_records(self, rows: tuple[RecordRow, ...], make: Callable[[RecordRow], Fact]) -> None:
        """Record training, and beside it what was noted."""
        for row, fact in zip(rows, self.write(rows, make), strict=True):
            if row.note:
                assert fact.id is not None  # noqa: S101 - flushed
                entry = self._entry_of[row.known.since]
                self._session.add(
                    RecordNote(
                        record_id=fact.id, text=row.note, written_at=entry.at, written_by=entry.by
                    )
                )
        self._session.flush()


def _identities(session: WriteSession, made_up: Municipality, editions: Editions) -> Ids:
    units = {code: Unit(code=code) for code in dict.fromkeys(row.code for row in made_up.units)}
    people = {row.employee_id: _person(row) for row in made_up.people}
    codes = dict.fromkeys(row.code for row in made_up.requirements)
    requirements = {code: Requirement(code=code) for code in codes}
    session.add_all([*units.values(), *people.values(), *requirements.values()])
    session.flush()
    return Ids(
        units=_ids_of(units),
        people=_ids_of(people),
        requirements=_ids_of(requirements),
        editions=editions,
    )


def _ids_of(made: dict[str, Unit] | dict[str, Person] | dict[str, Requirement]) -> dict[str, int]:
    return {code: row.id for code, row in made.items() if row.id is not None}


def _person(row: PersonRow) -> Person:
    return Person(
        employee_id=row.employee_id,
        name=row.name,
        sort_key=sort_key(row.name),
        email=row.email,
        email_key=row.email.casefold(),
        protected=row.protected,
    )

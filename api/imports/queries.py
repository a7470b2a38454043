"""Reading what is known, in the words of a file. Set by set: never a question per row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, literal, null, text
from sqlalchemy import select as select_columns  # sqlmodel's knows four columns at most
from sqlmodel import SQLModel, col, select

from api.catalogue.models import Edition
from api.db.engine import is_sqlite
from api.db.facts import in_force, known
from api.db.session import ReadSession
from api.imports.columns import BEGINNING, Column, Names, Value
from api.imports.kinds.base import Kind
from api.imports.models import ImportBatch
from api.imports.persons import PersonHeld
from api.imports.placing import PostHeld
from api.imports.plan import Held
from api.organisation.models import Unit, UnitKind, UnitPeriod
from api.people.models import Person, Post, TitleCategory
from api.records.models import RecordNote, RecordSource, TrainingRecord
from api.requirements.models import Requirement, RequirementPeriod

# Up to so many persons are asked for by id; beyond that the whole table is as quick.
MOST_BY_ID = 5000
IMPORT_LOCK = 7_205_017


@dataclass(frozen=True)
class Ids:
    """The ids of everything that a code can name, by code."""

    units: dict[str, int]
    requirements: dict[str, int]
    persons: dict[str, PersonHeld]

    def of(self, names: Names, code: str) -> int:
        """Return the id behind a code that is known."""
        if names is Names.PERSON:
            return self.persons[code].id
        return (self.units if names is Names.UNIT else self.requirements)[code]

    def codes(self, names: Names) -> dict[int, str]:
        """Return the codes by their ids."""
        if names is Names.PERSON:
            return {person.id: code for code, person in self.persons.items()}
        named = self.units if names is Names.UNIT else self.requirements
        return {number: code for code, number in named.items()}


def lock_imports(session: ReadSession) -> None:
    """Let one import at a time compare and write. On SQLite the writer's own lock does it."""
    if not is_sqlite(session.connection()):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


def ids(session: ReadSession) -> Ids:
    """Return the ids of all units, requirements and persons."""
    units = session.execute(select(Unit.code, Unit.id)).all()
    requirements = session.execute(select(Requirement.code, Requirement.id)).all()
    persons = session.execute(
        select_columns(
            col(Person.employee_id),
            col(Person.id),
            col(Person.name),
            col(Person.email),
            col(Person.protected),
        )
    )
    return Ids(
        units={code: number for code, number in units if number is not None},
        requirements={code: number for code, number in requirements if number is not None},
        persons={
            employee_id: PersonHeld(number, name, email, protected)
            for employee_id, number, name, email, protected in persons
            if number is not None
        },
    )


def known_units(session: ReadSession) -> frozenset[str]:
    """Return the codes of units that exist on some day."""
    statement = (
        select(Unit.code)
        .join(UnitPeriod, col(UnitPeriod.unit_id) == Unit.id)
        .where(known(UnitPeriod))
        .distinct()
    )
    return frozenset(session.execute(statement).scalars())


def known_requirements(session: ReadSession) -> frozenset[str]:
    """Return the codes of requirements that ask something on some day."""
    statement = (
        select(Requirement.code)
        .join(RequirementPeriod, col(RequirementPeriod.requirement_id) == Requirement.id)
        .where(known(RequirementPeriod))
        .distinct()
    )
    return frozenset(session.execute(statement).scalars())


def courses(session: ReadSession) -> frozenset[str]:
    """Return the ids of courses that are published, or accepted by some requirement."""
    published = session.execute(select(Edition.course_id).distinct()).scalars()
    accepts = session.execute(select(RequirementPeriod.accepts).where(known(RequirementPeriod)))
    named = {course for joined in accepts.scalars() for course in joined.split("|")}
    return frozenset(named.union(published))


def held(
    session: ReadSession, kind: Kind, ids: Ids, persons: Iterable[str] | None = None
) -> list[Held]:
    """Return the known facts of a kind; with ``persons``, only theirs."""
    table = columns_of(kind.table)
    statement = select_columns(*_shown(kind, table)).where(known(kind.table)).order_by(table["id"])
    wanted = _wanted(table, ids, persons)
    if wanted is not None:
        statement = statement.where(wanted)
    notes = record_notes(session) if kind.table is TrainingRecord else {}
    translate = [_translation(column, ids) for column in kind.fact_columns]
    keys = len(kind.group)
    found = []
    for number, feed, first, last, *rest in session.execute(statement):
        words = [
            each(value) if each else value for each, value in zip(translate, rest, strict=True)
        ]
        note = notes.get(number, "")
        found.append(
            Held(number, tuple(words[:keys]), first, last, tuple(words[keys:]), feed, note)
        )
    return found


def columns_of(table: type[SQLModel]) -> Any:  # noqa: ANN401 - SQLAlchemy's collection of columns
    """Return the columns of a table by name, for kinds, which are described by name."""
    return SQLModel.metadata.tables[str(table.__tablename__)].c


def _shown(kind: Kind, table: Any) -> list[Any]:  # noqa: ANN401 - as above
    first = table[kind.first_field] if kind.first_field else literal(BEGINNING, Date())
    last = table["last_day"] if kind.dated else null()
    keys = [kind.by_name[name].key_field or kind.by_name[name].field for name in kind.group]
    fields = [*keys, *[kind.by_name[name].field for name in kind.values]]
    return [table["id"], table["feed"], first, last, *[table[name] for name in fields]]


def _wanted(table: Any, ids: Ids, persons: Iterable[str] | None) -> Any:  # noqa: ANN401 - as above
    if persons is None or "person_id" not in table:
        return None
    wanted = {ids.persons[code].id for code in persons if code in ids.persons}
    return table["person_id"].in_(wanted) if len(wanted) <= MOST_BY_ID else None


def _translation(column: Column, ids: Ids) -> Callable[[Any], Value] | None:
    if column.names not in {Names.UNIT, Names.PERSON, Names.REQUIREMENT}:
        return None
    codes = ids.codes(column.names)
    return lambda number: codes.get(number, "")


def record_notes(session: ReadSession) -> dict[int, str | None]:
    """Return the note beside each record that has one; None if it was struck out."""
    rows = session.execute(
        select(RecordNote.record_id, RecordNote.text, RecordNote.struck_at)
        .join(TrainingRecord, col(TrainingRecord.id) == RecordNote.record_id)
        .where(known(TrainingRecord))
        .order_by(col(RecordNote.id))
    )
    return {record: None if struck else note for record, note, struck in rows}


def notes_of(session: ReadSession, records: Sequence[int]) -> list[RecordNote]:
    """Return the notes beside records."""
    return [
        note
        for some in batched(records)
        for note in session.execute(
            select(RecordNote)
            .where(col(RecordNote.record_id).in_(some))
            .order_by(col(RecordNote.id))
        ).scalars()
    ]


def records_of(session: ReadSession, instant: datetime) -> dict[str, int]:
    """Return the ids of the records that were made in an instant, by their check codes."""
    rows = session.execute(
        select(TrainingRecord.check_code, TrainingRecord.id).where(
            TrainingRecord.recorded_at == instant
        )
    )
    return {code: number for code, number in rows if number is not None}


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in lists that a statement can carry."""
    for start in range(0, len(ids), MOST_BY_ID):
        yield ids[start : start + MOST_BY_ID]


class RecordKey(NamedTuple):
    """What makes a record the same as another, values and all."""

    employee_id: str
    course_id: str
    completed_on: date
    valid_until: date | None
    source: RecordSource


def own_records(session: ReadSession) -> set[tuple[str, str, date]]:
    """Return the keys of the known records of courses taken here."""
    statement = (
        select(Person.employee_id, TrainingRecord.course_id, col(TrainingRecord.completed_on))
        .join(Person, col(Person.id) == TrainingRecord.person_id)
        .where(known(TrainingRecord), TrainingRecord.source == RecordSource.WEB)
    )
    return {(person, course, day) for person, course, day in session.execute(statement)}


def revoked_records(session: ReadSession) -> set[RecordKey]:
    """Return the records that somebody revoked: retracted neither by an import nor by an undo."""
    statement = (
        select_columns(
            col(Person.employee_id),
            col(TrainingRecord.course_id),
            col(TrainingRecord.completed_on),
            col(TrainingRecord.valid_until),
            col(TrainingRecord.source),
        )
        .join(Person, col(Person.id) == TrainingRecord.person_id)
        .where(
            col(TrainingRecord.retracted_at).is_not(None),
            col(TrainingRecord.retracted_at).not_in(select(ImportBatch.recorded_at)),
            col(TrainingRecord.retracted_at).not_in(
                select(ImportBatch.undone_at).where(col(ImportBatch.undone_at).is_not(None))
            ),
        )
    )
    return {RecordKey(*row) for row in session.execute(statement)}


def posts_in(session: ReadSession, units: Iterable[int]) -> list[PostHeld]:
    """Return the known posts in some units."""
    statement = (
        select_columns(
            col(Person.employee_id),
            col(Person.protected),
            col(Unit.code),
            col(Post.first_day),
            col(Post.last_day),
        )
        .join(Person, col(Person.id) == Post.person_id)
        .join(Unit, col(Unit.id) == Post.unit_id)
        .where(known(Post), col(Post.unit_id).in_(list(units)))
        .order_by(Person.employee_id, col(Post.id))
    )
    return [PostHeld(*row) for row in session.execute(statement)]


def posts_on(session: ReadSession, day: date) -> list[tuple[str, str, str]]:
    """Return person, title and own category of the posts in force on a day."""
    statement = (
        select(Person.employee_id, Post.title_key, Post.category)
        .join(Person, col(Person.id) == Post.person_id)
        .where(known(Post), in_force(Post, day))
    )
    return [(person, title, category) for person, title, category in session.execute(statement)]


def titles_with_category(session: ReadSession) -> frozenset[str]:
    """Return the titles that have a category."""
    return frozenset(
        session.execute(select(TitleCategory.title_key).where(known(TitleCategory))).scalars()
    )


def requirements_by_category(session: ReadSession, day: date) -> int:
    """Count the requirements in force on a day that name categories."""
    rows = session.execute(
        select(RequirementPeriod.requirement_id).where(
            known(RequirementPeriod),
            in_force(RequirementPeriod, day),
            RequirementPeriod.categories != "",
        )
    )
    return len(set(rows.scalars()))


def root_units(session: ReadSession) -> frozenset[int]:
    """Return the unit at the root of the municipality, if there is one yet."""
    statement = select(UnitPeriod.unit_id).where(
        known(UnitPeriod), UnitPeriod.kind == UnitKind.KOMMUN
    )
    return frozenset(session.execute(statement).scalars())

"""Carrying out a draft: everything it says, in one instant; facts go through ``db.facts`` alone."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, insert, update
from sqlmodel import SQLModel

from api.db.facts import Entry, add_many, retract_many
from api.db.session import WriteSession
from api.imports import notes, queries
from api.imports.columns import Names
from api.imports.drafting import Draft
from api.imports.kinds.base import Shape
from api.imports.parsing import Progress, in_silence
from api.imports.persons import PersonHeld, PersonWanted
from api.imports.plan import Held, Step
from api.imports.writing import Writer
from api.naming import sort_key
from api.organisation.models import Unit
from api.people.models import Person
from api.requirements.models import Requirement

_MADE: dict[Names, type[SQLModel]] = {Names.UNIT: Unit, Names.REQUIREMENT: Requirement}


def carry_out(
    session: WriteSession, draft: Draft, entry: Entry, progress: Progress = in_silence
) -> None:
    """Write what a draft without problems says.

    Persons, units and requirements that the file makes are no facts, only what facts point at: they
    stay, bare, when the import is undone. So does a corrected name or address.
    """
    kind, steps = draft.kind, draft.plan.steps
    progress(0, len(steps))
    writer = Writer(kind, _ids(session, draft))
    gone = [writer.concerned(step.held) for step in steps if step.held is not None]
    retract_many(session, entry, kind.table, gone)
    for feed, facts in _shortened(steps).items():
        # What only ends stays with the source that brought it.
        ended = [writer.fact(fact) for fact in facts]
        add_many(session, replace(entry, feed=feed), kind.table, ended)
    progress(len(gone), len(steps))
    rows = [step for step in steps if step.row is not None]
    added = [writer.fact(step.row) for step in rows if step.row is not None]
    add_many(session, entry, kind.table, added)
    if kind.shape is Shape.DAY:
        notes.write(session, entry, rows, [str(fact["check_code"]) for fact in added])
    progress(len(steps), len(steps))


def _shortened(steps: Sequence[Step]) -> dict[str, list[Held]]:
    """Return what goes on existing with an earlier end, by the feed that brought it."""
    found: dict[str, list[Held]] = {}
    for step in steps:
        if step.held is not None and step.last_day is not None:
            ended = step.held._replace(end=step.last_day)
            found.setdefault(ended.feed, []).append(ended)
    return found


def _ids(session: WriteSession, draft: Draft) -> queries.Ids:
    """Make what the rows point at and is not there yet, and return the ids of all."""
    if draft.roll is not None:
        _make_persons(session, draft)
        _correct_persons(session, draft)
    for column in draft.kind.columns:
        if column.makes and column.names in _MADE:
            _make(session, draft, column.names)
    return queries.ids(session)


def _make(session: WriteSession, draft: Draft, names: Names) -> None:
    known = draft.ids.units if names is Names.UNIT else draft.ids.requirements
    codes = {str(step.row.group[0]) for step in draft.plan.steps if step.row is not None}
    new = [{"code": code} for code in sorted(codes - known.keys())]
    if new:
        session.connection().execute(insert(_MADE[names]), new)


def _make_persons(session: WriteSession, draft: Draft) -> None:
    assert draft.roll is not None  # noqa: S101 - asked by the caller
    new = [
        {"employee_id": employee_id, **_person(wanted, None)}
        for employee_id, wanted in draft.roll.wanted.items()
        if employee_id in draft.roll.new
    ]
    if new:
        session.connection().execute(insert(Person), new)


def _correct_persons(session: WriteSession, draft: Draft) -> None:
    assert draft.roll is not None  # noqa: S101 - asked by the caller
    changed = {change.employee_id for change in draft.roll.changes}
    rows = [
        {"person": held.id, **_person(draft.roll.wanted[employee_id], held)}
        for employee_id in sorted(changed)
        if (held := draft.ids.persons[employee_id])
    ]
    if rows:
        fields = [name for name in rows[0] if name != "person"]
        statement = (
            update(Person)
            .where(Person.__table__.c.id == bindparam("person"))  # type: ignore[attr-defined]
            .values({name: bindparam(name) for name in fields})
        )
        session.connection().execute(statement, rows)
        session.expire_all()


def _person(wanted: PersonWanted, held: PersonHeld | None) -> dict[str, object]:
    """Return the columns of a person. What the file does not say stays as it was."""
    email = wanted.email if wanted.email is not None else held.email if held else ""
    protected = wanted.protected if wanted.protected is not None else bool(held and held.protected)
    return {
        "name": wanted.name,
        "sort_key": sort_key(wanted.name),
        "email": email,
        "email_key": email.casefold(),
        "protected": protected,
    }

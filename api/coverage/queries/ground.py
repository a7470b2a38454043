"""Reading what holds for everybody: units, terms of requirements, categories of titles."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from api.coverage.facts import Ground, Terms, UnitFact
from api.coverage.models import CoverageState
from api.db.facts import known
from api.db.session import ReadSession
from api.naming import title_key
from api.organisation.models import Unit, UnitPeriod
from api.people.models import TitleCategory
from api.requirements.models import Requirement, RequirementPeriod

_GROUND_MARK = select(col(CoverageState.ground))


def ground(session: ReadSession, known_at: datetime | None = None) -> Ground:
    """Read all that holds for everybody: units, terms and categories of titles (three queries)."""
    return Ground(
        units=_units(session, known(UnitPeriod, known_at)),
        terms=terms(session, known_at),
        categories=_categories(session, known(TitleCategory, known_at)),
    )


def ground_mark(session: ReadSession) -> str | None:
    """Read the mark of the ground as it stands; None where it has none yet."""
    found: str | None = session.connection().execute(_GROUND_MARK).scalar()
    return found


def with_all_below(unit_ids: Collection[int]) -> Select[Any]:
    """Select the units, and those that at any time lie under them."""
    unit_id, parent_id = col(UnitPeriod.unit_id), col(UnitPeriod.parent_id)
    start: Select[Any] = select(col(Unit.id).label("id")).where(col(Unit.id).in_(unit_ids))
    found = start.cte("with_all_below", recursive=True)
    below = select(unit_id).join(found, parent_id == found.c.id).where(known(UnitPeriod))
    found = found.union(below)
    return select(found.c.id)


def _units(session: ReadSession, which: ColumnElement[bool]) -> tuple[UnitFact, ...]:
    statement = (
        select(
            col(UnitPeriod.first_day),
            col(UnitPeriod.last_day),
            col(UnitPeriod.unit_id),
            col(UnitPeriod.parent_id),
        )
        .where(which)
        .order_by(col(UnitPeriod.id))
    )
    return tuple(
        UnitFact(first_day=first, last_day=open_end(last), unit_id=unit_id, parent_id=parent_id)
        for first, last, unit_id, parent_id in session.execute(statement)
    )


def terms(session: ReadSession, known_at: datetime | None = None) -> tuple[Terms, ...]:
    """Read every period of every requirement."""
    statement = (
        select(RequirementPeriod, col(Requirement.code))
        .join(Requirement, col(Requirement.id) == col(RequirementPeriod.requirement_id))
        .where(known(RequirementPeriod, known_at))
        .order_by(col(Requirement.code), col(RequirementPeriod.id))
    )
    return tuple(terms_of(period, code) for period, code in session.execute(statement))


def terms_of(period: RequirementPeriod, code: str) -> Terms:
    """Turn a requirement's period into terms. Its lists are joined by ``|`` in the table."""
    return Terms(
        first_day=period.first_day,
        last_day=open_end(period.last_day),
        requirement_id=period.requirement_id,
        unit_id=period.unit_id,
        accepts=frozenset(filter(None, period.accepts.split("|"))),
        categories=frozenset(filter(None, map(title_key, period.categories.split("|")))),
        employments=frozenset(filter(None, period.employments.split("|"))),
        key_people_only=period.key_people_only,
        not_before=period.not_before,
        days_to_complete=period.days_to_complete,
        goal=period.goal,
        code=code,
        name=period.name,
    )


def _categories(session: ReadSession, which: ColumnElement[bool]) -> Mapping[str, str]:
    statement = (
        select(col(TitleCategory.title_key), col(TitleCategory.category))
        .where(which)
        .order_by(col(TitleCategory.id))
    )
    return {title: title_key(category) for title, category in session.execute(statement)}


def open_end(last: date | None) -> date | None:
    """Read a last day, with the calendar's own last (a habit of staff systems) as open."""
    return None if last == date.max else last

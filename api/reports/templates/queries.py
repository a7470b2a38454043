"""Reading templates. Their contents, far larger than the rest, are fetched only by themselves."""

from sqlalchemy.orm import defer
from sqlmodel import col, or_, select

from api.db.session import ReadSession
from api.db.types import LARGEST_ID
from api.reports.templates.models import ReportTemplate


def templates(session: ReadSession) -> list[ReportTemplate]:
    """Return all templates without their contents, the latest first."""
    statement = (
        select(ReportTemplate)
        .options(defer(ReportTemplate.content))  # type: ignore[arg-type]
        .order_by(col(ReportTemplate.id).desc())
    )
    return list(session.execute(statement).scalars())


def template(session: ReadSession, template_id: int) -> ReportTemplate | None:
    """Return one template. A number beyond the column's is none."""
    if not 0 < template_id <= LARGEST_ID:
        return None
    statement = select(ReportTemplate).where(ReportTemplate.id == template_id)
    return session.execute(statement).scalar_one_or_none()


def of_unit(session: ReadSession, unit_id: int | None) -> list[ReportTemplate]:
    """Return the templates of the unit itself, or those for all (None)."""
    statement = select(ReportTemplate).where(
        col(ReportTemplate.unit_id).is_not_distinct_from(unit_id)
    )
    return list(session.execute(statement).scalars())


def nearest(session: ReadSession, unit_id: int | None) -> ReportTemplate | None:
    """Return the template that the unit's reports are set in: its own, else the one for all."""
    own = col(ReportTemplate.unit_id)
    statement = (
        select(ReportTemplate)
        .where(or_(own == unit_id, own.is_(None)))
        .order_by(own.is_(None), col(ReportTemplate.id).desc())
        .limit(1)
    )
    return session.execute(statement).scalar_one_or_none()

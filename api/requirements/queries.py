"""Reading requirements."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Row, or_
from sqlmodel import col, select

from api.db.facts import known
from api.db.session import ReadSession
from api.requirements.models import Exemption, Requirement, RequirementPeriod


def periods_from(session: ReadSession, on: date) -> Sequence[Row[str, RequirementPeriod]]:
    """Code and period of what is in force on the day or comes later, the earliest begun first."""
    statement = (
        select(col(Requirement.code), RequirementPeriod)
        .join(Requirement, col(Requirement.id) == col(RequirementPeriod.requirement_id))
        .where(
            known(RequirementPeriod),
            or_(col(RequirementPeriod.last_day).is_(None), col(RequirementPeriod.last_day) >= on),
        )
        .order_by(
            col(RequirementPeriod.first_day), col(Requirement.code), col(RequirementPeriod.id)
        )
    )
    return session.execute(statement).all()


def accepts(session: ReadSession) -> list[str]:
    """What each known requirement accepts, on whatever days: course ids with ``|`` between."""
    statement = select(RequirementPeriod.accepts).where(known(RequirementPeriod)).distinct()
    return list(session.execute(statement).scalars())


def exemptions_of(session: ReadSession, person_id: int) -> list[tuple[Exemption, str]]:
    """The person's exemptions that are known, each with the code of its requirement."""
    statement = (
        select(Exemption, col(Requirement.code))
        .join(Requirement, col(Requirement.id) == col(Exemption.requirement_id))
        .where(Exemption.person_id == person_id, known(Exemption))
        .order_by(col(Exemption.first_day), col(Exemption.id))
    )
    return [(row[0], row[1]) for row in session.execute(statement).all()]

"""A requirement is its code; what it asks, and of whom, holds for periods of days."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field, SQLModel

from api.db.facts import DatedFact
from api.db.types import text_enum


class ExemptionReason(StrEnum):
    """Why somebody is exempt: the task, or something else. Never more than that."""

    TASK = "uppgift"
    OTHER = "annat"


class Requirement(SQLModel, table=True):
    """The lasting identity of a requirement."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=60)


class RequirementPeriod(DatedFact, table=True):
    """Fact: on these days the requirement asked this of these people.

    ``accepts``, ``categories`` and ``employments`` are sorted lists joined by ``|``; empty categories
    mean all, empty employments all but hourly. ``goal`` is a percentage, None the setting's.
    """

    __tablename__ = "requirement_period"

    requirement_id: int = Field(foreign_key="requirement.id", index=True)
    name: str = Field(max_length=200)
    accepts: str = Field(max_length=500)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    categories: str = Field(default="", max_length=1000)
    employments: str = Field(default="", max_length=100)
    key_people_only: bool = False
    not_before: date | None = None
    days_to_complete: int = 90
    goal: int | None = None


class Exemption(DatedFact, table=True):
    """Fact: the person was exempt from the requirement on these days."""

    person_id: int = Field(foreign_key="person.id", index=True)
    requirement_id: int = Field(foreign_key="requirement.id", index=True)
    reason: ExemptionReason = Field(sa_type=text_enum(ExemptionReason))

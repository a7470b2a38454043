"""A unit is its code; its name, kind and parent hold for periods of days."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from api.db.facts import DatedFact
from api.db.types import text_enum


class UnitKind(StrEnum):
    """The contract's kinds. ``extern`` is a partner and lies in no municipal subtree."""

    KOMMUN = "kommun"
    NAMND = "namnd"
    FORVALTNING = "forvaltning"
    AVDELNING = "avdelning"
    ENHET = "enhet"
    EXTERN = "extern"


class Unit(SQLModel, table=True):
    """The lasting identity of a unit: what everything else points at."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=60)


class UnitPeriod(DatedFact, table=True):
    """Fact: on these days the unit bore this name, was of this kind, and lay under this parent."""

    __tablename__ = "unit_period"

    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = Field(max_length=200)
    kind: UnitKind = Field(sa_type=text_enum(UnitKind))
    parent_id: int | None = Field(default=None, foreign_key="unit.id")

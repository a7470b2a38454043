"""Counters. Nothing here points at a person or bears a time, and no other table points here."""

from enum import IntEnum, StrEnum

from sqlmodel import Field, SQLModel

from api.db import base as _base  # noqa: F401 - the naming convention must stand first
from api.db.types import text_enum


class Moment(StrEnum):
    """When somebody is asked how sure they feel."""

    BEFORE = "before"
    AFTER = "after"


class Sureness(IntEnum):
    """How well "Jag vet vad jag gör om jag blir orolig" fits, in four steps."""

    NOT_AT_ALL = 1
    A_LITTLE = 2
    FAIRLY_WELL = 3
    COMPLETELY = 4


class ItemCount(SQLModel, table=True):
    """How many have met a check for the first time, and how many of them were right at once."""

    __tablename__ = "item_count"

    edition_hash: str = Field(primary_key=True, max_length=64)
    step_id: str = Field(primary_key=True, max_length=100)
    first_tries: int
    first_right: int


class ConfidenceCount(SQLModel, table=True):
    """How many have given one of the four answers, before or after a course."""

    __tablename__ = "confidence_count"

    course_id: str = Field(primary_key=True, max_length=100)
    moment: Moment = Field(primary_key=True, sa_type=text_enum(Moment))
    step: int = Field(primary_key=True)
    count: int

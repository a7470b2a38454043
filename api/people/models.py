"""``person`` is the only place for a name, an address or an employee id; all else points at it."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from api.db.facts import DatedFact, Fact
from api.db.types import text_enum


class Employment(StrEnum):
    """Forms of employment. Hourly staff count only where a requirement names them."""

    PERMANENT = "tillsvidare"
    TEMPORARY = "visstid"
    HOURLY = "timavlonad"


class Person(SQLModel, table=True):
    """Who somebody is. Not a fact: corrected in place, and made anonymous when erased.

    ``sort_key`` orders å, ä, ö last on both databases; ``email_key`` is the address case-folded.
    """

    id: int | None = Field(default=None, primary_key=True)
    employee_id: str = Field(unique=True, max_length=60)
    name: str = Field(max_length=200)
    sort_key: str = Field(max_length=200, index=True)
    email: str = Field(default="", max_length=254)
    email_key: str = Field(default="", max_length=254, index=True)
    protected: bool = False


class Post(DatedFact, table=True):
    """Fact: the person held this post in this unit on these days."""

    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    title: str = Field(max_length=200)
    title_key: str = Field(max_length=200, index=True)
    category: str = Field(default="", max_length=100)
    employment: Employment = Field(sa_type=text_enum(Employment))
    manager: bool = False


class TitleCategory(Fact, table=True):
    """Fact: posts with this title and no category of their own have this one."""

    __tablename__ = "title_category"

    title: str = Field(max_length=200)
    title_key: str = Field(max_length=200, index=True)
    category: str = Field(max_length=100)


class Absence(DatedFact, table=True):
    """Fact: the person was away whole-time on these days. Never why."""

    person_id: int = Field(foreign_key="person.id", index=True)


class KeyPersonAppointment(DatedFact, table=True):
    """Fact: the person was appointed key person for the unit on these days."""

    __tablename__ = "key_person_appointment"

    person_id: int = Field(foreign_key="person.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)

"""The two derived storeys. Both can be thrown away and rebuilt from the facts."""

from datetime import date

from sqlmodel import Field, SQLModel


class Standing(SQLModel, table=True):
    """A maximal run of days over which a person stands alike towards a requirement.

    ``units`` are the ids, joined by commas, of every unit the person counts in on those days (and
    ``-id`` for "directly under" a unit), as they were written: what the ledger holds for this row.
    ``flags`` is a bit set, see ``api.coverage.standings``.
    """

    __table_args__ = {"sqlite_with_rowid": False}

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    requirement_id: int = Field(primary_key=True, foreign_key="requirement.id")
    first_day: date = Field(primary_key=True)
    last_day: date | None = None
    flags: int
    units: str


class LedgerEntry(SQLModel, table=True):
    """A node of the Fenwick tree over days for one unit and requirement (see ``api.coverage.ledger``).

    ``unit_id`` is negative for the pseudo-unit "directly under" a unit. No foreign key therefore.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = {"sqlite_with_rowid": False}

    unit_id: int = Field(primary_key=True)
    slot: int = Field(primary_key=True)
    requirement_id: int = Field(primary_key=True)
    required: int = 0
    covered: int = 0
    within_time: int = 0
    key_required: int = 0
    key_covered: int = 0
    exempt: int = 0

"""The two derived storeys. Both can be thrown away and rebuilt from the facts."""

from datetime import date
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

# The few standings of the lapsed that end, whose flags are the highest (``LAPSED`` and ``LAPSES``).
ENDING_LAPSED = text("flags >= 16 AND last_day IS NOT NULL")


def _added_later() -> Any:  # noqa: ANN401 - as sqlmodel's own Field
    """A figure that a migration added to a table with rows."""
    return Field(default=0, sa_column_kwargs={"server_default": "0"})


class Standing(SQLModel, table=True):
    """A maximal run of days over which a person stands alike towards a requirement.

    ``units`` are the ids, joined by commas, of every unit the person counts in on those days (and
    ``-id`` for "directly under" a unit), as they were written: what the ledger holds for this row.
    ``flags`` is a bit set, see ``api.coverage.standings``.
    """

    __table_args__ = (
        Index(
            "ix_standing_lapsed",
            "requirement_id",
            "last_day",
            sqlite_where=ENDING_LAPSED,
            postgresql_where=ENDING_LAPSED,
        ),
        {"sqlite_with_rowid": False},
    )

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
    __table_args__ = {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 70}}

    unit_id: int = Field(primary_key=True)
    slot: int = Field(primary_key=True)
    requirement_id: int = Field(primary_key=True)
    required: int = 0
    covered: int = 0
    within_time: int = 0
    key_required: int = 0
    key_covered: int = 0
    exempt: int = 0
    lapsed: int = _added_later()
    not_started: int = _added_later()
    lapses: int = _added_later()


class CoverageState(SQLModel, table=True):
    """One row: what the derived storeys are like, and which ground they stand on.

    ``shape``: what standings and ledger say; another number than the program's asks for a rebuild.
    ``ground``: a mark of its own for each state of units, requirements and titles, so that what is
    worked out from them alone can be kept in memory for as long as they stay (``api.coverage.kept``).
    """

    __tablename__ = "coverage_state"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    shape: int
    ground: str

"""The templates that have been uploaded."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from api.db import base as _base  # noqa: F401 - the naming convention must stand first


class ReportTemplate(SQLModel, table=True):
    """A Word template for the reports on a unit; ``unit_id`` None: on every unit without its own.

    A new one takes the old one's place. Should two come at the same instant, the later one holds.
    """

    __tablename__ = "report_template"

    id: int | None = Field(default=None, primary_key=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    name: str = Field(max_length=120)
    content: bytes
    uploaded_at: datetime
    uploaded_by: str

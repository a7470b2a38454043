"""A mail that is to be sent. Neither its text nor its address lies here: both are made when it is sent."""

from datetime import datetime

from sqlmodel import Field, SQLModel


class OutboxMail(SQLModel, table=True):
    """One mail to one person. ``key`` says what it is about: planned twice, it is the same mail.

    ``claims`` counts how often it was claimed: a sender that dies has used one too. ``failure`` is a reason
    without an address: the servers' own words often carry one.
    """

    __tablename__ = "outbox_mail"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    key: str = Field(unique=True, max_length=100)
    person_id: int = Field(foreign_key="person.id", index=True)
    run_at: datetime = Field(index=True)
    leased_until: datetime | None = None
    claims: int = 0
    done_at: datetime | None = None
    failure: str | None = Field(default=None, max_length=100)

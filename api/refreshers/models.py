"""A wish, and what of it is done. Neither is a fact: both go when the wish does."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint


class RefresherChoice(SQLModel, table=True):
    """The person wants questions after their courses. Without a row they get none.

    ``by_mail``: they are also told by mail when one waits.
    """

    __tablename__ = "refresher_choice"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    wanted_since: datetime
    by_mail: bool = False


class RefresherSeen(SQLModel, table=True):
    """The question so many days after a record has been asked. What was answered is kept nowhere."""

    __tablename__ = "refresher_seen"
    __table_args__ = (UniqueConstraint("record_id", "days"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="refresher_choice.person_id", index=True)
    record_id: int = Field(foreign_key="training_record.id")
    days: int

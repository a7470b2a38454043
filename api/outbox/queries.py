"""Reads and writes the mails that wait."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession
from api.outbox.models import OutboxMail


def add(session: WriteSession, rows: Sequence[dict[str, object]]) -> int:
    """Add mails whose keys are not there yet, and say how many those were."""
    if not rows:
        return 0
    # The unique key decides between two who plan at once; to lose that race is not an error.
    connection = session.connection()
    insert = sqlite.insert if is_sqlite(connection) else postgresql.insert
    statement = insert(OutboxMail).values(rows).on_conflict_do_nothing()
    return len(connection.execute(statement.returning(col(OutboxMail.id))).all())


def next_due(session: WriteSession, *, now: datetime, most_claims: int) -> OutboxMail | None:
    """The mail that has waited longest of those that nobody holds, locked; None if none is due."""
    statement = (
        select(OutboxMail)
        .where(
            col(OutboxMail.done_at).is_(None),
            col(OutboxMail.claims) < most_claims,
            col(OutboxMail.run_at) <= now,
            or_(col(OutboxMail.leased_until).is_(None), col(OutboxMail.leased_until) <= now),
        )
        .order_by(col(OutboxMail.run_at), col(OutboxMail.id))
        .limit(1)
        # Two senders take a mail each. SQLite knows no such lock: there, writers take turns.
        .with_for_update(skip_locked=True)
    )
    return session.execute(statement).scalar_one_or_none()


def held(session: WriteSession, mail_id: int, claims: int) -> OutboxMail | None:
    """A mail as long as this claim of it is the latest; None when it is another's, or is gone."""
    statement = (
        select(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.claims == claims)
        .with_for_update()
    )
    return session.execute(statement).scalar_one_or_none()


def remove(session: WriteSession, *, kind: str, person_id: int) -> None:
    """Forget every mail of a kind to a person."""
    session.execute(delete(OutboxMail).where(*_of(kind, person_id)))


def remove_unsent(session: WriteSession, *, kind: str, person_id: int) -> None:
    """Forget the mails of a kind to a person that have not been sent."""
    unsent = col(OutboxMail.done_at).is_(None)
    session.execute(delete(OutboxMail).where(*_of(kind, person_id), unsent))


def waiting(session: ReadSession, *, most_claims: int) -> int:
    """How many mails are still to be sent, now or later."""
    statement = select(func.count()).where(
        col(OutboxMail.done_at).is_(None), col(OutboxMail.claims) < most_claims
    )
    return int(session.execute(statement).scalar_one())


def _of(kind: str, person_id: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(OutboxMail.kind) == kind, col(OutboxMail.person_id) == person_id

"""Reading imports, what each of them wrote, and files that wait."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from api.db.facts import Fact
from api.db.session import ReadSession
from api.db.types import LARGEST_ID
from api.imports.models import ImportBatch, Upload


def batch(session: ReadSession, batch_id: int) -> ImportBatch | None:
    """Return one import. A number beyond the column's is none."""
    if not 0 < batch_id <= LARGEST_ID:
        return None
    return session.get(ImportBatch, batch_id)


def batches(session: ReadSession, most: int) -> list[ImportBatch]:
    """Return the latest imports, the last one first."""
    statement = select(ImportBatch).order_by(col(ImportBatch.recorded_at).desc()).limit(most)
    return list(session.execute(statement).scalars())


def last_instant(session: ReadSession) -> datetime | None:
    """Return the latest instant at which a file was applied or taken back."""
    row = session.execute(
        select(func.max(ImportBatch.recorded_at), func.max(ImportBatch.undone_at))
    ).one()
    return max((instant for instant in row if instant is not None), default=None)


def brought(session: ReadSession, table: type[Fact], batch: ImportBatch) -> list[Fact]:
    """Return the known facts that an import added."""
    return list(
        session.execute(
            select(table)
            .where(table.batch_id == batch.id, col(table.retracted_at).is_(None))
            .order_by(col(table.id))
        ).scalars()
    )


def taken_away(session: ReadSession, table: type[Fact], batch: ImportBatch) -> list[Fact]:
    """Return the facts that an import retracted: those that ceased in its instant, by its author."""
    return list(
        session.execute(
            select(table)
            .where(table.retracted_at == batch.recorded_at, table.retracted_by == batch.recorded_by)
            .order_by(col(table.id))
        ).scalars()
    )


def overtaken(session: ReadSession, table: type[Fact], batch: ImportBatch) -> int:
    """Count the import's facts that something later retracted, and that stands."""
    undone: Any = select(ImportBatch.recorded_at).where(col(ImportBatch.undone_at).is_not(None))
    statement = select(func.count(col(table.id))).where(
        table.batch_id == batch.id,
        col(table.retracted_at).is_not(None),
        col(table.retracted_at).not_in(undone),
    )
    return int(session.execute(statement).scalar_one())


def upload(session: ReadSession, token: str, person_id: int) -> Upload | None:
    """Return a waiting file, if it is this person's."""
    return session.execute(
        select(Upload).where(Upload.token == token, Upload.person_id == person_id)
    ).scalar_one_or_none()


def uploads_before(session: ReadSession, instant: datetime) -> Sequence[Upload]:
    """Return the files that have waited since before an instant."""
    return (
        session.execute(
            select(Upload).where(col(Upload.uploaded_at) < instant).order_by(col(Upload.id))
        )
        .scalars()
        .all()
    )

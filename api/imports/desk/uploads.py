"""Files that somebody looks at before saying yes: kept for a day, and for nobody else."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from api.access.actor import Actor
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import Forbidden, NotFound
from api.imports.desk import queries
from api.imports.incoming import FileIn
from api.imports.models import Upload

LIFETIME = timedelta(days=1)


@dataclass(frozen=True)
class Staged:
    """A file that waits, and the token it is asked for with."""

    token: str
    file: FileIn


def put(session: WriteSession, actor: Actor, file: FileIn, clock: Clock) -> Staged:
    """Keep a file until its owner has looked at what it would do. Old ones go at the same time."""
    for old in queries.uploads_before(session, clock.now() - LIFETIME):
        session.delete(old)
    token = secrets.token_urlsafe(32)
    session.add(
        Upload(
            token=token,
            person_id=_owner(actor),
            kind=file.kind,
            file_name=file.name,
            feed=file.feed,
            whole=file.whole,
            content=file.content,
            uploaded_at=clock.now(),
        )
    )
    return Staged(token, file)


def find(session: ReadSession, actor: Actor, token: str, clock: Clock) -> Upload:
    """Return a waiting file. Raises NotFound for another's, and for one that is too old."""
    upload = queries.upload(session, token, _owner(actor))
    if upload is None or upload.uploaded_at < clock.now() - LIFETIME:
        raise NotFound("upload_unknown")
    return upload


def as_staged(upload: Upload) -> Staged:
    """Return a waiting file as it is handed on."""
    file = FileIn(upload.kind, upload.file_name, upload.content, upload.feed, upload.whole)
    return Staged(upload.token, file)


def _owner(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden("forbidden")
    return actor.person_id

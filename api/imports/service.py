"""Files in: what they would do, doing it whole or not at all, and taking it back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.access.actor import Actor
from api.access.permissions import Permission, Role
from api.clock import Clock
from api.db.facts import Entry
from api.db.instants import stamp
from api.db.session import ReadSession, WriteSession
from api.errors import Conflict, Forbidden, NotFound, RuleBroken
from api.imports import queries
from api.imports.applying import carry_out
from api.imports.desk import queries as desk
from api.imports.desk import undoing, uploads
from api.imports.desk.uploads import Staged
from api.imports.drafting import draft
from api.imports.incoming import Circumstances, FileIn
from api.imports.models import FileKind, ImportBatch
from api.imports.parsing import Progress, in_silence
from api.imports.plan import Plan, Verdict
from api.imports.problems import Problem

MAX_FEED = 100
MAX_FILE_NAME = 200
MOST_BATCHES = 200
FIRST_ORDER = (
    FileKind.UNITS,
    FileKind.CATEGORIES,
    FileKind.PEOPLE,
    FileKind.ROLES,
    FileKind.REQUIREMENTS,
    FileKind.KEY_PEOPLE,
    FileKind.ABSENCES,
    FileKind.EXEMPTIONS,
    FileKind.RECORDS,
)
_NEXT = timedelta(microseconds=1)


@dataclass
class ImportRefused(RuleBroken):
    """A file that cannot be applied, with everything that is wrong with it."""

    problems: tuple[Problem, ...] = ()


def kinds_for(_session: ReadSession, actor: Actor) -> list[FileKind]:
    """The kinds of files the actor may import, in the order a first import takes them."""
    roles = actor.everything or Role.ADMIN in actor.roles
    return [kind for kind in FIRST_ORDER if roles or kind is not FileKind.ROLES]


def may_import(session: ReadSession, actor: Actor) -> bool:
    """Whether the actor may import anything: the right is held at the municipality's root."""
    return actor.everything or bool(_roles_at_root(session, actor))


def rehearse(
    session: ReadSession,
    actor: Actor,
    *,
    file: FileIn,
    circumstances: Circumstances,
    progress: Progress = in_silence,
) -> Plan:
    """Tell what a file would do, and all that is wrong with it. Nothing is written."""
    _require(session, actor, file.kind)
    return draft(session, _tidy(file), circumstances, progress).plan


def apply(
    session: WriteSession,
    actor: Actor,
    *,
    file: FileIn,
    circumstances: Circumstances,
    progress: Progress = in_silence,
) -> ImportBatch:
    """Do what a file says, whole or (ImportRefused) not at all, in one instant.

    Persons, units and requirements that it makes are what facts point at: taken back, the import
    leaves them as bare names.
    """
    _require(session, actor, file.kind)
    queries.lock_imports(session)
    drafted = draft(session, _tidy(file), circumstances, progress)
    plan = drafted.plan
    if plan.problems:
        raise ImportRefused("import_refused", {"count": len(plan.problems)}, plan.problems)
    batch = _batch(session, actor, plan, circumstances.clock)
    entry = Entry(batch.recorded_at, actor.label, batch.feed, batch.id)
    carry_out(session, drafted, entry, progress)
    return batch


def batches(session: ReadSession, actor: Actor) -> list[ImportBatch]:
    """Return the latest imports, the last one first."""
    _require(session, actor)
    return desk.batches(session, MOST_BATCHES)


def undo(session: WriteSession, actor: Actor, *, batch_id: int, clock: Clock) -> ImportBatch:
    """Take an import back: what it added ceases, and what it retracted is known again.

    Bare persons, units and requirements stay, and so do corrected names and addresses. Raises
    NotFound, and Conflict when it is taken back already or something later has built on it.
    """
    _require(session, actor)
    queries.lock_imports(session)
    batch = desk.batch(session, batch_id)
    if batch is None:
        raise NotFound("import_unknown")
    _require(session, actor, batch.kind)
    if batch.undone_at is not None:
        raise Conflict("import_undone_already")
    undoing.undo(session, batch, _instant(session, clock), actor.label)
    return batch


def stage(session: WriteSession, actor: Actor, *, file: FileIn, clock: Clock) -> Staged:
    """Keep a file until the actor, who alone can come back to it, has looked and said yes."""
    _require(session, actor, file.kind)
    return uploads.put(session, actor, _tidy(file), clock)


def staged(session: ReadSession, actor: Actor, *, token: str, clock: Clock) -> Staged:
    """Return a file that waits. Raises NotFound when it is another's, gone or older than a day."""
    _require(session, actor)
    return uploads.as_staged(uploads.find(session, actor, token, clock))


def discard(session: WriteSession, actor: Actor, *, token: str, clock: Clock) -> None:
    """Forget a file that waits, because it was applied or is not wanted."""
    _require(session, actor)
    session.delete(uploads.find(session, actor, token, clock))


def _require(session: ReadSession, actor: Actor, kind: FileKind | None = None) -> None:
    """Imports reach the whole municipality, so the right must be held at its root.

    Roles are given by an administrator: whoever could import them could give themselves any.
    """
    actor.require(Permission.IMPORT_WRITE)
    if actor.everything:
        return
    held = _roles_at_root(session, actor)
    if not held:
        raise Forbidden("forbidden", {"permission": Permission.IMPORT_WRITE.value})
    if kind is FileKind.ROLES and Role.ADMIN not in held:
        raise Forbidden("import_roles_by_admin")


def _roles_at_root(session: ReadSession, actor: Actor) -> set[Role]:
    roots = queries.root_units(session)
    grants = actor.grants_for(Permission.IMPORT_WRITE)
    return {grant.role for grant in grants if grant.unit_id in roots}


def _tidy(file: FileIn) -> FileIn:
    feed = " ".join(file.feed.split())
    if len(feed) > MAX_FEED:
        raise RuleBroken("feed_too_long", {"most": MAX_FEED})
    return replace(file, name=file.name[-MAX_FILE_NAME:], feed=feed)


def _batch(session: WriteSession, actor: Actor, plan: Plan, clock: Clock) -> ImportBatch:
    batch = ImportBatch(
        kind=plan.kind,
        file_name=plan.file,
        feed=plan.feed,
        whole=plan.whole,
        recorded_at=_instant(session, clock),
        recorded_by=actor.label,
        added=plan.count(Verdict.ADDED),
        corrected=plan.count(Verdict.CORRECTED),
        changed=plan.count(Verdict.CHANGED),
        ended=plan.count(Verdict.ENDED),
    )
    session.add(batch)
    session.flush()
    return batch


def _instant(session: WriteSession, clock: Clock) -> datetime:
    """Return now, or just after the last import: by its instant one knows what an import did."""
    now, last = stamp(session, clock), desk.last_instant(session)
    return now if last is None else max(now, last + _NEXT)

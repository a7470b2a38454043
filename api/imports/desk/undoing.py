"""Taking an import back: what it added ceases, what it retracted is known again."""

from dataclasses import replace
from datetime import datetime

from api.db.facts import Entry, Fact, add_many, retract_many
from api.db.session import WriteSession
from api.errors import Conflict
from api.imports import notes, placing, queries, structure
from api.imports.comparing import Spell, collides
from api.imports.desk import queries as desk
from api.imports.kinds import KINDS, Kind
from api.imports.models import FileKind, ImportBatch
from api.imports.periods import first_gap
from api.imports.plan import Held
from api.imports.structure import Structure
from api.records.codes import new_check_code
from api.records.models import TrainingRecord

_OF_ITSELF = {
    "id",
    "recorded_at",
    "recorded_by",
    "feed",
    "batch_id",
    "retracted_at",
    "retracted_by",
}


def undo(session: WriteSession, batch: ImportBatch, at: datetime, by: str) -> None:
    """Bring the facts back to what they were before an import.

    Raises Conflict when something later has built on it, or would no longer fit with it.
    """
    kind = KINDS[batch.kind]
    count = desk.overtaken(session, kind.table, batch)
    if count:
        raise Conflict("import_overtaken", {"count": count})
    ids = queries.ids(session)
    before = {fact.id for fact in queries.held(session, kind, ids)}
    entry = Entry(at=at, by=by, batch_id=batch.id)
    added = desk.brought(session, kind.table, batch)
    retract_many(session, entry, kind.table, [fact.model_dump() for fact in added])
    _restore(session, entry, kind, desk.taken_away(session, kind.table, batch))
    batch.undone_at, batch.undone_by = at, by
    session.add(batch)
    session.flush()
    _check(session, kind, ids, before)


def _restore(session: WriteSession, entry: Entry, kind: Kind, facts: list[Fact]) -> None:
    """Add copies of facts. They stay with the feed and the import that once brought them."""
    origins: dict[tuple[str, int | None], list[dict[str, object]]] = {}
    replaced: dict[str, int] = {}
    for fact in facts:
        copied = fact.model_dump(exclude=_OF_ITSELF)
        if isinstance(fact, TrainingRecord):
            copied["check_code"] = new_check_code()
            replaced[str(copied["check_code"])] = fact.id or 0
        origins.setdefault((fact.feed, fact.batch_id), []).append(copied)
    for (feed, batch_id), rows in origins.items():
        add_many(session, replace(entry, feed=feed, batch_id=batch_id), kind.table, rows)
    if replaced:
        records = queries.records_of(session, entry.at)
        notes.carry(session, {old: records[code] for code, old in replaced.items()})


def _check(session: WriteSession, kind: Kind, ids: queries.Ids, before: set[int]) -> None:
    """Refuse a state that no file could have brought about."""
    after = queries.held(session, kind, ids)
    if collides(after, kind):
        raise Conflict("import_undo_collides")
    if kind.name is FileKind.UNITS:
        _refuse_broken_tree(session, ids, after)
    if kind.name is FileKind.PEOPLE:
        units = structure.days_by_unit(queries.held(session, KINDS[FileKind.UNITS], ids))
        restored = [fact for fact in after if fact.id not in before]
        if any(
            first_gap((post.start, post.end), units.get(str(post.group[1]), ()))
            for post in restored
        ):
            raise Conflict("import_undo_leaves_posts")


def _refuse_broken_tree(session: WriteSession, ids: queries.Ids, after: list[Held]) -> None:
    spells = [Spell(fact.group, fact.start, fact.end, fact.values, None) for fact in after]
    if any(structure.check(Structure("", spells))):
        raise Conflict("import_undo_leaves_units")
    posts = queries.posts_in(session, ids.units.values())
    if any(placing.posts_left_over("", posts, structure.days_by_unit(after), {})):
        raise Conflict("import_undo_leaves_posts")

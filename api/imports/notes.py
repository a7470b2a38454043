"""Notes stand beside records. When a record is replaced, what stood beside it goes along."""

from collections.abc import Mapping, Sequence

from api.db.facts import Entry
from api.db.session import WriteSession
from api.imports import queries
from api.imports.plan import Step
from api.records.models import RecordNote


def write(
    session: WriteSession, entry: Entry, steps: Sequence[Step], check_codes: Sequence[str]
) -> None:
    """Put the file's notes beside the new records; ``check_codes`` are theirs, in order."""
    records = queries.records_of(session, entry.at) if any(map(_has_note, steps)) else {}
    carried: dict[int, int] = {}
    for step, check_code in zip(steps, check_codes, strict=True):
        text = _text(step)
        if step.held is not None and (not text or step.held.note is None):
            # An empty cell says nothing, and a note that was struck out stays struck out.
            if step.held.note != "":
                carried[step.held.id] = records[check_code]
        elif text:
            note = RecordNote(
                record_id=records[check_code], text=text, written_at=entry.at, written_by=entry.by
            )
            session.add(note)
    carry(session, carried)
    session.flush()


def carry(session: WriteSession, records: Mapping[int, int]) -> None:
    """Put copies of the notes beside some records beside those that replace them."""
    for note in queries.notes_of(session, sorted(records)):
        copied = note.model_dump(exclude={"id", "record_id"})
        session.add(RecordNote(record_id=records[note.record_id], **copied))


def _text(step: Step) -> str:
    return str(step.row.beside[0] or "") if step.row is not None else ""


def _has_note(step: Step) -> bool:
    return bool(_text(step)) or (step.held is not None and step.held.note != "")

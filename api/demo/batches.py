"""The imports that brought the facts: one for each file of each month, with what it did."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from api.db.facts import Entry
from api.db.session import WriteSession
from api.demo.plan import Known, Moment
from api.imports.models import FileKind, ImportBatch

FEED = "personalsystem"
FILE_NAMES = {
    FileKind.UNITS: "enheter",
    FileKind.CATEGORIES: "kategorier",
    FileKind.PEOPLE: "personal",
    FileKind.KEY_PEOPLE: "nyckelpersoner",
    FileKind.ROLES: "roller",
    FileKind.REQUIREMENTS: "krav",
    FileKind.ABSENCES: "franvaro",
    FileKind.EXEMPTIONS: "undantag",
    FileKind.RECORDS: "utbildningar",
}


@dataclass
class _Tally:
    """What one moment did: facts added, and facts retracted (each in favour of another)."""

    added: Counter[Moment] = field(default_factory=Counter)
    retracted: Counter[Moment] = field(default_factory=Counter)


def entries(
    session: WriteSession, known: Iterable[Known], people: Mapping[str, int]
) -> dict[Moment, Entry]:
    """Make a batch for every import there was, and the entry of every moment."""
    tally = _Tally()
    for each in known:
        tally.added[each.since] += 1
        if each.until is not None:
            tally.retracted[each.until] += 1
    moments = sorted({*tally.added, *tally.retracted}, key=lambda moment: (moment.at, moment.by))
    made = {moment: _batch(moment, tally, people) for moment in moments if moment.kind}
    session.add_all(made.values())
    session.flush()
    return {moment: _entry(moment, made.get(moment), people) for moment in moments}


def _batch(moment: Moment, tally: _Tally, people: Mapping[str, int]) -> ImportBatch:
    assert moment.kind is not None  # noqa: S101 - asked of imports only
    replaced = tally.retracted[moment]
    return ImportBatch(
        kind=moment.kind,
        file_name=f"{FILE_NAMES[moment.kind]}-{moment.at:%Y-%m}.csv",
        feed=FEED,
        recorded_at=moment.at,
        recorded_by=_label(moment, people),
        added=tally.added[moment] - replaced,
        corrected=replaced,
    )


def _entry(moment: Moment, batch: ImportBatch | None, people: Mapping[str, int]) -> Entry:
    by = _label(moment, people)
    if batch is None:
        return Entry(at=moment.at, by=by)
    return Entry(at=moment.at, by=by, feed=FEED, batch_id=batch.id)


def _label(moment: Moment, people: Mapping[str, int]) -> str:
    return f"person:{people[moment.by]}"

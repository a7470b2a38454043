"""The derived tables as they are stored: standings and ledger. Plain SQL, set by set, no objects.

Rows of the ledger are written in the order of their keys, so that two writers at the same units
wait for each other and never deadlock (PostgreSQL; SQLite has one writer at a time).
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import select

from api.coverage import intervals
from api.coverage.ledger import Row
from api.coverage.models import Standing
from api.coverage.queries import Whom
from api.coverage.standings import Segment
from api.coverage.terrain import Chain
from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession

Held = tuple[int, Segment]
"""A person's id and one of their segments."""
CHUNK = 5000  # Rows in one statement.
STRUCTURE_LOCK = 7_305_001  # Advisory locks: numbers of our own.
PERSON_LOCK = 7_305_002

DELETE_STANDINGS_SQLITE = """
DELETE FROM standing WHERE person_id = ? AND requirement_id = ? AND first_day = ?
"""
DELETE_STANDINGS = """
DELETE FROM standing
USING unnest(%s::int[], %s::int[], %s::date[]) AS gone (person, requirement, day)
WHERE person_id = person AND requirement_id = requirement AND first_day = day
"""
INSERT_STANDINGS_SQLITE = """
INSERT INTO standing (person_id, requirement_id, first_day, last_day, flags, units)
VALUES (?, ?, ?, ?, ?, ?)
"""
INSERT_STANDINGS = """
INSERT INTO standing (person_id, requirement_id, first_day, last_day, flags, units)
SELECT * FROM unnest(%s::int[], %s::int[], %s::date[], %s::date[], %s::int[], %s::text[])
"""
ADD_TO_LEDGER_SQLITE = """
INSERT INTO ledger_entry (unit_id, slot, requirement_id,
    required, covered, within_time, key_required, key_covered, exempt)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (unit_id, slot, requirement_id) DO UPDATE SET
    required = ledger_entry.required + excluded.required,
    covered = ledger_entry.covered + excluded.covered,
    within_time = ledger_entry.within_time + excluded.within_time,
    key_required = ledger_entry.key_required + excluded.key_required,
    key_covered = ledger_entry.key_covered + excluded.key_covered,
    exempt = ledger_entry.exempt + excluded.exempt
"""
ADD_TO_LEDGER = ADD_TO_LEDGER_SQLITE.replace(
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "SELECT * FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[],"
    " %s::int[], %s::int[], %s::int[]) AS fresh ORDER BY 1, 2, 3",
)
BALANCES = """
SELECT unit_id, requirement_id, sum(required), sum(covered), sum(within_time),
    sum(key_required), sum(key_covered), sum(exempt)
FROM ledger_entry WHERE unit_id {among} AND slot {among} GROUP BY unit_id, requirement_id
"""
SLOTS = """
SELECT unit_id, slot, required, covered, exempt
FROM ledger_entry WHERE unit_id {among} AND slot {among} AND requirement_id {among}
"""
ALL_ROWS = """
SELECT unit_id, slot, requirement_id,
    required, covered, within_time, key_required, key_covered, exempt
FROM ledger_entry
WHERE NOT (required = 0 AND covered = 0 AND within_time = 0
    AND key_required = 0 AND key_covered = 0 AND exempt = 0)
ORDER BY unit_id, slot, requirement_id
"""
LOCK_STRUCTURE_ALONE = "SELECT pg_advisory_xact_lock(%s)"
LOCK_STRUCTURE_SHARED = "SELECT pg_advisory_xact_lock_shared(%s)"
LOCK_PERSONS = """
SELECT pg_advisory_xact_lock(%s, id)
FROM unnest(%s::int[]) WITH ORDINALITY AS locked (id, place)
"""


def standings(session: ReadSession, whom: Whom) -> dict[int, list[Segment]]:
    """Read the standings of the persons as they were written, in order."""
    table = Standing.__table__  # type: ignore[attr-defined]
    statement = (
        select(*table.columns)
        .where(whom(table.c.person_id))
        .order_by(table.c.person_id, table.c.requirement_id, table.c.first_day)
    )
    found: dict[int, list[Segment]] = defaultdict(list)
    for person_id, requirement_id, first, last, flags, units in session.execute(statement):
        segment = Segment(requirement_id, *intervals.days(first, last), flags, _units(units))
        found[person_id].append(segment)
    return found


@lru_cache(maxsize=50_000)
def _units(joined: str) -> Chain:
    return tuple(map(int, joined.split(",")))


@lru_cache(maxsize=50_000)
def _joined(units: Chain) -> str:
    return ",".join(map(str, units))


def replace_standings(session: WriteSession, gone: Sequence[Held], fresh: Sequence[Held]) -> None:
    """Delete and insert standings."""
    keys = [(person, one.requirement_id, _stored_day(one.first)) for person, one in gone]
    _write(
        session,
        keys,
        sqlite=DELETE_STANDINGS_SQLITE,
        postgres=DELETE_STANDINGS,
    )
    rows = [
        (
            person,
            one.requirement_id,
            _stored_day(one.first),
            _stored_day(one.last),
            one.flags,
            _joined(one.units),
        )
        for person, one in fresh
    ]
    _write(
        session,
        rows,
        sqlite=INSERT_STANDINGS_SQLITE,
        postgres=INSERT_STANDINGS,
    )


def add_to_ledger(session: WriteSession, rows: Iterable[Row]) -> None:
    """Add rows, sorted by key, to what the ledger holds."""
    _write(session, rows, sqlite=ADD_TO_LEDGER_SQLITE, postgres=ADD_TO_LEDGER)


def _write(
    session: WriteSession, rows: Iterable[tuple[Any, ...]], *, sqlite: str, postgres: str
) -> None:
    connection = session.connection()
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        if is_sqlite(connection):
            connection.exec_driver_sql(sqlite, chunk)
        else:
            connection.exec_driver_sql(postgres, tuple(map(_array, zip(*chunk, strict=True))))


def _array(column: Sequence[int | str | None]) -> str:
    """Write a column as PostgreSQL reads an array: many times quicker than the driver does it."""
    return f"{{{json.dumps(column)[1:-1]}}}"


def _stored_day(day: int) -> str | None:
    """Write an ordinal day as both databases take it; None for ever."""
    found = intervals.calendar_day(day)
    return found.isoformat() if found else None


def balances(
    session: ReadSession, unit_ids: Collection[int], slots: Iterable[int]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Add up the slots: the six figures (in the order of ``Counts``) by unit and requirement."""
    rows = _read(session, BALANCES, list(unit_ids), list(slots))
    return {(row[0], row[1]): row[2:] for row in rows}


def slots_of(
    session: ReadSession, unit_ids: Collection[int], slots: Iterable[int], requirement_id: int
) -> Iterable[tuple[int, int, int, int, int]]:
    """Read the slots of one requirement: unit, slot, required, covered and exempt."""
    return _read(session, SLOTS, list(unit_ids), list(slots), [requirement_id])


def _read(session: ReadSession, sql: str, *sets: list[int]) -> Sequence[Any]:
    """Run a query with sets of numbers, each where it says ``{among}``; one text for all sizes."""
    connection = session.connection()
    if is_sqlite(connection):
        among = "IN (SELECT value FROM json_each(?))"
        given: tuple[Any, ...] = tuple(json.dumps(one) for one in sets)
    else:
        among, given = "= ANY(%s::int[])", sets
    return connection.exec_driver_sql(sql.replace("{among}", among), given).all()


def all_rows(session: ReadSession) -> Iterator[Row]:
    """Stream the ledger's rows that say something, sorted by key."""
    options = {"stream_results": True, "yield_per": CHUNK}
    for row in session.connection().exec_driver_sql(ALL_ROWS, execution_options=options):
        yield tuple(row)


def empty(session: WriteSession) -> None:
    """Throw both derived tables away."""
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM standing")
    connection.exec_driver_sql("DELETE FROM ledger_entry")


def lock_structure(session: WriteSession, *, alone: bool) -> None:
    """Hold until the commit the lock on the ground: alone to change it, else beside others.

    Without it a post written beside a change of the tree would keep the old chain of units.
    """
    if not is_sqlite(session.connection()):
        lock = LOCK_STRUCTURE_ALONE if alone else LOCK_STRUCTURE_SHARED
        session.connection().exec_driver_sql(lock, (STRUCTURE_LOCK,))


def lock_persons(session: WriteSession, person_ids: Sequence[int]) -> None:
    """Hold until the commit the persons' locks, taken in the order of their ids.

    Advisory locks, not the rows: whoever imports holds row locks in an order of their own.
    """
    if not is_sqlite(session.connection()):
        session.connection().exec_driver_sql(LOCK_PERSONS, (PERSON_LOCK, sorted(person_ids)))

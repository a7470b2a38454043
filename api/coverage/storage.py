"""The derived tables as they are stored: standings and ledger. Plain SQL, set by set, no objects.

Rows of the ledger are written in the order of their keys, so that two writers at the same units
wait for each other and never deadlock (PostgreSQL; SQLite has one writer at a time).
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import col

from api.coverage import statements as sql
from api.coverage.facts import Ground
from api.coverage.ledger import Row
from api.coverage.models import ENDING_LAPSED, CoverageState, Standing
from api.coverage.standing_rows import segment_of, standing_row
from api.coverage.standings import Segment
from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession

Held = tuple[int, Segment]
"""A person's id and one of their segments."""
KEY = len(sql.KEY)  # Columns of a standing's key: the first ones.
CHUNK = 5000  # Rows in one statement.
STRUCTURE_LOCK = 7_305_001  # Advisory locks: numbers of our own.
PERSON_LOCK = 7_305_002
SHAPE = 4  # Raised whenever standings or ledger come to say more, or other things.
UNKNOWN_SHAPE = 0


def write(
    session: WriteSession,
    gone: Iterable[Held] = (),
    fresh: Iterable[Held] = (),
    ledger: Iterable[Row] = (),
) -> None:
    """Write the fresh standings, over those that begin on the same day, and delete the others gone.

    And add rows, sorted by key, to what the ledger holds.
    """
    put = [standing_row(person, one) for person, one in fresh]
    written = {row[:KEY] for row in put}
    keys = (standing_row(person, one)[:KEY] for person, one in gone)
    unwritten = [key for key in keys if key not in written]
    connection = session.connection()
    if is_sqlite(connection):
        _write_rows(connection, unwritten, put, ledger)
    else:
        _write_arrays(connection, unwritten, put, ledger)


def _write_rows(
    connection: Connection, gone: list[Any], put: list[Any], ledger: Iterable[Row]
) -> None:
    if gone:
        connection.exec_driver_sql(sql.DELETE_STANDING, gone)
    if put:
        connection.exec_driver_sql(sql.PUT_STANDING, put)
    for chunk in _chunks(ledger):
        connection.exec_driver_sql(sql.ADD_TO_ENTRY, chunk)


def _write_arrays(
    connection: Connection, gone: list[Any], put: list[Any], ledger: Iterable[Row]
) -> None:
    chunks = _chunks(ledger)
    chunk = next(chunks, [])
    while gone or put or chunk:
        given = (*_arrays(gone, sql.KEY), *_arrays(put, sql.STANDING), *_arrays(chunk, sql.LEDGER))
        connection.exec_driver_sql(sql.WRITE, given)
        gone, put, chunk = [], [], next(chunks, [])


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk


def _arrays(rows: Sequence[tuple[Any, ...]], columns: Sequence[str]) -> tuple[str, ...]:
    """Write rows as arrays, one a column."""
    if not rows:
        return ("{}",) * len(columns)
    return tuple(map(_array, zip(*rows, strict=True)))


def _array(column: Sequence[int | str | None]) -> str:
    """Write a column as PostgreSQL reads an array: many times quicker than the driver does it."""
    return f"{{{json.dumps(column)[1:-1]}}}"


def balances(
    session: ReadSession, ground: Ground, unit_ids: Collection[int], slots: Iterable[int]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Add up the slots: the figures of ``Counts``, by unit and requirement."""
    asked = _asked(ground, unit_ids)
    rows = _read(session, sql.BALANCES, list(asked), list(slots))
    return {(unit_id, row[1]): row[2:] for row in rows for unit_id in asked[row[0]]}


def slots_of(
    session: ReadSession,
    ground: Ground,
    unit_ids: Collection[int],
    slots: Iterable[int],
    requirement_id: int,
) -> Iterator[tuple[int, ...]]:
    """Read the slots of one requirement: unit, slot, and the figures of ``COLUMNS``."""
    asked = _asked(ground, unit_ids)
    for row in _read(session, sql.SLOTS, list(asked), list(slots), [requirement_id]):
        for unit_id in asked[row[0]]:
            yield row if unit_id == row[0] else (unit_id, *row[1:])


def _asked(ground: Ground, unit_ids: Collection[int]) -> dict[int, list[int]]:
    """Tell, of what is kept, which of the units and parts asked about it tells of."""
    found: dict[int, list[int]] = {}
    for unit_id in unit_ids:
        found.setdefault(ground.kept_as(unit_id), []).append(unit_id)
    return found


def lapsing_movers(
    session: ReadSession, requirement_id: int, today: date, until: date
) -> list[list[Segment]]:
    """Read the segments of everybody who lapses after today and then stands otherwise before a day.

    They are few: who lapses mostly stays so, as far as is known today.
    """
    table = Standing.__table__  # type: ignore[attr-defined]
    columns = table.c
    chosen = select(columns.person_id).where(
        columns.requirement_id == requirement_id,
        columns.last_day < until,
        columns.first_day > today,
        ENDING_LAPSED,
    )
    statement = (
        select(table)
        .where(columns.requirement_id == requirement_id, columns.person_id.in_(chosen))
        .order_by(columns.person_id, columns.first_day)
    )
    found: dict[int, list[Segment]] = {}
    for person_id, *standing in session.execute(statement):
        found.setdefault(person_id, []).append(segment_of(*standing))
    return list(found.values())


def _read(session: ReadSession, sql: str, *sets: list[int]) -> Sequence[Any]:
    """Run a query with sets of numbers, each where it says ``{among}``; one text for all sizes."""
    connection = session.connection()
    if is_sqlite(connection):
        among, given = "IN (SELECT value FROM json_each(?))", tuple(map(json.dumps, sets))
    else:
        among, given = "= ANY(%s::int[])", tuple(map(_array, sets))
    return connection.exec_driver_sql(sql.replace("{among}", among), given).all()


def all_rows(session: ReadSession) -> Iterator[Row]:
    """Stream the ledger's rows that say something, sorted by key."""
    options = {"stream_results": True, "yield_per": CHUNK}
    for row in session.connection().exec_driver_sql(sql.ALL_ROWS, execution_options=options):
        yield tuple(row)


def empty(session: WriteSession) -> None:
    """Throw both derived tables away."""
    connection = session.connection()
    connection.exec_driver_sql("DELETE FROM standing")
    connection.exec_driver_sql("DELETE FROM ledger_entry")


def lock_structure(session: WriteSession) -> None:
    """Hold the lock on the ground alone until the commit, to change it, or many persons."""
    if not is_sqlite(session.connection()):
        session.connection().exec_driver_sql(sql.LOCK_STRUCTURE, (STRUCTURE_LOCK,))


def mark_ground(session: WriteSession, mark: str) -> None:
    """Give the ground, changed, a mark of its own."""
    state = CoverageState.__table__  # type: ignore[attr-defined]
    known = session.execute(select(state.c.id)).scalar() is not None
    if known:
        session.execute(state.update().values(ground=mark))
    else:
        session.execute(state.insert().values(id=1, shape=UNKNOWN_SHAPE, ground=mark))


def note_shape(session: WriteSession) -> None:
    """Note that standings and ledger are, whole, what this program makes of them."""
    state = CoverageState.__table__  # type: ignore[attr-defined]
    session.execute(state.update().values(shape=SHAPE))


def has_own_shape(session: ReadSession) -> bool:
    """Whether the standings and ledger that are stored are like those this program makes."""
    return session.execute(select(col(CoverageState.shape))).scalar() == SHAPE


def lock_persons(session: WriteSession, person_ids: Sequence[int]) -> None:
    """Hold until the commit the lock on the ground, beside others, and then the persons' in order.

    Without the first a post written beside a change of the tree would keep the old chain of units.
    Advisory locks, not the rows: whoever imports holds row locks in an order of their own.
    """
    if not is_sqlite(session.connection()):
        given = (STRUCTURE_LOCK, PERSON_LOCK, list(person_ids))
        session.connection().exec_driver_sql(sql.LOCK_PERSONS, given)

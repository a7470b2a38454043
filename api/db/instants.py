"""The instants that facts bear, agreed with whoever says what is known at an instant.

A fact bears the instant at which it was written, which is before its commit. Whoever reads in
between does not see it, although it was "known" by then. So an instant that must tell all there is
is taken alone: when nobody who has an instant is still to commit.
"""

from datetime import datetime

from api.clock import Clock
from api.db.engine import is_sqlite
from api.db.session import WriteSession

INSTANTS_LOCK = 7_105_001  # An advisory lock: a number of our own.
BESIDE_OTHERS = "SELECT pg_advisory_xact_lock_shared(%s)"
ALONE = "SELECT pg_advisory_xact_lock(%s)"


def stamp(session: WriteSession, clock: Clock) -> datetime:
    """The instant for facts that the transaction writes; others write beside it."""
    return _now(session, clock, BESIDE_OTHERS)


def stamp_alone(session: WriteSession, clock: Clock) -> datetime:
    """An instant at which all facts known are there to be read, and none is added until the commit."""
    return _now(session, clock, ALONE)


def _now(session: WriteSession, clock: Clock, lock: str) -> datetime:
    connection = session.connection()  # On SQLite a writer is alone from here on.
    if not is_sqlite(connection):
        connection.exec_driver_sql(lock, (INSTANTS_LOCK,))
    return clock.now()

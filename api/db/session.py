"""Sessions, and the one law of transactions: begun on entry, committed on leaving, rolled back on a raise.

``ReadSession`` and ``WriteSession`` are the same class to the interpreter and two types to mypy: a
writer may read, a reader may never be handed to what writes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NewType

from sqlalchemy import Engine
from sqlmodel import Session

from api.db.engine import is_sqlite
from api.db.facts import Touched, take_touched

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", ReadSession)
Settle = Callable[[WriteSession, Touched], None]
Progress = Callable[[int, int], None]
"""Told now and then how many are done, of how many."""


def quietly(_done: int, _total: int) -> None:
    """Tell nobody how far the work has come."""


def settle_nothing(_session: WriteSession, _touched: Touched) -> None:
    """For tools and tests that stop at the facts and derive nothing from them."""


class _Reader(Session):
    """Refuses to write what was changed in it by mistake."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        if self.new or self.dirty or self.deleted:
            message = "a session for reading holds something to write"
            raise RuntimeError(message)
        super().flush(objects)


@dataclass(frozen=True)
class Database:
    """The engine and what must be settled before a commit (coverage, handed in by the root)."""

    engine: Engine
    settle: Settle = field(default=settle_nothing)

    @cached_property
    def _reading_engine(self) -> Engine:
        """On PostgreSQL without a transaction: each query in one would see a state of its own anyhow.

        It would end with a rollback, at which the driver forgets the statements it has prepared.
        """
        if is_sqlite(self.engine):
            return self.engine
        return self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @cached_property
    def _writing_engine(self) -> Engine:
        return self.engine.execution_options(sqlite_begin="IMMEDIATE")

    def open_reader(self) -> ReadSession:
        """A session for reading; the caller closes it. It refuses to write."""
        return ReadSession(_Reader(self._reading_engine, autoflush=False))

    def open_reader_of_one_state(self) -> ReadSession:
        """A session for reading that sees one state of the database, whoever writes meanwhile.

        SQLite's transactions are like that; PostgreSQL's are when asked for REPEATABLE READ.
        """
        session = ReadSession(_Reader(self.engine, autoflush=False))
        if not is_sqlite(self.engine):
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        return session

    def open_writer(self, progress: Progress = quietly) -> WriteSession:
        """A session for writing; the caller ends it with ``finish`` or closes it to roll back.

        ``progress`` is told of what is long to settle.
        """
        session = WriteSession(ReadSession(Session(self._writing_engine)))
        session.info["settle"] = self.settle
        session.info["progress"] = progress
        return session

    def finish(self, session: WriteSession) -> None:
        """Settle what the session touched, do what was left for last, then commit."""
        _settle(session)
        for write in session.info.pop("last", ()):
            write()
        session.commit()

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A read session for a block."""
        with self.open_reader() as session:
            yield session

    @contextmanager
    def reading_one_state(self) -> Iterator[ReadSession]:
        """A read session for a block, seeing one state of the database throughout."""
        with self.open_reader_of_one_state() as session:
            yield session

    @contextmanager
    def writing(self, progress: Progress = quietly) -> Iterator[WriteSession]:
        """A write session for a block: settled and committed at its end, rolled back on a raise."""
        with self.open_writer(progress) as session:
            yield session
            self.finish(session)


def settle(session: WriteSession) -> None:
    """Bring the derived storeys up to the facts. Call before coverage is read in a write session.

    What is settled once is settled again before the commit, so other writers wait meanwhile.
    """
    session.info["settles_again"] = True
    _settle(session)


def do_last(session: WriteSession, write: Callable[[], None]) -> None:
    """Leave a write for last, right before the commit: at rows that many write, nobody waits long.

    Settling may wait for an import, and whatever is written before it is held meanwhile.
    """
    session.info.setdefault("last", []).append(write)


def is_writer(session: ReadSession) -> bool:
    """Whether the session may have written what nobody else knows of yet."""
    return "settle" in session.info


def settles_again(session: WriteSession) -> bool:
    """Whether the transaction settles more than once."""
    return bool(session.info.get("settles_again"))


def progress_of(session: WriteSession) -> Progress:
    """Whom to tell how far long work in the session has come."""
    found: Progress = session.info.get("progress", quietly)
    return found


def _settle(session: WriteSession) -> None:
    session.flush()
    touched = take_touched(session)
    if touched:
        session.info["settle"](session, touched)
        session.flush()

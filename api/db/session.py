"""Sessions, and the one law of transactions: begun on entry, committed on leaving, rolled back on a raise.

``ReadSession`` and ``WriteSession`` are the same class to the interpreter and two types to mypy: a
writer may read, a reader may never be handed to what writes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NewType

from sqlalchemy import Engine
from sqlmodel import Session

from api.db.engine import is_sqlite
from api.db.facts import Touched, take_touched

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", ReadSession)
Settle = Callable[[WriteSession, Touched], None]


def settle_nothing(_session: WriteSession, _touched: Touched) -> None:
    """For tools and tests that stop at the facts and derive nothing from them."""


@dataclass(frozen=True)
class Database:
    """The engine and what must be settled before a commit (coverage, handed in by the root)."""

    engine: Engine
    settle: Settle = field(default=settle_nothing)

    def open_reader(self) -> ReadSession:
        """A session for reading; the caller closes it."""
        return ReadSession(Session(self.engine, autoflush=False))

    def open_writer(self) -> WriteSession:
        """A session for writing; the caller ends it with ``finish`` or closes it to roll back."""
        engine = self.engine.execution_options(sqlite_begin="IMMEDIATE")
        session = WriteSession(ReadSession(Session(engine)))
        session.info["settle"] = self.settle
        return session

    def finish(self, session: WriteSession) -> None:
        """Settle what the session touched, then commit."""
        settle(session)
        session.commit()

    @contextmanager
    def reading(self) -> Iterator[ReadSession]:
        """A read session for a block."""
        with self.open_reader() as session:
            yield session

    @contextmanager
    def reading_one_state(self) -> Iterator[ReadSession]:
        """A read session that sees one state of the database throughout, whoever writes meanwhile.

        SQLite's transactions are like that; PostgreSQL's are when asked for REPEATABLE READ.
        """
        with self.open_reader() as session:
            if not is_sqlite(self.engine):
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def writing(self) -> Iterator[WriteSession]:
        """A write session for a block: settled and committed at its end, rolled back on a raise."""
        with self.open_writer() as session:
            yield session
            self.finish(session)


def settle(session: WriteSession) -> None:
    """Bring the derived storeys up to the facts. Call before coverage is read in a write session."""
    session.flush()
    touched = take_touched(session)
    if touched:
        session.info["settle"](session, touched)
        session.flush()

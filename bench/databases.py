"""The two kinds of database: where a data set lies, its pristine original and the copy that is measured.

PostgreSQL is a server of our own, started here with its durability on: the one that the tests use trades
it for speed, and a commit that is not durable is nothing to compare with.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psycopg

from bench import disks
from scripts.with_postgres import as_server, binaries, free_port, server_user

PREFIX = "kollen_bench_"


class Store(Protocol):
    """A kind of database that can hold data sets under names."""

    @property
    def name(self) -> str:
        """What it is called in the table."""
        ...

    def url(self, dataset: str) -> str:
        """The address SQLAlchemy takes."""
        ...

    def drop(self, dataset: str) -> None:
        """Remove a data set, if it is there."""
        ...

    def create(self, dataset: str) -> None:
        """Make an empty one."""
        ...

    def copy(self, dataset: str, copy: str) -> None:
        """Make a copy, in place of an older one."""
        ...

    def rest(self, dataset: str) -> None:
        """Let it be as it would be after its first night in use."""
        ...

    def connect(self, dataset: str) -> Any:  # noqa: ANN401 - the drivers share no type
        """A bare connection of the driver, as durable as the engine's, that begins nothing itself."""
        ...


@dataclass(frozen=True)
class Sqlite:
    """Files in a folder."""

    folder: Path
    name: str = "SQLite"

    def url(self, dataset: str) -> str:
        """The address SQLAlchemy takes."""
        return f"sqlite:///{self._file(dataset)}"

    def drop(self, dataset: str) -> None:
        """Remove a data set, if it is there."""
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file(dataset)}{ending}").unlink(missing_ok=True)

    def create(self, dataset: str) -> None:
        """Make way for an empty one: SQLite makes the file itself."""
        self.drop(dataset)

    def copy(self, dataset: str, copy: str) -> None:
        """Make a copy, in place of an older one: page for page, as full as each was."""
        self.drop(copy)
        with (
            closing(sqlite3.connect(self._file(dataset))) as original,
            closing(sqlite3.connect(self._file(copy))) as target,
        ):
            original.backup(target)

    def rest(self, dataset: str) -> None:
        """Nothing happens at night: nobody runs ANALYZE, and with it SQLite plans otherwise."""

    def connect(self, dataset: str) -> sqlite3.Connection:
        """A bare connection of the driver, with the pragmas of ``api.db.engine``."""
        connection = sqlite3.connect(self._file(dataset), isolation_level=None)
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _file(self, dataset: str) -> Path:
        return self.folder / f"{dataset}.db"


@dataclass(frozen=True)
class Postgres:
    """Databases on the server of the bench."""

    port: int
    name: str = "PostgreSQL"

    def url(self, dataset: str) -> str:
        """The address SQLAlchemy takes."""
        return f"postgresql+psycopg://kollen@127.0.0.1:{self.port}/{PREFIX}{dataset}"

    def drop(self, dataset: str) -> None:
        """Remove a data set, if it is there."""
        self._admin(f'DROP DATABASE IF EXISTS "{PREFIX}{dataset}" WITH (FORCE)')

    def create(self, dataset: str) -> None:
        """Make an empty one."""
        self.drop(dataset)
        self._admin(f'CREATE DATABASE "{PREFIX}{dataset}"')

    def copy(self, dataset: str, copy: str) -> None:
        """Make a copy, in place of an older one."""
        self.drop(copy)
        source = f'TEMPLATE "{PREFIX}{dataset}" STRATEGY FILE_COPY'
        self._admin(f'CREATE DATABASE "{PREFIX}{copy}" {source}')

    def rest(self, dataset: str) -> None:
        """Do what autovacuum does in time."""
        with self.connect(dataset) as connection:
            connection.execute("VACUUM ANALYZE")

    def connect(self, dataset: str) -> psycopg.Connection[Any]:
        """A bare connection of the driver."""
        return psycopg.connect(self._address(f"{PREFIX}{dataset}"), autocommit=True)

    def _admin(self, sql: str) -> None:
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql)

    def _address(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=kollen dbname={database}"


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A durable server of our own, stopped at the end; what it holds is kept for the next run."""
    user, bin_, port = server_user(), binaries(), free_port()
    home = _home(folder / f"postgres-{bin_.parent.name}", user)
    data, socket = home / "data", Path(tempfile.mkdtemp(prefix="kollen-bench-"))
    if user:
        shutil.chown(socket, user)
    if not (data / "PG_VERSION").exists():
        settings = ["-U", "kollen", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        as_server([bin_ / "initdb", "-D", data, *settings], user)
    options = f"-h 127.0.0.1 -p {port} -k {socket} -c max_wal_size=4GB"
    as_server([bin_ / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start"], user)
    try:
        yield Postgres(port)
    finally:
        as_server([bin_ / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], user, check=False)
        shutil.rmtree(socket, ignore_errors=True)


def _home(wanted: Path, user: str | None) -> Path:
    """Where the server's data lies: where it is kept, or else (root's own folders) a temporary one."""
    wanted.mkdir(parents=True, exist_ok=True)
    if user is None:
        return wanted
    shutil.chown(wanted, user)
    reachable = subprocess.run(["test", "-w", wanted], user=user, check=False, cwd="/")
    if reachable.returncode == 0:
        return wanted
    home = disks.temporary() / f"kollen-bench-{os.geteuid()}"
    home.mkdir(exist_ok=True)
    shutil.chown(home, user)
    return home

"""The file of a whole municipality's people, against a bare cursor and ``csv.writer`` of the same rows.

``python -m bench.exports`` reads one job as JSON from standard input, for each is measured in a process
of its own: its seconds, and by how many megabytes its memory rose at most.
"""

import csv
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from api.coverage import service as coverage
from api.coverage.lines import Line, lines
from api.coverage.rules import CoverageRules
from api.db.engine import make_engine
from api.db.session import Database
from api.imports.exporting import csv_pieces
from bench.building import OPERATOR, Measured, watched
from bench.datasets import ROOT, TODAY, Dataset
from bench.report import Row

ROUNDS = 3
RATIO, MEGABYTES = 15.0, 100.0
ROOT_UNIT = "K"
RULES = CoverageRules(small_group=5, goal=90, today=TODAY)
COLUMNS = ", ".join(Line._fields)
Answer = dict[str, float]


def rows(dataset: Dataset, folder: Path) -> list[Row]:
    """Time and memory of the file, in turns with the bare one."""
    job = {"url": dataset.url, "file": str(folder / "export.csv")}
    count = int(_child({**job, "job": "prepare"})["rows"])
    samples = [
        (_child({**job, "job": "export"}), _child({**job, "job": "bare"})) for _ in range(ROUNDS)
    ]
    _child({**job, "job": "clear"})
    number = f"{count:,}".replace(",", " ")
    name = f"The municipality's people as CSV, {number} rows"
    same: dict[str, Any] = {"database": dataset.store.name, "staff": dataset.staff}
    return [
        Row(
            name=name,
            unit="s",
            value=median(export["seconds"] for export, _ in samples),
            base="a bare cursor and csv.writer",
            base_value=median(bare["seconds"] for _, bare in samples),
            aim=RATIO,
            samples=ROUNDS,
            **same,
        ),
        Row(
            name=f"{name}: added memory at most",
            unit="MB",
            value=max(export["megabytes"] for export, _ in samples),
            aim=MEGABYTES,
            samples=ROUNDS,
            **same,
        ),
    ]


def _child(job: dict[str, str]) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "bench.exports"],
        input=json.dumps(job),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    found: Answer = json.loads(done.stdout)
    return found


def prepare(job: dict[str, str]) -> Answer:
    """Write the file's rows into a table of their own, with days as days."""
    with _bare(job["url"]) as connection, _told(job["url"]) as told:
        days = {"completed_on", "valid_until", "due"}
        columns = ", ".join(f"{name} {'date' if name in days else 'text'}" for name in Line._fields)
        cursor = connection.cursor()
        cursor.execute("DROP TABLE IF EXISTS bare_export")
        cursor.execute(f"CREATE TABLE bare_export ({columns})")
        mark = "?" if isinstance(connection, sqlite3.Connection) else "%s"
        marks = ", ".join(mark for _ in Line._fields)
        made = [tuple(map(_plain, line)) for line in told]
        cursor.executemany(f"INSERT INTO bare_export VALUES ({marks})", made)
        connection.commit()
    return {"rows": len(made)}


def clear(job: dict[str, str]) -> Answer:
    """Leave the data set as it was."""
    with _bare(job["url"]) as connection:
        connection.cursor().execute("DROP TABLE bare_export")
        connection.commit()
    return {}


def export(job: dict[str, str]) -> Measured:
    """Write the file as it leaves the house."""
    with watched() as measured, _told(job["url"]) as told, Path(job["file"]).open("wb") as file:
        file.writelines(csv_pieces(chain([Line._fields], told)))
    return measured


def bare(job: dict[str, str]) -> Measured:
    """Write the same rows from a bare cursor."""
    place = Path(job["file"])
    with (
        watched() as measured,
        _bare(job["url"]) as connection,
        place.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        cursor = connection.cursor()
        cursor.execute(f"SELECT {COLUMNS} FROM bare_export")
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(Line._fields)
        writer.writerows(cursor)
    return measured


@contextmanager
def _told(url: str) -> Iterator[Iterator[Line]]:
    database = Database(make_engine(url))
    with database.reading_one_state() as session:
        yield lines(coverage.people(session, OPERATOR, unit_code=ROOT_UNIT, on=TODAY, rules=RULES))
    database.engine.dispose()


@contextmanager
def _bare(url: str) -> Iterator[Any]:
    """A connection of the driver alone."""
    address = make_url(url)
    connection: Any
    if address.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(address.database))
    else:
        connection = psycopg.connect(
            host=address.host, port=address.port, user=address.username, dbname=address.database
        )
    try:
        yield connection
    finally:
        connection.close()


def _plain(value: object) -> object:
    """A cell as a table can hold it."""
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(int(value)) if isinstance(value, bool) else str(value)


JOBS: dict[str, Callable[[dict[str, str]], Answer]] = {
    "bare": bare,
    "clear": clear,
    "export": export,
    "prepare": prepare,
}

if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    json.dump(JOBS[asked["job"]](asked), sys.stdout)

"""One step of building a data set, in a process of its own so that its memory can be told apart.

``python -m bench.building`` reads one job as JSON from standard input and writes what it measured as JSON.
"""

import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from api.access.actor import Actor
from api.catalogue import check as course_check
from api.catalogue import service as catalogue
from api.clock import SystemClock
from api.coverage import service as coverage
from api.coverage.rules import CoverageRules
from api.coverage.settling import settle
from api.db.engine import is_sqlite, make_engine
from api.db.facts import Touched
from api.db.session import Database, WriteSession
from api.demo import service as demo
from api.imports import service as imports
from api.imports.incoming import Circumstances, FileIn
from api.imports.models import FileKind

ROOT = Path(__file__).parent.parent
COURSES = ROOT / "courses"
OPERATOR = Actor.system("bench")
VALIDITY = {"forsta-steget": 12}
STATUS, FORGET_PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
Measured = dict[str, float]


def migrate(url: str) -> None:
    """Build the tables of an empty database."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "alembic"))
    config.attributes["url"] = url
    command.upgrade(config, "head")


class TimedSettling:
    """Settles coverage, and knows how long that took."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, session: WriteSession, touched: Touched) -> None:
        """Settle."""
        started = time.perf_counter()
        settle(session, touched)
        self.seconds += time.perf_counter() - started


@dataclass(frozen=True)
class Ground:
    """The database that is built, and the day that is today in it."""

    database: Database
    settling: TimedSettling
    clock: SystemClock

    @classmethod
    def of(cls, job: dict[str, Any]) -> "Ground":
        """From a job."""
        settling = TimedSettling()
        clock = SystemClock(date.fromisoformat(job["today"]))
        return cls(Database(make_engine(job["url"]), settling), settling, clock)


def rebuild(job: dict[str, Any]) -> Measured:
    """Derive standings and ledger anew, as ``kollen coverage rebuild`` does."""
    ground = Ground.of(job)
    with watched() as measured, ground.database.writing() as session:
        coverage.rebuild(session, OPERATOR)
    return {**measured, "megabytes": _peak()}


def verify(job: dict[str, Any]) -> Measured:
    """Prove standings and ledger, as ``kollen coverage verify`` does."""
    ground = Ground.of(job)
    rules = CoverageRules(small_group=1, goal=100, today=ground.clock.today())
    with watched() as measured, ground.database.reading_one_state() as session:
        wrong = coverage.verify(session, OPERATOR, rules=rules)
    if wrong:
        message = f"{job['url']}: coverage is wrong: {wrong[0]}"
        raise RuntimeError(message)
    return {**measured, "megabytes": _peak()}


def load_demo(job: dict[str, Any]) -> Measured:
    """Migrate, and load the demo municipality."""
    migrate(job["url"])
    ground = Ground.of(job)
    with ground.database.writing() as session:
        demo.load(session, OPERATOR, clock=ground.clock, courses_dir=COURSES)
    return {}


def publish(job: dict[str, Any]) -> Measured:
    """Migrate, and publish the courses."""
    migrate(job["url"])
    ground = Ground.of(job)
    checked = course_check.read_courses(COURSES, ground.clock.today())
    with ground.database.writing() as session:
        catalogue.publish(session, OPERATOR, courses=checked.courses, clock=ground.clock)
    return {}


def bring_in(job: dict[str, Any]) -> Measured:
    """Import files as ``kollen import`` does; what is measured is the last of them.

    Unless the job is to settle, coverage is left to be rebuilt.
    """
    ground = Ground.of(job)
    database = ground.database if job["settles"] else Database(ground.database.engine)
    circumstances = Circumstances(clock=ground.clock, courses=VALIDITY)
    measured: Measured = {}
    for kind, path in job["files"]:
        content = Path(path).read_bytes()
        file = FileIn(FileKind(kind), Path(path).name, content)
        ground.settling.seconds = 0.0
        with watched() as seen, database.writing() as session:
            imports.apply(session, OPERATOR, file=file, circumstances=circumstances)
        settling = ground.settling.seconds
        rows = content.count(b"\n") - 1
        measured = {
            "seconds": seen["seconds"] - settling,
            "settling": settling,
            "megabytes": seen["megabytes"],
            "rows": rows,
        }
    return measured


def bare(job: dict[str, Any]) -> Measured:
    """Write the rows of a file by a bare ``executemany`` into a bare table, in one commit.

    The time is that of writing alone; the memory has the rows in it, as an import must have.
    """
    database = make_engine(job["url"])
    raw = database.raw_connection()
    cursor = raw.cursor()
    on_sqlite = is_sqlite(database)
    with watched() as measured:
        text = Path(job["files"][-1][1]).read_text(encoding="utf-8")
        header, *rows = map(tuple, csv.reader(StringIO(text), delimiter=";"))
        columns = ", ".join(f'"{name}" text' for name in header)
        marks = ", ".join(("?" if on_sqlite else "%s") for _ in header)
        started = time.perf_counter()
        if on_sqlite:
            cursor.execute("BEGIN")
        cursor.execute(f"CREATE TABLE bare_rows ({columns})")
        cursor.executemany(f"INSERT INTO bare_rows VALUES ({marks})", rows)
        raw.commit()
        seconds = time.perf_counter() - started
    cursor.execute("DROP TABLE bare_rows")
    raw.commit()
    return {**measured, "seconds": seconds, "rows": len(rows)}


@contextmanager
def watched() -> Iterator[Measured]:
    """Measure a block: its seconds, and by how many megabytes memory rose at most."""
    measured: Measured = {}
    if FORGET_PEAK.exists():
        FORGET_PEAK.write_text("5", encoding="ascii")
    before, started = _peak(), time.perf_counter()
    yield measured
    measured |= {"seconds": time.perf_counter() - started, "megabytes": _peak() - before}


def _peak() -> float:
    """The highest that memory has been, in megabytes.

    Linux says it for this process alone; what ``resource`` says there may be its parent's.
    """
    if STATUS.exists():
        for line in STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000_000


JOBS: dict[str, Callable[[dict[str, Any]], Measured]] = {
    "bare": bare,
    "demo": load_demo,
    "import": bring_in,
    "publish": publish,
    "rebuild": rebuild,
    "verify": verify,
}

if __name__ == "__main__":
    asked = json.loads(sys.stdin.read())
    json.dump(JOBS[asked["job"]](asked), sys.stdout)

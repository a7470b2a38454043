"""Data sets, built once and kept under ``var/bench`` for as long as code and parameters stay the same.

Facts come in through the real import. Up to a size coverage is settled as they do; of the larger
sets it is rebuilt at the end, which is measured, and done again alone when only coverage's code has
changed. What is measured is always a fresh copy; the original stays as it was built.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from api.imports.models import FileKind
from api.imports.reading import MAX_ROWS
from bench import synthetic
from bench.databases import Store

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
DEMO_STAFF = 600
REBUILT_FROM = 60_000  # So many staff and more: imported without settling, then rebuilt.
# What facts and coverage are made by. The pages are not among it: they may change under the same data.
ROOMS = ("catalogue", "db", "demo", "imports", "organisation", "people", "records", "requirements")
FACTS = (
    *(f"api/{room}/**/*.py" for room in ROOMS),
    "alembic/versions/*.py",
    "courses/**/*.md",
    "bench/building.py",
    "bench/datasets.py",
    "bench/synthetic.py",
)
COVERAGE = ("api/coverage/**/*.py",)
# The files large enough for their import to be worth measuring.
WEIGHED = (FileKind.PEOPLE, FileKind.RECORDS)
Say = Callable[[str], None]
Measured = dict[str, float]


@dataclass(frozen=True)
class Dataset:
    """A data set ready to be measured: a fresh copy, and how its import or its rebuild went."""

    store: Store
    staff: int
    name: str
    imports: dict[str, dict[str, Measured]]
    rebuilt: Measured

    @property
    def url(self) -> str:
        """The address of the copy."""
        return self.store.url(self.name)

    @property
    def demo(self) -> bool:
        """Whether it is the demo municipality rather than a synthetic one."""
        return self.staff == DEMO_STAFF


def prepare(store: Store, staff: int, folder: Path, say: Say, *, anew: bool = False) -> Dataset:
    """Build the data set, or take the one that was built by the same code, and copy it."""
    kept, original = folder / f"{store.name.lower()}-{staff}.json", f"made_{staff}"
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() and not anew else {}
    marks = {"facts": fingerprint(staff, FACTS), "coverage": fingerprint(staff, COVERAGE)}
    stale = {name for name, mark in marks.items() if found.get(name) != mark}
    if "facts" in stale or (stale and staff < REBUILT_FROM):
        say(f"Building {staff:,} staff on {store.name} ...")
        kept.unlink(missing_ok=True)
        found = {"imports": _build(store, original, staff, folder), "rebuilt": {}}
    if stale:
        if staff >= REBUILT_FROM:
            say(f"Rebuilding coverage of {staff:,} staff on {store.name} ...")
            found["rebuilt"] = child({**job(store, original), "job": "rebuild"})
        store.rest(original)
        kept.write_text(json.dumps({**found, **marks}, indent=1), encoding="utf-8")
    copy = f"used_{staff}"
    store.copy(original, copy)
    return Dataset(store, staff, copy, found["imports"], found["rebuilt"])


def fingerprint(staff: int, makers: Iterable[str]) -> str:
    """A hash of everything a part of a data set depends on."""
    digest = sha256(f"{staff} {TODAY}".encode())
    for pattern in makers:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def job(store: Store, name: str) -> dict[str, Any]:
    """What every job on a data set must know."""
    return {"url": store.url(name), "today": TODAY.isoformat()}


def _build(store: Store, name: str, staff: int, folder: Path) -> dict[str, dict[str, Measured]]:
    store.create(name)
    base = job(store, name)
    if staff == DEMO_STAFF:
        child({**base, "job": "demo"})
        return {}
    child({**base, "job": "publish"})
    measured: dict[str, dict[str, Measured]] = {}
    for files in _batches(staff, folder):
        this = {**base, "files": files, "settles": staff < REBUILT_FROM}
        kind = files[-1][0]
        if kind in WEIGHED:
            measured[kind] = {"bare": child({**this, "job": "bare"})}
        done = child({**this, "job": "import"})
        if kind in WEIGHED:
            measured[kind]["import"] = done
    return measured


def _batches(staff: int, folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Write the files; each kind that is weighed is brought in by a process of its own."""
    batch: list[tuple[str, str]] = []
    for kind, content in synthetic.files(staff, TODAY).items():
        if kind in WEIGHED and batch:
            yield batch
            batch = []
        for number, part in enumerate(_parts(content)):
            file = folder / f"{kind}{number or ''}.csv"
            file.write_bytes(part)
            batch.append((kind.value, str(file)))
        if kind in WEIGHED:
            yield batch
            batch = []
    if batch:
        yield batch


def _parts(content: bytes) -> Iterator[bytes]:
    """Divide a file that has more rows than an import takes."""
    header, *rows = content.splitlines(keepends=True)
    for start in range(0, len(rows) or 1, MAX_ROWS):
        yield header + b"".join(rows[start : start + MAX_ROWS])


def child(asked: dict[str, Any]) -> Measured:
    """Do one job of ``bench.building`` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.building"],
        input=json.dumps(asked),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    found: Measured = json.loads(done.stdout)
    return found

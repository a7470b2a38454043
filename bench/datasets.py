"""Data sets, built once and kept under ``var/bench`` for as long as code and parameters stay the same.

What is measured is always a fresh copy; the original stays as it was built.
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
from bench import synthetic
from bench.databases import Store

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
DEMO_STAFF = 600
# What a data set is made of and by. The pages are not among it: they may change under the same data.
MAKERS = ("api/**/*.py", "alembic/versions/*.py", "courses/**/*.md")
OWN_MAKERS = ("bench/building.py", "bench/datasets.py", "bench/synthetic.py")
FACES = ("api/http", "api/cli")
# The files large enough for their import to be worth measuring.
WEIGHED = (FileKind.PEOPLE, FileKind.RECORDS)
Say = Callable[[str], None]
Measured = dict[str, float]


@dataclass(frozen=True)
class Dataset:
    """A data set ready to be measured: a fresh copy, and how its import went."""

    store: Store
    staff: int
    name: str
    imports: dict[str, dict[str, Measured]]

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
    kept = folder / f"{store.name.lower()}-{staff}.json"
    original, mark = f"made_{staff}", fingerprint(staff)
    found = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() and not anew else {}
    if found.get("mark") != mark:
        say(f"Building {staff:,} staff on {store.name} ...")
        kept.unlink(missing_ok=True)
        found = {"mark": mark, "imports": _build(store, original, staff, folder)}
        store.rest(original)
        kept.write_text(json.dumps(found, indent=1), encoding="utf-8")
    copy = f"used_{staff}"
    store.copy(original, copy)
    return Dataset(store, staff, copy, found["imports"])


def fingerprint(staff: int) -> str:
    """A hash of everything a data set depends on."""
    digest = sha256(f"{staff} {TODAY}".encode())
    for path in _makers():
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _makers() -> Iterable[Path]:
    faces = [ROOT / face for face in FACES]
    for pattern in (*MAKERS, *OWN_MAKERS):
        for path in sorted(ROOT.glob(pattern)):
            if not any(path.is_relative_to(face) for face in faces):
                yield path


def _build(store: Store, name: str, staff: int, folder: Path) -> dict[str, dict[str, Measured]]:
    store.create(name)
    job: dict[str, Any] = {"url": store.url(name), "today": TODAY.isoformat()}
    if staff == DEMO_STAFF:
        _child({**job, "job": "demo"})
        return {}
    _child({**job, "job": "publish"})
    measured: dict[str, dict[str, Measured]] = {}
    for files in _batches(staff, folder):
        this = {**job, "files": files}
        kind = files[-1][0]
        if kind in WEIGHED:
            measured[kind] = {"bare": _child({**this, "job": "bare"})}
        done = _child({**this, "job": "import"})
        if kind in WEIGHED:
            measured[kind]["import"] = done
    return measured


def _batches(staff: int, folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Write the files; each that is weighed is brought in by a process of its own."""
    batch: list[tuple[str, str]] = []
    for kind, content in synthetic.files(staff, TODAY).items():
        file = folder / f"{kind}.csv"
        file.write_bytes(content)
        if kind in WEIGHED and batch:
            yield batch
            batch = []
        batch.append((kind.value, str(file)))
        if kind in WEIGHED:
            yield batch
            batch = []
    if batch:
        yield batch


def _child(job: dict[str, Any]) -> Measured:
    done = subprocess.run(
        [sys.executable, "-m", "bench.building"],
        input=json.dumps(job),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
    )
    found: Measured = json.loads(done.stdout)
    return found

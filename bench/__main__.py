"""``make bench``: prints one table and writes ``var/bench.json``.

Everything is a ratio of medians measured in this run: pages against a bare hello route of the same
server, one request at a time, each over a new connection; writes against a bare durable commit; imports
against a bare ``executemany``. Times alone say more of the machine than of the program.

The first run builds its data sets (a few minutes); later ones reuse them until the code changes.
Sizes that belong to later work are had by name: ``python -m bench --staff 2500 --staff 60000``.
"""

import argparse
import fcntl
import json
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import commits, imports, pages, upkeep
from bench.databases import Sqlite, Store, postgres
from bench.datasets import DEMO_STAFF, ROOT, Dataset, prepare
from bench.report import Row, as_json, markdown, terminal

LARGE = 25_000
DATABASES = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    options = _options(arguments)
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder), ExitStack() as stack:
        stores: list[Store] = [Sqlite(folder)] if "sqlite" in options.database else []
        if "postgresql" in options.database:
            stores.append(stack.enter_context(postgres(folder)))
        rows = _measure(stores, options, folder)
    _write(ROOT / "var" / "bench.json", rows)
    print(markdown(rows) if options.markdown else terminal(rows), end="")
    load = os.getloadavg()[0]
    _say(
        f"Medians of samples taken in turns, load {load:.1f} on {os.cpu_count()} cores; ? unsteady."
    )
    missed = [row for row in rows if row.met is False]
    aims = sum(row.aim is not None for row in rows)
    _say(f"{aims - len(missed)} of {aims} aims met. Written to var/bench.json.")
    return 0


def _measure(stores: Sequence[Store], options: argparse.Namespace, folder: Path) -> list[Row]:
    sizes = [DEMO_STAFF] if options.quick else sorted({DEMO_STAFF, *(options.staff or [LARGE])})
    rows: list[Row] = []
    datasets: list[Dataset] = []
    for store in stores:
        datasets += [prepare(store, size, folder, _say, anew=options.anew) for size in sizes]
    for dataset in datasets:
        # Proving takes minutes for the large: what it finds there is the same on either database.
        if dataset.demo or dataset.store is stores[0]:
            _say(f"Proving coverage of {dataset.staff:,} staff on {dataset.store.name} ...")
            rows += upkeep.verify(dataset, folder)
    _say("Asking the pages, all data sets in turns ...")
    asked = pages.measure(datasets, folder, options.rounds)
    _say("Recording completions ...")
    for dataset in datasets:
        rows += commits.measure(dataset, folder, options.rounds)
    rows += [row for dataset in datasets for row in imports.rows(dataset)]
    return asked + rows + upkeep.courses(options.rounds // 6)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help=f"only the demo municipality of {DEMO_STAFF}")
    add("--staff", type=int, action="append", help=f"a size besides it ({LARGE}); repeatable")
    add("--database", choices=DATABASES, action="append", help="only this one; repeatable")
    add("--rounds", type=int, default=60, help="samples of everything (60)")
    add("--anew", action="store_true", help="build the data sets again, and time their imports")
    add("--markdown", action="store_true", help="print the table for a README")
    options = parser.parse_args(arguments)
    options.database = options.database or list(DATABASES)
    return options


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two benches at once would measure each other."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("Another bench is running.")
        yield


def _write(path: Path, rows: Sequence[Row]) -> None:
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    told = {
        "measured_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine,
        "rows": [as_json(row) for row in rows],
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

"""``make bench``: prints one table and writes ``var/bench.json``.

Most things are ratios of medians measured in this run: pages against a bare hello route of the same
server, one request at a time, each over a new connection; the ledger against a ready-made table of
the same cells; writes against a bare durable commit; imports against a bare ``executemany``. Times
alone say more of the machine than of the program.

The first run builds its data sets (some ten minutes); later ones reuse what the code has not changed
since. ``--quick`` asks only the demo municipality. Larger: ``python -m bench --staff 250000
--database sqlite``. For the README: ``python -m bench --markdown``.
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

from bench import commits, disks, exports, imports, pages, querying, upkeep
from bench.databases import Sqlite, Store, postgres
from bench.datasets import DEMO_STAFF, ROOT, Dataset, prepare
from bench.report import Row, as_json, markdown, terminal

SMALLEST, LARGER = 2_500, (25_000, 60_000)
EXPORTED = 25_000  # So many staff are some 125,000 rows: the size that is promised of files.
DATABASES = ("sqlite", "postgresql")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, write."""
    options = _options(arguments)
    folder = disks.on_disk((ROOT / "var" / "bench", disks.OUTSIDE))
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
        f" Data sets and durable commits on {disks.kind_of(folder) or 'a file system unknown'}."
    )
    missed = [row for row in rows if row.met is False]
    aims = sum(row.met is not None for row in rows)
    _say(f"{aims - len(missed)} of {aims} aims met. Written to var/bench.json.")
    return 0


def _measure(stores: Sequence[Store], options: argparse.Namespace, folder: Path) -> list[Row]:
    larger = options.staff or LARGER
    sizes = [DEMO_STAFF] if options.quick else sorted({DEMO_STAFF, SMALLEST, *larger})
    datasets: list[Dataset] = []
    for store in stores:
        datasets += [prepare(store, size, folder, _say, anew=options.anew) for size in sizes]
    kept_up = _upkeep(datasets, folder, options.rounds)
    _say("Asking the pages, all data sets in turns ...")
    rows = pages.measure(datasets, folder, options.rounds)
    _say("Reading the ledger, all data sets in turns ...")
    rows += querying.measure(datasets, folder, options.rounds)
    _say("Recording completions ...")
    for dataset in datasets:
        rows += commits.measure(dataset, folder, options.rounds)
    rows += kept_up
    rows += [row for dataset in datasets for row in imports.rows(dataset)]
    rows += [
        row for each in datasets if each.staff == EXPORTED for row in exports.rows(each, folder)
    ]
    return rows + upkeep.courses(max(1, options.rounds // 6))


def _upkeep(datasets: Sequence[Dataset], folder: Path, rounds: int) -> list[Row]:
    """Also the proof that what is measured further on is right."""
    rows: list[Row] = []
    for dataset in datasets:
        _say(f"Proving coverage of {dataset.staff:,} staff on {dataset.store.name} ...")
        rows += [*upkeep.rebuilt(dataset), *upkeep.verify(dataset)]
        if not dataset.demo:
            rows += upkeep.measure(dataset, folder, max(1, rounds // 4))
    return rows


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    add = parser.add_argument
    add("--quick", action="store_true", help=f"only the demo municipality of {DEMO_STAFF}")
    add(
        "--staff",
        type=int,
        action="append",
        help=f"a size besides {SMALLEST} ({LARGER}); repeatable",
    )
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

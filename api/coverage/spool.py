"""Differences to the ledger, gathered from any number of persons in bounded memory.

Past a limit they are written, cell by cell in order, to a temporary file; at the end all runs are
merged. It holds ids and numbers only, and the file has no name and ends with the process.
"""

import heapq
import marshal
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter
from struct import Struct
from tempfile import TemporaryFile
from typing import IO

from api.coverage import ledger
from api.coverage.ledger import Cell, Changes, Row
from api.coverage.standings import Segment

LIMIT = 500_000  # Changes held in memory (some 100 MB).
LENGTH = Struct("<I")


class Spool:
    """Gathers what standings add to the ledger and take from it."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._held: defaultdict[Cell, Changes] = defaultdict(dict)
        self._count = 0
        self._runs: list[IO[bytes]] = []

    def change(self, gone: Iterable[Segment], fresh: Iterable[Segment]) -> None:
        """Take away what stood, add what stands instead."""
        self._count += ledger.differences(self._held, gone, -1)
        self._count += ledger.differences(self._held, fresh, 1)
        if self._count > self._limit:
            self._write_run()

    def rows(self) -> Iterator[Row]:
        """Give all ledger rows, sorted by key, and empty the spool. Changes of nothing left out."""
        held = self._take()
        runs, self._runs = self._runs, []
        cells = heapq.merge(held, *map(_read_run, runs), key=itemgetter(0))
        yield from ledger.rows(cells)

    def _take(self) -> list[tuple[Cell, Changes]]:
        held = sorted(self._held.items(), key=itemgetter(0))
        self._held, self._count = defaultdict(dict), 0
        return held

    def _write_run(self) -> None:
        # The file lives as long as the run is referred to, whichever function that outlasts.
        run = TemporaryFile()  # noqa: SIM115
        for cell in self._take():
            written = marshal.dumps(cell)
            run.write(LENGTH.pack(len(written)) + written)
        run.seek(0)
        self._runs.append(run)


def _read_run(run: IO[bytes]) -> Iterator[tuple[Cell, Changes]]:
    with run:
        while head := run.read(LENGTH.size):
            # Written by this process into a file that nobody else can open.
            yield marshal.loads(run.read(*LENGTH.unpack(head)))  # noqa: S302

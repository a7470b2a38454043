"""Differences to the ledger, gathered from any number of persons in bounded memory.

Past a limit they are written, sorted, to a temporary file; at the end all runs are merged. It holds
ids and numbers only, and the file has no name and ends with the process.
"""

import heapq
from collections.abc import Iterable, Iterator
from struct import Struct
from tempfile import TemporaryFile
from typing import IO

from api.coverage import ledger
from api.coverage.ledger import BITS, FIGURES, Key, Row
from api.coverage.standings import Segment

LIMIT = 400_000  # Differences held in memory (some 100 MB).
CHUNK = 20_000  # Differences read back at a time from each run.
WIDTH = BITS * FIGURES // 8
RECORD = Struct(f"<iii{WIDTH}s")


class Spool:
    """Gathers what standings add to the ledger and take from it."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._held: dict[Key, int] = {}
        self._runs: list[IO[bytes]] = []

    def change(self, gone: Iterable[Segment], fresh: Iterable[Segment]) -> None:
        """Take away what stood, add what stands instead."""
        ledger.differences(self._held, gone, -1)
        ledger.differences(self._held, fresh, 1)
        if len(self._held) > self._limit:
            self._write_run()

    def rows(self) -> Iterator[Row]:
        """Give all ledger rows, sorted by key, and empty the spool. Changes of nothing left out."""
        held, self._held = sorted(self._held.items()), {}
        runs, self._runs = self._runs, []
        yield from ledger.rows(heapq.merge(held, *map(_read_run, runs)))

    def _write_run(self) -> None:
        # The file lives as long as the run is referred to, whichever function that outlasts.
        run = TemporaryFile()  # noqa: SIM115
        for key, change in sorted(self._held.items()):
            run.write(RECORD.pack(*key, change.to_bytes(WIDTH, "little", signed=True)))
        run.seek(0)
        self._runs.append(run)
        self._held = {}


def _read_run(run: IO[bytes]) -> Iterator[tuple[Key, int]]:
    with run:
        while block := run.read(RECORD.size * CHUNK):
            for unit_id, requirement_id, day, change in RECORD.iter_unpack(block):
                key = (unit_id, requirement_id, day)
                yield key, int.from_bytes(change, "little", signed=True)

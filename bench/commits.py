"""A bare durable commit of two rows, and beside it one completion recorded and settled."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event

from api.access.actor import Actor
from api.access.permissions import Permission
from api.identity import service as identity
from api.records import service as records
from bench import aims
from bench.cast import Cast, gather
from bench.datasets import Dataset
from bench.measuring import in_turns, median_ms, steady
from bench.report import Row

INTO_LEDGER = "INSERT INTO ledger_entry"
WARM_UP, COUNTED = 4, 5


class Commits:
    """Commits two rows into a bare table of the data set's own database, over and over."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._place = "?" if dataset.store.name == "SQLite" else "%s"

    def __enter__(self) -> Self:
        self._connection = self._dataset.store.connect(self._dataset.name)
        self._connection.execute("CREATE TABLE IF NOT EXISTS bare_commit (number int, said text)")
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _raised: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def bare(self) -> float:
        """Begin, insert two rows, commit; the seconds it took."""
        insert = f"INSERT INTO bare_commit VALUES ({self._place}, {self._place})"
        execute: Any = self._connection.execute
        started = time.perf_counter()
        execute("BEGIN IMMEDIATE" if self._place == "?" else "BEGIN")
        execute(insert, (1, "two rows"))
        execute(insert, (2, "and a commit"))
        execute("COMMIT")
        return time.perf_counter() - started


class Completions:
    """Records that the next person has completed the course today."""

    def __init__(self, cast: Cast, people: Iterator[int]) -> None:
        self._cast = cast
        self._people = people
        self.ledger_rows: list[int] = []

    def once(self) -> float:
        """Record, settle and commit; the seconds it took."""
        house, actor = self._cast.house, self._next_actor()
        self.ledger_rows.append(0)
        started = time.perf_counter()
        with house.database.writing() as session:
            records.award(
                session,
                actor,
                course=self._cast.course,
                edition_hash=self._cast.edition,
                clock=house.clock,
            )
        return time.perf_counter() - started

    def count(self, _connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        """Count the rows of the ledger that were written (after each statement)."""
        if INTO_LEDGER in statement:
            self.ledger_rows[-1] += cursor.rowcount

    def _next_actor(self) -> Actor:
        house = self._cast.house
        with house.database.reading() as session:
            actor = identity.actor_of_person(
                session, person_id=next(self._people), clock=house.clock
            )
        actor.require(Permission.COURSE_TAKE)
        return actor


def measure(dataset: Dataset, folder: Path, rounds: int) -> list[Row]:
    """One completion against a bare commit, in turns on the same database."""
    cast = gather(dataset, folder)
    people = iter(reversed(cast.others))
    completions = Completions(cast, people)
    with Commits(dataset) as commits:
        samples = in_turns(
            {"bare": commits.bare, "completion": completions.once},
            rounds=rounds,
            warm_up=WARM_UP,
        )
    # Only now: an ear on the engine has its price.
    event.listen(cast.house.database.engine, "after_cursor_execute", completions.count)
    for _ in range(COUNTED):
        completions.once()
    cast.house.database.engine.dispose()
    same = {"database": dataset.store.name, "staff": dataset.staff}
    return [
        Row(
            name="One completion recorded and settled",
            value=median_ms(samples["completion"]),
            base="a bare durable commit",
            base_value=median_ms(samples["bare"]),
            aim=aims.COMPLETION,
            samples=len(samples["completion"]),
            steady=steady(*samples.values()),
            **same,  # type: ignore[arg-type]
        ),
        Row(
            name="One completion: rows of the ledger",
            value=max(completions.ledger_rows),
            unit="",
            aim=aims.LEDGER_ROWS,
            **same,  # type: ignore[arg-type]
        ),
    ]

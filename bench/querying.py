"""The ledger itself: a unit and its children against a ready-made table, and a trend against both."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from api.access.actor import Actor
from api.coverage import ledger, queries, storage, trends
from api.coverage import service as coverage
from api.coverage.facts import Ground
from api.coverage.models import LedgerEntry
from api.coverage.words import Counts
from api.db.engine import is_sqlite
from api.db.session import ReadSession, WriteSession
from api.house import House, build_house
from api.identity import service as identity
from api.organisation import service as organisation
from bench import aims
from bench.building import OPERATOR
from bench.cast import coordinator, settings
from bench.datasets import TODAY, Dataset
from bench.measuring import Measure, in_turns, median_ms, steady
from bench.report import Row
from bench.synthetic import EQUAL_BOARD

LEDGER = LedgerEntry.__table__  # type: ignore[attr-defined]
READY_MADE = Table(
    "bare_cell",
    MetaData(),
    *(Column(name, Integer, primary_key=True) for name in ("unit_id", "requirement_id")),
    *(Column(name, Integer) for name in Counts._fields),
)
OF_UNITS_SQLITE = "SELECT * FROM bare_cell WHERE unit_id IN (SELECT value FROM json_each(?))"
OF_UNITS = "SELECT * FROM bare_cell WHERE unit_id = ANY(%s::int[])"
POINTS = 60
FIRST = TODAY - timedelta(3 * 365)
LAST = ledger.month_ends(FIRST, FIRST + timedelta(6 * 365))[POINTS - 1]
MATRIX, READY, TREND = "matrix", "ready-made", "trend"
Samples = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Asked:
    """A data set, a reader of it, and the unit whose cells are read."""

    dataset: Dataset
    house: House
    session: ReadSession
    ground: Ground
    actor: Actor
    units: tuple[int, ...]
    requirement_id: int
    requirement_code: str
    cells: int

    def key(self, name: str) -> str:
        """What a measure of it is called among all."""
        return f"{self.dataset.store.name} {self.dataset.staff} {name}"

    def measures(self) -> dict[str, Measure]:
        """What is done to it, by name."""
        months = trends.slots_for(ledger.month_ends(FIRST, LAST))
        own, today = [self.units[0]], ledger.slots_on(TODAY)
        done: dict[str, Callable[[], object]] = {
            MATRIX: lambda: storage.balances(self.session, self.ground, self.units, today),
            READY: lambda: ready_made(self.session, self.units),
            TREND: lambda: list(
                storage.slots_of(self.session, self.ground, own, months, self.requirement_id)
            ),
            "cells": self._cells,
            "trend call": self._trend,
        }
        return {name: _timed(do) for name, do in done.items()}

    def _cells(self) -> object:
        rules = self.house.coverage_rules
        return coverage.cells(
            self.session, self.actor, unit_code=EQUAL_BOARD, on=TODAY, rules=rules
        )

    def _trend(self) -> object:
        return coverage.trend(
            self.session,
            self.actor,
            unit_code=EQUAL_BOARD,
            requirement_code=self.requirement_code,
            first=FIRST,
            last=LAST,
            rules=self.house.coverage_rules,
        )


def measure(datasets: Sequence[Dataset], folder: Path, rounds: int) -> list[Row]:
    """Read all data sets in turns, and tell."""
    asked = [_ask(dataset, folder) for dataset in datasets if not dataset.demo]
    measures = {one.key(name): do for one in asked for name, do in one.measures().items()}
    samples = in_turns(measures, rounds=rounds)
    for one in asked:
        one.session.close()
        one.house.database.engine.dispose()
    return [row for one in asked for row in (*_rows(one, samples), *_flatness(one, asked, samples))]


def _rows(one: Asked, samples: Samples) -> Iterator[Row]:
    def row(name: str, label: str, base: str, against: str, aim: float | None) -> Row:
        return _compared(one, label, (samples[one.key(name)], samples[one.key(against)]), base, aim)

    label = f"Ledger: a unit and its children, {one.cells} cells"
    yield row(MATRIX, label, "a ready-made table", READY, aims.LEDGER_QUERY)
    label = f"Ledger: a trend of {POINTS} points"
    yield row(TREND, label, "a unit and its children", MATRIX, aims.TREND)
    label = f"A trend of {POINTS} points, withheld as it must"
    yield row("trend call", label, "a unit and its children, likewise", "cells", None)


def _flatness(one: Asked, asked: Sequence[Asked], samples: Samples) -> Iterator[Row]:
    """Against the smallest on the same database."""
    smallest = min(
        (each for each in asked if each.dataset.store is one.dataset.store),
        key=lambda each: each.dataset.staff,
    )
    if one is not smallest:
        pair = samples[one.key(MATRIX)], samples[smallest.key(MATRIX)]
        label, base = "Ledger: a unit and its children: flatness", smallest.dataset.staff
        yield _compared(one, label, pair, f"at {base} staff", aims.FLATNESS)


def _compared(
    one: Asked,
    label: str,
    taken: tuple[Sequence[float], Sequence[float]],
    base: str,
    aim: float | None,
) -> Row:
    value, base_value = map(median_ms, taken)
    return Row(
        name=label,
        value=value,
        database=one.dataset.store.name,
        staff=one.dataset.staff,
        base=base,
        base_value=base_value,
        aim=aim,
        samples=len(taken[0]),
        steady=steady(*taken),
    )


def _ask(dataset: Dataset, folder: Path) -> Asked:
    house = build_house(settings(dataset, folder))
    with house.database.writing() as writer:
        _make_ready(writer)
        actor = identity.actor_of_person(writer, person_id=coordinator(writer), clock=house.clock)
    session = house.database.open_reader()
    tree = organisation.tree(session, on=TODAY)
    unit = tree.by_code[EQUAL_BOARD]
    units = (unit.id, -unit.id, *tree.children[unit.id])
    cells, ground = ready_made(session, units), queries.ground(session)
    if cells != storage.balances(session, ground, units, ledger.slots_on(TODAY)):
        message = f"{dataset.name}: the ready-made table differs from the ledger"
        raise RuntimeError(message)
    told = coverage.cells(
        session, OPERATOR, unit_code=EQUAL_BOARD, on=TODAY, rules=house.coverage_rules
    )
    first = told.requirements[0]
    return Asked(dataset, house, session, ground, actor, units, first.id, first.code, len(cells))


def _make_ready(session: WriteSession) -> None:
    """Write today's figures of every unit into a table, as somebody else might at night."""
    units = list(session.execute(select(LEDGER.c.unit_id).distinct()).scalars())
    figures = storage.balances(session, queries.ground(session), units, ledger.slots_on(TODAY))
    connection = session.connection()
    READY_MADE.drop(connection, checkfirst=True)
    READY_MADE.create(connection)
    names = [column.name for column in READY_MADE.c]
    rows = [dict(zip(names, (*key, *counts), strict=True)) for key, counts in figures.items()]
    connection.execute(insert(READY_MADE), rows)


def ready_made(
    session: ReadSession, units: Sequence[int]
) -> dict[tuple[int, int], tuple[int, ...]]:
    """Read the units' figures by the table's key, in the way that ``storage`` reads the ledger."""
    connection = session.connection()
    if is_sqlite(connection):
        found = connection.exec_driver_sql(OF_UNITS_SQLITE, (json.dumps(units),))
    else:
        found = connection.exec_driver_sql(OF_UNITS, (list(units),))
    return {(row[0], row[1]): row[2:] for row in found.all()}


def _timed(do: Callable[[], object]) -> Measure:
    def once() -> float:
        started = time.perf_counter()
        do()
        return time.perf_counter() - started

    return once

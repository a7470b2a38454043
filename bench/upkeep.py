"""What runs beside the pages: rebuilding and proving coverage, moving a unit, and what was known."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from markdown_it import MarkdownIt
from sqlmodel import col, select

from api.catalogue import check as course_check
from api.coverage import service as coverage
from api.db import facts
from api.db.facts import Entry
from api.db.session import WriteSession, settle
from api.house import House, build_house
from api.identity import service as identity
from api.organisation.models import Unit, UnitPeriod
from bench import aims
from bench.building import COURSES, OPERATOR
from bench.cast import ROOT_UNIT, coordinator, settings
from bench.datasets import TODAY, Dataset, child, job
from bench.measuring import Measure, in_turns, median_ms, steady
from bench.report import Row
from bench.synthetic import LARGE_UNIT, LARGE_UNIT_STAFF, MOVED_TO

READ = ("post", "training_record", "standing", "ledger_entry")
LARGEST_KNOWN_AT = 30_000


def rebuilt(dataset: Dataset) -> list[Row]:
    """``kollen coverage rebuild``, as it went when the data set was built."""
    if not dataset.rebuilt:
        return []
    return _upkeep(dataset, "kollen coverage rebuild", dataset.rebuilt, aims.UPKEEP_SECONDS)


def verify(dataset: Dataset) -> list[Row]:
    """``kollen coverage verify``, and only fetching what it reads."""
    done = child({**job(dataset.store, dataset.name), "job": "verify"})
    aim = aims.UPKEEP_SECONDS if dataset.staff <= aims.PROVED_STAFF else None
    note = f"only fetching its rows {_fetching(dataset):.1f} s"
    return _upkeep(dataset, "kollen coverage verify", done, aim, note)


def _upkeep(
    dataset: Dataset, name: str, done: dict[str, float], seconds: float | None, note: str = ""
) -> list[Row]:
    same = {"database": dataset.store.name, "staff": dataset.staff}
    return [
        Row(name=f"{name}: {what}", value=value, unit=unit, aim=aim, note=told, **same)  # type: ignore[arg-type]
        for what, value, unit, aim, told in (
            ("time", done["seconds"], "s", seconds, note),
            ("memory of the process", done["megabytes"], "MB", aims.UPKEEP_MEGABYTES, ""),
        )
    ]


def measure(dataset: Dataset, folder: Path, rounds: int) -> list[Row]:
    """Moving a unit, and coverage as known at an instant, in turns."""
    house = build_house(settings(dataset, folder))
    measures: dict[str, Measure] = {"move": lambda: _move(house)}
    if dataset.staff <= LARGEST_KNOWN_AT:
        measures["known"] = lambda: _known_at(house)
    samples = in_turns(measures, rounds=rounds, warm_up=1)
    house.database.engine.dispose()
    return list(_rows(dataset, samples))


def _rows(dataset: Dataset, samples: dict[str, list[float]]) -> Iterator[Row]:
    aimed = dataset.staff <= aims.KNOWN_AT_STAFF
    for name, label, aim in (
        ("move", f"A unit of {LARGE_UNIT_STAFF} re-parented", aims.MOVING_SECONDS),
        ("known", "Coverage as known at an instant", aims.KNOWN_AT_SECONDS if aimed else None),
    ):
        if taken := samples.get(name):
            yield Row(
                name=label,
                value=median_ms(taken) / 1000,
                unit="s",
                database=dataset.store.name,
                staff=dataset.staff,
                aim=aim,
                samples=len(taken),
                steady=steady(taken),
            )


def _move(house: House) -> float:
    """Put the large unit under another board from today, settle, and roll back."""
    with house.database.open_writer() as session:
        started = time.perf_counter()
        _re_parent(session, Entry(house.clock.now(), OPERATOR.label))
        settle(session)
        return time.perf_counter() - started


def _re_parent(session: WriteSession, entry: Entry) -> None:
    of = {unit.code: unit.id for unit in session.exec(select(Unit)).all()}
    (was,) = session.exec(
        select(UnitPeriod).where(col(UnitPeriod.unit_id) == of[LARGE_UNIT], facts.known(UnitPeriod))
    ).all()
    before = was.model_copy(update={"id": None, "last_day": TODAY - timedelta(1)})
    after = was.model_copy(update={"id": None, "first_day": TODAY, "parent_id": of[MOVED_TO]})
    facts.retract(session, entry, [was])
    facts.add(session, entry, [before, after])


def _known_at(house: House) -> float:
    """The whole municipality, for TAFA."""
    with house.database.reading() as session:
        actor = identity.actor_of_person(session, person_id=coordinator(session), clock=house.clock)
        started = time.perf_counter()
        coverage.cells(
            session,
            actor,
            unit_code=ROOT_UNIT,
            on=TODAY,
            rules=house.coverage_rules,
            known_at=house.clock.now(),
        )
        return time.perf_counter() - started


def courses(rounds: int) -> list[Row]:
    """The check of all courses, against rendering their texts once."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(COURSES.glob("*/**/*.md"))]
    samples = in_turns({"check": _check, "render": lambda: _render(texts)}, rounds=rounds)
    return [
        Row(
            name=f"kollen courses check, {len(texts)} files",
            value=median_ms(samples["check"]),
            base="rendering the same Markdown",
            base_value=median_ms(samples["render"]),
            samples=len(samples["check"]),
        )
    ]


def _fetching(dataset: Dataset) -> float:
    connection = dataset.store.connect(dataset.name)
    started = time.perf_counter()
    for table in READ:
        connection.execute(f"SELECT * FROM {table}").fetchall()
    seconds = time.perf_counter() - started
    connection.close()
    return seconds


def _check() -> float:
    started = time.perf_counter()
    course_check.read_courses(COURSES, TODAY)
    return time.perf_counter() - started


def _render(texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        MarkdownIt().render(text)
    return time.perf_counter() - started

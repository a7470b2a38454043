"""What runs beside the pages: proving coverage, and checking the courses."""

import time
from pathlib import Path

from markdown_it import MarkdownIt

from api.catalogue import check as course_check
from api.coverage import service as coverage
from api.house import build_house
from bench.building import COURSES, OPERATOR
from bench.cast import settings
from bench.datasets import TODAY, Dataset
from bench.measuring import in_turns, median_ms
from bench.report import Row

READ = ("post", "training_record", "standing", "ledger_entry")
LARGEST_VERIFIED = 30_000


def verify(dataset: Dataset, folder: Path) -> list[Row]:
    """``kollen coverage verify`` per 1,000 people, against only fetching what it reads."""
    if dataset.staff > LARGEST_VERIFIED:
        return []
    house = build_house(settings(dataset, folder))
    started = time.perf_counter()
    with house.database.reading() as session:
        wrong = coverage.verify(session, OPERATOR, rules=house.coverage_rules)
    seconds = time.perf_counter() - started
    house.database.engine.dispose()
    if wrong:
        message = f"{dataset.store.name}, {dataset.staff} staff: coverage is wrong: {wrong[0]}"
        raise RuntimeError(message)
    thousands = dataset.staff / 1000
    return [
        Row(
            name="kollen coverage verify, per 1 000 people",
            value=seconds * 1000 / thousands,
            database=dataset.store.name,
            staff=dataset.staff,
            base="fetching the rows it reads",
            base_value=_fetching(dataset) * 1000 / thousands,
        )
    ]


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

"""How the import went when the data set was built, against a bare ``executemany`` of the same rows."""

from collections.abc import Iterator

from bench.datasets import Dataset, Measured
from bench.report import Row


def rows(dataset: Dataset) -> list[Row]:
    """Time, settling and memory of the files that are large; nothing for the demo municipality."""
    return [
        row
        for kind, measured in dataset.imports.items()
        for row in _of_kind(dataset, kind, measured["import"], measured["bare"])
    ]


def _of_kind(dataset: Dataset, kind: str, done: Measured, bare: Measured) -> Iterator[Row]:
    count = f"{done['rows']:,.0f}".replace(",", " ")
    speed = f"{done['rows'] / done['seconds']:,.0f} rows/s".replace(",", " ")
    figures = (
        (f"read, compare, write ({speed})", "s", done["seconds"], bare["seconds"]),
        ("coverage settled", "s", done["settling"], bare["seconds"]),
        ("peak memory", "MB", done["megabytes"], bare["megabytes"]),
    )
    for what, unit, value, base_value in figures:
        if not value:
            continue  # Coverage of the large is rebuilt instead.
        yield Row(
            name=f"Import of {count} {kind}: {what}",
            value=value,
            unit=unit,
            database=dataset.store.name,
            staff=dataset.staff,
            base="a bare executemany",
            base_value=base_value,
        )

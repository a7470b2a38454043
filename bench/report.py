"""Pure: measured rows, as a table for a terminal, as Markdown, and as JSON."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

HEADINGS = ("What", "Database", "Staff", "Measured", "Compared with", "Ratio", "Aim", "Met")
RIGHT = frozenset({"Staff", "Measured", "Ratio", "Aim"})
HUNDRED, TEN = 100, 10
DOUBTFUL = {True: "", False: " ?"}
TIMES = "\N{MULTIPLICATION SIGN}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing measured. With a ``base`` the aim is for the ratio, else for the figure itself.

    ``base`` says what it is compared with, ``base_value`` how much that was (in the same unit).
    An aim is the most that is wanted, a ``floor`` the least (of the figure itself). ``samples`` is how
    many times it was done; not ``steady``: they lay so far apart that the ratio, marked with a
    question mark, may be another next time.
    """

    name: str
    value: float
    unit: str = "ms"
    database: str = ""
    staff: int | None = None
    base: str = ""
    base_value: float | None = None
    aim: float | None = None
    floor: float | None = None
    samples: int = 1
    steady: bool = True
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the base; None when it is compared with nothing."""
        return None if not self.base_value else self.value / self.base_value

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None when there is none."""
        if self.floor is not None:
            return self.value >= self.floor
        if self.aim is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.aim


def as_json(row: Row) -> dict[str, object]:
    """A row as ``var/bench.json`` has it."""
    return {**asdict(row), "ratio": row.ratio, "met": row.met}


def terminal(rows: Iterable[Row]) -> str:
    """The table in columns."""
    lines = [HEADINGS, *map(_cells, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    ruled = [lines[0], tuple("─" * width for width in widths), *lines[1:]]
    return "\n".join(_aligned(line, widths) for line in ruled) + "\n"


def markdown(rows: Iterable[Row]) -> str:
    """The table for a README: what there is an aim for, a line each, with a column for each data set.

    What is the same whichever is asked stands in the first column.
    """
    aimed = [row for row in rows if row.met is not None]
    sets = sorted({(row.database, row.staff) for row in aimed if row.staff}, key=_in_order)
    told: dict[tuple[str, str], dict[tuple[str, int | None], str]] = {}
    for row in aimed:
        place = (row.database, row.staff) if row.staff else sets[0]
        wanted = _aim(row) if row.ratio is None else f"{_aim(row)} {row.base}"
        told.setdefault((row.name, wanted), {})[place] = _told(row)
    heads = [f"{database} {number(staff or 0)}" for database, staff in sets]
    lines = [["", "Aim", *heads], ["---", "---:", *("---:" for _ in sets)]]
    lines += [
        [name, aim, *(of_line.get(each, "") for each in sets)]
        for (name, aim), of_line in told.items()
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _in_order(dataset: tuple[str, int | None]) -> tuple[bool, int]:
    database, staff = dataset
    return database != "SQLite", staff or 0


def _told(row: Row) -> str:
    """What the aim is for; in bold where it is missed."""
    if row.ratio is None:
        told = f"{number(row.value)} {row.unit}".strip()
    else:
        told = f"{number(row.ratio)} {TIMES}{DOUBTFUL[row.steady]}"
    return told if row.met else f"**{told}**"


def number(value: float) -> str:
    """Three digits that matter: 0.123, 4.56, 78.9, 1 234."""
    if value >= HUNDRED:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= TEN else f"{value:.2f}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell.rjust(width) if heading in RIGHT else cell.ljust(width)
        for heading, cell, width in zip(HEADINGS, cells, widths, strict=True)
    )
    return "  ".join(padded).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    base = row.base
    if row.base_value is not None:
        base = f"{row.base} ({number(row.base_value)} {row.unit})".replace(" )", ")")
    return (
        f"{row.name}, {row.note}" if row.note else row.name,
        row.database,
        "" if row.staff is None else number(row.staff),
        f"{number(row.value)} {row.unit}".strip(),
        base,
        "" if row.ratio is None else f"{number(row.ratio)} {TIMES}{DOUBTFUL[row.steady]}",
        _aim(row),
        {None: "", True: "yes", False: "NO"}[row.met],
    )


def _aim(row: Row) -> str:
    if row.floor is not None:
        return f"≥ {row.floor:g} {row.unit}".rstrip()
    if row.aim is None:
        return ""
    amount = f"{row.aim:g}"
    return f"≤ {amount} {TIMES}" if row.ratio is not None else f"≤ {amount} {row.unit}".rstrip()

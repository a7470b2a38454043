"""What makes a kind of file: one description drives reading, comparing, loading and writing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from functools import cached_property

from api.db.facts import Fact
from api.imports.columns import BEGINNING, Column, Value, day, end_day
from api.imports.models import FileKind

Cells = dict[str, Value]
Fault = tuple[str, str, Mapping[str, object]]  # column, code, values


class Shape(Enum):
    """How the facts of a kind lie in time."""

    PERIOD = auto()  # from a day to a day; equal keys may not overlap
    CHAIN = auto()  # as a period, and a later start ends the row before
    DAY = auto()  # on one day
    LASTING = auto()  # always


@dataclass(frozen=True)
class Basis:
    """What rows are judged by beside the file: the day, the courses' validity in months."""

    today: date
    courses: Mapping[str, int | None]


def no_more(_cells: Cells, _basis: Basis) -> Iterator[Fault]:
    """Check nothing beyond the columns themselves."""
    return iter(())


@dataclass(frozen=True)
class Kind:
    """A file of the contract.

    ``group`` are the key columns but the day; ``values`` fill the fact and are no part of the key;
    ``beside`` stand beside the fact. ``complete`` checks columns against each other, and may fill
    in what an empty cell means; it gets the cells that could be read. No figure of coverage depends on
    the ``uncounted`` values.
    """

    name: FileKind
    table: type[Fact]
    shape: Shape
    columns: tuple[Column, ...]
    group: tuple[str, ...]
    values: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    day: str = ""
    uncounted: frozenset[str] = frozenset()
    complete: Callable[[Cells, Basis], Iterator[Fault]] = field(default=no_more)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def dated(self) -> bool:
        """Whether the facts hold from a day to a day."""
        return self.shape in {Shape.PERIOD, Shape.CHAIN}

    def counts_alike(self, values: tuple[Value, ...], others: tuple[Value, ...]) -> bool:
        """Whether coverage is the same with either values."""
        return all(
            value == other or name in self.uncounted
            for name, value, other in zip(self.values, values, others, strict=True)
        )

    @cached_property
    def first_field(self) -> str:
        """The field of the fact that holds the day of the key, if the key has one."""
        return {Shape.DAY: "completed_on", Shape.LASTING: ""}.get(self.shape, "first_day")

    @cached_property
    def fact_columns(self) -> tuple[Column, ...]:
        """The columns of key and values, in that order."""
        return tuple(self.by_name[name] for name in (*self.group, *self.values))


def start_column(*, required: bool = False) -> Column:
    """The first day; empty means always so."""
    return Column("start", day, "first_day", required=required, empty=BEGINNING)


def end_column(*, required: bool = False) -> Column:
    """The last day included; empty is open, unless there must be one."""
    return Column("end", day if required else end_day, "last_day", required=required, empty=None)

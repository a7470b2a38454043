"""Pure: what a file would do, row by row, as it is shown before and counted after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from api.imports.columns import Names, Value
from api.imports.kinds.base import Kind, Shape
from api.imports.models import FileKind
from api.imports.periods import Span, days_before
from api.imports.problems import Problem

Group = tuple[Value, ...]


class Row(NamedTuple):
    """A row of the file, read: its key but the day, the days, the rest of the fact, and beside it."""

    number: int
    group: Group
    start: date
    end: date | None
    values: tuple[Value, ...]
    beside: tuple[Value, ...] = ()


class Held(NamedTuple):
    """A fact that is known now, in the words of a file. ``note`` None was struck out."""

    id: int
    group: Group
    start: date
    end: date | None
    values: tuple[Value, ...]
    feed: str = ""
    note: str | None = ""


class Verdict(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CORRECTED = "corrected"
    CHANGED = "changed"
    ENDED = "ended"
    UNCHANGED = "unchanged"


class Step(NamedTuple):
    """One thing the import does.

    Corrected: ``row`` in place of ``held``. Changed: ``row`` is new and ``held``, the row before it,
    ends on ``last_day``. Ended: ``held`` ends on ``last_day``; None means that it is retracted.
    ``differing`` are the days on which something becomes other than it was.
    """

    verdict: Verdict
    row: Row | None = None
    held: Held | None = None
    last_day: date | None = None
    differing: tuple[Span, ...] = ()


class Difference(NamedTuple):
    """A column that gets another value."""

    column: str
    before: Value
    after: Value


@dataclass(frozen=True)
class Line:
    """A step as it is shown, in the words of the file. ``row`` None: it is not in the file.

    Of a protected person only the row number is shown (``masked``). Changed and ended rows name the
    ``last_day`` of what ends; an ended row without one is taken back whole, for it had not begun.
    """

    verdict: Verdict
    row: int | None
    key: tuple[tuple[str, Value], ...]
    differences: tuple[Difference, ...]
    last_day: date | None
    past_days: int
    masked: bool = False


class PersonChange(NamedTuple):
    """A name, address or protection that becomes other than it was; masked when protected."""

    employee_id: str
    row: int
    column: str
    before: Value
    after: Value
    masked: bool = False


@dataclass(frozen=True)
class Plan:
    """What applying the file would do. With ``problems`` it cannot be applied."""

    kind: FileKind
    file: str
    feed: str = ""
    whole: bool = False
    today: date = date.min
    rows: int = 0
    steps: tuple[Step, ...] = ()
    unchanged: int = 0
    persons_added: int = 0
    person_changes: tuple[PersonChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    description: Kind | None = None
    protected: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether applying it would change nothing."""
        return not (self.steps or self.persons_added or self.person_changes)

    @cached_property
    def added(self) -> tuple[Line, ...]:
        """Rows that are new."""
        return tuple(self.lines(Verdict.ADDED))

    @cached_property
    def corrected(self) -> tuple[Line, ...]:
        """Rows in place of earlier ones with the same key."""
        return tuple(self.lines(Verdict.CORRECTED))

    @cached_property
    def changed(self) -> tuple[Line, ...]:
        """Rows with a later start, each ending the row before it."""
        return tuple(self.lines(Verdict.CHANGED))

    @cached_property
    def ended(self) -> tuple[Line, ...]:
        """What the whole file no longer holds."""
        return tuple(self.lines(Verdict.ENDED))

    @cached_property
    def past_days(self) -> int:
        """The number of days before today on which coverage can become other than it was."""
        return days_before(self.today, [span for step in self.steps for span in step.differing])

    def count(self, verdict: Verdict) -> int:
        """How many rows meet this fate."""
        if verdict is Verdict.UNCHANGED:
            return self.unchanged
        return sum(step.verdict is verdict for step in self.steps)

    def lines(self, verdict: Verdict) -> Iterator[Line]:
        """Yield the steps of one sort as they are shown, in the order of the file."""
        for step in self.steps:
            if step.verdict is verdict and self.description is not None:
                yield _line(step, self.description, self.today, self.protected)


def _line(step: Step, kind: Kind, today: date, protected: frozenset[str]) -> Line:
    shown = step.row or step.held
    assert shown is not None  # noqa: S101 - every step has a row, a held fact or both
    masked = _concerns(shown.group, kind, protected)
    return Line(
        verdict=step.verdict,
        row=step.row.number if step.row else None,
        key=() if masked else tuple(_key(shown, kind)),
        differences=() if masked else tuple(_differences(step, kind)),
        last_day=step.last_day,
        past_days=days_before(today, step.differing),
        masked=masked,
    )


def _concerns(group: Group, kind: Kind, protected: frozenset[str]) -> bool:
    return any(
        kind.by_name[name].names is Names.PERSON and value in protected
        for name, value in zip(kind.group, group, strict=True)
    )


def _key(shown: Row | Held, kind: Kind) -> Iterator[tuple[str, Value]]:
    spelled = dict(zip(kind.values, shown.values, strict=True))
    for name, value in zip(kind.group, shown.group, strict=True):
        yield name, spelled.get(name, value)
    if kind.day:
        yield kind.day, shown.start
    if kind.dated:
        yield "end", shown.end


def _differences(step: Step, kind: Kind) -> Iterator[Difference]:
    if step.row is None:
        return
    if step.held is None:
        yield from _all_of_it(step.row, kind)
        return
    if kind.dated and step.verdict is Verdict.CORRECTED and step.row.end != step.held.end:
        yield Difference("end", step.held.end, step.row.end)
    for name, before, after in zip(kind.values, step.held.values, step.row.values, strict=True):
        if before != after:
            yield Difference(name, before, after)
    if kind.shape is Shape.DAY and step.row.beside[0] and step.row.beside[0] != step.held.note:
        yield Difference(kind.beside[0], step.held.note, step.row.beside[0])


def _all_of_it(row: Row, kind: Kind) -> Iterator[Difference]:
    """A new row has every value it brings for the first time; its key and its days stand apart."""
    told = zip((*kind.values, *kind.beside), (*row.values, *row.beside), strict=True)
    for name, value in told:
        if name not in kind.group and value:
            yield Difference(name, None, value)


def in_order(problems: Iterable[Problem], columns: Sequence[str]) -> tuple[Problem, ...]:
    """Return problems by row, those of the whole file first, then by column as the contract has it."""
    place = {name: number for number, name in enumerate(columns)}
    return tuple(
        sorted(problems, key=lambda each: (each.row or 0, place.get(each.column, -1), each.code))
    )

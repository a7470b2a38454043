"""Pure: the rows of a file against what is known. What is added, corrected, changed and ended."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar

from api.imports.chains import Link, link
from api.imports.columns import Value
from api.imports.kinds.base import Kind, Shape
from api.imports.periods import ONE_DAY, Span, difference, last_of, overlap
from api.imports.plan import Group, Held, Row, Step, Verdict
from api.imports.problems import Problem

Item = TypeVar("Item", Row, Held)


class Spell(NamedTuple):
    """A row or fact as it will stand when the file is applied. ``row`` None: not in the file."""

    group: Group
    start: date
    end: date | None
    values: tuple[Value, ...]
    row: int | None


@dataclass(frozen=True)
class Terms:
    """How a file is to be taken. ``whole``: it holds everything that its feed knows."""

    kind: Kind
    file: str
    feed: str
    whole: bool
    today: date

    def leaves_out(self, fact: Held) -> bool:
        """Whether the file, by not holding the fact, says that it is no longer so."""
        return self.whole and fact.feed == self.feed and last_of(fact.end) >= self.today

    def ended(self, fact: Held) -> Held | None:
        """Return the fact as it stands when left out: ended yesterday, or (not begun) not at all."""
        if not self.kind.dated or fact.start >= self.today:
            return None
        return fact._replace(end=self.today - ONE_DAY)


@dataclass
class Comparison:
    """The steps, what stays as it was, what will stand afterwards, and what cannot be.

    ``endable``: how many facts of the feed are in force today or later.
    """

    steps: list[Step] = field(default_factory=list)
    unchanged: int = 0
    after: list[Spell] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    endable: int = 0


def compare(rows: Iterable[Row], held: Sequence[Held], terms: Terms) -> Comparison:
    """Compare all rows of a file with all known facts of its kind."""
    found = Comparison(
        endable=sum(fact.feed == terms.feed and last_of(fact.end) >= terms.today for fact in held)
    )
    in_file = _grouped(_unique(rows, terms, found.problems))
    known = _grouped(held)
    weigh: Callable[..., None] = _chain if terms.kind.shape is Shape.CHAIN else _periods
    for group, members in in_file.items():
        weigh(members, known.pop(group, []), terms, found)
    for facts in known.values():
        weigh([], facts, terms, found)
    found.steps.sort(key=lambda step: step.row.number if step.row else 0)
    return found


def _grouped(items: Iterable[Item]) -> dict[Group, list[Item]]:
    groups: dict[Group, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return groups


def _unique(rows: Iterable[Row], terms: Terms, problems: list[Problem]) -> Iterator[Row]:
    seen: dict[tuple[Group, date], int] = {}
    for row in rows:
        first = seen.setdefault((row.group, row.start), row.number)
        if first == row.number:
            yield row
        else:
            column = terms.kind.group[0]
            value, values = str(row.group[0]), {"other_row": first}
            problems.append(Problem(terms.file, "key_twice", row.number, column, value, values))


def _periods(rows: list[Row], held: list[Held], terms: Terms, found: Comparison) -> None:
    """Weigh one group of a kind whose rows stand each for themselves."""
    by_start = {fact.start: fact for fact in held}
    standing = []
    for row in rows:
        _judge(row, by_start.pop(row.start, None), terms, found)
        standing.append(_spell(row, row.number))
    for fact in by_start.values():
        stays = _left(fact, terms, found) if terms.leaves_out(fact) else fact
        if stays is not None:
            standing.append(_spell(stays, None))
    found.after += standing
    if terms.kind.dated and len(standing) > 1:
        found.problems += _overlaps(standing, terms)


def _judge(row: Row, fact: Held | None, terms: Terms, found: Comparison) -> None:
    if fact is None:
        found.steps.append(Step(Verdict.ADDED, row))
    elif (
        row.end == fact.end
        and row.values == fact.values
        and not notes_differ(row, fact, terms.kind)
    ):
        found.unchanged += 1
    else:
        days = tuple(differing_days(row, fact, terms.kind))
        found.steps.append(Step(Verdict.CORRECTED, row, fact, differing=days))


def _left(fact: Held, terms: Terms, found: Comparison) -> Held | None:
    stays = terms.ended(fact)
    days: tuple[Span, ...] = () if terms.kind.dated else ((fact.start, None),)
    last_day = stays.end if stays else None
    found.steps.append(Step(Verdict.ENDED, None, fact, last_day, differing=days))
    return stays


def _chain(rows: list[Row], held: list[Held], terms: Terms, found: Comparison) -> None:
    """Weigh one group of a kind in which a later start ends the row before it."""
    starts = {row.start for row in rows}
    latest = max(starts, default=date.min)
    staying = []
    for fact in held:
        if fact.start in starts:
            continue
        # A row with a later start follows on this one: it is an earlier period, and not left out.
        gone = terms.leaves_out(fact) and fact.start > latest
        stays = _left(fact, terms, found) if gone else fact
        if stays is not None:
            staying.append(stays)
    links = link(rows, {fact.start: fact for fact in held}, staying)
    for each in links:
        _judge_link(each, terms, found)
    standing = [_spell(each.standing, each.row.number if each.row else None) for each in links]
    found.after += standing
    found.problems += _overlaps(standing, terms)


def _judge_link(each: Link, terms: Terms, found: Comparison) -> None:
    if each.row is None:
        return
    if each.ends is not None:
        days = ((each.row.start, each.ends.end),)
        last = each.row.start - ONE_DAY
        found.steps.append(Step(Verdict.CHANGED, each.row, each.ends, last, differing=days))
    elif each.is_cut:
        found.unchanged += 1
    else:
        _judge(each.row, each.fact, terms, found)


def notes_differ(row: Row, fact: Held, kind: Kind) -> bool:
    """Whether a note is to be written. An empty one says nothing; one struck out stays so."""
    if "note" not in kind.beside or fact.note is None:
        return False
    note = row.beside[kind.beside.index("note")]
    return bool(note) and note != fact.note


def differing_days(row: Row, fact: Held, kind: Kind) -> Iterator[Span]:
    """Yield the days on which a correction can make coverage other than it was."""
    if kind.shape is Shape.DAY:  # a record: its first value is the last day it is valid
        spans = ((row.start, _last_valid(row)), (fact.start, _last_valid(fact)))
        yield from difference(*spans)
    elif not kind.counts_alike(row.values, fact.values):
        yield row.start, max(row.end, fact.end, key=last_of)
    elif kind.dated:
        yield from difference((row.start, row.end), (fact.start, fact.end))


def _last_valid(record: Row | Held) -> date | None:
    day = record.values[0]
    return day if isinstance(day, date) else None


def _spell(item: Row | Held, row: int | None) -> Spell:
    return Spell(item.group, item.start, item.end, item.values, row)


def _overlaps(standing: list[Spell], terms: Terms) -> Iterator[Problem]:
    """Find the spells that share days with one before them, where the file has a part in it."""
    standing = sorted(standing, key=lambda spell: spell.start)
    longest = standing[0] if standing else None
    for spell in standing[1:]:
        assert longest is not None  # noqa: S101 - there is a first when there is a second
        if overlap((spell.start, spell.end), (longest.start, longest.end)):
            yield from _overlap(longest, spell, terms)
        longest = max(longest, spell, key=lambda each: last_of(each.end))


def _overlap(one: Spell, other: Spell, terms: Terms) -> Iterator[Problem]:
    if one.row is not None and other.row is not None:
        row, start = max((one.row, one.start), (other.row, other.start))
        values: dict[str, object] = {"other_row": min(one.row, other.row)}
        yield Problem(terms.file, "overlap_in_file", row, "start", str(start), values)
        return
    for spell, known in ((one, other), (other, one)):
        if spell.row is not None:
            values = {"start": known.start, "end": known.end}
            yield Problem(terms.file, "overlap_known", spell.row, "start", str(spell.start), values)


def collides(held: Iterable[Held], kind: Kind) -> bool:
    """Whether facts stand that no file could have put beside each other."""
    for facts in _grouped(held).values():
        facts.sort(key=lambda fact: fact.start)
        for one, other in pairwise(facts):
            if one.start == other.start or (kind.dated and last_of(one.end) >= other.start):
                return True
    return False

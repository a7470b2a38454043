"""Pure: the organisation as it will stand. A tree on every day, under one root, none left hanging."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date

from api.imports.comparing import Spell
from api.imports.periods import Span, first_gap, last_of, overlap
from api.imports.plan import Held
from api.imports.problems import Problem
from api.organisation.models import UnitKind

MOST_NAMED = 5


@dataclass
class Structure:
    """All periods of all units, by code, after the file is applied.

    Of the ``unread`` some row could not be read: what lies under them cannot be judged.
    """

    file: str
    spells: Iterable[Spell]
    unread: AbstractSet[str] = frozenset()
    of: dict[str, list[Spell]] = field(init=False)

    def __post_init__(self) -> None:
        self.of = {}
        for spell in self.spells:
            self.of.setdefault(str(spell.group[0]), []).append(spell)

    def days_of(self, code: str) -> list[Span]:
        """Return the spans in which a unit exists."""
        return [(spell.start, spell.end) for spell in self.of.get(code, ())]


def check(structure: Structure) -> Iterator[Problem]:
    """Find everything that keeps the units from being a tree on each day."""
    yield from _roots(structure)
    for code, spells in structure.of.items():
        for spell in spells:
            yield from _parent(structure, code, spell)
    yield from _cycles(structure)


def _kind(spell: Spell) -> UnitKind:
    return UnitKind(str(spell.values[1]))


def _parent_of(spell: Spell) -> str:
    return str(spell.values[2] or "")


def _roots(structure: Structure) -> Iterator[Problem]:
    roots = {
        code: spell
        for code, spells in structure.of.items()
        for spell in spells
        if _kind(spell) is UnitKind.KOMMUN
    }
    if len(roots) > 1:
        in_file = [(code, spell) for code, spell in roots.items() if spell.row is not None]
        for code, spell in in_file or list(roots.items()):
            values = {"others": _listed(sorted(roots.keys() - {code}))}
            yield Problem(structure.file, "roots_several", spell.row, "kind", "kommun", values)


def _parent(structure: Structure, code: str, spell: Spell) -> Iterator[Problem]:
    parent = _parent_of(spell)
    if not parent or parent in structure.unread:
        return
    gap = first_gap((spell.start, spell.end), structure.days_of(parent))
    if gap is not None:
        yield _hanging(structure, code, spell, gap)
    for above in structure.of.get(parent, ()):
        shared = overlap((spell.start, spell.end), (above.start, above.end))
        if shared and (_kind(spell) is UnitKind.EXTERN) != (_kind(above) is UnitKind.EXTERN):
            wrong = "extern_under_municipal" if _kind(spell) is UnitKind.EXTERN else "under_extern"
            row = spell.row if spell.row is not None else above.row
            yield Problem(structure.file, wrong, row, "parent_code", parent, {"unit": code})
            return


def _hanging(structure: Structure, code: str, spell: Spell, gap: date) -> Problem:
    parent = _parent_of(spell)
    values = {"day": gap, "unit": code}
    if spell.row is not None:
        return Problem(structure.file, "parent_not_there", spell.row, "parent_code", parent, values)
    # The unit is not in the file; what the file makes of its parent is what leaves it hanging.
    rows = [above.row for above in structure.of.get(parent, ()) if above.row is not None]
    return Problem(structure.file, "leaves_unit", max(rows, default=None), "end", parent, values)


def _cycles(structure: Structure) -> Iterator[Problem]:
    told: set[frozenset[str]] = set()
    days = sorted({spell.start for spells in structure.of.values() for spell in spells})
    for day in days:
        above = {
            code: spell
            for code, spells in structure.of.items()
            for spell in spells
            if spell.start <= day <= last_of(spell.end)
        }
        for cycle in _circles({code: _parent_of(spell) for code, spell in above.items()}):
            if frozenset(cycle) not in told:
                told.add(frozenset(cycle))
                yield _circle(structure, cycle, above, day)


def _circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield each ring of units that lie under each other."""
    done: set[str] = set()
    for code in parents:
        path: dict[str, None] = {}
        at = code
        while at and at not in done and at not in path:
            path[at] = None
            at = parents.get(at, "")
        if at in path:
            ring = list(path)
            yield ring[ring.index(at) :]
        done.update(path)


def _circle(
    structure: Structure, ring: list[str], above: Mapping[str, Spell], day: date
) -> Problem:
    # Told at the last row of the file that has a part in it.
    _row, code = max((above[code].row or 0, code) for code in ring)
    values = {"ring": " → ".join([*ring, ring[0]]), "day": day}
    return Problem(
        structure.file,
        "unit_cycle",
        above[code].row,
        "parent_code",
        _parent_of(above[code]),
        values,
    )


def _listed(names: list[str]) -> str:
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" (+{rest})" if rest > 0 else "")


def days_by_unit(items: Iterable[Spell | Held]) -> dict[str, list[Span]]:
    """Return the spans in which each unit exists."""
    found: dict[str, list[Span]] = {}
    for item in items:
        found.setdefault(str(item.group[0]), []).append((item.start, item.end))
    return found

"""What a file says against the rest of what is known: places, persons, categories, and the brake."""

from collections.abc import Iterable, Iterator

from api.imports import persons, placing, queries, structure, uncategorised
from api.imports.comparing import Comparison, Spell
from api.imports.incoming import Work
from api.imports.kinds import KINDS
from api.imports.models import FileKind
from api.imports.periods import last_of
from api.imports.plan import Verdict
from api.imports.problems import Problem
from api.imports.structure import Structure

# Ending more than this share of a feed's rows is more often a broken export than a closed school.
BRAKE_PERCENT = 10
_OF_CATEGORIES = frozenset(
    {FileKind.CATEGORIES, FileKind.PEOPLE, FileKind.REQUIREMENTS, FileKind.UNITS}
)


def judge(work: Work, comparison: Comparison) -> None:
    """Add the problems and remarks that only show against what is known."""
    match work.file.kind:
        case FileKind.UNITS:
            work.problems += _structure(work, comparison)
        case FileKind.PEOPLE:
            _people(work)
        case FileKind.REQUIREMENTS:
            work.warnings += _courses_elsewhere(work)
        case _:
            pass
    work.problems += _brake(work, comparison)
    if work.file.kind in _OF_CATEGORIES and not work.problems:
        work.warnings += _without_category(work, comparison.after)


def _people(work: Work) -> None:
    name = work.file.name
    held = queries.held(work.session, KINDS[FileKind.UNITS], work.ids)
    units = structure.days_by_unit(held)
    work.problems += placing.unplaced_rows(name, work.parsed.rows, units)
    work.problems += persons.disagreements(work.table)
    work.roll = persons.roll_of(work.parsed.rows, work.ids.persons)
    work.warnings += persons.shared_addresses(name, work.roll, work.ids.persons)


def _structure(work: Work, comparison: Comparison) -> Iterator[Problem]:
    yield from structure.check(Structure(work.file.name, comparison.after, _unread(work)))
    touched = {str(step.held.group[0]) for step in comparison.steps if step.held is not None}
    if touched:
        rows = {str(row.group[0]): row.number for row in work.parsed.rows}
        posts = queries.posts_in(work.session, [work.ids.units[code] for code in touched])
        units = structure.days_by_unit(comparison.after)
        yield from placing.posts_left_over(work.file.name, posts, units, rows)


def _unread(work: Work) -> frozenset[str]:
    """Return the units that some row speaks of which could not be read."""
    read = {row.number for row in work.parsed.rows}
    place = work.table.header.index("code") if "code" in work.table.header else None
    if place is None:
        return frozenset()
    return frozenset(line.cells[place] for line in work.table.lines if line.number not in read)


def _courses_elsewhere(work: Work) -> Iterator[Problem]:
    """Remark on accepted courses that are not published here: right for others', or a slip."""
    at = work.kind.values.index("accepts")
    told: set[str] = set()
    for row in work.parsed.rows:
        for course in str(row.values[at]).split("|"):
            if course not in work.courses and course not in told:
                told.add(course)
                yield Problem(work.file.name, "course_elsewhere", row.number, "accepts", course)


def _brake(work: Work, comparison: Comparison) -> Iterator[Problem]:
    ended = sum(step.verdict is Verdict.ENDED for step in comparison.steps)
    if work.file.confirmed or ended * 100 <= comparison.endable * BRAKE_PERCENT:
        return
    values = {"ended": ended, "of": comparison.endable, "percent": BRAKE_PERCENT}
    yield Problem(work.file.name, "brake", values=values)


def _without_category(work: Work, after: list[Spell]) -> Iterator[Problem]:
    kind = work.file.kind
    today = [spell for spell in after if spell.start <= work.today <= last_of(spell.end)]
    posts: Iterable[tuple[str, str, str]]
    if kind is FileKind.PEOPLE:
        posts = [(str(s.group[0]), str(s.group[2]), str(s.values[1] or "")) for s in today]
    else:
        posts = queries.posts_on(work.session, work.today)
    if kind is FileKind.CATEGORIES:
        categorised = frozenset(str(spell.group[0]) for spell in after)
    else:
        categorised = queries.titles_with_category(work.session)
    if kind is FileKind.REQUIREMENTS:
        at = work.kind.values.index("categories")
        requirements = sum(bool(spell.values[at]) for spell in today)
    else:
        requirements = queries.requirements_by_category(work.session, work.today)
    remark = uncategorised.remark(work.file.name, posts, categorised, requirements)
    if remark is not None:
        yield remark

"""From a file to a draft: read, compared with what is known, and judged. Nothing is written."""

from dataclasses import dataclass

from api.db.session import ReadSession
from api.imports import kept, queries
from api.imports.columns import Names
from api.imports.comparing import Comparison, Terms, compare
from api.imports.identifiers import Known
from api.imports.incoming import Circumstances, FileIn, Work
from api.imports.judging import judge
from api.imports.kinds import KINDS, Kind
from api.imports.kinds.base import Basis
from api.imports.models import FileKind
from api.imports.parsing import Parsed, Progress, in_silence, parse
from api.imports.persons import Roll
from api.imports.plan import Held, Plan, Row, in_order
from api.imports.problems import Problem
from api.imports.reading import read_table


@dataclass(frozen=True)
class Draft:
    """A plan, and what carrying it out needs beside it."""

    plan: Plan
    kind: Kind
    ids: queries.Ids
    roll: Roll | None = None


def draft(
    session: ReadSession,
    file: FileIn,
    circumstances: Circumstances,
    progress: Progress = in_silence,
) -> Draft:
    """Read and judge a file. Whatever is wrong with it is in the plan's problems."""
    work = _read(session, file, circumstances, progress)
    comparison = _compared(work)
    work.problems += comparison.problems
    judge(work, comparison)
    return Draft(_plan(work, comparison), work.kind, work.ids, work.roll)


def _read(
    session: ReadSession, file: FileIn, circumstances: Circumstances, progress: Progress
) -> Work:
    table, faults = read_table(file.name, file.content)
    kind, today = KINDS[file.kind], circumstances.clock.today()
    ids = queries.ids(session)
    parsed = Parsed()
    if table.header:
        known = _known(session, kind, ids, circumstances)
        parsed = parse(table, kind, known, Basis(today, circumstances.courses), progress)
    work = Work(session, file, table, kind, ids, today, circumstances.courses, parsed)
    work.problems = [*faults, *parsed.problems]
    work.warnings = list(parsed.warnings)
    if file.whole and file.kind is FileKind.RECORDS:
        work.problems.append(Problem(file.name, "records_never_whole"))
    return work


def _known(
    session: ReadSession, kind: Kind, ids: queries.Ids, circumstances: Circumstances
) -> Known:
    named = {column.names for column in kind.columns}
    codes = {
        Names.PERSON: frozenset(ids.persons),
        Names.UNIT: queries.known_units(session),
        Names.REQUIREMENT: queries.known_requirements(session),
        Names.COURSE: queries.courses(session).union(circumstances.courses),
    }
    hidden = frozenset(code for code, person in ids.persons.items() if person.protected)
    return Known(
        {names: found for names, found in codes.items() if names in named},
        hidden,
        circumstances.allow_personnummer,
    )


def _compared(work: Work) -> Comparison:
    rows = work.parsed.rows
    held = queries.held(work.session, work.kind, work.ids, _named_persons(work))
    if work.file.kind is FileKind.RECORDS:
        rows = _without_kept(work, rows, held)
    # A row that could not be read is not a row left out.
    whole = work.file.whole and not work.parsed.problems
    terms = Terms(work.kind, work.file.name, work.file.feed, whole, work.today)
    return compare(rows, held, terms)


def _named_persons(work: Work) -> set[str] | None:
    """Return the persons whose facts the file can concern; None when it may be anybody's.

    A whole file ends what it leaves out, and a people file counts whom it leaves uncategorised.
    """
    if work.file.whole or work.file.kind is FileKind.PEOPLE:
        return None
    if "employee_id" not in work.kind.group:
        return None
    place = work.kind.group.index("employee_id")
    return {str(row.group[place]) for row in work.parsed.rows}


def _without_kept(work: Work, rows: list[Row], held: list[Held]) -> list[Row]:
    keys = {(str(fact.group[0]), str(fact.group[1]), fact.start) for fact in held}
    own, revoked = queries.own_records(work.session), queries.revoked_records(work.session)
    back = list(kept.kept_back(work.file.name, rows, own, revoked, keys))
    work.warnings += [remark for _row, remark in back]
    numbers = {row.number for row, _remark in back}
    return [row for row in rows if row.number not in numbers]


def _plan(work: Work, comparison: Comparison) -> Plan:
    columns = [column.name for column in work.kind.columns]
    protected = {code for code, person in work.ids.persons.items() if person.protected}
    if work.roll is not None:
        protected |= {code for code, person in work.roll.wanted.items() if person.protected}
    return Plan(
        kind=work.file.kind,
        file=work.file.name,
        feed=work.file.feed,
        whole=work.file.whole,
        today=work.today,
        rows=len(work.table.lines),
        steps=tuple(comparison.steps),
        unchanged=comparison.unchanged,
        persons_added=len(work.roll.new) if work.roll else 0,
        person_changes=work.roll.changes if work.roll else (),
        problems=in_order(work.problems, columns),
        warnings=in_order(work.warnings, columns),
        description=work.kind,
        protected=frozenset(protected),
    )

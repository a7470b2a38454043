"""What the import pages show, in the words of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from api.clock import STOCKHOLM
from api.imports.models import FileKind, ImportBatch
from api.imports.plan import Line, Plan, Verdict
from api.imports.problems import Problem
from api.imports.wording import say
from api.texts import N_
from web.i18n import gettext
from web.parts import Choice

MOST_LINES = 100
MOST_PROBLEMS = 500
BRAKE = "brake"

KINDS = {
    FileKind.UNITS: N_("Enheter"),
    FileKind.CATEGORIES: N_("Kategorier för titlar"),
    FileKind.PEOPLE: N_("Personal"),
    FileKind.ROLES: N_("Roller"),
    FileKind.REQUIREMENTS: N_("Krav"),
    FileKind.KEY_PEOPLE: N_("Nyckelpersoner"),
    FileKind.ABSENCES: N_("Frånvaro"),
    FileKind.EXEMPTIONS: N_("Undantag"),
    FileKind.RECORDS: N_("Genomförda utbildningar"),
}
VERDICTS = {
    Verdict.ADDED: N_("Läggs till"),
    Verdict.CORRECTED: N_("Rättas"),
    Verdict.CHANGED: N_("Ändras"),
    Verdict.ENDED: N_("Avslutas"),
}


@dataclass(frozen=True)
class Change:
    """A column's value before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class LineView:
    """A row and what becomes of it. Masked: a protected person, only the row's number is shown."""

    row: int | None
    verdict: str
    key: str
    changes: tuple[Change, ...]
    last_day: date | None
    past_days: int
    masked: bool
    is_new: bool


@dataclass(frozen=True)
class PlanView:
    """What a file would do."""

    kind: str
    file: str
    feed: str
    whole: bool
    rows: int
    added: int
    corrected: int
    changed: int
    ended: int
    unchanged: int
    persons_added: int
    person_changes: tuple[Change, ...]
    past_days: int
    lines: tuple[LineView, ...]
    more_lines: int
    problems: tuple[str, ...]
    more_problems: int
    warnings: tuple[str, ...]
    asks_to_end: bool
    empty: bool

    @property
    def steps(self) -> int:
        """How many rows have an effect."""
        return self.added + self.corrected + self.changed + self.ended


@dataclass(frozen=True)
class BatchView:
    """An import that was made."""

    id: int
    kind: str
    file: str
    at: datetime
    added: int
    corrected: int
    changed: int
    ended: int
    undone: bool


def choices(kinds: Iterable[FileKind]) -> list[Choice]:
    """The kinds of files, in the order a first import takes them."""
    return [Choice(kind.value, gettext(KINDS[kind])) for kind in kinds]


def plan_view(plan: Plan) -> PlanView:
    """A plan as the review page shows it. Long lists are cut, and say by how much."""
    lines = [_line(line) for line in islice(_lines(plan), MOST_LINES)]
    counts = {verdict: plan.count(verdict) for verdict in Verdict}
    steps = sum(count for verdict, count in counts.items() if verdict is not Verdict.UNCHANGED)
    return PlanView(
        kind=gettext(KINDS[plan.kind]),
        file=plan.file,
        feed=plan.feed,
        whole=plan.whole,
        rows=plan.rows,
        added=counts[Verdict.ADDED],
        corrected=counts[Verdict.CORRECTED],
        changed=counts[Verdict.CHANGED],
        ended=counts[Verdict.ENDED],
        unchanged=plan.unchanged,
        persons_added=plan.persons_added,
        person_changes=_person_changes(plan),
        past_days=plan.past_days,
        lines=tuple(lines),
        more_lines=steps - len(lines),
        problems=_said(plan.problems[:MOST_PROBLEMS]),
        more_problems=max(0, len(plan.problems) - MOST_PROBLEMS),
        warnings=_said(plan.warnings),
        asks_to_end=bool(plan.problems) and all(each.code == BRAKE for each in plan.problems),
        empty=plan.empty,
    )


def batch_view(batch: ImportBatch) -> BatchView:
    """An import for the list of earlier ones."""
    assert batch.id is not None  # noqa: S101 - a stored row has an id
    return BatchView(
        id=batch.id,
        kind=gettext(KINDS[batch.kind]),
        file=batch.file_name,
        at=batch.recorded_at.astimezone(STOCKHOLM),
        added=batch.added,
        corrected=batch.corrected,
        changed=batch.changed,
        ended=batch.ended,
        undone=batch.undone_at is not None,
    )


def _said(problems: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(say(problem, gettext) for problem in problems)


def _lines(plan: Plan) -> Iterable[Line]:
    # What takes away comes first: it is what one must not miss.
    for verdict in (Verdict.ENDED, Verdict.CORRECTED, Verdict.CHANGED, Verdict.ADDED):
        yield from plan.lines(verdict)


def _line(line: Line) -> LineView:
    return LineView(
        row=line.row,
        verdict=gettext(VERDICTS[line.verdict]),
        key=" · ".join(spelled(value) for _, value in line.key if value not in (None, "")),
        changes=tuple(
            Change(each.column, spelled(each.before), spelled(each.after))
            for each in line.differences
        ),
        last_day=line.last_day,
        past_days=line.past_days,
        masked=line.masked,
        is_new=line.verdict is Verdict.ADDED,
    )


def _person_changes(plan: Plan) -> tuple[Change, ...]:
    shown = [change for change in plan.person_changes if not change.masked][:MOST_LINES]
    return tuple(
        Change(f"{each.employee_id}, {each.column}", spelled(each.before), spelled(each.after))
        for each in shown
    )


def spelled(value: object) -> str:
    """A value as the file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple | list | frozenset):
        return "|".join(str(each) for each in value)
    return str(value)

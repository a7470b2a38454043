"""A plan told in full: as lines to read, and as data for programs."""

from collections.abc import Iterator
from datetime import date

from api.imports.columns import Value
from api.imports.plan import Line, PersonChange, Plan, Verdict
from api.imports.problems import Problem
from api.imports.wording import PAST_DAYS, say, say_change, say_line
from api.texts import N_, Say, say_swedish

TOLD = (Verdict.ADDED, Verdict.CORRECTED, Verdict.CHANGED, Verdict.ENDED)

HEADINGS: dict[Verdict, str] = {
    Verdict.ADDED: N_("Läggs till: {n}"),
    Verdict.CORRECTED: N_("Rättas: {n}"),
    Verdict.CHANGED: N_("Ändras från en senare dag: {n}"),
    Verdict.ENDED: N_("Avslutas: {n}"),
    Verdict.UNCHANGED: N_("Oförändrade: {n}"),
}
PERSONS_ADDED = N_("Nya personer: {n}")
PERSONS_CHANGED = N_("Personuppgifter som ändras: {n}")
PROBLEMS = N_("Fel: {n}. Filen kan inte importeras.")
WARNINGS = N_("Att känna till: {n}")


def as_lines(plan: Plan, translate: Say = say_swedish) -> Iterator[str]:
    """Yield what a plan holds, to be read: faults first, for with them nothing else will happen."""
    yield from _part(PROBLEMS, [say(each, translate) for each in plan.problems], translate)
    yield from _part(WARNINGS, [say(each, translate) for each in plan.warnings], translate)
    for verdict in TOLD:
        lines = [say_line(each, translate) for each in plan.lines(verdict)]
        yield from _part(HEADINGS[verdict], lines, translate)
    if plan.persons_added:
        yield translate(PERSONS_ADDED).format(n=plan.persons_added)
    changes = [say_change(each, translate) for each in plan.person_changes]
    yield from _part(PERSONS_CHANGED, changes, translate)
    yield translate(HEADINGS[Verdict.UNCHANGED]).format(n=plan.unchanged)
    if plan.past_days:
        template = PAST_DAYS[0] if plan.past_days == 1 else PAST_DAYS[1]
        told = translate(template).format(n=plan.past_days)
        yield f"{told[:1].upper()}{told[1:]}."


def _part(heading: str, lines: list[str], translate: Say) -> Iterator[str]:
    if lines:
        yield translate(heading).format(n=len(lines))
        yield from (f"  {line}" for line in lines)


def as_json(plan: Plan, translate: Say = say_swedish) -> dict[str, object]:
    """Return what a plan holds, ready for ``json.dumps``."""
    found: dict[str, object] = {
        "kind": plan.kind.value,
        "file": plan.file,
        "source": plan.feed,
        "full": plan.whole,
        "rows": plan.rows,
        "past_days": plan.past_days,
        "unchanged": plan.unchanged,
    }
    for verdict in TOLD:
        found[verdict.value] = [_line(each) for each in plan.lines(verdict)]
    found["persons_added"] = plan.persons_added
    found["person_changes"] = [_change(each) for each in plan.person_changes]
    found["problems"] = [problem_as_json(each, translate) for each in plan.problems]
    found["warnings"] = [problem_as_json(each, translate) for each in plan.warnings]
    return found


def problem_as_json(problem: Problem, translate: Say = say_swedish) -> dict[str, object]:
    """Return a problem with its code, its place and its sentence."""
    return {
        "code": problem.code,
        "file": problem.file,
        "row": problem.row,
        "column": problem.column or None,
        "value": problem.value,
        "message": say(problem, translate),
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "row": line.row,
        "key": {name: _plain(value) for name, value in line.key},
        "differences": {
            each.column: [_plain(each.before), _plain(each.after)] for each in line.differences
        },
        "last_day": _plain(line.last_day),
        "past_days": line.past_days,
        "hidden": line.masked,
    }


def _change(change: PersonChange) -> dict[str, object]:
    found: dict[str, object] = {"row": change.row, "hidden": change.masked}
    if not change.masked:
        found |= {
            "employee_id": change.employee_id,
            "column": change.column,
            "before": _plain(change.before),
            "after": _plain(change.after),
        }
    return found


def _plain(value: Value) -> str | int | None:
    return value.isoformat() if isinstance(value, date) else value

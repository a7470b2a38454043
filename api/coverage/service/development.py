"""Stand-in until the ledger counts lapses: coverage of a unit for one requirement over time."""

from dataclasses import dataclass
from datetime import date, timedelta

from api.access.actor import Actor
from api.coverage import ledger
from api.coverage.figures import RequirementRef, UnitRef
from api.coverage.rules import CoverageRules
from api.coverage.service.cells import cells
from api.coverage.service.trend import trend
from api.db.session import ReadSession
from api.errors import NotFound
from api.records.validity import add_months


@dataclass(frozen=True, slots=True)
class DevelopmentPoint:
    on: date
    required: int | None
    covered: int | None
    kept: int | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class LapsesOfMonth:
    first: date
    last: date
    lapses: int | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class Development:
    unit: UnitRef
    requirement: RequirementRef
    points: tuple[DevelopmentPoint, ...]
    today: date
    months: tuple[LapsesOfMonth, ...]


def development(
    session: ReadSession,
    actor: Actor,
    *,
    unit_code: str,
    requirement_code: str,
    rules: CoverageRules,
) -> Development:
    today = rules.today
    told = cells(session, actor, unit_code=unit_code, on=today, rules=rules)
    requirement = next((r for r in told.requirements if r.code == requirement_code), None)
    if requirement is None:
        raise NotFound("requirement_not_found")
    now = told.cell(told.unit, requirement)
    found = trend(
        session,
        actor,
        unit_code=unit_code,
        requirement_code=requirement_code,
        first=add_months(today.replace(day=1), -12),
        last=add_months(today.replace(day=1), 7),
        rules=rules,
    )
    base = (now.required or 0, now.covered or 0) if now else (0, 0)
    points = [
        DevelopmentPoint(
            p.on,
            p.required,
            p.covered,
            min(base[1], p.required or 0) if p.on > today and p.required is not None else None,
            p.suppressed,
        )
        for p in found
        if p.on != today
    ]
    points = [p for p in points if p.on < today][-12:] + [p for p in points if p.on > today][:6]
    sup = bool(now and now.suppressed)
    points.append(
        DevelopmentPoint(
            today, None if sup else base[0], None if sup else base[1], None if sup else base[1], sup
        )
    )
    points.sort(key=lambda p: p.on)
    ahead = [p for p in points if p.on >= today]
    months = []
    first = today
    for before, after in zip(ahead, ahead[1:], strict=False):
        out = before.suppressed or after.suppressed
        months.append(
            LapsesOfMonth(
                first,
                after.on,
                None if out else max((before.covered or 0) - (after.covered or 0), 0),
                out,
            )
        )
        first = after.on + timedelta(1)
    return Development(told.unit, requirement, tuple(points), today, tuple(months))

"""Upload a template for a unit's reports, or for all; use it, fetch it, take it away.

Errors, everywhere: NotSignedIn, Forbidden; NotFound("template_not_found") for a template that does
not exist or belongs to a unit out of scope.
"""

from dataclasses import dataclass
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound, RuleBroken
from api.naming import sort_key
from api.organisation import service as organisation
from api.organisation.tree import UnitOnDay
from api.reports.reach import Reach, reach
from api.reports.templates import checking, queries
from api.reports.templates.models import ReportTemplate

FOR_ALL = ""
LONGEST_NAME = 120


@dataclass(frozen=True)
class TemplateLine:
    """A template in the list. ``unit`` None: for every unit without its own."""

    id: int
    unit: UnitOnDay | None
    name: str
    uploaded_at: datetime


@dataclass(frozen=True)
class TemplateFile:
    """A template as it was uploaded."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Choices:
    """Whose template the actor may upload."""

    for_all: bool
    units: list[UnitOnDay]


def listed(session: ReadSession, actor: Actor, *, today: date) -> list[TemplateLine]:
    """Give the templates within scope: the one for all first, then by the unit's name."""
    found = reach(session, actor, Permission.REPORT_WRITE, today)
    lines = [
        TemplateLine(_id(row), _unit(found, row, today), row.name, row.uploaded_at)
        for row in queries.templates(session)
        if _within(found, row, today)
    ]
    return sorted(lines, key=lambda line: (sort_key(line.unit.name) if line.unit else "", line.id))


def choices(session: ReadSession, actor: Actor, *, today: date) -> Choices:
    """Give whose templates the actor may upload."""
    found = reach(session, actor, Permission.REPORT_WRITE, today)
    return Choices(_reaches_all(found), found.reported())


def upload(
    session: WriteSession,
    actor: Actor,
    *,
    unit_code: str,
    name: str,
    content: bytes,
    clock: Clock,
) -> None:
    """Take a template in, in the place of the unit's earlier one. ``FOR_ALL``: for all units.

    Raises RuleBroken "report_unit", or "template_…" as ``checking.check`` does.
    """
    found = reach(session, actor, Permission.REPORT_WRITE, clock.today())
    unit_id = _asked_unit(found, unit_code)
    checking.check(content)
    for earlier in queries.of_unit(session, unit_id):
        session.delete(earlier)
    session.add(
        ReportTemplate(
            unit_id=unit_id,
            name=name.strip()[:LONGEST_NAME],
            content=content,
            uploaded_at=clock.now(),
            uploaded_by=actor.label,
        )
    )


def fetch(session: ReadSession, actor: Actor, *, template_id: int, today: date) -> TemplateFile:
    """Give a template as it was uploaded."""
    row = _within_scope(session, actor, template_id, today)
    return TemplateFile(row.name, row.content)


def remove(session: WriteSession, actor: Actor, *, template_id: int, today: date) -> None:
    """Take a template away."""
    session.delete(_within_scope(session, actor, template_id, today))


def of_report(session: ReadSession, actor: Actor, *, unit_code: str, on: date) -> bytes | None:
    """Give the template that a report on the unit is set in, if there is one.

    It holds nothing of anybody's: whoever may read the report may have it in its own form.
    """
    actor.require(Permission.REPORT_READ)
    unit = organisation.tree(session, on=on).by_code.get(unit_code)
    row = queries.nearest(session, unit.id if unit else None)
    return row.content if row else None


def _asked_unit(found: Reach, unit_code: str) -> int | None:
    if unit_code == FOR_ALL and _reaches_all(found):
        return None
    for unit in found.reported():
        if unit.code == unit_code:
            return unit.id
    raise RuleBroken("report_unit")


def _within_scope(
    session: ReadSession, actor: Actor, template_id: int, today: date
) -> ReportTemplate:
    found = reach(session, actor, Permission.REPORT_WRITE, today)
    row = queries.template(session, template_id)
    if row is None or not _within(found, row, today):
        raise NotFound("template_not_found")
    return row


def _within(found: Reach, row: ReportTemplate, today: date) -> bool:
    return _reaches_all(found) if row.unit_id is None else _unit(found, row, today) is not None


def _unit(found: Reach, row: ReportTemplate, today: date) -> UnitOnDay | None:
    return None if row.unit_id is None else found.unit(row.unit_id, today)


def _reaches_all(found: Reach) -> bool:
    return found.now.root is not None and found.now.root.id in found.scope.counts


def _id(row: ReportTemplate) -> int:
    assert row.id is not None  # noqa: S101 - a stored row has an id
    return row.id

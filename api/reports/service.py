"""Write a draft, look at it, issue it; read what was issued.

Errors, everywhere: NotSignedIn, Forbidden; NotFound("report_not_found") for a report that does not
exist or is on a unit out of scope.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.clock import Clock
from api.coverage import service as coverage
from api.coverage.rules import CoverageRules
from api.db.instants import stamp_alone
from api.db.session import ReadSession, WriteSession
from api.errors import Conflict, NotFound, RuleBroken
from api.organisation.tree import UnitOnDay
from api.reports import figures, freezing, queries
from api.reports.figures import Content, IssuedReport
from api.reports.headings import LONGEST_DIARY_NUMBER, Heading, Texts, written
from api.reports.models import FollowUpReport
from api.reports.reach import reach

NOT_ISSUED = ""


@dataclass(frozen=True)
class Wish:
    """What the reader decides of a report: everything but its figures."""

    unit_code: str
    on: date
    diary_number: str
    texts: Texts


@dataclass(frozen=True)
class ReportLine:
    """A report in a list. ``hash`` and ``issued_at`` are None for a draft."""

    id: int
    unit: UnitOnDay
    on: date
    diary_number: str
    issued_at: datetime | None
    hash: str | None


@dataclass(frozen=True)
class Draft:
    """A report that is not issued yet."""

    id: int
    unit: UnitOnDay
    on: date
    diary_number: str
    texts: dict[Heading, str]


def listed(session: ReadSession, actor: Actor, *, today: date) -> list[ReportLine]:
    """Give the reports on units within scope: drafts first, then the latest day."""
    found = reach(session, actor, Permission.REPORT_READ, today)
    lines = ((row, found.unit(row.unit_id, row.day)) for row in queries.reports(session))
    return [
        ReportLine(_id(row), unit, row.day, row.diary_number, row.issued_at, row.content_hash)
        for row, unit in lines
        if unit is not None
    ]


def choices(session: ReadSession, actor: Actor, *, today: date) -> list[UnitOnDay]:
    """Give the units that the actor can report on: the municipality first, then by name."""
    return reach(session, actor, Permission.REPORT_WRITE, today).reported()


def create(session: WriteSession, actor: Actor, *, wish: Wish, clock: Clock) -> int:
    """Begin a draft, and give its id. Raises RuleBroken as ``change`` does."""
    row = FollowUpReport(
        unit_id=0,
        day=wish.on,
        diary_number="",
        texts="{}",
        created_at=clock.now(),
        created_by=actor.label,
    )
    _write(session, actor, row, wish, clock.today())
    session.add(row)
    session.flush()
    return _id(row)


def change(
    session: WriteSession, actor: Actor, *, report_id: int, wish: Wish, clock: Clock
) -> None:
    """Change a draft.

    Raises RuleBroken "report_unit" (neither the municipality nor a nämnd within scope),
    "report_day_in_future", "report_diary_number_too_long", "report_text_too_long";
    Conflict("report_issued").
    """
    row = _draft(session, actor, report_id, clock.today(), locked=True)
    _write(session, actor, row, wish, clock.today())


def discard(session: WriteSession, actor: Actor, *, report_id: int, clock: Clock) -> None:
    """Throw a draft away. Raises Conflict("report_issued")."""
    session.delete(_draft(session, actor, report_id, clock.today(), locked=True))


def draft(session: ReadSession, actor: Actor, *, report_id: int, clock: Clock) -> Draft:
    """Give a draft. Raises Conflict("report_issued")."""
    row = _draft(session, actor, report_id, clock.today())
    unit = _unit(session, actor, row, clock.today(), Permission.REPORT_WRITE)
    return Draft(_id(row), unit, row.day, row.diary_number, _texts(row))


def preview(
    session: ReadSession, actor: Actor, *, report_id: int, rules: CoverageRules, clock: Clock
) -> IssuedReport:
    """Give a draft as it would be issued now; its hash is empty. Raises Conflict("report_issued")."""
    row = _draft(session, actor, report_id, rules.today)
    return figures.report_of(
        _id(row), _content(session, actor, row, rules, clock.now()), NOT_ISSUED
    )


def issue(
    session: WriteSession, actor: Actor, *, report_id: int, rules: CoverageRules, clock: Clock
) -> IssuedReport:
    """Freeze a draft for good. Raises Conflict("report_issued").

    Its instant is taken alone: the figures are of one state, and of all that was known by then.
    """
    actor.require(Permission.REPORT_WRITE)
    known_at = stamp_alone(session, clock)
    row = _draft(session, actor, report_id, rules.today, locked=True)
    content = _content(session, actor, row, rules, known_at)
    text = figures.canonical_json(content)
    row.issued_at, row.issued_by = content.known_at, actor.label
    row.content, row.content_hash = text, figures.hash_of(text)
    session.add(row)
    return figures.opened(_id(row), text, row.content_hash)


def issued(session: ReadSession, actor: Actor, *, report_id: int, today: date) -> IssuedReport:
    """Give an issued report, from its frozen text alone. Raises Conflict("report_draft")."""
    row = queries.report(session, report_id)
    if row is None:
        actor.require(Permission.REPORT_READ)
        raise NotFound("report_not_found")
    _unit(session, actor, row, today, Permission.REPORT_READ)
    if row.content is None or row.content_hash is None:
        raise Conflict("report_draft")
    return figures.opened(report_id, row.content, row.content_hash)


def _draft(
    session: ReadSession, actor: Actor, report_id: int, today: date, *, locked: bool = False
) -> FollowUpReport:
    actor.require(Permission.REPORT_WRITE)
    row = queries.report(session, report_id, locked=locked)
    if row is None:
        raise NotFound("report_not_found")
    _unit(session, actor, row, today, Permission.REPORT_WRITE)
    if row.issued_at is not None:
        raise Conflict("report_issued")
    return row


def _unit(
    session: ReadSession,
    actor: Actor,
    row: FollowUpReport,
    today: date,
    permission: Permission,
) -> UnitOnDay:
    unit = reach(session, actor, permission, today).unit(row.unit_id, row.day)
    if unit is None:
        raise NotFound("report_not_found")
    return unit


def _write(
    session: ReadSession, actor: Actor, row: FollowUpReport, wish: Wish, today: date
) -> None:
    can_be = {unit.code: unit for unit in choices(session, actor, today=today)}
    if wish.unit_code not in can_be:
        raise RuleBroken("report_unit")
    if wish.on > today:
        raise RuleBroken("report_day_in_future")
    if len(wish.diary_number.strip()) > LONGEST_DIARY_NUMBER:
        raise RuleBroken("report_diary_number_too_long", {"most": LONGEST_DIARY_NUMBER})
    texts = written(wish.texts)
    row.unit_id, row.day = can_be[wish.unit_code].id, wish.on
    row.diary_number = wish.diary_number.strip()
    row.texts = json.dumps(texts, ensure_ascii=False, sort_keys=True)


def _content(
    session: ReadSession,
    actor: Actor,
    row: FollowUpReport,
    rules: CoverageRules,
    known_at: datetime,
) -> Content:
    unit = _unit(session, actor, row, rules.today, Permission.REPORT_READ)
    told = coverage.follow_up(session, actor, unit_code=unit.code, on=row.day, rules=rules)
    before = queries.last_issued(session, row.unit_id, row.day)
    previous = issued(session, actor, report_id=_id(before), today=rules.today) if before else None
    courses = catalogue.published(session, actor)
    return Content(
        unit_code=unit.code,
        title=unit.name,
        on=row.day,
        known_at=known_at,
        diary_number=row.diary_number,
        texts=_texts(row),
        figures=freezing.figures(told, courses, previous, rules.small_group),
    )


def _texts(row: FollowUpReport) -> dict[Heading, str]:
    return {Heading(heading): text for heading, text in json.loads(row.texts).items()}


def _id(row: FollowUpReport) -> int:
    assert row.id is not None  # noqa: S101 - a stored row has an id
    return row.id

"""Loads the demo municipality into an empty database, and tells whether it is empty."""

from pathlib import Path

from sqlmodel import SQLModel

from api.access.actor import Actor
from api.catalogue.check import format_problems, has_errors, read_courses
from api.catalogue.schema import Course
from api.clock import Clock
from api.coverage.rules import CoverageRules
from api.db.session import ReadSession, WriteSession
from api.demo import editions
from api.demo.building import build
from api.demo.cast import DEMO_ROLES
from api.demo.clearing import clear
from api.demo.days import Calendar
from api.demo.loading import Progress, write
from api.demo.reports import add_report
from api.demo.tallies import add_tallies
from api.errors import Conflict, Forbidden, RuleBroken

__all__ = ["DEMO_ROLES", "DEMO_SEED", "clear", "is_empty", "load", "report"]

DEMO_SEED = 1
# With none of these there is nobody and nothing that a demo could get in the way of.
TELLING_TABLES = ("person", "unit", "requirement", "edition")


def is_empty(session: ReadSession, actor: Actor) -> bool:
    """Whether the database has neither people, units, requirements nor published courses."""
    _operator_only(actor)
    tables = (SQLModel.metadata.tables[name] for name in TELLING_TABLES)
    return all(session.execute(table.select().limit(1)).first() is None for table in tables)


def load(
    session: WriteSession,
    actor: Actor,
    *,
    clock: Clock,
    courses_dir: Path,
    seed: int = DEMO_SEED,
    progress: Progress | None = None,
) -> None:
    """Fill an empty database with Exempelkommun, the same from the same seed, day and courses.

    Raises Forbidden unless the operator acts, Conflict("database_not_empty"), and
    RuleBroken("courses_invalid") when the courses have errors.
    """
    if not is_empty(session, actor):
        raise Conflict("database_not_empty")
    say = progress or _say_nothing
    calendar = Calendar(clock.today())
    say("courses")
    published = editions.publish(session, actor, _courses(courses_dir, clock), calendar)
    write(session, build(calendar, seed, published.months), published, say)
    add_tallies(session, published)


def report(session: WriteSession, actor: Actor, *, clock: Clock, rules: CoverageRules) -> None:
    """Issue a follow-up report of a loaded municipality. Raises Forbidden unless the operator acts."""
    _operator_only(actor)
    add_report(session, actor, clock, rules)


def _operator_only(actor: Actor) -> None:
    if not actor.everything:
        raise Forbidden("forbidden")


def _courses(folder: Path, clock: Clock) -> tuple[Course, ...]:
    checked = read_courses(folder, clock.today())
    if has_errors(checked.problems):
        raise RuleBroken("courses_invalid", {"problems": format_problems(checked.problems)})
    return checked.courses


def _say_nothing(_stage: str) -> None:
    """For callers that show no progress."""

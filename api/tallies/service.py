"""Counting without persons, and what may be shown of it.

A counter is written last before the commit: whoever counts at the same one waits for a moment only.
"""

from api.access.actor import Actor
from api.access.permissions import Permission
from api.db.session import ReadSession, WriteSession, do_last
from api.tallies import queries
from api.tallies.figures import ItemFigure, Spread, item_figure
from api.tallies.models import ConfidenceCount, ItemCount, Moment, Sureness


def count_first_try(
    session: WriteSession, actor: Actor, *, edition_hash: str, step_id: str, right: bool
) -> None:
    """Count that a check was met for the first time in an attempt, and whether the answer was right."""
    actor.require(Permission.COURSE_TAKE)
    key = {"edition_hash": edition_hash, "step_id": step_id}
    counted = {"first_tries": 1, "first_right": int(right)}
    do_last(session, lambda: queries.add(session, ItemCount, key, counted))


def count_sureness(
    session: WriteSession, actor: Actor, *, course_id: str, moment: Moment, sure: Sureness
) -> None:
    """Count how sure somebody feels before or after a course. The caller knows that it is once."""
    actor.require(Permission.COURSE_TAKE)
    key = {"course_id": course_id, "moment": moment, "step": int(sure)}
    do_last(session, lambda: queries.add(session, ConfidenceCount, key, {"count": 1}))


def items(session: ReadSession, actor: Actor, *, edition_hash: str) -> dict[str, ItemFigure]:
    """How the checks of an edition go at first try, by step id; those that enough have met."""
    actor.require(Permission.STATISTICS_READ)
    counted = queries.items_of(session, edition_hash)
    figures = {row.step_id: item_figure(row.first_tries, row.first_right) for row in counted}
    return {step_id: figure for step_id, figure in figures.items() if figure}


def sureness(session: ReadSession, actor: Actor, *, course_id: str) -> dict[Moment, Spread]:
    """How sure staff say they feel before and after a course."""
    actor.require(Permission.STATISTICS_READ)
    counts: dict[Moment, dict[Sureness, int]] = {moment: {} for moment in Moment}
    for row in queries.confidence_in(session, course_id):
        counts[row.moment][Sureness(row.step)] = row.count
    return {moment: Spread(found) for moment, found in counts.items()}

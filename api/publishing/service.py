"""Publishes courses and does what the verdicts on changed texts ask.

The catalogue freezes texts and keeps verdicts, requirements are changed in their own room, and
coverage says whom it touches: none of them knows of the others, so they meet here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.access.actor import Actor
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.catalogue.service import Publication
from api.catalogue.verdicts import Verdict
from api.clock import Clock
from api.coverage import service as coverage
from api.coverage.rehearsing import Changing, Loss
from api.db.session import WriteSession
from api.requirements import service as requirements
from api.requirements.service import Retake


@dataclass(frozen=True)
class Published:
    """What became of each course, and the requirements that were changed for its sake."""

    publications: tuple[Publication, ...]
    retakes: tuple[Retake, ...]


@dataclass(frozen=True)
class Touched:
    """A retake of a requirement, and whom it leaves uncovered on its first day."""

    retake: Retake
    loss: Loss


def publish(
    session: WriteSession,
    actor: Actor,
    *,
    courses: Sequence[Course],
    verdicts: Mapping[str, Verdict],
    clock: Clock,
) -> Published:
    """Freeze the courses, and change the requirements of those that must be taken again.

    Raises Forbidden unless the operator acts; RuleBroken for verdicts that are lacking or unneeded,
    and for a retake from a day gone by.
    """
    made = catalogue.publish(session, actor, courses=courses, verdicts=verdicts, clock=clock)
    retakes = [
        retake
        for course_id, verdict in verdicts.items()
        if verdict.retake_from is not None
        for retake in requirements.retake(
            session, actor, course_id=course_id, since=verdict.retake_from, clock=clock
        )
    ]
    return Published(tuple(made), tuple(retakes))


def rehearse(
    session: WriteSession,
    actor: Actor,
    *,
    courses: Sequence[Course],
    verdicts: Mapping[str, Verdict],
    clock: Clock,
) -> list[Touched]:
    """Tell whom publishing would touch, and publish nothing. Refuses whatever ``publish`` would."""
    retakes: dict[Changing, Retake] = {}

    def draft() -> list[Changing]:
        done = publish(session, actor, courses=courses, verdicts=verdicts, clock=clock)
        for retake in done.retakes:
            retakes[Changing(retake.first_day, retake.requirement_id)] = retake
        return list(retakes)

    losses = coverage.rehearse(session, actor, draft=draft)
    return [Touched(retakes[loss.changing], loss) for loss in losses]

"""Exercises beside the courses' steps: found in the catalogue, and marked as gone through."""

from dataclasses import dataclass

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course, Exercise
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound
from api.learning import attempts, queries
from api.records.models import Earned


@dataclass(frozen=True)
class Found:
    """An exercise and the edition of the course that it stands in."""

    course: Course
    edition_hash: str
    exercise: Exercise


def published(session: ReadSession, actor: Actor) -> list[Found]:
    """Every exercise of the courses as they are now, by course id and then by the author's order."""
    actor.require(Permission.COURSE_TAKE)
    return [
        Found(each.course, each.content_hash, exercise)
        for each in catalogue.published(session, actor)
        for exercise in each.course.exercises
    ]


def find(session: ReadSession, actor: Actor, *, exercise_id: str) -> Found:
    """The exercise with this id: in a course the actor has begun as it was then, else as it is now.

    So whoever has begun a course can finish it, though its exercise has since been taken out. Raises
    NotFound.
    """
    for found in (*_begun(session, actor), *published(session, actor)):
        if found.exercise.id == exercise_id:
            return found
    raise NotFound("exercise_unknown")


def _begun(session: ReadSession, actor: Actor) -> list[Found]:
    """The exercises of the editions that the actor is under way in."""
    if actor.person_id is None:
        return []
    editions = {
        attempt.edition_hash: attempts.edition(session, actor, attempt.edition_hash)
        for attempt, _ in queries.of_person(session, actor.person_id)
    }
    return [
        Found(course, content_hash, exercise)
        for content_hash, course in editions.items()
        for exercise in course.exercises
    ]


def find_in(session: ReadSession, actor: Actor, *, edition_hash: str, exercise_id: str) -> Found:
    """The exercise as it stands in an edition, for one that was begun there. Raises NotFound."""
    actor.require(Permission.COURSE_TAKE)
    course = catalogue.edition(session, actor, content_hash=edition_hash).course
    exercise = course.exercise(exercise_id)
    if exercise is None:
        raise NotFound("exercise_unknown")
    return Found(course, edition_hash, exercise)


def finish(
    session: WriteSession, actor: Actor, *, course_id: str, exercise_id: str, clock: Clock
) -> Earned | None:
    """Mark the steps that lead to the exercise as done, in the actor's attempt if there is one.

    That it was gone through is all that is kept. Returns the record if the course is now complete.
    """
    underway = attempts.under_way(session, actor, course_id)
    if underway is None:
        return None
    progress = underway.progress
    for placed in underway.course.practice_steps(exercise_id):
        progress = progress.answered(placed.step.id, passed=True)
        underway.save_answer(session, placed.step.id, passed=True)
    return underway.complete(session, actor, clock) if progress.complete else None

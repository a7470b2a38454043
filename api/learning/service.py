"""Taking a course: the saved place, the answers, and the record when it is complete.

What is kept of an answer is that a check was answered and whether it has been passed. Which option
was chosen is used for grading and forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course, Graded, Placed
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import Conflict, NotFound
from api.learning import attempts, queries
from api.learning.grading import Grade, grade
from api.learning.progress import WHOLE, Onward, Progress, Spot, Stop, read_on
from api.learning.repetition import variant_after
from api.records import service as records
from api.records.models import Earned, TrainingRecord
from api.tallies import service as tallies
from api.tallies.models import Moment, Sureness


@dataclass(frozen=True)
class Place:
    """A course as it lies before a reader: the edition, and how far they are (None: not begun).

    ``record`` is the one they earned today, after which nothing more is kept that day.
    """

    edition_hash: str
    course: Course
    progress: Progress | None = None
    record: Earned | None = None


@dataclass(frozen=True)
class CourseLine:
    """A course in a list: how far the reader is, and the record that serves them longest."""

    course: Course
    progress: Progress | None
    record: TrainingRecord | None


@dataclass(frozen=True)
class Submitted:
    """What came of an answer. ``record`` is set when the course is complete.

    Without ``progress`` and ``record`` nothing was kept: the reader is not signed in.
    """

    grade: Grade
    course: Course
    onward: Onward
    returned: bool = False
    progress: Progress | None = None
    record: Earned | None = None
    edition_hash: str = ""


def courses_for(session: ReadSession, actor: Actor, *, language: str = "") -> list[CourseLine]:
    """Every course the actor may read, with how far they are; a visitor gets the open ones."""
    published = catalogue.published(session, actor)
    if actor.person_id is None:
        return [CourseLine(found.course.read_in(language), None, None) for found in published]
    found = queries.of_person(session, actor.person_id)
    begun = {attempt.course_id: (attempt, results) for attempt, results in found}
    longest = _longest(records.mine(session, actor))
    lines = []
    for line in published:
        course, progress = line.course.read_in(language), None
        if course.id in begun:
            attempt, results = begun[course.id]
            if attempt.edition_hash != line.content_hash:
                begun_on = attempts.edition(session, actor, attempt.edition_hash)
                course = begun_on.read_in(language)
            progress = attempts.progress(course, attempt, results)
        lines.append(CourseLine(course, progress, longest.get(course.id)))
    return lines


def started_courses(session: ReadSession, actor: Actor) -> frozenset[str]:
    """The ids of the courses the actor has begun and not completed."""
    actor.require(Permission.OWN_READ)
    return frozenset() if actor.person_id is None else queries.course_ids(session, actor.person_id)


def held(session: ReadSession, actor: Actor, *, course_id: str) -> TrainingRecord | None:
    """The actor's record for the course that holds longest, whether or not it still does."""
    if actor.person_id is None:
        return None
    return _longest(records.mine(session, actor)).get(course_id)


def place(
    session: ReadSession, actor: Actor, *, course_id: str, clock: Clock, language: str = ""
) -> Place:
    """A course as it lies before the actor: on the edition they began, else on the current one.

    In the words of ``language`` where the course has them. Raises NotFound, or NotSignedIn when a
    visitor asks for a course that is not open.
    """
    if actor.person_id is not None:
        for attempt, results in queries.of_person(session, actor.person_id, course_id):
            course = attempts.edition(session, actor, attempt.edition_hash).read_in(language)
            return Place(attempt.edition_hash, course, attempts.progress(course, attempt, results))
    current = catalogue.current(session, actor, course_id=course_id)
    found = Place(current.content_hash, current.course.read_in(language))
    if actor.person_id is None:
        return found
    record = records.earned_today(session, actor, course_id=course_id, clock=clock)
    return replace(found, record=record)


def start_or_resume(
    session: WriteSession,
    actor: Actor,
    *,
    course_id: str,
    clock: Clock,
    sure: Sureness | None = None,
) -> Place:
    """Begin the whole course on its current edition, or take up the attempt under way.

    A repetition under way becomes the whole course. Completed today, it is not begun again: there is
    nothing more to earn until tomorrow. ``sure`` is how sure the learner feels before it; it is counted
    only where this call begins the course, and so once, without keeping who has answered.
    """
    underway = attempts.take_up(session, actor, course_id, clock)
    if isinstance(underway, attempts.Underway) and underway.repeats:
        underway.take_whole(session)
    if sure is not None and isinstance(underway, attempts.Underway) and underway.begun:
        tallies.count_sureness(session, actor, course_id=course_id, moment=Moment.BEFORE, sure=sure)
    return Place(underway.edition_hash, underway.course, underway.progress, underway.record)


def repetition(
    session: ReadSession, actor: Actor, *, course_id: str, counts_from: date | None
) -> int | None:
    """Which repetition renews the course for the actor; None when that takes the whole course.

    ``counts_from``: the first day of training that counts for them, as coverage tells it.
    """
    if actor.person_id is None:
        return None
    mine = (record for record in records.mine(session, actor) if record.course_id == course_id)
    return variant_after(list(mine), counts_from)


def repeat(
    session: WriteSession, actor: Actor, *, course_id: str, counts_from: date | None, clock: Clock
) -> Place:
    """Begin a repetition, take it up, or go from its missed questions into their modules.

    Who may not repeat the course begins all of it.
    """
    variant = repetition(session, actor, course_id=course_id, counts_from=counts_from)
    underway = attempts.take_up(session, actor, course_id, clock, variant)
    if isinstance(underway, attempts.Underway):
        if variant is None and underway.repeats:
            underway.take_whole(session)
        elif underway.progress.missed_modules:
            underway.go_through_missed(session)
    return Place(underway.edition_hash, underway.course, underway.progress, underway.record)


def visit(
    session: WriteSession,
    actor: Actor,
    *,
    course_id: str,
    module_id: str,
    step_id: str,
    clock: Clock,
) -> Onward:
    """Move on from a step: save the place it leads to. Begins the course if need be."""
    underway = attempts.take_up(session, actor, course_id, clock)
    spot = Spot(module_id, step_id)
    if underway.course.find(module_id, step_id) is None:
        raise NotFound("step_unknown")
    if isinstance(underway, attempts.Finished):
        return read_on(underway.course, spot)
    onward = underway.progress.onward(spot)
    underway.save_place(session, onward, clock)
    return onward


def submit_check(
    session: WriteSession,
    actor: Actor,
    *,
    course_id: str,
    module_id: str,
    step_id: str,
    chosen: Collection[str],
    clock: Clock,
    language: str = "",
) -> Submitted:
    """Answer a check; keep whether it was passed; make the record when the course is complete.

    Answering the last check twice (a double click, a reload) gives the same record again. What a
    repetition does not ask is explained, and nothing is kept of it. Raises NotFound for a step the
    course lacks, RuleBroken for an answer the check cannot have.
    """
    underway = attempts.take_up(session, actor, course_id, clock)
    course = underway.course.read_in(language)
    check = _check(course, module_id, step_id)
    graded = grade(check.step, chosen)
    edition = underway.edition_hash
    if isinstance(underway, attempts.Finished):
        end = Onward(Stop.END)
        return Submitted(graded, course, end, record=underway.record, edition_hash=edition)
    before, spot = underway.progress, Spot(module_id, step_id)
    if not before.scope.asks(check):
        onward = read_on(course, spot)
        return Submitted(graded, course, onward, progress=before, edition_hash=edition)
    after = before.answered(step_id, passed=graded.passed)
    returned = before.returns(step_id)
    # A repetition asks what has been explained before: that is nobody's first try.
    if step_id not in before.results and before.scope == WHOLE:
        tallies.count_first_try(
            session, actor, edition_hash=edition, step_id=step_id, right=graded.passed
        )
    if after.complete:
        record = underway.complete(session, actor, clock)
        return Submitted(graded, course, Onward(Stop.END), returned, after, record, edition)
    underway.save_answer(session, step_id, passed=after.results[step_id])
    onward = after.onward_again(spot) if returned else after.onward(spot)
    underway.save_place(session, onward, clock)
    return Submitted(graded, course, onward, returned, after, edition_hash=edition)


def tell_after(
    session: WriteSession, actor: Actor, *, course_id: str, clock: Clock, sure: Sureness | None
) -> Earned:
    """Count how sure the learner feels who has completed the course today; give their record.

    Nothing is kept of who has answered: that would be a list of those who have not. The question is
    put once, with the last answer. Raises Conflict when the course was not completed today.
    """
    actor.require(Permission.COURSE_TAKE)
    record = records.earned_today(session, actor, course_id=course_id, clock=clock)
    if record is None:
        raise Conflict("course_not_just_completed")
    if sure is not None:
        tallies.count_sureness(session, actor, course_id=course_id, moment=Moment.AFTER, sure=sure)
    return record


def practise(
    session: ReadSession,
    actor: Actor,
    *,
    course_id: str,
    module_id: str,
    step_id: str,
    chosen: Collection[str],
    language: str = "",
) -> Submitted:
    """Answer a check without being signed in: graded and explained, and nothing kept."""
    current = catalogue.current(session, actor, course_id=course_id)
    course = current.course.read_in(language)
    check = _check(course, module_id, step_id)
    graded = grade(check.step, chosen)
    onward = read_on(course, Spot(module_id, step_id))
    return Submitted(graded, course, onward, edition_hash=current.content_hash)


def _check(course: Course, module_id: str, step_id: str) -> Placed[Graded]:
    placed = course.find(module_id, step_id)
    if placed is None or not isinstance(placed.step, Graded):
        raise NotFound("step_unknown")
    return Placed(placed.module, placed.step)


def _longest(mine: list[TrainingRecord]) -> dict[str, TrainingRecord]:
    """By course, the record that holds longest: one that never lapses before all others."""
    found: dict[str, TrainingRecord] = {}
    for record in mine:
        best = found.setdefault(record.course_id, record)
        if best.valid_until is not None and (
            record.valid_until is None or record.valid_until > best.valid_until
        ):
            found[record.course_id] = record
    return found

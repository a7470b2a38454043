"""Taking a course: the saved place, the answers, and the record when it is complete.

What is kept of an answer is that a check was answered and whether it has been passed. Which option
was chosen is used for grading and forgotten.
"""

from collections.abc import Collection
from dataclasses import dataclass

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Check, Course, Placed
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound
from api.learning import queries
from api.learning.grading import Grade, grade
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import Onward, Progress, Spot, Stop, first_spot, read_on
from api.records import service as records
from api.records.models import TrainingRecord


@dataclass(frozen=True)
class Place:
    """A course as it lies before a reader: the edition, and how far they are (None: not begun)."""

    edition_hash: str
    course: Course
    progress: Progress | None = None


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
    record: TrainingRecord | None = None


@dataclass(frozen=True)
class _Underway:
    """A locked attempt and the course it is on; no attempt when the course was completed today."""

    course: Course
    edition_hash: str
    attempt: Attempt | None
    checks: dict[str, AttemptCheck]
    record: TrainingRecord | None = None


def courses_for(session: ReadSession, actor: Actor) -> list[CourseLine]:
    """Every course the actor may read, with how far they are; a visitor gets the open ones."""
    published = catalogue.published(session, actor)
    if actor.person_id is None:
        return [CourseLine(found.course, None, None) for found in published]
    found = queries.of_person(session, actor.person_id)
    attempts = {attempt.course_id: (attempt, results) for attempt, results in found}
    longest = _longest(records.mine(session, actor))
    lines = []
    for line in published:
        course, progress = line.course, None
        if course.id in attempts:
            attempt, results = attempts[course.id]
            if attempt.edition_hash != line.content_hash:
                course = _edition(session, actor, attempt.edition_hash)
            progress = _progress(course, attempt, results)
        lines.append(CourseLine(course, progress, longest.get(course.id)))
    return lines


def started_courses(session: ReadSession, actor: Actor) -> frozenset[str]:
    """The ids of the courses the actor has begun and not completed."""
    actor.require(Permission.OWN_READ)
    return frozenset() if actor.person_id is None else queries.course_ids(session, actor.person_id)


def place(session: ReadSession, actor: Actor, *, course_id: str) -> Place:
    """A course as it lies before the actor: on the edition they began, else on the current one.

    Raises NotFound, or NotSignedIn when a visitor asks for a course that is not open.
    """
    if actor.person_id is not None:
        for attempt, results in queries.of_person(session, actor.person_id, course_id):
            course = _edition(session, actor, attempt.edition_hash)
            return Place(attempt.edition_hash, course, _progress(course, attempt, results))
    current = catalogue.current(session, actor, course_id=course_id)
    return Place(current.content_hash, current.course)


def start_or_resume(session: WriteSession, actor: Actor, *, course_id: str, clock: Clock) -> Place:
    """Begin a course on its current edition, or take up the attempt under way.

    Completed today, it is not begun again: there is nothing more to earn until tomorrow.
    """
    underway = _take_up(session, actor, course_id, clock)
    attempt = underway.attempt
    progress = None if attempt is None else _progress_of(underway, attempt)
    return Place(underway.edition_hash, underway.course, progress)


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
    underway = _take_up(session, actor, course_id, clock)
    spot = Spot(module_id, step_id)
    if underway.course.find(module_id, step_id) is None:
        raise NotFound("step_unknown")
    if underway.attempt is None:
        return read_on(underway.course, spot)
    onward = _progress_of(underway, underway.attempt).onward(spot)
    _save_place(session, underway.attempt, onward, clock)
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
) -> Submitted:
    """Answer a check; keep whether it was passed; make the record when the course is complete.

    Answering the last check twice (a double click, a reload) gives the same record again. Raises
    NotFound for a step the course lacks, RuleBroken for an answer the check cannot have.
    """
    underway = _take_up(session, actor, course_id, clock)
    course, attempt = underway.course, underway.attempt
    check = _check(course, module_id, step_id)
    graded = grade(check.step, chosen)
    if attempt is None:
        return Submitted(graded, course, Onward(Stop.END), record=underway.record)
    before = _progress_of(underway, attempt)
    after = before.answered(step_id, passed=graded.passed)
    returned = before.returns(step_id)
    if after.complete:
        record = _complete(session, actor, underway, attempt, clock)
        return Submitted(graded, course, Onward(Stop.END), returned, after, record)
    _save_answer(session, underway, attempt, step_id, passed=after.results[step_id])
    spot = Spot(module_id, step_id)
    onward = after.onward_again(spot) if returned else after.onward(spot)
    _save_place(session, attempt, onward, clock)
    return Submitted(graded, course, onward, returned, after)


def practise(
    session: ReadSession,
    actor: Actor,
    *,
    course_id: str,
    module_id: str,
    step_id: str,
    chosen: Collection[str],
) -> Submitted:
    """Answer a check without being signed in: graded and explained, and nothing kept."""
    course = catalogue.current(session, actor, course_id=course_id).course
    check = _check(course, module_id, step_id)
    graded = grade(check.step, chosen)
    return Submitted(graded, course, read_on(course, Spot(module_id, step_id)))


def _take_up(session: WriteSession, actor: Actor, course_id: str, clock: Clock) -> _Underway:
    """The actor's attempt, locked; begun now if there is none and the course is not done today."""
    actor.require(Permission.COURSE_TAKE)
    if actor.person_id is None:
        raise NotFound("person_unknown")
    attempt = queries.lock(session, actor.person_id, course_id)
    if attempt is None:
        current = catalogue.current(session, actor, course_id=course_id)
        # Asked only after the lock: whoever completed the course while we waited for it has by now
        # left a record, and a second click must find that and not begin anew.
        if record := _completed_today(session, actor, course_id, clock):
            return _Underway(current.course, current.content_hash, None, {}, record)
        queries.create(
            session,
            person_id=actor.person_id,
            course_id=course_id,
            edition_hash=current.content_hash,
            spot=first_spot(current.course),
            now=clock.now(),
        )
        attempt = queries.lock(session, actor.person_id, course_id)
    assert attempt is not None  # noqa: S101 - just created, and locked
    assert attempt.id is not None  # noqa: S101 - a stored row has an id
    course = _edition(session, actor, attempt.edition_hash)
    return _Underway(course, attempt.edition_hash, attempt, queries.checks(session, attempt.id))


def _completed_today(
    session: ReadSession, actor: Actor, course_id: str, clock: Clock
) -> TrainingRecord | None:
    today = clock.today()
    mine = records.mine(session, actor)
    fitting = (r for r in mine if r.course_id == course_id and r.completed_on == today)
    return next(fitting, None)


def _complete(
    session: WriteSession, actor: Actor, underway: _Underway, attempt: Attempt, clock: Clock
) -> TrainingRecord:
    """Make the record and forget the attempt, in the one transaction."""
    assert attempt.id is not None  # noqa: S101 - a stored row has an id
    record = records.award(
        session, actor, course=underway.course, edition_hash=underway.edition_hash, clock=clock
    )
    queries.remove(session, attempt.id)
    return record


def _save_answer(
    session: WriteSession, underway: _Underway, attempt: Attempt, step_id: str, *, passed: bool
) -> None:
    assert attempt.id is not None  # noqa: S101 - a stored row has an id
    fresh = AttemptCheck(attempt_id=attempt.id, step_id=step_id, passed=passed)
    check = underway.checks.get(step_id, fresh)
    check.passed = passed
    session.add(check)


def _save_place(session: WriteSession, attempt: Attempt, onward: Onward, clock: Clock) -> None:
    if onward.spot is not None:
        attempt.module_id, attempt.step_id = onward.spot.module_id, onward.spot.step_id
    attempt.saved_at = clock.now()
    session.add(attempt)


def _check(course: Course, module_id: str, step_id: str) -> Placed[Check]:
    placed = course.find(module_id, step_id)
    if placed is None or not isinstance(placed.step, Check):
        raise NotFound("step_unknown")
    return Placed(placed.module, placed.step)


def _edition(session: ReadSession, actor: Actor, content_hash: str) -> Course:
    return catalogue.edition(session, actor, content_hash=content_hash).course


def _progress(course: Course, attempt: Attempt, results: dict[str, bool]) -> Progress:
    return Progress(course, results, Spot(attempt.module_id, attempt.step_id))


def _progress_of(underway: _Underway, attempt: Attempt) -> Progress:
    results = {step_id: check.passed for step_id, check in underway.checks.items()}
    return _progress(underway.course, attempt, results)


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

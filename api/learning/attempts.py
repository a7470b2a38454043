"""The attempt under way: taken up under a lock, written to, and forgotten when it has served.

Only ``service`` uses this; it asks for the permission first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.access.actor import Actor
from api.access.permissions import Permission
from api.catalogue import service as catalogue
from api.catalogue.schema import Course
from api.clock import Clock
from api.db.session import ReadSession, WriteSession
from api.errors import NotFound
from api.learning import queries
from api.learning.models import Attempt, AttemptCheck
from api.learning.progress import Onward, Progress, Spot, first_spot
from api.records import service as records
from api.records.models import TrainingRecord


@dataclass(frozen=True)
class Finished:
    """The course was completed today: nothing more is kept of it until tomorrow."""

    course: Course
    edition_hash: str
    record: TrainingRecord
    progress: None = None


@dataclass(frozen=True)
class Underway:
    """A locked attempt on its edition. ``begun``: by this very call."""

    course: Course
    edition_hash: str
    attempt_id: int
    attempt: Attempt
    checks: dict[str, AttemptCheck] = field(default_factory=dict)
    begun: bool = False
    record: None = None

    @property
    def progress(self) -> Progress:
        """How far the attempt has come."""
        results = {step_id: check.passed for step_id, check in self.checks.items()}
        return progress(self.course, self.attempt, results)

    def save_answer(self, session: WriteSession, step_id: str, *, passed: bool) -> None:
        """Keep that the check was answered and whether it has been passed. Nothing else."""
        fresh = AttemptCheck(attempt_id=self.attempt_id, step_id=step_id, passed=passed)
        check = self.checks.get(step_id, fresh)
        check.passed = passed
        session.add(check)

    def save_place(self, session: WriteSession, onward: Onward, clock: Clock) -> None:
        """Keep where the learner goes on."""
        if onward.spot is not None:
            self.attempt.module_id = onward.spot.module_id
            self.attempt.step_id = onward.spot.step_id
        self.attempt.saved_at = clock.now()
        session.add(self.attempt)

    def forget(self, session: WriteSession) -> None:
        """The attempt has served."""
        queries.remove(session, self.attempt_id)


def take_up(
    session: WriteSession, actor: Actor, course_id: str, clock: Clock
) -> Underway | Finished:
    """The actor's attempt, locked; begun now if there is none and the course is not done today."""
    actor.require(Permission.COURSE_TAKE)
    if actor.person_id is None:
        raise NotFound("person_unknown")
    attempt, begun = queries.lock(session, actor.person_id, course_id), False
    if attempt is None:
        current = catalogue.current(session, actor, course_id=course_id)
        # Asked only after the lock: whoever completed the course while we waited for it has by now
        # left a record, and a second click must find that and not begin anew.
        if record := completed_today(session, actor, course_id, clock):
            return Finished(current.course, current.content_hash, record)
        attempt, begun = _begin(session, actor.person_id, course_id, current, clock)
    assert attempt.id is not None  # noqa: S101 - a stored row has an id
    course = edition(session, actor, attempt.edition_hash)
    checks = queries.checks(session, attempt.id)
    return Underway(course, attempt.edition_hash, attempt.id, attempt, checks, begun)


def completed_today(
    session: ReadSession, actor: Actor, course_id: str, clock: Clock
) -> TrainingRecord | None:
    """The actor's record for the course from today."""
    today = clock.today()
    mine = records.mine(session, actor)
    fitting = (r for r in mine if r.course_id == course_id and r.completed_on == today)
    return next(fitting, None)


def edition(session: ReadSession, actor: Actor, content_hash: str) -> Course:
    """The course an attempt is on."""
    return catalogue.edition(session, actor, content_hash=content_hash).course


def progress(course: Course, attempt: Attempt, results: Mapping[str, bool]) -> Progress:
    """How far an attempt has come."""
    return Progress(course, results, Spot(attempt.module_id, attempt.step_id))


def _begin(
    session: WriteSession,
    person_id: int,
    course_id: str,
    current: catalogue.PublishedCourse,
    clock: Clock,
) -> tuple[Attempt, bool]:
    begun = queries.create(
        session,
        person_id=person_id,
        course_id=course_id,
        edition_hash=current.content_hash,
        spot=first_spot(current.course),
        now=clock.now(),
    )
    attempt = queries.lock(session, person_id, course_id)
    assert attempt is not None  # noqa: S101 - it stands now, by us or by another device
    return attempt, begun

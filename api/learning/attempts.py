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
from api.learning.progress import WHOLE, Onward, Progress, Scope, Spot, first_spot, spot_of
from api.learning.repetition import draw
from api.records import service as records
from api.records.models import Earned

JOIN = "|"


@dataclass(frozen=True)
class Finished:
    """The course was completed today: nothing more is kept of it until tomorrow."""

    course: Course
    edition_hash: str
    record: Earned
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
        self.attempt.saved_at = clock.now()
        self._go_to(session, onward.spot or self.progress.spot)

    @property
    def repeats(self) -> bool:
        """Whether the attempt is a repetition, or leads through what was missed in one."""
        return self.attempt.variant is not None

    def take_whole(self, session: WriteSession) -> None:
        """Take the whole course instead of the repetition, from its beginning."""
        self.attempt.variant = self.attempt.missed_modules = None
        queries.forget_checks(session, self.attempt_id)
        self.checks.clear()
        self._go_to(session, first_spot(self.course))

    def go_through_missed(self, session: WriteSession) -> None:
        """Go on from the repetition through the modules of what was missed."""
        onward = self.progress.through_missed()
        self.attempt.missed_modules = JOIN.join(sorted(onward.scope.modules))
        queries.forget_checks(session, self.attempt_id)
        self.checks.clear()
        self._go_to(session, onward.spot)

    def _go_to(self, session: WriteSession, spot: Spot) -> None:
        self.attempt.module_id, self.attempt.step_id = spot.module_id, spot.step_id
        session.add(self.attempt)

    def complete(self, session: WriteSession, actor: Actor, clock: Clock) -> Earned:
        """Make the record and forget the attempt: it has served."""
        record = records.award(
            session, actor, course=self.course, edition_hash=self.edition_hash, clock=clock
        )
        queries.remove(session, self.attempt_id)
        return record


def take_up(
    session: WriteSession,
    actor: Actor,
    course_id: str,
    clock: Clock,
    variant: int | None = None,
) -> Underway | Finished:
    """The actor's attempt, locked; begun now if there is none and the course is not done today.

    ``variant``: a repetition is asked for, and takes the place of a whole course under way.
    """
    actor.require(Permission.COURSE_TAKE)
    if actor.person_id is None:
        raise NotFound("person_unknown")
    attempt, begun = queries.lock(session, actor.person_id, course_id), False
    if attempt is not None and _is_superseded(session, actor, attempt, variant, clock):
        queries.remove(session, _id_of(attempt))
        attempt = None
    if attempt is None:
        current = catalogue.current(session, actor, course_id=course_id)
        # Asked only after the lock: whoever completed the course while we waited for it has by now
        # left a record, and a second click must find that and not begin anew.
        if record := records.earned_today(session, actor, course_id=course_id, clock=clock):
            return Finished(current.course, current.content_hash, record)
        attempt, begun = _begin(session, actor.person_id, current, variant, clock)
    return _opened(session, actor, attempt, begun=begun)


def _is_superseded(
    session: ReadSession, actor: Actor, attempt: Attempt, variant: int | None, clock: Clock
) -> bool:
    """Whether a repetition is to take the attempt's place, or a retake has overtaken its repetition.

    The whole course is finished on the text it was begun on. Five questions on a text that everybody
    must since take again are no training in the new one.
    """
    if attempt.variant is None:
        return variant is not None
    return catalogue.retaken_since(
        session,
        actor,
        course_id=attempt.course_id,
        content_hash=attempt.edition_hash,
        today=clock.today(),
    )


def under_way(session: WriteSession, actor: Actor, course_id: str) -> Underway | None:
    """The actor's attempt, locked, if there is one."""
    actor.require(Permission.COURSE_TAKE)
    attempt = queries.lock(session, actor.person_id, course_id) if actor.person_id else None
    return _opened(session, actor, attempt, begun=False) if attempt else None


def _opened(session: WriteSession, actor: Actor, attempt: Attempt, *, begun: bool) -> Underway:
    course = edition(session, actor, attempt.edition_hash)
    checks = queries.checks(session, _id_of(attempt))
    return Underway(course, attempt.edition_hash, _id_of(attempt), attempt, checks, begun)


def edition(session: ReadSession, actor: Actor, content_hash: str) -> Course:
    """The course an attempt is on."""
    return catalogue.edition(session, actor, content_hash=content_hash).course


def progress(course: Course, attempt: Attempt, results: Mapping[str, bool]) -> Progress:
    """How far an attempt has come."""
    spot = Spot(attempt.module_id, attempt.step_id)
    return Progress(course, results, spot, str(attempt.id), _scope(course, attempt))


def _scope(course: Course, attempt: Attempt) -> Scope:
    """What the attempt is to do. The questions of a repetition are drawn again, never stored."""
    if attempt.missed_modules is not None:
        return Scope(modules=frozenset(attempt.missed_modules.split(JOIN)))
    if attempt.variant is None:
        return WHOLE
    return Scope(drawn=frozenset(each.step.id for each in draw(course, attempt.variant)))


def _begin(
    session: WriteSession,
    person_id: int,
    current: catalogue.PublishedCourse,
    variant: int | None,
    clock: Clock,
) -> tuple[Attempt, bool]:
    course = current.course
    first = first_spot(course) if variant is None else spot_of(draw(course, variant)[0])
    begun = queries.create(
        session,
        person_id=person_id,
        course_id=course.id,
        edition_hash=current.content_hash,
        variant=variant,
        spot=first,
        now=clock.now(),
    )
    attempt = queries.lock(session, person_id, course.id)
    assert attempt is not None  # noqa: S101 - it stands now, by us or by another device
    return attempt, begun


def _id_of(attempt: Attempt) -> int:
    assert attempt.id is not None  # noqa: S101 - a stored row has an id
    return attempt.id

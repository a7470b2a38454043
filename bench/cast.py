"""Who asks: people of the data set, signed in, and the addresses of their pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from api.access.permissions import Role
from api.catalogue import service as catalogue
from api.catalogue.schema import Course, QuestionStep
from api.coverage.models import Standing
from api.db.facts import in_force, known
from api.db.session import WriteSession
from api.house import House, build_house
from api.identity import service as identity
from api.identity.models import BrowserSession, RoleGrant
from api.identity.secrecy import new_token, sha256
from api.learning import service as learning
from api.organisation.models import Unit
from api.people.models import Person, Post
from api.records.models import TrainingRecord
from api.requirements.models import RequirementPeriod
from api.settings import Settings
from bench.building import OPERATOR
from bench.client import Ask, Headers
from bench.datasets import TODAY, Dataset
from bench.server import environment
from bench.synthetic import EQUAL_BOARD

COURSE, ROOT_UNIT, ABOUT = "forsta-steget", "K", 25
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


@dataclass(frozen=True)
class Cast:
    """The people of a data set who ask for something."""

    house: House
    course: Course
    edition: str
    coordinator: Headers
    api: Headers
    manager: Headers
    unit: str
    board: str
    learner: Headers
    others: tuple[int, ...]

    @property
    def step(self) -> str:
        """The address of the first question of the course."""
        placed = self.course.checks()[0]
        return f"/kurser/{self.course.id}/{placed.module.id}/{placed.step.id}"

    @property
    def answer(self) -> str:
        """What its form sends: the first of the options."""
        step = self.course.checks()[0].step
        assert isinstance(step, QuestionStep)
        return urlencode({"act": "answer", "answer": step.choices[0].id, "kept": "1"})

    def pages(self) -> dict[str, Ask]:
        """The pages that are measured, by what they are called in the table."""
        coverage = f"/api/v1/coverage?unit={ROOT_UNIT}&on={TODAY}"
        board = Ask(f"/tackning?enhet={self.board}", headers=self.coordinator, says=b"<table")
        return {
            "/tackning": Ask("/tackning", headers=self.coordinator, says=b"<table"),
            **({"board": board} if self.board else {}),
            "/enhet": Ask(f"/enhet/{self.unit}", headers=self.manager),
            "/": Ask("/", headers=self.learner),
            "step": Ask(self.step, headers=self.learner, says=b'name="answer"'),
            "api": Ask(coverage, headers=self.api, says=b'"rows"'),
        }

    def answers(self, people: Sequence[int], *, partial: bool) -> Iterator[Ask]:
        """First answers to the first question, each by somebody else who has begun the course."""
        extra = PARTIAL if partial else {}
        with self.house.database.writing() as session:
            made = [{**_begun(session, self.house, each), **extra} for each in people]
        for headers in made:
            yield Ask(self.step, "POST", headers, self.answer)


def gather(dataset: Dataset, var: Path) -> Cast:
    """Find the people of a data set, and sign them in."""
    house = build_house(settings(dataset, var))
    with house.database.writing() as session:
        found = catalogue.current(session, OPERATOR, course_id=COURSE)
        unit, manager = _manager(session)
        tafa = coordinator(session)
        learners = _learners(session)
        token = house.tokens.issue(tafa, now=house.clock.now(), hours=8)
        return Cast(
            house=house,
            course=found.course,
            edition=found.content_hash,
            coordinator=_signed_in(session, house, tafa),
            api={"Authorization": f"Bearer {token}"},
            manager=_signed_in(session, house, manager),
            unit=unit,
            board="" if dataset.demo else EQUAL_BOARD,
            learner=_begun(session, house, learners[0]),
            others=tuple(learners[1:]),
        )


def settings(dataset: Dataset, var: Path) -> Settings:
    """The settings that the server of the data set has."""
    given = environment(dataset, var)
    return Settings.model_validate(
        {name.removeprefix("KOLLEN_").lower(): value for name, value in given.items()}
    )


def _signed_in(session: WriteSession, house: House, person_id: int) -> Headers:
    token, now = new_token(), house.clock.now()
    session.add(
        BrowserSession(
            token_hash=sha256(token),
            person_id=person_id,
            started_at=now,
            expires_at=now + timedelta(hours=12),
        )
    )
    return {"Cookie": f"{house.session_cookie}={token}"}


def _begun(session: WriteSession, house: House, person_id: int) -> Headers:
    """Somebody signed in who has begun the course."""
    headers = _signed_in(session, house, person_id)
    actor = identity.actor_of_person(session, person_id=person_id, clock=house.clock)
    learning.start_or_resume(session, actor, course_id=COURSE, clock=house.clock)
    return headers


def coordinator(session: Session) -> int:
    """A person who has TAFA's role."""
    statement = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.COORDINATOR, known(RoleGrant), in_force(RoleGrant, TODAY)
    )
    return session.exec(statement.order_by(col(RoleGrant.id))).first() or 0


def _manager(session: Session) -> tuple[str, int]:
    """The unit with a manager whose staff is nearest to 25, and that manager."""
    today = (known(Post), in_force(Post, TODAY))
    counts = session.exec(
        select(Post.unit_id, func.count(func.distinct(col(Post.person_id))))
        .where(*today)
        .group_by(col(Post.unit_id))
    ).all()
    size = dict(counts)
    managers = session.exec(
        select(Post.unit_id, Post.person_id)
        .join(Person, col(Person.id) == Post.person_id)
        .where(*today, col(Post.manager).is_(True), col(Person.protected).is_(False))
    ).all()
    unit_id, person_id = min(managers, key=lambda row: (abs(size[row[0]] - ABOUT), row))
    return session.exec(select(Unit.code).where(Unit.id == unit_id)).one(), person_id


def _learners(session: Session) -> list[int]:
    """Staff of today without any role of whom the course is asked, those with most records first."""
    with_roles = select(col(RoleGrant.person_id))
    managers = select(col(Post.person_id)).where(col(Post.manager).is_(True))
    records = func.count(func.distinct(col(TrainingRecord.id)))
    asked = (
        select(col(Standing.person_id))
        .join(RequirementPeriod, col(RequirementPeriod.requirement_id) == Standing.requirement_id)
        .where(RequirementPeriod.accepts == COURSE, col(Standing.first_day) <= TODAY)
        .where(or_(col(Standing.last_day).is_(None), col(Standing.last_day) >= TODAY))
    )
    statement = (
        select(Post.person_id)
        .join(Person, col(Person.id) == Post.person_id)
        .outerjoin(TrainingRecord, col(TrainingRecord.person_id) == Post.person_id)
        .where(known(Post), in_force(Post, TODAY), col(Person.protected).is_(False))
        .where(col(Post.person_id).not_in(with_roles), col(Post.person_id).not_in(managers))
        .where(col(Post.person_id).in_(asked))
        .group_by(col(Post.person_id))
        .order_by(records.desc(), col(Post.person_id))
    )
    return list(session.exec(statement))

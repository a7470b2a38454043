"""The demo municipality on both databases, a copy of it for every test, and a browser for each role.

Loading takes seconds and copying milliseconds, so it is loaded once a run and database and shared by
all workers.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import Engine, delete, event
from sqlmodel import col, select
from starlette.testclient import TestClient

from api.access.actor import Actor
from api.coverage.rules import CoverageRules
from api.coverage.settling import settle
from api.db.engine import make_engine
from api.db.facts import Entry, add, in_force, known
from api.db.session import Database, ReadSession
from api.demo import service as demo
from api.demo.cast import (
    ADMIN,
    COORDINATOR,
    DELEGATE,
    DIRECTOR,
    HANDLER,
    NEWCOMER,
    PRINCIPAL,
    PROTECTED_TEACHER,
)
from api.demo.days import HR
from api.identity import signing_in
from api.identity.signing_in import Visit
from api.learning.models import Attempt, AttemptCheck
from api.organisation.models import Unit
from api.people.models import Person, Post
from api.records.models import RecordSource, TrainingRecord
from api.settings import Settings
from tests.conftest import TODAY, FakeClock, own_database
from tests.schema import migrate
from web.main import create_app
from web.middleware import SECURITY_HEADERS

COURSES = Path(__file__).parent.parent / "courses"
OWN_UNIT, SIBLING_UNIT = "BUN-101", "BUN-102"
VISITOR = "visitor"
# Anna and Pia work for Bo, and Pia is protected; David manages the sibling unit; Doris manages the
# förvaltning above both.
EMPLOYEE_IDS: Mapping[str, str] = {
    "anna": NEWCOMER,
    "bo": PRINCIPAL,
    "doris": DIRECTOR,
    "cecilia": COORDINATOR,
    "henrik": HR,
    "ada": ADMIN,
    "skylla": HANDLER,
    "olle": DELEGATE,
    "pia": PROTECTED_TEACHER,
}
ROLES = (
    VISITOR,
    "anna",
    "bo",
    "david",
    "doris",
    "cecilia",
    "henrik",
    "ada",
    "skylla",
    "olle",
    "pia",
)
_copies = count()


@dataclass(frozen=True)
class Loaded:
    """A database with the demo municipality in it. Never opened: only copied."""

    url: str

    @contextmanager
    def copy(self, folder: Path) -> Iterator[str]:
        """Give the address of a copy that may be spoilt; it is gone afterwards."""
        number = next(_copies)
        if self.url.startswith("sqlite"):
            place = folder / f"copy-{number}.db"
            shutil.copyfile(self.url.removeprefix("sqlite:///"), place)
            yield f"sqlite:///{place}"
            for path in folder.glob(f"{place.name}*"):
                path.unlink()
            return
        server, _, template = self.url.rpartition("/")
        name = f"{template}_{os.getpid()}_{number}"
        _run(f"{server}/postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield f"{server}/{name}"
        _run(f"{server}/postgres", f'DROP DATABASE "{name}" WITH (FORCE)')


def load_once(folder: Path, backend: str, postgres: str) -> Loaded:
    """Load the demo municipality, unless another worker has: then take what it made."""
    folder.mkdir(exist_ok=True)
    done = folder / f"{backend}.url"
    with (folder / f"{backend}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            sqlite = f"sqlite:///{folder / 'demo.db'}"
            url = sqlite if backend == "sqlite" else own_database(postgres, "demo")
            _load(url)
            done.write_text(url, encoding="utf-8")
    return Loaded(done.read_text(encoding="utf-8"))


def _load(url: str) -> None:
    migrate(url)
    engine = make_engine(url)
    database, operator = Database(engine, settle), Actor.system("test")
    with database.writing() as session:
        demo.load(session, operator, clock=FakeClock(), courses_dir=COURSES)
    with database.writing() as session:
        rules = CoverageRules(small_group=5, goal=90, today=TODAY)
        demo.report(session, operator, clock=FakeClock(), rules=rules)
    engine.dispose()


def _run(admin_url: str, statement: str) -> None:
    admin = make_engine(admin_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(statement)
    admin.dispose()


def settings_for(url: str, **other: Any) -> Settings:
    chosen: dict[str, Any] = {"demo": True, "test": True, "today": TODAY, "courses": COURSES}
    return Settings(**{**chosen, "database_url": url, **other})


@dataclass
class QueryRecorder:
    """Counts the statements an engine runs, transaction control aside."""

    engine: Engine
    statements: list[str] = field(default_factory=list)

    @contextmanager
    def recording(self) -> Iterator[list[str]]:
        self.statements.clear()
        event.listen(self.engine, "before_cursor_execute", self._note)
        try:
            yield self.statements
        finally:
            event.remove(self.engine, "before_cursor_execute", self._note)

    def _note(self, _conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            self.statements.append(statement)


class Browser(TestClient):
    """A client that follows no redirect, and refuses any answer without walls or with broken HTML.

    ``strict`` False leaves the HTML unparsed, for whoever asks for a thousand pages.
    """

    strict = True

    def request(self, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().request(*args, **kwargs)
        check_walls(response)
        if self.strict and is_html(response) and response.request.method != "HEAD":
            parse(response.text)
        return response


def is_html(response: Response) -> bool:
    return response.headers.get("content-type", "").startswith("text/html")


def check_walls(response: Response) -> None:
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get(name) == value, f"{response.request.url}: {name}"
    assert response.headers["x-request-id"]
    if not response.request.url.path.startswith("/static/"):
        assert response.headers["cache-control"] == "no-store"
        assert "HX-Request-Type" in response.headers["vary"]


def parse(text: str) -> Element:
    """Parse a page, or a fragment of one, as strictly as the standard does."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = text.lstrip().lower().startswith("<!doctype")
    tree: Element = parser.parse(text) if whole else parser.parseFragment(text)
    return tree


def words(response: Response) -> str:
    """The words of a page with single spaces, without what waits in templates."""
    tree = parse(response.text)
    for unseen in tree.iter("template"):
        unseen.clear()
    return " ".join("".join(tree.itertext()).split())


@dataclass(frozen=True)
class Stage:
    """An application on a copy of the demo municipality."""

    app: FastAPI
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        found: Database = self.app.state.house.database
        return found

    def client_as(self, role: str) -> Browser:
        """A browser in which the person of that name is signed in (or nobody, as the visitor)."""
        house = self.app.state.house
        client = Browser(self.app, base_url=house.settings.base_url, follow_redirects=False)
        if role != VISITOR:
            with self.database.writing() as session:
                signed_in = signing_in._start(
                    session, self.person_id(role), Visit("127.0.0.1"), house.clock.now()
                )
            client.cookies.set(house.session_cookie, signed_in.token)
        return client

    def bearer(self, role: str, *, hours: int = 1) -> dict[str, str]:
        """The header of a program that acts as the person of that name."""
        house = self.app.state.house
        token = house.tokens.issue(self.person_id(role), now=house.clock.now(), hours=hours)
        return {"Authorization": f"Bearer {token}"}

    def begin_anew(self, role: str) -> None:
        """Forget what the person has begun, so that a test can begin at the beginning."""
        mine = select(Attempt.id).where(Attempt.person_id == self.person_id(role))
        with self.database.writing() as session:
            session.execute(delete(AttemptCheck).where(col(AttemptCheck.attempt_id).in_(mine)))
            session.execute(delete(Attempt).where(col(Attempt.id).in_(mine)))

    def hold(self, role: str, course_id: str, completed_on: date, valid_until: date) -> None:
        """Put training in a classroom on record for the person."""
        record = TrainingRecord(  # type: ignore[call-arg]
            person_id=self.person_id(role),
            course_id=course_id,
            completed_on=completed_on,
            valid_until=valid_until,
            source=RecordSource.CLASSROOM,
            check_code=f"{role}-{completed_on}",
        )
        with self.database.writing() as session:
            add(session, Entry(self.app.state.house.clock.now(), "system:test"), [record])

    def person_id(self, role: str) -> int:
        if role not in self.ids:
            with self.database.reading() as session:
                self.ids[role] = _id_of(session, role)
        return self.ids[role]

    def person(self, role: str) -> Person:
        """The person as they are stored now."""
        with self.database.reading() as session:
            found = session.get(Person, self.person_id(role))
        assert found is not None
        return found


def _id_of(session: ReadSession, role: str) -> int:
    if role == "david":
        return manager_of(session, SIBLING_UNIT)
    statement = select(Person.id).where(Person.employee_id == EMPLOYEE_IDS[role])
    return int(session.execute(statement).scalar_one())


def manager_of(session: ReadSession, code: str) -> int:
    statement = (
        select(Post.person_id)
        .join(Unit, col(Unit.id) == Post.unit_id)
        .where(Unit.code == code, col(Post.manager), known(Post), in_force(Post, TODAY))
    )
    return int(session.execute(statement).scalar_one())


@contextmanager
def stage_on(url: str, *, day: date = TODAY, **settings: Any) -> Iterator[Stage]:
    """An application on a database, let go of at the end. Library loggers stay as they were."""
    handlers, level = logging.root.handlers[:], logging.root.level
    app = create_app(settings_for(url, **settings), FakeClock(day))
    # The application takes the root logger over; pytest's own handlers must come back.
    logging.root.handlers[:], logging.root.level = handlers, level
    try:
        yield Stage(app)
    finally:
        app.state.house.database.engine.dispose()

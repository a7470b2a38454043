"""What a route may ask for. Sessions end before the response leaves.

What does no I/O is ``async``: FastAPI runs a plain function in a thread, and each such hop costs.
"""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import Depends, Request

from api.access.actor import Actor
from api.audit import service as audit
from api.clock import Clock
from api.coverage.rules import CoverageRules
from api.db.session import Database, ReadSession, WriteSession
from api.errors import NotFound, NotSignedIn
from api.house import House
from api.identity import service as identity
from api.identity.signing_in import Visit


async def get_house(request: Request) -> House:
    """The house the request came to."""
    house = request.app.state.house
    assert isinstance(house, House)  # noqa: S101 - narrows Starlette's untyped state
    return house


async def get_clock(house: Annotated[House, Depends(get_house)]) -> Clock:
    """The clock."""
    return house.clock


async def get_rules(house: Annotated[House, Depends(get_house)]) -> CoverageRules:
    """How this installation counts, today."""
    return house.coverage_rules


class Sessions(ExitStack):
    """The sessions of a request, which its handler ends in its own thread (``GuardedRouter``).

    A connection is thus held by threads at work alone. Were ending left to a visit to another thread,
    those who wait for one would hold the connections, or SQLite's lock, that those at work wait for.
    """

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    @cached_property
    def reader(self) -> ReadSession:
        """The one for reading."""
        return self.enter_context(self._database.reading())

    @cached_property
    def writer(self) -> WriteSession:
        """The one for writing: settled and committed when the handler returns, else rolled back."""
        return self.enter_context(self._database.writing())


async def get_sessions(house: Annotated[House, Depends(get_house)]) -> AsyncIterator[Sessions]:
    """The sessions of the request. Opening one does no I/O; the handler has ended what it opened."""
    with Sessions(house.database) as sessions:
        yield sessions


SessionsDep = Annotated[Sessions, Depends(get_sessions, scope="function")]


async def read_session(sessions: SessionsDep) -> ReadSession:
    """A session for reading."""
    return sessions.reader


async def write_session(sessions: SessionsDep) -> WriteSession:
    """A session for writing."""
    return sessions.writer


async def stream_session(
    request: Request, house: Annotated[House, Depends(get_house)]
) -> AsyncIterator[ReadSession]:
    """A session for an answer that is read while it is sent: open until its last byte has left.

    All of it shows one state of the database, however long it takes. Few are sent at once, and the
    others wait: readers on slow lines must not hold all connections.
    """
    async with request.app.state.streams:
        session = await run_sync(house.database.open_reader_of_one_state)
        try:
            yield session
        finally:
            await run_sync(session.close)


def current_actor(request: Request, house: Annotated[House, Depends(get_house)]) -> Actor:
    """Who is behind the request: by bearer token on the API, by session cookie anywhere."""
    known = getattr(request.state, "actor", None)
    if isinstance(known, Actor):
        return known
    actor = _actor_of_bearer(request, house) or _actor_of_cookie(request, house) or Actor.visitor()
    request.state.actor = actor
    return actor


def _actor_of_bearer(request: Request, house: House) -> Actor | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    person_id = house.tokens.read(token.strip(), now=house.clock.now())
    with house.database.reading() as session:
        try:
            return identity.actor_of_person(session, person_id=person_id, clock=house.clock)
        except NotFound as gone:
            raise NotSignedIn("token_invalid") from gone


def _actor_of_cookie(request: Request, house: House) -> Actor | None:
    token = request.cookies.get(house.session_cookie)
    if not token:
        return None
    with house.database.reading() as session:
        return identity.actor_of_session(session, token=token, clock=house.clock)


async def get_visit(request: Request, house: Annotated[House, Depends(get_house)]) -> Visit:
    """Where the browser is, and which session it already has."""
    address = request.client.host if request.client else ""
    return Visit(address, request.cookies.get(house.session_cookie, ""))


HouseDep = Annotated[House, Depends(get_house)]
ClockDep = Annotated[Clock, Depends(get_clock)]
RulesDep = Annotated[CoverageRules, Depends(get_rules)]
ActorDep = Annotated[Actor, Depends(current_actor)]
VisitDep = Annotated[Visit, Depends(get_visit)]
Reader = Annotated[ReadSession, Depends(read_session)]
StreamReader = Annotated[ReadSession, Depends(stream_session, scope="request")]
Writer = Annotated[WriteSession, Depends(write_session)]


@dataclass(frozen=True)
class LookLog:
    """Writes down a look at named data in a short transaction of its own.

    The one writer a GET may hold: a view of names that could not be logged is not shown.
    """

    house: House
    actor: Actor

    def note(self, action: str, *, unit_id: int | None, people: int) -> None:
        """Record that the actor saw ``people`` persons by name."""
        with self.house.database.writing() as session:
            audit.note(
                session,
                self.actor,
                clock=self.house.clock,
                action=action,
                unit_id=unit_id,
                people=people,
            )


async def get_look_log(house: HouseDep, actor: ActorDep) -> LookLog:
    """The log of looks, for a route that shows names."""
    return LookLog(house, actor)


LookLogDep = Annotated[LookLog, Depends(get_look_log)]

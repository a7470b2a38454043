"""Many who ask at once: far more than there are threads and connections."""

from __future__ import annotations

from typing import Any

import anyio
import anyio.to_thread
import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, select, update
from sqlmodel import col

from api.access.permissions import PUBLIC
from api.db.engine import POOL_SIZE
from api.http.deps import ActorDep, Reader, StreamReader, Writer
from api.http.routing import GuardedRouter
from api.people.models import Person
from tests.stage import Stage
from web.main import HANDLER_THREADS

CROWD = POOL_SIZE * 6
SECONDS = 20  # A connection is awaited for thirty, and SQLite's lock for ten.


@pytest.fixture
def crowded(stage: Stage) -> Stage:
    """An application with two handlers that each hold a connection."""
    router = GuardedRouter()

    @router.get("/las", requires=PUBLIC)
    def reads(session: Reader, _actor: ActorDep) -> int:
        return len(session.execute(select(col(Person.id)).limit(1)).all())

    @router.post("/skriv", requires=PUBLIC)
    def writes(session: Writer, _actor: ActorDep) -> int:
        one = select(func.min(col(Person.id))).scalar_subquery()
        session.execute(update(Person).where(col(Person.id) == one).values(name=Person.name))
        return 1

    @router.get("/strom", requires=PUBLIC)
    def streams(session: StreamReader, _actor: ActorDep) -> StreamingResponse:
        return StreamingResponse(str(one) for one in session.execute(select(1)).scalars())

    stage.app.include_router(router)
    return stage


@pytest.mark.parametrize(("method", "path"), [("GET", "/las"), ("POST", "/skriv")])
def test_everybody_is_answered(crowded: Stage, method: str, path: str) -> None:
    assert anyio.run(ask_at_once, crowded.app, method, path) == [200] * CROWD


def test_pages_are_answered_while_files_leave_slowly(crowded: Stage) -> None:
    assert anyio.run(ask_beside_slow_readers, crowded.app) == 200


async def ask_beside_slow_readers(app: FastAPI) -> int:
    """As many as there are connections begin to read a stream, and go no further."""
    read_on = anyio.Event()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            await read_on.wait()

    transport: Any = ASGITransport(app=app)
    async with (
        AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client,
        anyio.create_task_group() as group,
    ):
        for _ in range(CROWD):
            group.start_soon(app, scope_of("/strom"), receive, send)
        await anyio.sleep(1)  # so that they hold what they can get hold of
        with anyio.move_on_after(SECONDS) as waited:
            status = (await client.get("/las")).status_code
        read_on.set()
    return 0 if waited.cancelled_caught else status


def scope_of(path: str) -> dict[str, Any]:
    """What a server says of a request."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }


async def ask_at_once(app: FastAPI, method: str, path: str) -> list[int]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = HANDLER_THREADS
    found: list[int] = []
    transport: Any = ASGITransport(app=app)
    async with AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:

        async def ask() -> None:
            found.append((await client.request(method, path)).status_code)

        with anyio.fail_after(SECONDS):
            async with anyio.create_task_group() as group:
                for _ in range(CROWD):
                    group.start_soon(ask)
    return found

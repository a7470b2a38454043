"""Many who ask at once: far more than there are threads and connections."""

from __future__ import annotations

from typing import Any

import anyio
import anyio.to_thread
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient
from sqlalchemy import func, select, update
from sqlmodel import col

from api.access.permissions import PUBLIC
from api.db.engine import POOL_SIZE
from api.http.deps import ActorDep, Reader, Writer
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

    stage.app.include_router(router)
    return stage


@pytest.mark.parametrize(("method", "path"), [("GET", "/las"), ("POST", "/skriv")])
def test_everybody_is_answered(crowded: Stage, method: str, path: str) -> None:
    assert anyio.run(ask_at_once, crowded.app, method, path) == [200] * CROWD


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

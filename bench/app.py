"""The process that is measured: the real application under a real uvicorn, and a bare hello beside it.

``python -m bench.app PORT``. The hello route is an application of its own in the same process and event
loop: a plain ``def`` that returns a short text. It exists only here. A second hello goes through our own
application, to tell what its walls cost.
"""

import sys
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from sqlalchemy import Engine, event
from starlette.types import ASGIApp, Receive, Scope, Send

from bench.client import BARE, HEARD, HELLO, LISTEN, WITHIN
from web.main import create_app


def hello() -> str:
    """Say hello."""
    return "hej"


class Beside:
    """The application, and the bare one on its own paths."""

    def __init__(self, app: ASGIApp, bare: ASGIApp) -> None:
        self.app, self.bare = app, bare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request to one of the two; the lifespan is the application's."""
        if scope["type"] == "http" and scope["path"].startswith(BARE):
            await self.bare(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Ear:
    """Hears the statements that the engine runs, while it is asked to."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.heard: list[str] = []

    def listen(self) -> None:
        """Begin."""
        self.heard = []
        event.listen(self.engine, "before_cursor_execute", self._hear)

    def stop(self) -> list[str]:
        """Tell what was heard: what opens a transaction is no query."""
        event.remove(self.engine, "before_cursor_execute", self._hear)
        return [sql for sql in self.heard if not sql.lstrip().startswith(("BEGIN", "PRAGMA"))]

    def _hear(self, *told: Any) -> None:  # noqa: ANN401 - SQLAlchemy's six
        self.heard.append(told[2])


def bare_app(ear: Ear) -> FastAPI:
    """The bare application: hello, and the ear."""
    app = FastAPI(openapi_url=None)
    app.get(HELLO, response_class=PlainTextResponse)(hello)
    app.get(LISTEN)(ear.listen)
    app.get(HEARD)(ear.stop)
    return app


def main(port: int) -> None:
    """Serve as ``kollen serve`` does, with one worker."""
    app = create_app()
    app.get(WITHIN, response_class=PlainTextResponse)(hello)
    both = Beside(app, bare_app(Ear(app.state.house.database.engine)))
    uvicorn.run(
        both,
        host="127.0.0.1",
        port=port,
        access_log=False,
        server_header=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))

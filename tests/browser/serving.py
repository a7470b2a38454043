"""The real server on a free loopback port, with its own copy of the demo municipality."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from tests.stage import Loaded, Stage, stage_on


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, and what lies behind it."""

    url: str
    stage: Stage


@contextmanager
def serve(loaded: Loaded, folder: Path, *, known_as: str = "") -> Iterator[Served]:
    """Serve for a block. The socket listens before the server does, so nobody has to wait for it.

    ``known_as``: the address that the pages give out, where it is not to be this one.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener, loaded.copy(folder) as database_url:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with stage_on(database_url, base_url=known_as or url) as stage:
            config = uvicorn.Config(stage.app, log_config=None, access_log=False, ws="none")
            server = uvicorn.Server(config)
            thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="server")
            thread.start()
            try:
                yield Served(url, stage)
            finally:
                server.should_exit = True
                thread.join()

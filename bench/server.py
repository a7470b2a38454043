"""Starting and stopping the server that is measured."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from bench.client import HELLO
from bench.datasets import ROOT, TODAY, Dataset
from scripts.with_postgres import free_port

SECRET = "for-the-bench-only-0123456789-0123456789"  # noqa: S105 - guards made-up data on loopback
STARTS_WITHIN = 60


def environment(dataset: Dataset, var: Path) -> dict[str, str]:
    """The settings of an installation that is no demonstration, on the day of the data."""
    return {
        "KOLLEN_DATABASE_URL": dataset.url,
        "KOLLEN_SECRET_KEY": SECRET,
        "KOLLEN_BASE_URL": "http://127.0.0.1",
        "KOLLEN_TEST": "1",
        "KOLLEN_DEMO": "0",
        "KOLLEN_TODAY": TODAY.isoformat(),
        "KOLLEN_VAR": str(var),
        "KOLLEN_SOCIALJOUR": "0000-12 34 00",
        "KOLLEN_LOCAL_ROUTE_TEXT": "Prata med din chef samma dag.",
        "KOLLEN_TAFA_PHONE": "0000-12 34 56",
        "KOLLEN_MUNICIPALITY": "Provkommun",
    }


@contextmanager
def serving(dataset: Dataset, var: Path) -> Iterator[int]:
    """Serve a data set for a block; gives the port. Its log goes to a file, as it would in earnest."""
    port = free_port()
    log = var / f"server-{dataset.store.name.lower()}-{dataset.staff}.log"
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [sys.executable, "-m", "bench.app", str(port)],
            cwd=ROOT,
            env={**os.environ, **environment(dataset, var)},
            stdout=errors,
            stderr=errors,
        )
        try:
            _await(server, port, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=20)


def _await(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(STARTS_WITHIN * 10):
        if server.poll() is not None:
            break
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", HELLO)
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    message = f"The server did not start: see {log}"
    raise RuntimeError(message)

"""How many requests a second one worker answers, asked over eight connections that stay open."""

import time
from http.client import HTTPConnection
from threading import Barrier, Thread

from bench.client import GZIP, Ask

CONNECTIONS = 8
WARM_UP, SECONDS = 0.5, 3.0


def requests_a_second(port: int, asked: Ask) -> float:
    """Ask over all connections at once, each for its next answer as soon as it has the last."""
    begun = Barrier(CONNECTIONS)
    counts: list[int] = []
    threads = [
        Thread(target=_ask_on, args=(port, asked, begun, counts)) for _ in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(counts) < CONNECTIONS:
        message = f"{asked.path}: not every connection was answered"
        raise RuntimeError(message)
    return sum(counts) / SECONDS


def _ask_on(port: int, asked: Ask, begun: Barrier, counts: list[int]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {**GZIP, **asked.headers}
    begun.wait()
    counted_from = time.perf_counter() + WARM_UP
    counted = 0
    while (now := time.perf_counter()) < counted_from + SECONDS:
        connection.request(asked.method, asked.path, headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:  # noqa: PLR2004
            begun.abort()
            return
        counted += now >= counted_from
    counts.append(counted)
    connection.close()

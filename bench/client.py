"""Requests, each over a connection of its own, as the first click of a browser is."""

import json
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection

from bench.measuring import Measure

BARE, HELLO, WITHIN = "/bench/", "/bench/hello", "/bench-within"
LISTEN, HEARD = "/bench/listen", "/bench/heard"
GZIP = {"Accept-Encoding": "gzip"}
FORM_TYPE = "application/x-www-form-urlencoded"
FORM = f"Content-Type: {FORM_TYPE}"
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Ask:
    """A request, and what is expected of its answer."""

    path: str
    method: str = "GET"
    headers: Headers = field(default_factory=dict)
    body: str = ""
    says: bytes = b""


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took from connecting to the last byte."""

    status: int
    body: bytes
    seconds: float


def ask(port: int, asked: Ask) -> Answer:
    """Make a request. Raises when it is not answered with 200: errors are quick."""
    headers = {**GZIP, **asked.headers}
    if asked.method == "POST":
        headers["Content-Type"] = FORM_TYPE
    started = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request(asked.method, asked.path, asked.body.encode() or None, headers)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    seconds = time.perf_counter() - started
    if response.status != 200:  # noqa: PLR2004
        message = f"{asked.method} {asked.path}: {response.status}"
        raise RuntimeError(message)
    return Answer(response.status, body, seconds)


def timed(port: int, wanted: Ask | Callable[[], Ask]) -> Measure:
    """A measure of a request, or of the next request each time."""
    following = wanted if callable(wanted) else lambda: wanted
    return lambda: ask(port, following()).seconds


def queries(port: int, asked: Ask) -> int:
    """How many statements a request runs."""
    ask(port, Ask(LISTEN))
    try:
        ask(port, asked)
    finally:
        heard = ask(port, Ask(HEARD)).body
    found: list[str] = json.loads(heard)
    return len(found)


def on_the_wire(port: int, asked: Ask, *, gzip: bool) -> bytes:
    """Everything that comes back, head and body, byte by byte."""
    lines = [f"{asked.method} {asked.path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in asked.headers.items()]
    if asked.method == "POST":
        lines += [FORM, f"Content-Length: {len(asked.body.encode())}"]
    lines += [f"{name}: {value}" for name, value in GZIP.items() if gzip]
    with socket.create_connection(("127.0.0.1", port), timeout=60) as wire:
        wire.sendall(("\r\n".join(lines) + "\r\n\r\n" + asked.body).encode())
        received = b""
        while part := wire.recv(65536):
            received += part
    return received

"""A mail server on this machine that keeps what it is given, and refuses whom it is told to."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast


@dataclass
class PostOffice:
    """What has come, as (address, mail). ``busy`` hangs up on whoever sends."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    busy: bool = False
    received: list[tuple[str, EmailMessage]] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _mail in self.received)


class Clerk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        office: PostOffice = cast("Any", self.server).office
        self.say("220 here")
        address = ""
        while line := self.rfile.readline().decode().strip():
            word = line.split(" ")[0].upper()
            if word == "MAIL" and office.busy:
                return
            if word == "RCPT":
                address = line.split("<")[1].split(">")[0]
                self.say(f"550 no {address} here" if address in office.refused else "250 ok")
            elif word == "DATA":
                self.say("354 go on")
                office.received.append((address, self.mail()))
                self.say("250 ok")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def mail(self) -> EmailMessage:
        lines = iter(self.rfile.readline, b".\r\n")
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    office: PostOffice


@contextmanager
def post_office() -> Iterator[PostOffice]:
    with Server(("127.0.0.1", 0), Clerk) as server:
        server.office = PostOffice(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server.office
        server.shutdown()
        thread.join()

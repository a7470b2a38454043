"""Sends what is due: claim, commit, send, commit. No transaction is open while a mail is on its way."""

import smtplib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from api.access.actor import Actor
from api.clock import Clock
from api.db.session import Database, ReadSession
from api.outbox import service as outbox
from api.outbox.post import FAILURES, Letter, connected, message, reason_of
from api.outbox.service import Claim, Mail
from api.settings import Settings

Write = Callable[[ReadSession, Mail], Letter | None]
"""Makes a mail's letter; None when there is no reason to send it any more."""


@dataclass
class Sent:
    """What became of the mails of one run. ``failures`` counts them by reason."""

    sent: int = 0
    dropped: int = 0
    failures: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Sender:
    """Sends mails as the operator, each kind by the one who knows how it is written."""

    database: Database
    actor: Actor
    settings: Settings
    clock: Clock
    writers: Mapping[str, Write]

    def send_due(self) -> Sent:
        """Send what is due. A server that cannot be reached costs no mail a claim.

        Raises OSError or SMTPException then. A line that breaks ends the run; the rest waits.
        """
        done = Sent()
        with connected(self.settings) as line:
            while (claim := self._claim()) is not None:
                try:
                    self._send(line, claim, done)
                except FAILURES as failure:
                    self._fail(claim, reason_of(failure), done)
                    if not _answers(line):
                        break
        return done

    def _claim(self) -> Claim | None:
        with self.database.writing() as session:
            return outbox.claim(session, self.actor, clock=self.clock)

    def _send(self, line: smtplib.SMTP, claim: Claim, done: Sent) -> None:
        with self.database.reading() as session:
            letter = self.writers[claim.mail.kind](session, claim.mail)
        if letter is None:
            with self.database.writing() as session:
                outbox.drop(session, self.actor, claim=claim)
            done.dropped += 1
            return
        written = message(letter, claim.mail, settings=self.settings, clock=self.clock)
        line.send_message(written, to_addrs=[letter.address])
        with self.database.writing() as session:
            outbox.sent(session, self.actor, claim=claim, clock=self.clock)
        done.sent += 1

    def _fail(self, claim: Claim, reason: str, done: Sent) -> None:
        with self.database.writing() as session:
            outbox.failed(session, self.actor, claim=claim, reason=reason, clock=self.clock)
        done.failures[reason] += 1


def _answers(line: smtplib.SMTP) -> bool:
    try:
        line.rset()
    except (smtplib.SMTPException, OSError):
        return False
    return True

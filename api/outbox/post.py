"""The way to the mail server, by the standard library's SMTP."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from api.clock import Clock
from api.outbox.service import Mail
from api.settings import MailSecurity, Settings

# Seconds without a word from the server; far less than a hold on a mail lasts.
PATIENCE = 30
# What goes wrong with a mail: the server's refusal, the line, an address that cannot be written.
FAILURES = (smtplib.SMTPException, OSError, ValueError)


@dataclass(frozen=True)
class Letter:
    """What a mail says, and to which address; made when it is sent, and kept nowhere."""

    address: str
    subject: str
    body: str


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """A line to the mail server, by which one run sends all its mails."""
    direct = settings.smtp_tls is MailSecurity.TLS
    secure = ssl.create_default_context()
    host, port = settings.smtp_host, settings.smtp_port
    with (
        smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=secure)
        if direct
        else smtplib.SMTP(host, port, timeout=PATIENCE)
    ) as line:
        if settings.smtp_tls is MailSecurity.STARTTLS:
            line.starttls(context=secure)
        if settings.smtp_user:
            line.login(settings.smtp_user, settings.smtp_password)
        yield line


def message(letter: Letter, mail: Mail, *, settings: Settings, clock: Clock) -> EmailMessage:
    """Write a letter as a mail. Its id comes from its key: sent twice, it is still one mail."""
    written = EmailMessage()
    written["From"] = settings.smtp_from
    written["To"] = letter.address
    written["Subject"] = letter.subject
    written["Date"] = format_datetime(clock.now())
    host = urlsplit(settings.base_url).hostname or "localhost"
    written["Message-ID"] = f"<{mail.key.replace(':', '.')}@{host}>"
    written["Auto-Submitted"] = "auto-generated"
    written.set_content(letter.body)
    return written


def reason_of(failure: Exception) -> str:
    """Why a mail failed: the kind of failure and the server's code, never its words or an address."""
    code = getattr(failure, "smtp_code", None)
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        code = next((refusal[0] for refusal in failure.recipients.values()), None)
    return f"{type(failure).__name__} {code}" if code else type(failure).__name__

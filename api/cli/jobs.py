"""``kollen jobs run``: what is to be done now and then, by a timer."""

import sys

import typer

from api.cli.common import OPERATOR, REFUSED, house, refusals, say_error
from api.house import House
from api.outbox import service as outbox
from api.outbox.post import FAILURES, reason_of
from api.outbox.sending import Sender, Sent
from api.refreshers import mails

jobs_app = typer.Typer(no_args_is_help=True, help="What a timer runs.")


@jobs_app.callback()
def _jobs() -> None:
    """Keep ``run`` a command of its own, though it is alone."""


@jobs_app.command("run")
def run() -> None:
    """Plan the mails of today and send those that are due; several may run at once."""
    built = house()
    with refusals(), built.database.writing() as session:
        planned = mails.plan(session, OPERATOR, clock=built.clock)
    if not built.settings.smtp_host:
        with built.database.reading() as session:
            waiting = outbox.waiting(session, OPERATOR)
        say_error(f"KOLLEN_SMTP_HOST är inte satt: inga mejl skickas. {waiting} väntar.")
        return
    done = _send(built)
    if sys.stdout.isatty():
        print(f"{planned} planned, {done.sent} sent, {done.dropped} no longer wanted")
    for reason, count in sorted(done.failures.items()):
        say_error(f"{count} mejl kunde inte skickas ({reason}).")
    if done.failures:
        raise typer.Exit(REFUSED)


def _send(built: House) -> Sent:
    settings, clock = built.settings, built.clock
    writers = {mails.MAIL: mails.Writer(OPERATOR, settings.base_url, clock)}
    try:
        return Sender(built.database, OPERATOR, settings, clock, writers).send_due()
    except FAILURES as unreachable:
        say_error(f"E-postservern svarade inte som den skulle ({reason_of(unreachable)}).")
        raise typer.Exit(REFUSED) from unreachable

"""What every command begins with: the house, the operator, and how a refusal is told."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer
from pydantic import ValidationError

from api.access.actor import Actor
from api.errors import DomainError
from api.house import House, build_house
from api.settings import load_settings
from api.texts import error_text

OPERATOR = Actor.system("cli")
REFUSED = 1


class ReportFormat(StrEnum):
    """How a report is printed."""

    TEXT = "text"
    JSON = "json"


def house(*, signing: bool = False) -> House:
    """Build the house from the environment, or say what is wrong with it and stop."""
    try:
        return build_house(load_settings(signing=signing))
    except ValidationError as unsafe:
        for error in unsafe.errors():
            setting = "".join(f"KOLLEN_{part}: ".upper() for part in error["loc"])
            say_error(setting + error["msg"].removeprefix("Value error, "))
        raise typer.Exit(REFUSED) from unsafe


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal of the domain into its sentence on stderr and exit code 1."""
    try:
        yield
    except DomainError as refusal:
        say_error(error_text(refusal))
        raise typer.Exit(REFUSED) from refusal


def on_terminal() -> bool:
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def say_error(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr)

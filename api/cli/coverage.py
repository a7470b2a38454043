"""``kollen coverage``: figures, their proof, and how they are made anew."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.common import OPERATOR, REFUSED, house, refusals, say_error
from api.cli.output import (
    Progress,
    changes_json,
    changes_table,
    coverage_csv,
    coverage_json,
    coverage_table,
)
from api.cli.people import coverage_people
from api.coverage import service as coverage

coverage_app = typer.Typer(no_args_is_help=True, help="Coverage, from the facts.")
coverage_app.command("people")(coverage_people)


class TableFormat(StrEnum):
    """How figures are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@coverage_app.command("show")
def coverage_show(
    unit: Annotated[str, typer.Option(help="Code of the unit.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    known_at: Annotated[str, typer.Option(help="Instant, ISO 8601 with zone.")] = "",
    form: Annotated[TableFormat, typer.Option("--format")] = TableFormat.TABLE,
) -> None:
    """Print the coverage of a unit and its children. Withholds nothing."""
    built = house()
    day = on.date() if on else built.clock.today()
    with refusals(), built.database.reading() as session:
        found = coverage.cells(
            session,
            OPERATOR,
            unit_code=unit,
            on=day,
            rules=built.coverage_rules,
            known_at=_instant(known_at) if known_at else None,
        )
    write = {
        TableFormat.TABLE: coverage_table,
        TableFormat.JSON: coverage_json,
        TableFormat.CSV: coverage_csv,
    }
    print(write[form](found), end="")


class ChangesFormat(StrEnum):
    """How changes are printed."""

    TABLE = "table"
    JSON = "json"


@coverage_app.command("changes")
def coverage_changes(
    unit: Annotated[str, typer.Option(help="Code of the unit.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])],
    known_at: Annotated[str, typer.Option(help="Instant, ISO 8601 with zone.")],
    form: Annotated[ChangesFormat, typer.Option("--format")] = ChangesFormat.TABLE,
) -> None:
    """Print which figures are other now than as known then, and through what. Withholds nothing."""
    built = house()
    with refusals(), built.database.reading_one_state() as session:
        found = coverage.changes(
            session,
            OPERATOR,
            unit_code=unit,
            on=on.date(),
            known_at=_instant(known_at),
            rules=built.coverage_rules,
        )
    write = {ChangesFormat.TABLE: changes_table, ChangesFormat.JSON: changes_json}
    print(write[form](found), end="")


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as unreadable:
        message = f"{text}: not an instant"
        raise typer.BadParameter(message) from unreadable
    if found.tzinfo is None:
        message = f"{text}: say the zone, as in 2026-11-22T09:00:00+01:00"
        raise typer.BadParameter(message)
    return found


@coverage_app.command("verify")
def coverage_verify(
    on: Annotated[list[datetime] | None, typer.Option(formats=["%Y-%m-%d"])] = None,
) -> None:
    """Recompute everything from the facts and compare; exit 1 with the differences.

    The contract's words are slow, so they are asked of everybody today, and beside that of each on as
    many sampled days as there is time for: all where people are few. ``--on``: of everybody on that day.
    """
    built = house()
    days: list[date] = [day.date() for day in on or ()]
    with refusals(), built.database.reading_one_state() as session:
        differences = coverage.verify(
            session,
            OPERATOR,
            days=days or None,
            rules=built.coverage_rules,
            progress=Progress("personer"),
        )
    for difference in differences:
        say_error(str(difference))
    if differences:
        raise typer.Exit(REFUSED)
    asked = "everybody on those days" if days else "everybody today and some on each sampled day"
    print(
        "Coverage agrees with the facts: standings and ledger row for row, balances on sampled days,"
        f" and the contract's words for {asked}."
    )


@coverage_app.command("rebuild")
def coverage_rebuild() -> None:
    """Throw standings and ledger away and build them anew from the facts."""
    built = house()
    with refusals(), built.database.writing() as session:
        coverage.rebuild(session, OPERATOR, progress=Progress("personer"))

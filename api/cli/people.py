"""``kollen coverage people``: how the people of a unit stand, streamed to whatever reads it."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Annotated

import typer

from api.audit import service as audit
from api.cli.common import OPERATOR, house, refusals
from api.cli.output import Progress
from api.coverage import service as coverage
from api.coverage.figures import PersonStatus
from api.coverage.lines import Line, lines
from api.coverage.service import People
from api.db.session import Progress as Told
from api.house import House
from api.imports.exporting import csv_text


class FileFormat(StrEnum):
    """How the list is written."""

    CSV = "csv"
    JSON = "json"


def coverage_people(
    unit: Annotated[str, typer.Option(help="Code of the unit.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    requirement: Annotated[str, typer.Option(help="Code of the only requirement wanted.")] = "",
    form: Annotated[FileFormat, typer.Option("--format")] = FileFormat.CSV,
) -> None:
    """Print each person of a unit and how they stand. Protected persons are not named. Logged."""
    built = house()
    with refusals(), built.database.reading_one_state() as session:
        people = coverage.people(
            session,
            OPERATOR,
            unit_code=unit,
            on=on.date() if on else built.clock.today(),
            rules=built.coverage_rules,
            requirement_code=requirement or None,
        )
        _note(built, people)
        write = {FileFormat.CSV: people_csv, FileFormat.JSON: people_json}[form]
        sys.stdout.writelines(write(lines(counted(people, Progress("personer")))))


def _note(built: House, people: People) -> None:
    """Log the export before anything of it is printed, as on the pages."""
    if people.named:
        with built.database.writing() as session:
            audit.note(
                session,
                OPERATOR,
                clock=built.clock,
                action="unit.people.export",
                unit_id=people.unit.id,
                people=people.named,
            )


def counted(people: People, progress: Told) -> Iterator[PersonStatus]:
    """Tell how far it has come, batch by batch."""
    done, total = 0, people.named + people.hidden
    for batch in people.batches():
        yield from batch
        done += len(batch)
        progress(done, total)


def people_csv(told: Iterable[Line]) -> Iterator[str]:
    """Write lines with their fields' names as heads."""
    return csv_text(chain([Line._fields], told))


def people_json(told: Iterable[Line]) -> Iterator[str]:
    """Write a list of objects, a line each, so that it can be read as it comes."""
    before = "[\n"
    for line in told:
        yield before + json.dumps(line._asdict(), default=str, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"

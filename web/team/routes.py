"""The unit's page: people by name, for those who may see them, each look logged first."""

from itertools import chain
from typing import Annotated

from fastapi import Depends, Request, Response

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.service import People
from api.http.deps import (
    ActorDep,
    ClockDep,
    LookLog,
    LookLogDep,
    Reader,
    RulesDep,
    StreamReader,
)
from api.http.routing import GuardedRouter
from api.imports.exporting import csv_pieces
from web.coverage.days import read_day
from web.coverage.files import attachment
from web.coverage.workbook import pieces
from web.render import redirect, render
from web.team import reading, units
from web.team.export import file_name, heads, rows, workbook
from web.team.reading import Asked
from web.team.views import EVERYBODY, unit_view

router = GuardedRouter()


@router.get("/enhet", requires=Permission.UNIT_READ)
def choose_unit(request: Request, session: Reader, actor: ActorDep, rules: RulesDep) -> Response:
    """Lead to the reader's unit; with several, let them choose."""
    page = units.find(session, actor, rules=rules)
    if page.only:
        return redirect(f"/enhet/{page.only}")
    return render(request, "team/units.html", page=page)


def get_asked(code: str, dag: str = "", krav: str = "", visa: str = "") -> Asked:
    """Read the address."""
    return Asked(code=code, day=read_day(dag), requirement=krav, everybody=visa == EVERYBODY)


def get_people(
    session: StreamReader,
    actor: ActorDep,
    rules: RulesDep,
    asked: Annotated[Asked, Depends(get_asked)],
) -> People:
    """Find whom the file is about, before any of it leaves: a refusal is an error page."""
    return coverage.people(
        session,
        actor,
        unit_code=asked.code,
        on=asked.day or rules.today,
        rules=rules,
        requirement_code=asked.requirement or None,
    )


PeopleDep = Annotated[People, Depends(get_people)]


@router.get("/enhet/{code:path}.csv", requires=Permission.UNIT_READ)
def unit_file(people: PeopleDep, looks: LookLogDep) -> Response:
    """The unit's people as a file, sent while it is read. The look is logged before the first byte."""
    note_export(looks, people)
    return attachment(csv_pieces(chain([heads()], rows(people))), file_name(people, "csv"))


@router.get("/enhet/{code:path}.xlsx", requires=Permission.UNIT_READ)
def unit_workbook(people: PeopleDep, looks: LookLogDep, clock: ClockDep) -> Response:
    """The same for a spreadsheet."""
    note_export(looks, people)
    contents = workbook(people, asked_at=clock.now())
    return attachment(pieces(contents, made=clock.now()), file_name(people, "xlsx"))


def note_export(looks: LookLog, people: People) -> None:
    """Log who takes the file; without a name in it there is nothing to log."""
    if people.named:
        looks.note("unit.people.export", unit_id=people.unit.id, people=people.named)


@router.get("/enhet/{code:path}", requires=Permission.UNIT_READ)
def unit_page(
    request: Request,
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    looks: LookLogDep,
    asked: Annotated[Asked, Depends(get_asked)],
) -> Response:
    """Who needs to act, nearest date first. A look that cannot be logged is not given."""
    page = unit_view(reading.find(session, actor, asked=asked, rules=rules))
    if page.named:
        looks.note("unit.people", unit_id=page.unit_id, people=page.named)
    return render(request, "team/unit.html", block="unit_people", page=page)

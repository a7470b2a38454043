"""The municipality's pages. All but the key people show counts and no names."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.access.permissions import Permission
from api.coverage import service as coverage
from api.coverage.figures import UnitCoverage
from api.http.deps import ActorDep, ClockDep, LookLogDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.imports.exporting import csv_bytes
from web.coverage import explanation, key_people, organisation, reading, requirements
from web.coverage.addresses import DIRECT, AboutDep, State, StateDep
from web.coverage.days import read_day
from web.coverage.development import development_view
from web.coverage.explanation import Asked
from web.coverage.export import heads, lines, workbook
from web.coverage.files import attachment
from web.coverage.lapses import lapses_view
from web.coverage.months import read_month
from web.coverage.views import overview_view
from web.coverage.workbook import pieces
from web.render import render

router = GuardedRouter()


def get_asked(about: AboutDep, del_: Annotated[str, Query(alias="del")] = "") -> Asked:
    """Read which cell an address asks about."""
    return Asked(about, direct=del_ == DIRECT)


@router.get("/tackning", requires=Permission.COVERAGE_READ)
def overview(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep, state: StateDep
) -> Response:
    """Coverage of a unit and what lies below it, on any day."""
    found = reading.find(session, actor, state=state, rules=rules)
    if found is None:
        may_import = actor.may(Permission.IMPORT_WRITE)
        return render(request, "coverage/no_units.html", may_import=may_import)
    page = overview_view(found)
    block = "coverage_table" if page.table else None
    return render(request, "coverage/overview.html", block=block, page=page)


@router.get("/tackning.csv", requires=Permission.COVERAGE_READ)
def overview_file(session: Reader, actor: ActorDep, rules: RulesDep, state: StateDep) -> Response:
    """The table of the page as a file for a spreadsheet. Its name says which filters are on."""
    told = reading.find_table(session, actor, state=state, rules=rules)
    return attachment(csv_bytes([heads(), *lines(told)]), _file_name(told, state, "csv"))


@router.get("/tackning.xlsx", requires=Permission.COVERAGE_READ)
def overview_workbook(
    session: Reader, actor: ActorDep, rules: RulesDep, clock: ClockDep, state: StateDep
) -> Response:
    """The same for a spreadsheet, with types, and how it was counted on a sheet of its own."""
    told = reading.find_table(session, actor, state=state, rules=rules)
    contents = workbook(told, rules=rules, asked_at=clock.now(), filters=state.filters.names)
    name = _file_name(told, state, "xlsx")
    return attachment(pieces(contents, made=clock.now()), name)


def _file_name(told: UnitCoverage, state: State, kind: str) -> str:
    name = "-".join(["tackning", told.unit.code, str(told.on), *state.filters.names])
    return f"{name}.{kind}"


@router.get("/tackning/utveckling", requires=Permission.COVERAGE_READ)
def development(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep, about: AboutDep
) -> Response:
    """How one requirement's coverage has developed in a unit, and may. Fetched by /tackning."""
    told = coverage.development(
        session,
        actor,
        unit_code=about.state.unit,
        requirement_code=about.requirement,
        rules=rules,
    )
    page = development_view(told, about.state)
    return render(request, "coverage/development.html", block="development", page=page)


@router.get("/tackning/gar-ut", requires=Permission.COVERAGE_READ)
def lapses(
    request: Request,
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    about: AboutDep,
    manad: str,
) -> Response:
    """Where in a unit training in one requirement ends in a month."""
    told = coverage.lapses(
        session,
        actor,
        unit_code=about.state.unit,
        requirement_code=about.requirement,
        month=read_month(manad, rules.today),
        rules=rules,
    )
    return render(request, "coverage/lapses.html", page=lapses_view(told, about.state))


@router.get("/tackning/ruta", requires=Permission.COVERAGE_READ)
def explanation_page(
    request: Request,
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    looks: LookLogDep,
    asked: Annotated[Asked, Depends(get_asked)],
) -> Response:
    """What stands behind one cell. The look is logged before anybody is shown by name."""
    page = explanation.find(session, actor, asked=asked, rules=rules)
    if page.named:
        looks.note("coverage.people", unit_id=page.unit_id, people=page.named)
    return render(request, "coverage/explanation.html", page=page)


@router.get("/nyckelpersoner", requires=Permission.KEY_PEOPLE_READ)
def key_people_page(
    request: Request,
    session: Reader,
    actor: ActorDep,
    rules: RulesDep,
    looks: LookLogDep,
    enhet: str = "",
    dag: str = "",
) -> Response:
    """Who is key person where, gaps first. The look is logged before anybody is shown."""
    page = key_people.find(session, actor, unit_code=enhet.strip(), day=read_day(dag), rules=rules)
    if page is not None and page.named:
        looks.note("key_people.list", unit_id=page.unit_id, people=page.named)
    return render(request, "coverage/key_people.html", page=page)


@router.get("/krav", requires=Permission.REQUIREMENT_READ)
def requirements_page(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep
) -> Response:
    """What is asked of whom, now and from a day to come."""
    page = requirements.find(session, actor, rules=rules)
    return render(request, "coverage/requirements.html", page=page)


@router.get("/organisation", requires=Permission.ORGANISATION_READ)
def organisation_page(
    request: Request, session: Reader, actor: ActorDep, rules: RulesDep, dag: str = ""
) -> Response:
    """The tree of units as it stood on a day."""
    page = organisation.find(session, actor, day=read_day(dag), rules=rules)
    return render(request, "coverage/organisation.html", page=page)

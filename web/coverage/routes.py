"""The municipality's pages. All but the key people show counts and no names."""

from fastapi import Request, Response

from api.access.permissions import Permission
from api.http.deps import ActorDep, LookLogDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from api.imports.exporting import csv_bytes
from web.coverage import key_people, organisation, reading, requirements
from web.coverage.addresses import StateDep
from web.coverage.days import read_day
from web.coverage.export import lines
from web.coverage.files import attachment
from web.coverage.views import overview_view
from web.render import render

router = GuardedRouter()


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
    name = "-".join(["tackning", told.unit.code, str(told.on), *state.filters.names])
    return attachment(csv_bytes(lines(told)), f"{name}.csv")


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

"""The unit's page: people by name, for those who may see them, each look logged first."""

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access.permissions import Permission
from api.http.deps import ActorDep, LookLogDep, Reader, RulesDep
from api.http.routing import GuardedRouter
from web.coverage.days import read_day
from web.render import redirect, render
from web.team import reading, units
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

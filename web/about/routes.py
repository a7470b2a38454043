"""Whom to turn to, and how the service works: open to all, the same for everybody."""

from fastapi import Request, Response

from api.access.permissions import PUBLIC
from api.http.deps import ActorDep, RulesDep
from api.http.routing import GuardedRouter
from web.render import render

router = GuardedRouter()


@router.get("/stod", requires=PUBLIC)
def support(request: Request, _actor: ActorDep) -> Response:
    """Worried about someone: 112 first, then whom to talk to."""
    return render(request, "about/support.html")


@router.get("/om/tillganglighet", requires=PUBLIC)
def accessibility(request: Request, _actor: ActorDep) -> Response:
    """What was tested for accessibility, and what was not."""
    return render(request, "about/accessibility.html")


@router.get("/om/personuppgifter", requires=PUBLIC)
def privacy(request: Request, _actor: ActorDep) -> Response:
    """What is stored about a person, what never is, and who sees it."""
    return render(request, "about/privacy.html")


@router.get("/om/sa-raknar-vi", requires=PUBLIC)
def counting(request: Request, _actor: ActorDep, rules: RulesDep) -> Response:
    """What the figures mean."""
    return render(request, "about/counting.html", goal=rules.goal, small_group=rules.small_group)

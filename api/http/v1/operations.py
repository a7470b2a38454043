"""For those who run the service: is it alive, is it ready, how is it doing."""

from fastapi import Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text

from api.access.permissions import PUBLIC, Permission
from api.errors import NotSignedIn
from api.http.deps import HouseDep, Reader
from api.http.routing import GuardedRouter

router = GuardedRouter(include_in_schema=False)


@router.get("/health/live", requires=PUBLIC)
def live() -> Response:
    """The program runs."""
    return PlainTextResponse("ok")


@router.get("/health/ready", requires=PUBLIC)
def ready(session: Reader, house: HouseDep) -> Response:
    """The database answers, and staff would find the local contacts on every page."""
    session.execute(text("SELECT 1"))
    missing = house.settings.missing_contacts
    body = {"ready": not missing, "missing": list(missing)}
    return JSONResponse(body, status_code=503 if missing else 200)


@router.get("/metrics", requires=Permission.METRICS_READ)
def metrics(request: Request) -> Response:
    """Counters for Prometheus. A browser session does not do: only a bearer token."""
    if not request.headers.get("authorization", "").lower().startswith("bearer "):
        raise NotSignedIn("not_signed_in")
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

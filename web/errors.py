"""Errors as pages, in klarspråk: what happened, what is saved, what to do next."""

import structlog
from starlette.requests import Request
from starlette.responses import Response

from api.errors import DomainError
from api.texts import error_text
from web.i18n import gettext
from web.render import is_partial, page_url, redirect, render, way_back

NOT_SIGNED_IN, OUR_FAULT = 401, 500


def error_page(request: Request, error: DomainError) -> Response:
    """A domain error as a page. Whoever is not signed in is led to sign in, and back again."""
    back = way_back(request.scope["path"])
    if error.status == NOT_SIGNED_IN and is_partial(request):
        # A redirect would be followed unseen, and the sign-in page land inside this one.
        place = page_url("/logga-in", vidare=back, utloggad=1)
        return Response(status_code=NOT_SIGNED_IN, headers={"HX-Redirect": place})
    if error.status == NOT_SIGNED_IN and request.method in {"GET", "HEAD"}:
        query = f"?{request.url.query}" if request.url.query else ""
        return redirect("/logga-in", vidare=f"{back}{query}")
    if error.status == NOT_SIGNED_IN:
        return redirect("/logga-in", vidare=back, utloggad=1)
    return plain_page(request, error.status, error_text(error, gettext))


def plain_page(request: Request, status: int, text: str) -> Response:
    """An error page with one sentence; where we are at fault, with the id to find it in the log by."""
    bound = structlog.contextvars.get_contextvars() if status >= OUR_FAULT else {}
    return render(
        request,
        "error.html",
        status=status,
        error_status=status,
        error_text=text,
        request_id=bound.get("request_id", ""),
    )
